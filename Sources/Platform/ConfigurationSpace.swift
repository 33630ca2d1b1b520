import Logic

/// The configuration space of one PCI function: 256 bytes with what a write does to their bits.
public struct ConfigurationSpace: Structure {
  /// Bus (15–8), device (7–3) and function (2–0), as in bits 23–8 of CONFIG_ADDRESS.
  public var location: Bits<16>
  public var bytes = Memory<8, 8>()
  /// Bits that a write stores.
  public var writable = Memory<8, 8>()
  /// Bits that a write of one clears.
  public var clearable = Memory<8, 8>()

  /// An empty space.
  public init(bus: UInt8 = 0, device: UInt8, function: UInt8 = 0) {
    precondition(device < 32 && function < 8, "no such PCI device or function")
    location = Bits(UInt64(bus) << 8 | UInt64(device) << 3 | UInt64(function))
  }

  public static let fields: [Field<Self>] = [
    Field("location", \.location), Field("bytes", \.bytes), Field("writable", \.writable),
    Field("clearable", \.clearable),
  ]

  /// Sets a register of `count` bytes, least significant first, and the bits software may change.
  public mutating func set(
    _ offset: UInt8, _ count: Int, _ value: UInt32, writable mask: UInt32 = 0,
    clearable ones: UInt32 = 0
  ) {
    for index in 0..<count {
      let address = Bits<8>(UInt64(offset) + UInt64(index))
      let shift = UInt32(8 * index)
      bytes[address] = Bits(truncating: UInt64(value >> shift))
      writable[address] = Bits(truncating: UInt64(mask >> shift))
      clearable[address] = Bits(truncating: UInt64(ones >> shift))
    }
  }

  /// A write of one byte by software.
  mutating func write(_ offset: Bits<8>, _ value: Bits<8>) {
    let old = bytes[offset]
    let (stored, cleared) = (writable[offset], clearable[offset] & value)
    let kept = old & ~(stored | cleared)
    bytes[offset] = kept | (value & stored)
  }

  /// The host bridge of an Intel 440FX: identification, command and status (82441FX datasheet,
  /// "PCI Configuration Registers").
  public static var hostBridge: ConfigurationSpace {
    var space = ConfigurationSpace(device: 0)
    space.set(0x00, 4, 0x1237_8086)
    space.set(0x04, 2, 0x0006, writable: 0x0140)
    space.set(0x06, 2, 0x0280, clearable: 0xF900)
    space.set(0x08, 4, 0x0600_0002)
    return space
  }
}
