import Logic

/// The devices of the platform behind their I/O ports.
///
/// A port that nothing answers reads as ones and ignores writes. All devices but CONFIG_ADDRESS are
/// reached byte by byte: a wider access is one to each of the ports that it covers.
public struct Devices: Structure {
  public var interrupts = InterruptControllers()
  public var timer = IntervalTimer()
  /// COM1 at 3F8h, wired to IRQ 4, and COM2 at 2F8h, wired to IRQ 3.
  public var serial1 = SerialPort()
  public var serial2 = SerialPort()
  public var configuration: ConfigurationPorts
  /// The bytes written to port E9h, oldest first.
  public var debugOutput: [Bits<8>] = []

  public init(functions: [ConfigurationSpace] = [.hostBridge]) {
    configuration = ConfigurationPorts(functions)
  }

  public static let fields: [Field<Self>] = [
    Field("interrupts", \.interrupts), Field("timer", \.timer),
    Field("serial1", \.serial1), Field("serial2", \.serial2),
    Field("configuration", \.configuration), Field("debugOutput", \.debugOutput),
  ]

  /// Lets that many clocks of the 8254 pass.
  public mutating func advance(by clocks: Int) {
    timer.advance(by: clocks)
    interrupts.drive(0, timer.output)
  }
}

// MARK: - Ports

extension Devices {
  /// A read of 1, 2 or 4 bytes (8, 16 or 32 bits) at a port.
  public mutating func read<let width: Int>(_ port: UInt16) -> Bits<width> {
    if width == 32, port == 0xCF8 { return configuration.address.zeroExtended() }
    return (0..<width / 8).reduce(0) { value, index in
      value.replacing(from: 8 * index, with: readByte(port &+ UInt16(index)))
    }
  }

  /// A write of 1, 2 or 4 bytes (8, 16 or 32 bits) at a port.
  public mutating func write<let width: Int>(_ port: UInt16, _ value: Bits<width>) {
    if width == 32, port == 0xCF8 { return configuration.writeAddress(value.zeroExtended()) }
    for index in 0..<width / 8 {
      writeByte(port &+ UInt16(index), value.slice(from: 8 * index))
    }
  }

  private mutating func readByte(_ port: UInt16) -> Bits<8> {
    switch port {
    case 0x20, 0x21, 0xA0, 0xA1, 0x4D0, 0x4D1: interrupts.read(port)
    case 0x40...0x43, 0x61: timer.read(port)
    case 0x3F8...0x3FF: withSerial { $0.serial1.read(Int(port & 7)) }
    case 0x2F8...0x2FF: withSerial { $0.serial2.read(Int(port & 7)) }
    case 0xE9: 0xE9
    case 0xCFC...0xCFF: configuration.readData(lane: Int(port & 3))
    default: 0xFF
    }
  }

  private mutating func writeByte(_ port: UInt16, _ value: Bits<8>) {
    switch port {
    case 0x20, 0x21, 0xA0, 0xA1, 0x4D0, 0x4D1: interrupts.write(port, value)
    case 0x40...0x43, 0x61:
      timer.write(port, value)
      interrupts.drive(0, timer.output)
    case 0x3F8...0x3FF: withSerial { $0.serial1.write(Int(port & 7), value) }
    case 0x2F8...0x2FF: withSerial { $0.serial2.write(Int(port & 7), value) }
    case 0xE9: debugOutput.append(value)
    case 0xCFC...0xCFF: configuration.writeData(lane: Int(port & 3), value)
    default: break
    }
  }

  /// Accesses a serial port, and lets the interrupt lines follow.
  private mutating func withSerial<R>(_ body: (inout Devices) -> R) -> R {
    defer {
      interrupts.drive(4, serial1.output)
      interrupts.drive(3, serial2.output)
    }
    return body(&self)
  }
}
