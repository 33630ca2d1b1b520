import Logic

/// JMP Jcc CALL RET near, HLT, NOP (SDM 2A, 2B).
extension InstructionTable {
  static let jumps: [Form] =
    Condition.allCases.flatMap { condition -> [Form] in
      let code = condition.rawValue
      let execute: Execute = { cpu, i throws(Stop) in try jumpIf(condition, &cpu, i) }
      return [
        Form(hex(0x70 + code), "j\(condition)", .relative(.byte), size: .operand, execute: execute),
        Form("0F \(hex(0x80 + code))", "j\(condition)", .relative(.operand), execute: execute),
      ]
    } + [
      Form("EB", "jmp", .relative(.byte), size: .operand, execute: jump),
      Form("E9", "jmp", .relative(.operand), execute: jump),
      Form("FF /4", "jmp", .rm(.operand), sized: JumpIndirect.self),
      Form("E8", "call", .relative(.operand), sized: Call.self),
      Form("FF /2", "call", .rm(.operand), sized: CallIndirect.self),
      Form("C3", "ret", sized: Return.self),
      Form("C2", "ret", .imm(.word), size: .operand, sized: Return.self),
      Form("90", "nop") { _, _ in },
    ]

  static func hex(_ byte: UInt8) -> String { String(byte, radix: 16, uppercase: true) }

  private static let jump: Execute = { cpu, i throws(Stop) in
    try cpu.jumpRelative(i)
  }

  private static func jumpIf(
    _ condition: Condition, _ cpu: inout Processor, _ i: Instruction
  ) throws(Stop) {
    if try cpu.decide(cpu.holds(condition)) { try cpu.jumpRelative(i) }
  }
}

/// The conditions of Jcc, SETcc and CMOVcc by their number (SDM 1 appendix B).
enum Condition: UInt8, CaseIterable, Sendable {
  case o, no, b, ae, e, ne, be, a, s, ns, p, np, l, ge, le, g
}

extension Processor {
  /// Whether the flags fulfil the condition.
  @inline(__always)
  func holds(_ condition: Condition) -> Formula {
    switch condition {
    case .o: eflags[.of]
    case .no: !eflags[.of]
    case .b: eflags[.cf]
    case .ae: !eflags[.cf]
    case .e: eflags[.zf]
    case .ne: !eflags[.zf]
    case .be: eflags[.cf] || eflags[.zf]
    case .a: !(eflags[.cf] || eflags[.zf])
    case .s: eflags[.sf]
    case .ns: !eflags[.sf]
    case .p: eflags[.pf]
    case .np: !eflags[.pf]
    case .l: eflags[.sf] != eflags[.of]
    case .ge: eflags[.sf] == eflags[.of]
    case .le: eflags[.zf] || (eflags[.sf] != eflags[.of])
    case .g: !(eflags[.zf] || (eflags[.sf] != eflags[.of]))
    }
  }

  /// Goes to an offset in the code segment; beyond its limit #GP(0).
  @inline(__always)
  mutating func jump(to offset: Bits<32>) throws(Stop) {
    guard try decide(offset.isAtMost(self[.cs].limit)) else { throw .protection() }
    eip = offset
  }

  @inline(__always)
  mutating func jumpRelative(_ i: Instruction) throws(Stop) {
    try jump(to: target(i))
  }

  /// The target of a relative jump, of the operand size.
  @inline(__always)
  func target(_ i: Instruction) -> Bits<32> {
    guard case .immediate(let distance) = i.first else { preconditionFailure("no distance") }
    let target = eip + Bits(UInt64(distance))
    return i.operandSize == 16 ? target & 0xFFFF : target
  }
}

private enum JumpIndirect: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let target: Bits<n> = try cpu.read(i.first, i)
    try cpu.jump(to: target.resized())
  }
}

private enum Call: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.call(cpu.target(i), Bits<n>.self)
  }
}

private enum CallIndirect: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let target: Bits<n> = try cpu.read(i.first, i)
    try cpu.call(target.resized(), Bits<n>.self)
  }
}

extension Processor {
  /// Pushes EIP and goes to an offset; the limit is checked before anything is pushed.
  fileprivate mutating func call<let n: Int>(
    _ target: Bits<32>, _: Bits<n>.Type
  ) throws(Stop) {
    let from = eip
    try jump(to: target)
    try push(from.resized() as Bits<n>)
  }
}

private enum Return: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let target: Bits<n> = try cpu.top()
    try cpu.jump(to: target.resized())
    var distance = UInt64(n / 8)
    if case .immediate(let more) = i.first { distance += UInt64(more) }
    cpu.setStackOffset(cpu[.esp] + Bits(distance))
  }
}
