/// All rows: one array a family, joined.
public enum InstructionTable {
  public static let forms: [Form] = [
    arithmetic, moves, stack, jumps, transfers, system, segments,
    shifts, multiply, bitOperations, exchange, conversions, flagInstructions,
    strings, decimalAdjust, frames, ports, identification, floatingPoint,
  ].flatMap { $0 }

  /// Rows by opcode: the one-byte map, then the two-byte map.
  static let byOpcode: [[UInt16]] = {
    var map = [[UInt16]](repeating: [], count: 512)
    for (row, form) in forms.enumerated() {
      let first = Int(form.opcode.byte) + (form.opcode.isTwoByte ? 256 : 0)
      for index in first...(form.opcode.addsRegister ? first | 7 : first) {
        map[index].append(UInt16(row))
      }
    }
    return map
  }()

  /// Rows by mnemonic.
  public static let byMnemonic: [String: [UInt16]] = Dictionary(
    grouping: forms.indices.map(UInt16.init), by: { forms[Int($0)].mnemonic })
}
