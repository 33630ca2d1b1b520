import Logic

/// The two 8259As of a PC: the slave's output is the master's input 2.
///
/// A word of lines has bit n for IRQ n, 0 to 15; IRQ 2 is the cascade and can't be driven.
public struct InterruptControllers: Structure {
  public var master = InterruptController()
  public var slave = InterruptController()
  /// Lines that are held high from outside.
  public var held: Bits<16> = 0
  /// Lines that fall by themselves once the processor acknowledges them.
  public var pulses: Bits<16> = 0
  /// Lines that fall just after the processor has seen the request and before it acknowledges.
  public var glitches: Bits<16> = 0

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("master", \.master), Field("slave", \.slave), Field("held", \.held),
    Field("pulses", \.pulses), Field("glitches", \.glitches),
  ]

  /// INTR, the output to the processor.
  public var output: Formula { master.output }
}

// MARK: - Lines

extension InterruptControllers {
  /// Sets one line high or low.
  public mutating func drive(_ line: Int, _ level: Formula) {
    held = held.setting(line, level)
    settle()
  }

  /// Raises a line that stays high until the processor acknowledges it.
  public mutating func pulse(_ line: Int) {
    pulses = pulses.setting(line, true)
    settle()
  }

  /// Raises a line whose request is gone when the processor acknowledges it: a spurious interrupt.
  public mutating func glitch(_ line: Int) {
    glitches = glitches.setting(line, true)
    settle()
  }

  /// Lets the lines take effect, the slave first.
  mutating func settle() {
    let levels = held | pulses | glitches
    slave.drive(levels.slice(from: 8))
    master.drive((levels.slice() as Bits<8>).setting(2, slave.output))
  }
}

// MARK: - Acknowledge

extension InterruptControllers {
  /// The acknowledge cycle: the vector, from the slave where the master serves one (datasheet,
  /// "Cascade Mode").
  public mutating func acknowledge() -> Bits<8> {
    glitches &= 0xFF00
    settle()
    let level = master.requested
    let cascaded = master.single.choose(0, level & master.cascade & 4) != 0
    let own = master.vector(of: level)
    master.enter(level)
    pulses &= ~level.zeroExtended()
    var answered = self
    let vector = cascaded.choose(answered.acknowledgeSlave(), own)
    self = cascaded.choose(answered, self)
    master.finishAcknowledge(level)
    settle()
    return vector
  }

  /// The slave's half; its output falls in between, so that a further request is a new edge.
  private mutating func acknowledgeSlave() -> Bits<8> {
    glitches = 0
    settle()
    let level = slave.requested
    let vector = slave.vector(of: level)
    slave.enter(level)
    settle()
    slave.finishAcknowledge(level)
    pulses &= ~Bits(high: level, low: Bits<8>(0))
    return vector
  }
}

// MARK: - Ports

extension InterruptControllers {
  /// A read at 20h, 21h, A0h, A1h, 4D0h or 4D1h.
  mutating func read(_ port: UInt16) -> Bits<8> {
    let polled = Bits<16>(high: slave.polled, low: master.polled)
    let value =
      switch port {
      case 0x20: master.readCommand()
      case 0x21: master.readData()
      case 0xA0: slave.readCommand()
      case 0xA1: slave.readData()
      case 0x4D0: master.levelControl
      default: slave.levelControl
      }
    let reached: Bits<16> = port >> 8 != 0 ? 0 : port & 0x80 == 0 ? 0x00FF : 0xFF00
    pulses &= ~(polled & reached)
    settle()
    return value
  }

  /// A write at 20h, 21h, A0h, A1h, 4D0h or 4D1h. The level control registers hold zero for IRQ
  /// 0, 1, 2, 8 and 13 (82371SB datasheet, "ELCR1, ELCR2").
  mutating func write(_ port: UInt16, _ value: Bits<8>) {
    switch port {
    case 0x20: master.writeCommand(value)
    case 0x21: master.writeData(value)
    case 0xA0: slave.writeCommand(value)
    case 0xA1: slave.writeData(value)
    case 0x4D0: master.levelControl = value & 0xF8
    default: slave.levelControl = value & 0xDE
    }
    settle()
  }
}
