import Synchronization

/// By the type of the cases.
private let allCaseNames = Mutex<[ObjectIdentifier: [String]]>([:])

/// One case of an enumeration, known or a term.
///
/// The term is a word that numbers the cases in their order; a free one may number none, so who
/// makes a variable also states ``Value/wellFormed``.
public struct OneOf<Cases: CaseIterable & Equatable & Sendable>: Sendable {
  @usableFromInline let index: Int
  @usableFromInline let term: Term?

  @inlinable
  public init(_ value: Cases) {
    index = Self.number(value)
    term = nil
  }

  init(index: Int, term: Term?) {
    self.index = index
    self.term = term
  }

  @inlinable
  static func number(_ value: Cases) -> Int {
    var number = 0
    for one in Cases.allCases {
      if one == value { return number }
      number &+= 1
    }
    preconditionFailure("a case that is none of its enumeration's")
  }

  /// A word wide enough to number the cases.
  static var sort: Sort {
    .bits(max(1, Int.bitWidth - (Cases.allCases.count - 1).leadingZeroBitCount))
  }

  /// The names of the cases, in their order; they are looked for once.
  static var caseNames: [String] {
    allCaseNames.withLock { names in
      let key = ObjectIdentifier(Cases.self)
      if let known = names[key] { return known }
      let new = Cases.allCases.map { "\($0)" }
      names[key] = new
      return new
    }
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

  @inlinable
  public static func == (a: OneOf, b: OneOf) -> Formula {
    if a.term == nil, b.term == nil { return Formula(a.index == b.index) }
    return a.related(b)
  }

  @usableFromInline
  func related(_ other: OneOf) -> Formula {
    Formula(Term.build(.equal, .truth, asTerm, other.asTerm))
  }

  @inlinable
  public static func == (a: OneOf, b: Cases) -> Formula { a == OneOf(b) }
  @inlinable
  public static func != (a: OneOf, b: OneOf) -> Formula { !(a == b) }
  @inlinable
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
