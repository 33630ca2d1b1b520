/// A truth value that is known or a term.
///
/// A formula can't be branched on: where it may not be known, write ``when(_:_:then:else:)`` or
/// ``choose(_:_:)``; where it must be known, ``known`` says so.
public struct Formula: Sendable {
  @usableFromInline let truth: Bool
  @usableFromInline let term: Term?

  /// A known truth value.
  @inlinable @inline(__always)
  public init(_ value: Bool) {
    truth = value
    term = nil
  }

  /// The formula that a term of sort `truth` denotes; a literal becomes a known value.
  public init(_ term: Term) {
    precondition(term.sort == .truth, "a term of another sort")
    let word = term.word
    truth = word == 1
    self.term = word == nil ? term : nil
  }

  /// A variable: the same name is the same variable.
  public static func variable(_ name: String) -> Formula { Formula(.variable(name, .truth)) }

  /// The value, or nil where it is not known.
  @inlinable @inline(__always)
  public var known: Bool? { term == nil ? truth : nil }

  /// The term that this formula is, a literal where it is known.
  public var asTerm: Term { term ?? .literal(.word(truth ? 1 : 0), .truth) }
}

extension Formula: ExpressibleByBooleanLiteral {
  @inlinable @inline(__always)
  public init(booleanLiteral value: Bool) { self.init(value) }
}

extension Formula: CustomStringConvertible {
  public var description: String { term?.description ?? "\(truth)" }
}

// MARK: - Connectives

extension Formula {
  @inlinable @inline(__always)
  public static prefix func ! (a: Formula) -> Formula {
    a.term == nil ? Formula(!a.truth) : a.negated()
  }

  @usableFromInline
  func negated() -> Formula { Formula(.build(.not, .truth, asTerm)) }

  /// Both; the right side is not looked at where the left is known to be false.
  @inlinable @inline(__always)
  public static func && (a: Formula, b: @autoclosure () -> Formula) -> Formula {
    if a.term == nil { return a.truth ? b() : a }
    return a.built(.and, b())
  }

  /// Either; the right side is not looked at where the left is known to be true.
  @inlinable @inline(__always)
  public static func || (a: Formula, b: @autoclosure () -> Formula) -> Formula {
    if a.term == nil { return a.truth ? a : b() }
    return a.built(.or, b())
  }

  @inlinable @inline(__always)
  public static func == (a: Formula, b: Formula) -> Formula {
    if a.term == nil, b.term == nil { return Formula(a.truth == b.truth) }
    return a.built(.equal, b)
  }

  @inlinable @inline(__always)
  public static func != (a: Formula, b: Formula) -> Formula { !(a == b) }

  @usableFromInline
  func built(_ op: Operator, _ other: Formula) -> Formula {
    if other.term == nil {
      switch op {
      case .and: return other.truth ? self : other
      case .or: return other.truth ? other : self
      default: break
      }
    }
    return Formula(.build(op, .truth, asTerm, other.asTerm))
  }

  /// Wherever this is true, so is `conclusion`.
  @inlinable @inline(__always)
  public func implies(_ conclusion: @autoclosure () -> Formula) -> Formula {
    !self || conclusion()
  }

  /// All of them; true of none.
  public static func all(_ formulas: some Sequence<Formula>) -> Formula {
    balanced(Array(formulas)[...], unit: true) { $0 && $1 }
  }

  /// At least one of them; false of none.
  public static func any(_ formulas: some Sequence<Formula>) -> Formula {
    balanced(Array(formulas)[...], unit: false) { $0 || $1 }
  }

  /// Combines in a balanced tree, which keeps terms shallow.
  private static func balanced(
    _ formulas: ArraySlice<Formula>, unit: Formula,
    _ combine: (Formula, Formula) -> Formula
  ) -> Formula {
    guard formulas.count > 1 else { return formulas.first ?? unit }
    let middle = formulas.startIndex + formulas.count / 2
    let left = balanced(formulas[..<middle], unit: unit, combine)
    let right = balanced(formulas[middle...], unit: unit, combine)
    return combine(left, right)
  }
}

// MARK: - Choice

extension Formula {
  /// `a` where this is true, else `b`.
  @inlinable @inline(__always)
  public func choose<let n: Int>(_ a: Bits<n>, _ b: Bits<n>) -> Bits<n> {
    if term == nil { return truth ? a : b }
    return chosen(a, b)
  }

  @usableFromInline
  func chosen<let n: Int>(_ a: Bits<n>, _ b: Bits<n>) -> Bits<n> {
    if a.term == nil, b.term == nil, a.word == b.word { return a }
    return Bits(Term.choose(asTerm, a.asTerm, b.asTerm))
  }

  /// `a` where this is true, else `b`.
  @inlinable @inline(__always)
  public func choose(_ a: Formula, _ b: Formula) -> Formula {
    if term == nil { return truth ? a : b }
    return chosen(a, b)
  }

  @usableFromInline
  func chosen(_ a: Formula, _ b: Formula) -> Formula {
    Formula(Term.choose(asTerm, a.asTerm, b.asTerm))
  }

  /// 1 where this is true, else 0, in the width of the result.
  @inlinable @inline(__always)
  public func asBits<let n: Int>() -> Bits<n> { choose(1, 0) }
}
