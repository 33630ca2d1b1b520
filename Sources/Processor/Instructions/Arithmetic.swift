import Logic

/// ADD OR ADC SBB AND SUB XOR CMP TEST INC DEC NEG NOT (SDM 2A).
extension InstructionTable {
  static let arithmetic: [Form] = [
    binary(0, "add", Add.self), binary(1, "or", Or.self, undefined: [.af]),
    binary(2, "adc", Adc.self), binary(3, "sbb", Sbb.self),
    binary(4, "and", And.self, undefined: [.af]), binary(5, "sub", Sub.self),
    binary(6, "xor", Xor.self, undefined: [.af]), binary(7, "cmp", Cmp.self, lock: false),
    [
      Form("84 /r", "test", .rm(.byte), .r(.byte), undefined: [.af], sized: Test.self),
      Form("85 /r", "test", .rm(.operand), .r(.operand), undefined: [.af], sized: Test.self),
      Form("A8", "test", .accumulator(.byte), .imm(.byte), undefined: [.af], sized: Test.self),
      Form(
        "A9", "test", .accumulator(.operand), .imm(.operand), undefined: [.af], sized: Test.self),
      Form("F6 /0", "test", .rm(.byte), .imm(.byte), undefined: [.af], sized: Test.self),
      Form("F7 /0", "test", .rm(.operand), .imm(.operand), undefined: [.af], sized: Test.self),
      Form("40 +r", "inc", .opcode(.operand), sized: Inc.self),
      Form("48 +r", "dec", .opcode(.operand), sized: Dec.self),
      Form("FE /0", "inc", .rm(.byte), lock: true, sized: Inc.self),
      Form("FE /1", "dec", .rm(.byte), lock: true, sized: Dec.self),
      Form("FF /0", "inc", .rm(.operand), lock: true, sized: Inc.self),
      Form("FF /1", "dec", .rm(.operand), lock: true, sized: Dec.self),
      Form("F6 /2", "not", .rm(.byte), lock: true, sized: Not.self),
      Form("F7 /2", "not", .rm(.operand), lock: true, sized: Not.self),
      Form("F6 /3", "neg", .rm(.byte), lock: true, sized: Neg.self),
      Form("F7 /3", "neg", .rm(.operand), lock: true, sized: Neg.self),
    ],
  ].flatMap { $0 }

  /// The nine rows of an operation with two operands; its number is in the opcode.
  private static func binary<S: Sized>(
    _ number: UInt8, _ name: String, _: S.Type, undefined: [Flag] = [], lock: Bool = true
  ) -> [Form] {
    func code(_ low: UInt8) -> String { String(number << 3 | low, radix: 16, uppercase: true) }
    return [
      Form(
        "\(code(0)) /r", name, .rm(.byte), .r(.byte), undefined: undefined, lock: lock,
        sized: S.self),
      Form(
        "\(code(1)) /r", name, .rm(.operand), .r(.operand), undefined: undefined, lock: lock,
        sized: S.self),
      Form("\(code(2)) /r", name, .r(.byte), .rm(.byte), undefined: undefined, sized: S.self),
      Form("\(code(3)) /r", name, .r(.operand), .rm(.operand), undefined: undefined, sized: S.self),
      Form(code(4), name, .accumulator(.byte), .imm(.byte), undefined: undefined, sized: S.self),
      Form(
        code(5), name, .accumulator(.operand), .imm(.operand), undefined: undefined, sized: S.self),
      Form(
        "80 /\(number)", name, .rm(.byte), .imm(.byte), undefined: undefined, lock: lock,
        sized: S.self),
      Form(
        "83 /\(number)", name, .rm(.operand), .immSigned, undefined: undefined, lock: lock,
        sized: S.self),
      Form(
        "81 /\(number)", name, .rm(.operand), .imm(.operand), undefined: undefined, lock: lock,
        sized: S.self),
    ]
  }
}

// MARK: - Flags

extension Bits {
  /// Whether the low byte has an even number of ones.
  @inline(__always)
  var hasEvenParity: Formula {
    if let known { return Formula(UInt8(truncatingIfNeeded: known).nonzeroBitCount & 1 == 0) }
    return (0..<8).map(bit).reduce(true) { $0 != $1 }
  }

  @inline(__always) var isNegative: Formula { bit(width - 1) }
}

extension Processor {
  /// SF, ZF and PF of a result, with CF, AF and OF given.
  @inline(__always)
  mutating func setStatus<let n: Int>(_ result: Bits<n>, cf: Formula, af: Formula, of: Formula) {
    eflags.setStatus(
      cf: cf, pf: result.hasEvenParity, af: af, zf: result == 0, sf: result.isNegative, of: of)
  }

  /// The flags of `a + b + carry` (SDM 1 3.4.3.1).
  @inline(__always)
  mutating func setAddFlags<let n: Int>(_ a: Bits<n>, _ b: Bits<n>, _ sum: Bits<n>) {
    let carries = (a & b) | ((a | b) & ~sum)
    let overflows = (a ^ sum) & (b ^ sum)
    setStatus(sum, cf: carries.isNegative, af: carries.bit(3), of: overflows.isNegative)
  }

  /// The flags of `a - b - borrow`.
  @inline(__always)
  mutating func setSubtractFlags<let n: Int>(_ a: Bits<n>, _ b: Bits<n>, _ difference: Bits<n>) {
    let borrows = (~a & b) | ((~a | b) & difference)
    let overflows = (a ^ b) & (a ^ difference)
    setStatus(difference, cf: borrows.isNegative, af: borrows.bit(3), of: overflows.isNegative)
  }

  /// The flags of AND, OR, XOR, TEST; AF is undefined and cleared, as real processors do.
  @inline(__always)
  mutating func setLogicFlags<let n: Int>(_ result: Bits<n>) {
    setStatus(result, cf: false, af: false, of: false)
  }
}

// MARK: - Functions

private enum Add: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    let sum = a + b
    try cpu.write(i.first, sum, i)
    cpu.setAddFlags(a, b, sum)
  }
}

private enum Adc: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    let sum = a + b + cpu.eflags[.cf].asBits()
    try cpu.write(i.first, sum, i)
    cpu.setAddFlags(a, b, sum)
  }
}

private enum Sub: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    let difference = a - b
    try cpu.write(i.first, difference, i)
    cpu.setSubtractFlags(a, b, difference)
  }
}

private enum Sbb: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let b: Bits<n> = try cpu.read(i.second, i)
    let difference = a - b - cpu.eflags[.cf].asBits()
    try cpu.write(i.first, difference, i)
    cpu.setSubtractFlags(a, b, difference)
  }
}

private enum Cmp: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i)
    let b: Bits<n> = try cpu.read(i.second, i)
    cpu.setSubtractFlags(a, b, a - b)
  }
}

private enum And: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let result = a & (try cpu.read(i.second, i))
    try cpu.write(i.first, result, i)
    cpu.setLogicFlags(result)
  }
}

private enum Or: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let result = a | (try cpu.read(i.second, i))
    try cpu.write(i.first, result, i)
    cpu.setLogicFlags(result)
  }
}

private enum Xor: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let result = a ^ (try cpu.read(i.second, i))
    try cpu.write(i.first, result, i)
    cpu.setLogicFlags(result)
  }
}

private enum Test: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i)
    let b: Bits<n> = try cpu.read(i.second, i)
    cpu.setLogicFlags(a & b)
  }
}

private enum Inc: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let sum = a + 1
    try cpu.write(i.first, sum, i)
    let carry = cpu.eflags[.cf]
    cpu.setStatus(sum, cf: carry, af: (a ^ sum).bit(4), of: (~a & sum).isNegative)
  }
}

private enum Dec: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let difference = a - 1
    try cpu.write(i.first, difference, i)
    let carry = cpu.eflags[.cf]
    cpu.setStatus(
      difference, cf: carry, af: (a ^ difference).bit(4), of: (a & ~difference).isNegative)
  }
}

private enum Not: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    try cpu.write(i.first, ~a, i)
  }
}

private enum Neg: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = try cpu.read(i.first, i, .modify)
    let difference = 0 - a
    try cpu.write(i.first, difference, i)
    cpu.setSubtractFlags(0, a, difference)
  }
}
