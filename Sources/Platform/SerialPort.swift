import Logic

/// The 8250 UART of a PC's serial port with nothing at the other end of the line.
///
/// A character is sent as soon as it is written, so the transmitter is always empty, and nothing is
/// ever received. What is left is a device whose interrupt software can raise when it wants: by
/// letting in the interrupt of the empty transmitter (PC16450C datasheet, "Interrupt Enable
/// Register").
public struct SerialPort: Structure {
  /// IER, bits 3–0.
  public var enabled: Bits<8> = 0
  /// LCR; bit 7 (DLAB) puts the divisor in the place of the first two registers.
  public var lineControl: Bits<8> = 0
  /// MCR, bits 4–0; bit 3 (OUT2) lets the interrupt through on a PC.
  public var modemControl: Bits<8> = 0
  public var scratch: Bits<8> = 0
  public var divisor: Bits<16> = 0
  /// The empty transmitter has not been told yet.
  public var isPending: Formula = false

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("enabled", \.enabled), Field("lineControl", \.lineControl),
    Field("modemControl", \.modemControl), Field("scratch", \.scratch),
    Field("divisor", \.divisor), Field("isPending", \.isPending),
  ]

  /// The interrupt line.
  public var output: Formula { isPending && enabled.bit(1) && modemControl.bit(3) }

  private var hasDivisor: Formula { lineControl.bit(7) }

  /// A read of a register by its number, 0 to 7.
  mutating func read(_ register: Int) -> Bits<8> {
    switch register {
    case 0: return hasDivisor.choose(divisor.slice(), 0)
    case 1: return hasDivisor.choose(divisor.slice(from: 8), enabled)
    case 2:
      // IIR; reading it answers the transmitter's interrupt.
      let isSignalled = isPending && enabled.bit(1)
      isPending = isPending && !isSignalled
      return isSignalled.choose(0x02, 0x01)
    case 3: return lineControl
    case 4: return modemControl
    case 5: return 0x60  // LSR: THRE, TEMT
    case 7: return scratch
    default: return 0
    }
  }

  /// A write of a register by its number, 0 to 7.
  mutating func write(_ register: Int, _ value: Bits<8>) {
    switch register {
    case 0:
      divisor = hasDivisor.choose(divisor.replacing(from: 0, with: value), divisor)
      isPending = isPending || !hasDivisor
    case 1:
      divisor = hasDivisor.choose(divisor.replacing(from: 8, with: value), divisor)
      let rises = !hasDivisor && value.bit(1) && !enabled.bit(1)
      isPending = isPending || rises
      enabled = hasDivisor.choose(enabled, value & 0x0F)
    case 3: lineControl = value
    case 4: modemControl = value & 0x1F
    case 7: scratch = value
    default: break
    }
  }
}
