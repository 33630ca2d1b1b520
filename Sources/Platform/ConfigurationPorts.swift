import Logic

/// PCI configuration mechanism 1: CONFIG_ADDRESS at CF8h, CONFIG_DATA at CFCh.
///
/// Source: PCI 2.2, section 3.2.2.3.2.
public struct ConfigurationPorts: Structure {
  /// CONFIG_ADDRESS: enable (31), bus, device, function and doubleword; reserved bits are 0.
  public var address: Bits<32> = 0
  /// The functions that answer; all others read as ones and ignore writes.
  public var functions: [ConfigurationSpace]

  public init(_ functions: [ConfigurationSpace] = []) { self.functions = functions }

  public static let fields: [Field<Self>] = [
    Field("address", \.address), Field("functions", \.functions),
  ]

  /// A write of CONFIG_ADDRESS, which takes doublewords only.
  mutating func writeAddress(_ value: Bits<32>) { address = value & 0x80FF_FFFC }

  private func offset(_ lane: Int) -> Bits<8> {
    (address.slice() as Bits<8>) | Bits(UInt64(lane))
  }

  private func selects(_ function: ConfigurationSpace) -> Formula {
    address.bit(31) && ((address.slice(from: 8) as Bits<16>) == function.location)
  }

  /// A read of one byte of CONFIG_DATA; `lane` is 0 to 3.
  func readData(lane: Int) -> Bits<8> {
    functions.reduce(0xFF) { rest, function in
      selects(function).choose(function.bytes[offset(lane)], rest)
    }
  }

  /// A write of one byte of CONFIG_DATA; `lane` is 0 to 3.
  mutating func writeData(lane: Int, _ value: Bits<8>) {
    let target = offset(lane)
    for index in functions.indices {
      when(selects(functions[index]), &functions[index]) { $0.write(target, value) }
    }
  }
}
