/// One word, truth value or memory inside a structured value.
public struct Leaf: Sendable {
  public let sort: Sort
  /// The value where it is known.
  public let known: Constant?
  private let symbol: Term?

  public init(_ term: Term) {
    sort = term.sort
    known = term.literal
    symbol = term
  }

  public init(_ constant: Constant, _ sort: Sort) {
    self.sort = sort
    known = constant
    symbol = nil
  }

  /// The term, a literal where the value is known.
  public var term: Term { symbol ?? .literal(known!, sort) }

  /// Whether both are seen to be the same without asking a solver.
  public func isSame(as other: Leaf) -> Bool {
    if let known { return known == other.known }
    return symbol === other.symbol
  }

  /// Whether a leaf of an enumeration is one of its cases; true of any other.
  public func isCase(of name: LeafName) -> Formula {
    guard let count = name.cases?.count, known == nil, UInt64(count) <= sort.mask else {
      return true
    }
    let last = Term.literal(.word(UInt64(count - 1)), sort)
    return !Formula(Term.build(.isBelow, .truth, last, term))
  }

  /// Whether both hold the same.
  public func isEqual(to other: Leaf) -> Formula {
    if isSame(as: other) { return true }
    if known != nil, other.known != nil { return false }
    return Formula(Term.build(.equal, .truth, term, other.term))
  }
}

/// What a leaf is called and how its values are shown.
public struct LeafName: Sendable, Hashable, Codable {
  /// Names of fields, outermost first, joined by dots.
  public let path: String
  public let sort: Sort
  /// The cases of an enumeration by number; nil for a number.
  public let cases: [String]?

  public init(_ path: String, _ sort: Sort, cases: [String]? = nil) {
    self.path = path
    self.sort = sort
    self.cases = cases
  }

  /// The path below another one.
  public func path(below prefix: String) -> String {
    if path.isEmpty { return prefix }
    return path.hasPrefix("[") || prefix.isEmpty ? prefix + path : "\(prefix).\(path)"
  }
}

/// A value made of leaves that may be known or not: words, truth values, enumerations, memories,
/// and structures of them.
///
/// Everything that is done with states of any type (fresh variables, merging, comparing, reading
/// out of a model) is done leaf by leaf. ``visit(_:)`` and ``names(_:)`` go in the same order.
public protocol Value: Sendable {
  /// Gives each leaf to the body, which may replace it by one of the same sort.
  mutating func visit(_ body: (inout Leaf) -> Void)
  /// The names of the leaves, each below `path`.
  func names(_ path: String) -> [LeafName]
}

extension Value {
  /// The leaves in order.
  public var leaves: [Leaf] {
    var copy = self
    var all: [Leaf] = []
    copy.visit { all.append($0) }
    return all
  }

  /// The value with its leaves replaced in order.
  public func replacingLeaves(_ leaves: [Leaf]) -> Self {
    var copy = self
    var index = 0
    copy.visit { leaf in
      leaf = leaves[index]
      index += 1
    }
    precondition(index == leaves.count, "leaves of a value of another shape")
    return copy
  }

  /// The value with a variable for each leaf, named after it, below `prefix`.
  public func variables(_ prefix: String) -> Self {
    replacingLeaves(names(prefix).map { Leaf(.variable($0.path, $0.sort)) })
  }

  /// Each enumeration is one of its cases; true of known values.
  public var wellFormed: Formula { isWellFormed(names("")) }

  /// The same, given the names of the leaves.
  public func isWellFormed(_ names: [LeafName]) -> Formula {
    Formula.all(zip(leaves, names).map { $0.isCase(of: $1) })
  }

  /// Whether every leaf is the same.
  public func isEqual(to other: Self) -> Formula {
    Formula.all(zip(leaves, other.leaves).map { $0.isEqual(to: $1) })
  }
}

extension Formula {
  /// `a` where this is true, else `b`, leaf by leaf.
  public func choose<V: Value>(_ a: V, _ b: V) -> V {
    if let known { return known ? a : b }
    var others = b.leaves.makeIterator()
    var merged = a
    merged.visit { leaf in leaf = choose(leaf, others.next()!) }
    return merged
  }

  /// `a` where this is true, else `b`.
  public func choose(_ a: Leaf, _ b: Leaf) -> Leaf {
    if let known { return known ? a : b }
    if a.isSame(as: b) { return a }
    return Leaf(Term.choose(asTerm, a.term, b.term))
  }
}

/// Does `then` to the state where the condition is true, `otherwise` where it is not.
///
/// Where the condition is not known both are done, each to a copy, and the copies are merged.
public func when<V: Value>(
  _ condition: Formula, _ state: inout V, then: (inout V) -> Void,
  else otherwise: (inout V) -> Void = { _ in }
) {
  if let known = condition.known {
    return known ? then(&state) : otherwise(&state)
  }
  var other = state
  then(&state)
  otherwise(&other)
  state = condition.choose(state, other)
}

// MARK: - Values of one leaf

extension Bits: Value {
  public mutating func visit(_ body: (inout Leaf) -> Void) {
    var leaf = known.map { Leaf(.word($0), Self.sort) } ?? Leaf(asTerm)
    body(&leaf)
    self = leaf.known.map { Bits($0.word) } ?? Bits(leaf.term)
  }
  public func names(_ path: String) -> [LeafName] { [LeafName(path, Self.sort)] }
}

extension Formula: Value {
  public mutating func visit(_ body: (inout Leaf) -> Void) {
    var leaf = known.map { Leaf(.word($0 ? 1 : 0), .truth) } ?? Leaf(asTerm)
    body(&leaf)
    self = leaf.known.map { Formula($0.word == 1) } ?? Formula(leaf.term)
  }
  public func names(_ path: String) -> [LeafName] { [LeafName(path, .truth)] }
}

extension OneOf: Value {
  public mutating func visit(_ body: (inout Leaf) -> Void) {
    var leaf = asLeaf
    body(&leaf)
    self = OneOf(index: Int(leaf.known?.word ?? 0), term: leaf.known == nil ? leaf.term : nil)
  }
  public func names(_ path: String) -> [LeafName] {
    [LeafName(path, Self.sort, cases: Self.caseNames)]
  }
}

extension Memory: Value {
  public mutating func visit(_ body: (inout Leaf) -> Void) {
    var leaf = known.map { Leaf(.memory($0), Self.sort) } ?? Leaf(asTerm)
    body(&leaf)
    self = leaf.known.map { Memory($0.cells) } ?? Memory(leaf.term)
  }
  public func names(_ path: String) -> [LeafName] { [LeafName(path, Self.sort)] }
}

// MARK: - Structures

extension Array: Value where Element: Value {
  public mutating func visit(_ body: (inout Leaf) -> Void) {
    for index in indices { self[index].visit(body) }
  }
  public func names(_ path: String) -> [LeafName] {
    enumerated().flatMap { $1.names("\(path)[\($0)]") }
  }
}

/// A field of a structure: its name and the way to it.
public struct Field<Root>: Sendable {
  public let name: String
  let visit: @Sendable (inout Root, (inout Leaf) -> Void) -> Void
  let names: @Sendable (Root, String) -> [LeafName]

  public init<V: Value>(_ name: String, _ path: WritableKeyPath<Root, V> & Sendable) {
    self.name = name
    if let offset = MemoryLayout<Root>.offset(of: path) {
      // Many times as fast as the key path.
      visit = { root, body in
        withUnsafeMutableBytes(of: &root) { bytes in
          let field = bytes.baseAddress! + offset
          field.assumingMemoryBound(to: V.self).pointee.visit(body)
        }
      }
    } else {
      visit = { root, body in root[keyPath: path].visit(body) }
    }
    names = { root, prefix in
      root[keyPath: path].names(prefix.isEmpty ? name : "\(prefix).\(name)")
    }
  }
}

/// A structure that lists its fields, every one of them, in a table.
public protocol Structure: Value {
  /// One row a stored property, in their order.
  static var fields: [Field<Self>] { get }
}

extension Structure {
  public mutating func visit(_ body: (inout Leaf) -> Void) {
    for field in Self.fields { field.visit(&self, body) }
  }
  public func names(_ path: String) -> [LeafName] {
    Self.fields.flatMap { $0.names(self, path) }
  }
}
