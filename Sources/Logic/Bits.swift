/// A word of `width` bits (1 to 64) that is a known number or a term.
///
/// Operations on known operands fold at once and allocate nothing; the rest build a term. A word
/// is neither `Equatable` nor `Comparable`: `==` gives a ``Formula``, and order is asked for in
/// x86's words, ``isBelow(_:)`` (unsigned) and ``isLess(_:)`` (signed).
public struct Bits<let width: Int>: Sendable {
  /// The number, where `term` is nil; 0 otherwise.
  @usableFromInline let word: UInt64
  @usableFromInline let term: Term?

  @inlinable @inline(__always)
  init(word: UInt64, term: Term?) {
    self.word = word
    self.term = term
  }

  /// A known number; bits beyond the width must be zero.
  @inlinable @inline(__always)
  public init(_ value: UInt64) {
    precondition(value & ~Sort.mask(width) == 0, "the number does not fit the width")
    self.init(word: value, term: nil)
  }

  /// The low `width` bits of a known number.
  @inlinable @inline(__always)
  public init(truncating value: UInt64) {
    self.init(word: value & Sort.mask(width), term: nil)
  }

  /// The word that a term of sort `bits(width)` denotes; a literal becomes a known number.
  public init(_ term: Term) {
    precondition(term.sort == Self.sort, "a term of another sort")
    let word = term.word
    self.init(word: word ?? 0, term: word == nil ? term : nil)
  }

  /// A variable: the same name and width is the same variable.
  public static func variable(_ name: String) -> Bits { Bits(.variable(name, sort)) }

  /// The number, or nil where it is not known.
  @inlinable @inline(__always)
  public var known: UInt64? { term == nil ? word : nil }

  @inlinable @inline(__always)
  public static var sort: Sort { .bits(width) }

  /// The term that this word is, a literal where it is known.
  public var asTerm: Term { term ?? .literal(.word(word), Self.sort) }
}

extension Bits: ExpressibleByIntegerLiteral {
  @inlinable @inline(__always)
  public init(integerLiteral value: UInt64) { self.init(value) }
}

extension Bits: CustomStringConvertible {
  public var description: String { term?.description ?? word.inHexadecimal }
}

// MARK: - Arithmetic and logic

extension Bits {
  @inlinable @inline(__always)
  func combined(_ op: Operator, _ other: Bits) -> Bits {
    if term == nil, other.term == nil {
      return Bits(word: op.fold(word, other.word, width: width, result: width), term: nil)
    }
    return built(op, other)
  }

  @usableFromInline
  func built(_ op: Operator, _ other: Bits) -> Bits {
    Bits(.build(op, Self.sort, asTerm, other.asTerm))
  }

  @inlinable @inline(__always)
  public static func + (a: Bits, b: Bits) -> Bits { a.combined(.add, b) }
  @inlinable @inline(__always)
  public static func - (a: Bits, b: Bits) -> Bits { a.combined(.subtract, b) }
  @inlinable @inline(__always)
  public static func * (a: Bits, b: Bits) -> Bits { a.combined(.multiply, b) }
  @inlinable @inline(__always)
  public static func & (a: Bits, b: Bits) -> Bits { a.combined(.bitAnd, b) }
  @inlinable @inline(__always)
  public static func | (a: Bits, b: Bits) -> Bits { a.combined(.bitOr, b) }
  @inlinable @inline(__always)
  public static func ^ (a: Bits, b: Bits) -> Bits { a.combined(.bitXor, b) }
  /// 0 when the count is the width or more.
  @inlinable @inline(__always)
  public static func << (a: Bits, count: Bits) -> Bits { a.combined(.shiftLeft, count) }
  /// Shifts in zeros; 0 when the count is the width or more.
  @inlinable @inline(__always)
  public static func >> (a: Bits, count: Bits) -> Bits { a.combined(.shiftRight, count) }
  @inlinable @inline(__always)
  public static prefix func - (a: Bits) -> Bits { Bits(word: 0, term: nil) - a }

  @inlinable @inline(__always)
  public static prefix func ~ (a: Bits) -> Bits {
    a.term == nil ? Bits(word: ~a.word & Sort.mask(width), term: nil) : a.complement()
  }

  @usableFromInline
  func complement() -> Bits { Bits(.build(.complement, Self.sort, asTerm)) }

  @inlinable @inline(__always)
  public static func += (a: inout Bits, b: Bits) { a = a + b }
  @inlinable @inline(__always)
  public static func -= (a: inout Bits, b: Bits) { a = a - b }
  @inlinable @inline(__always)
  public static func &= (a: inout Bits, b: Bits) { a = a & b }
  @inlinable @inline(__always)
  public static func |= (a: inout Bits, b: Bits) { a = a | b }
  @inlinable @inline(__always)
  public static func ^= (a: inout Bits, b: Bits) { a = a ^ b }

  /// Shifts in copies of the sign.
  @inlinable @inline(__always)
  public func shiftedRightSigned(_ count: Bits) -> Bits { combined(.shiftRightSigned, count) }
  /// The unsigned quotient; all ones when the divisor is 0.
  @inlinable @inline(__always)
  public func quotient(dividingBy divisor: Bits) -> Bits { combined(.divide, divisor) }
  /// The unsigned remainder; the dividend when the divisor is 0.
  @inlinable @inline(__always)
  public func remainder(dividingBy divisor: Bits) -> Bits { combined(.remainder, divisor) }
}

// MARK: - Comparison

extension Bits {
  @inlinable @inline(__always)
  func compared(_ op: Operator, _ other: Bits) -> Formula {
    if term == nil, other.term == nil {
      return Formula(op.fold(word, other.word, width: width, result: 1) != 0)
    }
    return related(op, other)
  }

  @usableFromInline
  func related(_ op: Operator, _ other: Bits) -> Formula {
    Formula(.build(op, .truth, asTerm, other.asTerm))
  }

  @inlinable @inline(__always)
  public static func == (a: Bits, b: Bits) -> Formula { a.compared(.equal, b) }
  @inlinable @inline(__always)
  public static func != (a: Bits, b: Bits) -> Formula { !a.compared(.equal, b) }
  /// Unsigned order.
  @inlinable @inline(__always)
  public func isBelow(_ other: Bits) -> Formula { compared(.isBelow, other) }
  /// Unsigned order or equality.
  @inlinable @inline(__always)
  public func isAtMost(_ other: Bits) -> Formula { !other.isBelow(self) }
  /// Signed order.
  @inlinable @inline(__always)
  public func isLess(_ other: Bits) -> Formula { compared(.isLess, other) }
}

// MARK: - Parts

extension Bits {
  /// Whether bit `index` is 1.
  @inlinable @inline(__always)
  public func bit(_ index: Int) -> Formula {
    if term == nil { return Formula(word &>> UInt64(truncatingIfNeeded: index) & 1 != 0) }
    return (slice(from: index) as Bits<1>) == 1
  }

  /// The word with bit `index` set to the truth value.
  @inlinable
  public func setting(_ index: Int, _ value: Formula) -> Bits {
    let mask = Bits(1 &<< UInt64(truncatingIfNeeded: index))
    return value.choose(self | mask, self & ~mask)
  }

  /// The bits from `low` up, as many as the result has.
  @inlinable @inline(__always)
  public func slice<let n: Int>(from low: Int = 0) -> Bits<n> {
    precondition(low >= 0 && low &+ n <= width, "a slice beyond the word")
    if term == nil {
      return Bits<n>(word: word &>> UInt64(truncatingIfNeeded: low) & Sort.mask(n), term: nil)
    }
    return converted(.slice, payload: low)
  }

  /// The word with zeros above, in the width of the result.
  @inlinable @inline(__always)
  public func zeroExtended<let n: Int>() -> Bits<n> {
    precondition(n >= width, "an extension to fewer bits")
    return term == nil ? Bits<n>(word: word, term: nil) : converted(.zeroExtend)
  }

  /// The word with copies of its sign above, in the width of the result.
  @inlinable @inline(__always)
  public func signExtended<let n: Int>() -> Bits<n> {
    precondition(n >= width, "an extension to fewer bits")
    if term == nil {
      let word = Operator.signExtend.fold(word, 0, width: width, result: n)
      return Bits<n>(word: word, term: nil)
    }
    return converted(.signExtend)
  }

  @usableFromInline
  func converted<let n: Int>(_ op: Operator, payload: Int = 0) -> Bits<n> {
    Bits<n>(.build(op, Bits<n>.sort, asTerm, payload: payload))
  }

  /// `high` above `low`; their widths must add up to this one.
  @inlinable @inline(__always)
  public init<let h: Int, let l: Int>(high: Bits<h>, low: Bits<l>) {
    precondition(h &+ l == width, "parts that do not fill the word")
    if high.term == nil, low.term == nil {
      self.init(word: high.word &<< UInt64(truncatingIfNeeded: l) | low.word, term: nil)
    } else {
      self.init(joining: high.asTerm, low.asTerm)
    }
  }

  @usableFromInline
  init(joining high: Term, _ low: Term) { self.init(.build(.join, Self.sort, high, low)) }

  /// The word with the bits from `low` up replaced by `part`.
  @inlinable
  public func replacing<let n: Int>(from low: Int, with part: Bits<n>) -> Bits {
    precondition(low >= 0 && low &+ n <= width, "a part beyond the word")
    let mask = Bits(Sort.mask(n) &<< UInt64(truncatingIfNeeded: low))
    let count = Bits(truncating: UInt64(truncatingIfNeeded: low))
    return (self & ~mask) | ((part.zeroExtended() as Bits) << count)
  }
}
