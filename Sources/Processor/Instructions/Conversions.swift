import Logic

/// MOVZX MOVSX CBW CWDE CWD CDQ SETcc CMOVcc XLAT (SDM 2A, 2B, 2C).
extension InstructionTable {
  static let conversions: [Form] =
    [
      Form("0F B6 /r", "movzx", .r(.operand), .rm(.byte), sized: ZeroExtendByte.self),
      Form("0F B7 /r", "movzx", .r(.operand), .rm(.word), sized: ZeroExtendWord.self),
      Form("0F BE /r", "movsx", .r(.operand), .rm(.byte), sized: SignExtendByte.self),
      Form("0F BF /r", "movsx", .r(.operand), .rm(.word), sized: SignExtendWord.self),
      Form("98", "cbw", sized: WidenAccumulator.self),
      Form("99", "cwd", sized: SpreadSign.self),
      Form("D7", "xlat", size: .byte, string: true, execute: translate),
    ]
    + Condition.allCases.flatMap { condition -> [Form] in
      [
        Form("0F \(hex(0x90 + condition.rawValue)) /r", "set\(condition)", .rm(.byte)) {
          cpu, i throws(Stop) in
          try cpu.write(i.first, cpu.holds(condition).asBits() as Bits<8>, i)
        },
        Form(
          "0F \(hex(0x40 + condition.rawValue)) /r", "cmov\(condition)", .r(.operand),
          .rm(.operand), since: .pentiumII
        ) { cpu, i throws(Stop) in
          if i.operandSize == 32 {
            try cpu.moveIf(condition, i, Bits<32>.self)
          } else {
            try cpu.moveIf(condition, i, Bits<16>.self)
          }
        },
      ]
    }

  /// XLAT: the byte at EBX + AL.
  private static let translate: Execute = { cpu, i throws(Stop) in
    let index: Bits<8> = cpu.register(0)
    let offset = cpu[.ebx] + index.zeroExtended()
    let value: Bits<8> = try cpu.read(i.segment, i.addressSize == 16 ? offset & 0xFFFF : offset)
    cpu.setRegister(0, value)
  }
}

extension Processor {
  /// Reads the source in either case, as a fault does not wait for the condition (SDM 2A CMOVcc).
  fileprivate mutating func moveIf<let n: Int>(
    _ condition: Condition, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let value: Bits<n> = try read(i.second, i)
    let old: Bits<n> = try read(i.first, i)
    try write(i.first, holds(condition).choose(value, old), i)
  }
}

private enum ZeroExtendByte: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let value: Bits<8> = try cpu.read(i.second, i)
    try cpu.write(i.first, value.zeroExtended() as Bits<n>, i)
  }
}

private enum ZeroExtendWord: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let value: Bits<16> = try cpu.read(i.second, i)
    try cpu.write(i.first, value.zeroExtended() as Bits<n>, i)
  }
}

private enum SignExtendByte: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let value: Bits<8> = try cpu.read(i.second, i)
    try cpu.write(i.first, value.signExtended() as Bits<n>, i)
  }
}

private enum SignExtendWord: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let value: Bits<16> = try cpu.read(i.second, i)
    try cpu.write(i.first, value.signExtended() as Bits<n>, i)
  }
}

/// CBW: AL into AX; CWDE: AX into EAX.
private enum WidenAccumulator: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    if n == 16 {
      cpu.setRegister(0, (cpu.register(0) as Bits<8>).signExtended() as Bits<16>)
    } else {
      cpu.setRegister(0, (cpu.register(0) as Bits<16>).signExtended() as Bits<32>)
    }
  }
}

/// CWD: the sign of AX into DX; CDQ: of EAX into EDX.
private enum SpreadSign: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = cpu.register(0)
    cpu.setRegister(2, a.isNegative.choose(~(0 as Bits<n>), 0))
  }
}
