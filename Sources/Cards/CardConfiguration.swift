import Models
import Platform

extension ConfigurationSpace {
  /// The type-0 header of a card by the rows of ``RegisterMap/pci``, with base address 0 in I/O
  /// space, of 256 bytes, and no other.
  ///
  /// - Parameters:
  ///   - values: by the names of rows; what is not named is 0
  ///   - base: base address 0 as firmware has set it, which also enables I/O space
  public init(device: UInt8, values: [String: UInt64], base: UInt32, interruptLine: UInt8) {
    self.init(device: device)
    var registers: [UInt64: (bytes: Int, value: UInt32, stored: UInt32, cleared: UInt32)] = [:]
    var values = values
    values["Command: I/O Space Enable"] = 1
    values["Interrupt Line"] = UInt64(interruptLine)
    for row in RegisterMap.pci.fields where row.space == .configuration {
      guard row.offset.capability == nil, !Self.isBaseAddress(row) else { continue }
      let bits = row.bits.ranges.reversed().flatMap { Array($0) }
      var register = registers[row.offset.number] ?? (row.width / 8, 0, 0, 0)
      for (index, bit) in bits.enumerated() {
        let one: UInt32 = 1 << UInt32(bit)
        if (values[row.name] ?? 0) >> UInt64(index) & 1 == 1 { register.value |= one }
        if row.writing.kind == .stores { register.stored |= one }
        if row.writing.kind == .clearsOnes { register.cleared |= one }
      }
      registers[row.offset.number] = register
    }
    for (offset, register) in registers {
      set(
        UInt8(offset), register.bytes, register.value, writable: register.stored,
        clearable: register.cleared)
    }
    let first = RegisterMap.pci.field("BAR0: address").offset.number
    set(UInt8(first), 4, base | 1, writable: 0xFFFF_FF00)
  }

  private static func isBaseAddress(_ row: RegisterField) -> Bool {
    row.function == .baseAddress
  }
}
