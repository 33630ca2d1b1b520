import Logic

/// MUL IMUL DIV IDIV (SDM 2A, 2B).
///
/// Products set SF, ZF and PF, which the SDM leaves open, by their low half, and clear AF, as Bochs
/// does; quotients leave all flags alone.
extension InstructionTable {
  static let multiply: [Form] = [
    Form("F6 /4", "mul", .rm(.byte), undefined: product, sized: Mul.self),
    Form("F7 /4", "mul", .rm(.operand), undefined: product, sized: Mul.self),
    Form("F6 /5", "imul", .rm(.byte), undefined: product, sized: Imul.self),
    Form("F7 /5", "imul", .rm(.operand), undefined: product, sized: Imul.self),
    Form(
      "0F AF /r", "imul", .r(.operand), .rm(.operand), undefined: product, sized: ImulTo.self),
    Form(
      "6B /r", "imul", .r(.operand), .rm(.operand), .immSigned, undefined: product,
      sized: ImulTo.self),
    Form(
      "69 /r", "imul", .r(.operand), .rm(.operand), .imm(.operand), undefined: product,
      sized: ImulTo.self),
    Form("F6 /6", "div", .rm(.byte), undefined: quotient, sized: Div.self),
    Form("F7 /6", "div", .rm(.operand), undefined: quotient, sized: Div.self),
    Form("F6 /7", "idiv", .rm(.byte), undefined: quotient, sized: Idiv.self),
    Form("F7 /7", "idiv", .rm(.operand), undefined: quotient, sized: Idiv.self),
  ]

  private static let product: [Flag] = [.sf, .zf, .af, .pf]
  private static let quotient: [Flag] = [.cf, .of, .sf, .zf, .af, .pf]
}

extension Processor {
  /// AH, DX or EDX: the high half of products and dividends, and the remainder.
  private static func high(_ width: Int) -> UInt8 { width == 8 ? 4 : 2 }

  /// AX, DX:AX or EDX:EAX, in the low `2 * n` bits.
  fileprivate func dividend<let n: Int>(_: Bits<n>.Type) -> Bits<64> {
    let high: Bits<n> = register(Self.high(n))
    let low: Bits<n> = register(0)
    let shifted = (high.zeroExtended() as Bits<64>) << Bits(UInt64(n))
    return shifted | low.zeroExtended()
  }

  fileprivate mutating func setHalves<let n: Int>(high: Bits<n>, low: Bits<n>) {
    setRegister(0, low)
    setRegister(Self.high(n), high)
  }

  /// CF and OF say whether the product needs more than its low half.
  fileprivate mutating func setProductFlags<let n: Int>(_ low: Bits<n>, overflows: Formula) {
    setStatus(low, cf: overflows, af: false, of: overflows)
  }
}

private enum Mul: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = cpu.register(0)
    let b: Bits<n> = try cpu.read(i.first, i)
    let product: Bits<64> = a.zeroExtended() * b.zeroExtended()
    let high: Bits<n> = product.slice(from: n)
    let low: Bits<n> = product.slice()
    cpu.setHalves(high: high, low: low)
    cpu.setProductFlags(low, overflows: high != 0)
  }
}

private enum Imul: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let a: Bits<n> = cpu.register(0)
    let b: Bits<n> = try cpu.read(i.first, i)
    let product: Bits<64> = a.signExtended() * b.signExtended()
    let low: Bits<n> = product.slice()
    cpu.setHalves(high: product.slice(from: n), low: low)
    cpu.setProductFlags(low, overflows: product != low.signExtended())
  }
}

/// The forms with two and three operands.
private enum ImulTo: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let hasThree = i.third != .none
    let a: Bits<n> = try cpu.read(hasThree ? i.second : i.first, i)
    let b: Bits<n> = try cpu.read(hasThree ? i.third : i.second, i)
    let product: Bits<64> = a.signExtended() * b.signExtended()
    let low: Bits<n> = product.slice()
    try cpu.write(i.first, low, i)
    cpu.setProductFlags(low, overflows: product != low.signExtended())
  }
}

private enum Div: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let divisor: Bits<n> = try cpu.read(i.first, i)
    let dividend = cpu.dividend(Bits<n>.self)
    let high: Bits<n> = dividend.slice(from: n)
    // The quotient fits where the divisor is above the high half; so it is not 0 either.
    guard try cpu.decide(high.isBelow(divisor)) else { throw .fault(Fault(.divide)) }
    let wide: Bits<64> = divisor.zeroExtended()
    let remainder: Bits<n> = dividend.remainder(dividingBy: wide).slice()
    cpu.setHalves(high: remainder, low: dividend.quotient(dividingBy: wide).slice())
  }
}

private enum Idiv: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let divisor: Bits<n> = try cpu.read(i.first, i)
    let dividend = cpu.dividend(Bits<n>.self)
    let isNegative = dividend.bit(2 * n - 1)
    let flips = isNegative != divisor.isNegative
    // The size of the dividend in 2n bits, and of the divisor.
    let size = isNegative.choose(-dividend, dividend) & Bits(truncating: .max >> UInt64(64 - 2 * n))
    let by: Bits<64> = divisor.isNegative.choose(-divisor, divisor).zeroExtended()
    let quotient = size.quotient(dividingBy: by)
    let most = flips.choose(Bits<64>(1 << UInt64(n - 1)), Bits((1 << UInt64(n - 1)) - 1))
    // Division by 0 gives a quotient of all ones.
    guard try cpu.decide(quotient.isAtMost(most)) else { throw .fault(Fault(.divide)) }
    let left = size.remainder(dividingBy: by)
    let remainder: Bits<n> = isNegative.choose(-left, left).slice()
    cpu.setHalves(high: remainder, low: flips.choose(-quotient, quotient).slice())
  }
}
