import Logic

/// MOV LEA NOP (SDM 2A, 2B).
extension InstructionTable {
  static let moves: [Form] = [
    Form("88 /r", "mov", .rm(.byte), .r(.byte), sized: Mov.self),
    Form("89 /r", "mov", .rm(.operand), .r(.operand), sized: Mov.self),
    Form("8A /r", "mov", .r(.byte), .rm(.byte), sized: Mov.self),
    Form("8B /r", "mov", .r(.operand), .rm(.operand), sized: Mov.self),
    Form("A0", "mov", .accumulator(.byte), .offset(.byte), sized: Mov.self),
    Form("A1", "mov", .accumulator(.operand), .offset(.operand), sized: Mov.self),
    Form("A2", "mov", .offset(.byte), .accumulator(.byte), sized: Mov.self),
    Form("A3", "mov", .offset(.operand), .accumulator(.operand), sized: Mov.self),
    Form("B0 +r", "mov", .opcode(.byte), .imm(.byte), sized: Mov.self),
    Form("B8 +r", "mov", .opcode(.operand), .imm(.operand), sized: Mov.self),
    Form("C6 /0", "mov", .rm(.byte), .imm(.byte), sized: Mov.self),
    Form("C7 /0", "mov", .rm(.operand), .imm(.operand), sized: Mov.self),
    Form("8D /r", "lea", .r(.operand), .m(.operand), sized: Lea.self),
  ]
}

private enum Mov: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let value: Bits<n> = try cpu.read(i.second, i)
    try cpu.write(i.first, value, i)
  }
}

private enum Lea: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    guard case .memory(let address) = i.second else { throw .undefined() }
    try cpu.write(i.first, cpu.offset(address, i).slice() as Bits<n>, i)
  }
}
