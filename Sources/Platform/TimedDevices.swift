import Logic

/// The time that a machine and its devices share, in instructions.
final class Clock: @unchecked Sendable {
  // Used by one run at a time: each run makes its own.
  /// Instructions so far, time asleep included.
  var now: UInt64
  /// When the run loop has to look at the devices again.
  var deadline: UInt64 = 0
  /// The processor has acknowledged an interrupt since this was last cleared.
  var acknowledged = false
  /// When OUT of counter 0 may change next.
  var timerDeadline: UInt64 = .max
  /// The network card has something to do by itself.
  var cardHasWork = false
  /// It was read, written or did something since this was last cleared.
  var cardWasUsed = false

  init(now: UInt64) { self.now = now }
}

/// The devices as they are at the time of each access: they are brought up to date when a port is
/// used or the timer is due, not at each instruction.
struct TimedDevices: Sendable {
  var devices: Devices
  var card: (any BusMaster)?
  var clock: Clock
  let instructionsPerClock: UInt64
  /// The clocks of the 8254 up to which the devices were advanced.
  private var clocks: UInt64

  init(
    _ devices: Devices, _ card: (any BusMaster)?, instructionsPerClock: Int, now: UInt64
  ) {
    self.devices = devices
    self.card = card
    self.instructionsPerClock = UInt64(instructionsPerClock)
    clock = Clock(now: now)
    clocks = now / self.instructionsPerClock
  }

  /// Advances the devices to the present.
  mutating func update() {
    let present = clock.now / instructionsPerClock
    if present > clocks { devices.advance(by: Int(present - clocks)) }
    clocks = present
    announce()
  }

  /// Sets the time at which OUT of counter 0 may change next.
  private func announce() {
    let distance = devices.timer.counter0.clocksToChange
    clock.timerDeadline =
      distance.map { (clocks + UInt64($0)) * instructionsPerClock } ?? .max
    clock.deadline = min(clock.deadline, clock.timerDeadline)
  }

  /// INTR.
  var interruptRequest: Bool {
    guard let level = devices.interrupts.output.known else {
      preconditionFailure("a machine's devices are known")
    }
    return level
  }

  mutating func read<let width: Int>(_ port: UInt16) -> Bits<width> {
    update()
    if let value = readCard(port, bytes: width / 8) { return Bits(truncating: UInt64(value)) }
    return devices.read(port)
  }

  mutating func write<let width: Int>(_ port: UInt16, _ value: Bits<width>) {
    update()
    if card != nil, let known = value.known,
      writeCard(port, UInt32(truncatingIfNeeded: known), bytes: width / 8)
    {
      return
    }
    devices.write(port, value)
    announce()
    if card != nil, port & 0xFFFC == 0xCFC { followCard() }
  }

  mutating func acknowledge() -> UInt8 {
    guard let vector = devices.interrupts.acknowledge().known else {
      preconditionFailure("a machine's devices are known")
    }
    clock.acknowledged = true
    return UInt8(vector)
  }
}
