/// What a term does with its operands; each has the meaning of the SMT-LIB 2 function named.
public enum Operator: UInt8, Sendable, CaseIterable {
  /// A free variable, told apart by name and sort.
  case variable
  /// A literal word, truth value or memory.
  case literal
  /// `not`
  case not
  /// `and`
  case and
  /// `or`
  case or
  /// `=`, on any sort
  case equal
  /// `ite`: the second operand where the first is true, else the third
  case choose
  /// `bvult`
  case isBelow
  /// `bvslt`
  case isLess
  /// `bvnot`
  case complement
  /// `bvand`
  case bitAnd
  /// `bvor`
  case bitOr
  /// `bvxor`
  case bitXor
  /// `bvadd`
  case add
  /// `bvsub`
  case subtract
  /// `bvmul`
  case multiply
  /// `bvudiv`; all ones when the divisor is 0
  case divide
  /// `bvurem`; the dividend when the divisor is 0
  case remainder
  /// `bvshl`; 0 when the count is the width or more
  case shiftLeft
  /// `bvlshr`; 0 when the count is the width or more
  case shiftRight
  /// `bvashr`; copies of the sign when the count is the width or more
  case shiftRightSigned
  /// `extract`; the payload is the lowest bit
  case slice
  /// `concat`; the first operand is the high part
  case join
  /// `zero_extend`
  case zeroExtend
  /// `sign_extend`
  case signExtend
  /// `select`
  case read
  /// `store`
  case write

  /// The word that the operator gives for known words.
  ///
  /// This is the only place that says what an operator computes; `Bits` folds with it and
  /// `Evaluation` evaluates with it. Words and truth values come without stray high bits.
  /// - Parameters:
  ///   - a, b: operands, `width` bits each
  ///   - width: bits of the first operand
  ///   - payload: the lowest bit of a slice; for `join` the bits of the second operand
  ///   - result: bits of the result
  @inlinable @inline(__always)
  public func fold(
    _ a: UInt64, _ b: UInt64, width: Int, payload: Int = 0, result: Int
  ) -> UInt64 {
    let value: UInt64
    switch self {
    case .not: value = a ^ 1
    case .and, .bitAnd: value = a & b
    case .or, .bitOr: value = a | b
    case .equal: value = a == b ? 1 : 0
    case .isBelow: value = a < b ? 1 : 0
    case .isLess: value = Self.signed(a, width) < Self.signed(b, width) ? 1 : 0
    case .complement: value = ~a
    case .bitXor: value = a ^ b
    case .add: value = a &+ b
    case .subtract: value = a &- b
    case .multiply: value = a &* b
    case .divide: value = b == 0 ? ~0 : a / b
    case .remainder: value = b == 0 ? a : a % b
    case .shiftLeft: value = b >= UInt64(width) ? 0 : a &<< b
    case .shiftRight: value = b >= UInt64(width) ? 0 : a &>> b
    case .shiftRightSigned:
      value = UInt64(bitPattern: Self.signed(a, width) >> Int64(min(b, 63)))
    case .slice: value = a &>> UInt64(truncatingIfNeeded: payload)
    case .join: value = payload >= 64 ? b : a &<< UInt64(truncatingIfNeeded: payload) | b
    case .zeroExtend: value = a
    case .signExtend: value = UInt64(bitPattern: Self.signed(a, width))
    case .variable, .literal, .choose, .read, .write:
      preconditionFailure("\(self) is not folded from words")
    }
    return value & Sort.mask(result)
  }

  @inlinable @inline(__always)
  static func signed(_ value: UInt64, _ width: Int) -> Int64 {
    let unused = UInt64(truncatingIfNeeded: 64 &- width)
    return Int64(bitPattern: value &<< unused) &>> Int64(bitPattern: unused)
  }
}
