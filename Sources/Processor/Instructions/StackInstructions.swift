import Logic

/// PUSH and POP of registers, memory and numbers (SDM 2B).
extension InstructionTable {
  static let stack: [Form] = [
    Form("50 +r", "push", .opcode(.operand), sized: Push.self),
    Form("58 +r", "pop", .opcode(.operand), sized: Pop.self),
    Form("FF /6", "push", .rm(.operand), sized: Push.self),
    Form("8F /0", "pop", .rm(.operand), sized: Pop.self),
    Form("68", "push", .imm(.operand), sized: Push.self),
    Form("6A", "push", .immSigned, sized: Push.self),
  ]
}

private enum Push: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let value: Bits<n> = try cpu.read(i.first, i)
    try cpu.push(value)
  }
}

private enum Pop: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let old = cpu[.esp]
    let value: Bits<n> = try cpu.pop()
    // A memory operand with ESP in it is computed with ESP after the pop (SDM 2B POP).
    do {
      try cpu.write(i.first, value, i)
    } catch {
      cpu[.esp] = old
      throw error
    }
  }
}
