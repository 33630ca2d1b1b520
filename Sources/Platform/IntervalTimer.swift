import Logic

/// The 8254 of a PC with the system control port that belongs to it.
///
/// Counter 0 drives IRQ 0. Counter 2 has its gate and output in port 61h (82371SB datasheet,
/// "NMI Status and Control Register"). The gates of counters 0 and 1 are high. At power-up, where the
/// datasheet leaves it open, OUT of counter 0 is high, so that programming a rate interrupts no one.
public struct IntervalTimer: Structure {
  public var counter0 = TimerCounter()
  public var counter1 = TimerCounter()
  public var counter2 = TimerCounter()
  /// Bits 3–0 of port 61h as written; bit 0 is the gate of counter 2.
  public var control: Bits<4> = 0
  /// The pulses of CLK so far.
  public var clocks: Bits<64> = 0

  public init() {
    counter0.output = true
    counter2.gate = false
  }

  public static let fields: [Field<Self>] = [
    Field("counter0", \.counter0), Field("counter1", \.counter1), Field("counter2", \.counter2),
    Field("control", \.control), Field("clocks", \.clocks),
  ]

  /// OUT of counter 0, which is wired to IRQ 0.
  public var output: Formula { counter0.output }

  /// That many pulses of CLK.
  public mutating func advance(by clocks: Int) {
    counter0.advance(by: clocks)
    counter1.advance(by: clocks)
    counter2.advance(by: clocks)
    self.clocks += Bits(UInt64(clocks))
  }
}

// MARK: - Ports

extension IntervalTimer {
  /// A read at 40h to 43h or 61h; the control word can't be read.
  mutating func read(_ port: UInt16) -> Bits<8> {
    switch port {
    case 0x40: counter0.read()
    case 0x41: counter1.read()
    case 0x42: counter2.read()
    case 0x43: 0xFF
    default: systemControl
    }
  }

  /// A write at 40h to 43h or 61h.
  mutating func write(_ port: UInt16, _ value: Bits<8>) {
    switch port {
    case 0x40: counter0.write(value)
    case 0x41: counter1.write(value)
    case 0x42: counter2.write(value)
    case 0x43: writeControl(value)
    default:
      control = value.slice()
      counter2.drive(gate: value.bit(0))
    }
  }

  /// OUT of counter 2 in bit 5; bit 4 turns with each refresh, every 18 clocks as PCs program it.
  private var systemControl: Bits<8> {
    let refreshes: Bits<64> = clocks.quotient(dividingBy: 18)
    let flags = Bits<2>(
      high: counter2.output.asBits() as Bits<1>, low: refreshes.slice() as Bits<1>)
    return Bits(high: flags.zeroExtended() as Bits<4>, low: control)
  }

  /// The control word: SC1–SC0 name a counter or, as 3, the read-back command.
  private mutating func writeControl(_ value: Bits<8>) {
    let selected: Bits<2> = value.slice(from: 6)
    Self.command(&counter0, value, selected: selected == 0, readBack: selected == 3, 1)
    Self.command(&counter1, value, selected: selected == 1, readBack: selected == 3, 2)
    Self.command(&counter2, value, selected: selected == 2, readBack: selected == 3, 3)
  }

  /// - Parameter bit: the counter's bit in the read-back command
  private static func command(
    _ counter: inout TimerCounter, _ value: Bits<8>, selected: Formula, readBack: Formula,
    _ bit: Int
  ) {
    let latches = selected && (value & 0x30 == 0)
    let named = readBack && value.bit(bit)
    when(selected && !latches, &counter) { $0.configure(value) }
    when(latches || (named && !value.bit(5)), &counter) { $0.latchCount() }
    when(named && !value.bit(4), &counter) { $0.latchStatus() }
  }
}
