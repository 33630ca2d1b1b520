import Logic
import Processor

/// A network card: a PCI function with registers in I/O space, that masters the bus and raises an
/// interrupt line.
///
/// All that it holds is known. It works between instructions, one step of its own at a time.
public protocol BusMaster: Sendable {
  /// Configuration space as firmware leaves it, base address 0 assigned to I/O space.
  var configuration: ConfigurationSpace { get }
  /// The input of the 8259s that its INTA# is routed to.
  var interruptLine: Int { get }
  /// The level of INTA#, active high here.
  var requestsInterrupt: Bool { get }
  /// Bus Master Enable of the PCI Command register.
  var mastersBus: Bool { get set }
  /// Whether it has something to do by itself.
  var hasWork: Bool { get }

  /// A read of 1, 2 or 4 bytes at an offset in its window.
  mutating func read(_ offset: UInt8, bytes: Int) -> UInt32
  mutating func write(_ offset: UInt8, _ value: UInt32, bytes: Int)
  /// One step of its own, such as a copy from memory, at a time in instructions.
  mutating func work(_ memory: inout PhysicalMemory, at time: UInt64)
  /// A frame arrives from the network, without its FCS.
  mutating func receive(_ frame: [UInt8], at time: UInt64)
}

extension TimedDevices {
  /// The card's function among those behind CONFIG_DATA.
  private var function: ConfigurationSpace? {
    guard let location = card?.configuration.location.known else { return nil }
    return devices.configuration.functions.first { $0.location.known == location }
  }

  private func byte(_ function: ConfigurationSpace, _ offset: UInt64) -> UInt64 {
    function.bytes[Bits(offset)].known ?? 0
  }

  /// The offset of a port in the card's window, where I/O Space Enable is set and base address 0
  /// leads there.
  private func offset(_ port: UInt16) -> UInt8? {
    guard let function, byte(function, 4) & 1 == 1 else { return nil }
    let base = byte(function, 0x10) & 0xFC | byte(function, 0x11) << 8
    let high = byte(function, 0x12) | byte(function, 0x13)
    guard high == 0, UInt64(port) >= base, UInt64(port) < base + 0x100 else { return nil }
    return UInt8(UInt64(port) - base)
  }

  /// A read by the card where the port is one of its own.
  mutating func readCard(_ port: UInt16, bytes: Int) -> UInt32? {
    guard card != nil, let offset = offset(port) else { return nil }
    let value = card?.read(offset, bytes: bytes)
    followCard()
    return value
  }

  /// Whether the port is one of the card's own; then the write is done.
  mutating func writeCard(_ port: UInt16, _ value: UInt32, bytes: Int) -> Bool {
    guard card != nil, let offset = offset(port) else { return false }
    card?.write(offset, value, bytes: bytes)
    followCard()
    return true
  }

  /// Lets the interrupt line and the run loop follow what the card wants, and the card the Command
  /// register.
  mutating func followCard() {
    guard let function else { return }
    let mastersBus = byte(function, 4) & 4 != 0
    card?.mastersBus = mastersBus
    guard let card else { return }
    devices.interrupts.drive(card.interruptLine, Formula(card.requestsInterrupt))
    clock.cardHasWork = card.hasWork
    clock.cardWasUsed = true
    if card.hasWork { clock.deadline = min(clock.deadline, clock.now) }
  }
}

extension Machine {
  /// Puts a card into the machine.
  public mutating func insert(_ card: any BusMaster) {
    devices.configuration.functions.append(card.configuration)
    self.card = card
  }

  /// One step of the card's own.
  mutating func letCardWork() {
    guard var timed = processor.ports as? TimedDevices else { return }
    processor.ports = NoPorts()
    timed.update()
    timed.card?.work(&processor.memory, at: timed.clock.now)
    timed.followCard()
    processor.interruptRequest = timed.interruptRequest
    processor.ports = timed
  }
}
