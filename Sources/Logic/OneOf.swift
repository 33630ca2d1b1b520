/// One case of an enumeration, known or a term.
///
/// The term is a word that numbers the cases in their order; a free one may number none, so who
/// makes a variable also states ``Value/wellFormed``.
public struct OneOf<Cases: CaseIterable & Equatable & Sendable>: Sendable {
  private let index: Int
  private let term: Term?

  public init(_ value: Cases) {
    index = Self.number(value)
    term = nil
  }

  init(index: Int, term: Term?) {
    self.index = index
    self.term = term
  }

  static func number(_ value: Cases) -> Int {
    Cases.allCases.enumerated().first { $0.element == value }!.offset
  }

  /// A word wide enough to number the cases.
  static var sort: Sort {
    .bits(max(1, Int.bitWidth - (Cases.allCases.count - 1).leadingZeroBitCount))
  }

  /// A variable: the same name is the same variable.
  public static func variable(_ name: String) -> OneOf {
    OneOf(index: 0, term: .variable(name, sort))
  }

  /// The case, or nil where it is not known.
  public var known: Cases? {
    guard term == nil else { return nil }
    return Cases.allCases[Cases.allCases.index(Cases.allCases.startIndex, offsetBy: index)]
  }

  /// The term that numbers the case, a literal where it is known.
  public var asTerm: Term { term ?? .literal(.word(UInt64(index)), Self.sort) }

  var asLeaf: Leaf {
    term.map { Leaf($0) } ?? Leaf(.word(UInt64(index)), Self.sort)
  }

  public static func == (a: OneOf, b: OneOf) -> Formula {
    if a.term == nil, b.term == nil { return Formula(a.index == b.index) }
    return Formula(Term.build(.equal, .truth, a.asTerm, b.asTerm))
  }
  public static func == (a: OneOf, b: Cases) -> Formula { a == OneOf(b) }
  public static func != (a: OneOf, b: OneOf) -> Formula { !(a == b) }
  public static func != (a: OneOf, b: Cases) -> Formula { !(a == OneOf(b)) }

  /// Whether it is one of those listed.
  public func isOne(of cases: Cases...) -> Formula { Formula.any(cases.map { self == $0 }) }

  /// The value of the entry of its case; `entry` is asked for every case that it may be.
  public func choose<V: Value>(_ entry: (Cases) -> V) -> V {
    if let known { return entry(known) }
    let all = Array(Cases.allCases)
    return all.dropLast().reversed().reduce(entry(all.last!)) { rest, value in
      (self == value).choose(entry(value), rest)
    }
  }
}
