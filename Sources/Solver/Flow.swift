import Logic

/// Which words of a query are only moved and compared.
///
/// Words that may reach one another (through a choice, a comparison, a cell of a memory) form a
/// class. A class is *computed* if an operator that looks into words touches any member. All
/// others may be translated to an uninterpreted sort: a contradiction found there holds at every
/// width, and a model found there maps back to numbers, literals to themselves.
///
/// Method: one pass of union-find over the terms, by Tarjan. Words narrower than
/// ``narrowest`` are always bit vectors, since an uninterpreted sort knows no upper bound.
struct Flow {
  static let narrowest = 8

  /// The terms of the query, operands first.
  let terms: [Term]
  private let index: [ObjectIdentifier: Int]
  /// Two nodes a term: the word, or a memory's cells, and a memory's addresses.
  private var parent: [Int32]
  private var computed: [Bool]

  init(_ roots: [Term], translation: Translation) {
    terms = Term.postorder(roots)
    var index = [ObjectIdentifier: Int](minimumCapacity: terms.count)
    for (position, term) in terms.enumerated() { index[ObjectIdentifier(term)] = position }
    self.index = index
    parent = (0..<Int32(2 * terms.count)).map { $0 }
    computed = Array(repeating: translation == .bits, count: 2 * terms.count)
    guard translation == .words else { return }
    for term in terms { connect(term) }
    unifyVariables()
  }

  /// Terms for the same variable are one class.
  private mutating func unifyVariables() {
    var first: [String: Int] = [:]
    for (position, term) in terms.enumerated() where term.op == .variable {
      if let other = first[term.name] {
        join(2 * position, 2 * other)
        join(2 * position + 1, 2 * other + 1)
      } else {
        first[term.name] = position
      }
    }
  }

  func position(_ term: Term) -> Int { index[ObjectIdentifier(term)]! }

  /// Whether a word term, or the cells of a memory term, is of the uninterpreted sort.
  func isWord(_ position: Int) -> Bool { isWord(node: 2 * position, terms[position].sort.word) }

  /// Whether the addresses of a memory term are of the uninterpreted sort.
  func isWordAddressed(_ position: Int) -> Bool {
    guard case .memory(let address, _) = terms[position].sort else { return false }
    return isWord(node: 2 * position + 1, address)
  }

  private func isWord(node: Int, _ width: Int) -> Bool {
    var root = node
    while parent[root] != root { root = Int(parent[root]) }
    return !computed[root] && width >= Self.narrowest
  }

  private mutating func root(_ node: Int) -> Int {
    var node = node
    while parent[node] != node {
      parent[node] = parent[Int(parent[node])]
      node = Int(parent[node])
    }
    return node
  }

  private mutating func join(_ a: Int, _ b: Int) {
    let (x, y) = (root(a), root(b))
    guard x != y else { return }
    parent[x] = Int32(y)
    computed[y] = computed[x] || computed[y]
  }

  private mutating func compute(_ node: Int) { computed[root(node)] = true }

  private mutating func connect(_ term: Term) {
    let own = 2 * position(term)
    let operands = (0..<term.count).map { 2 * position(term[$0]) }
    switch term.op {
    case .variable, .literal: break
    case .equal:
      join(operands[0], operands[1])
      join(operands[0] + 1, operands[1] + 1)
    case .choose:
      for side in operands[1...] {
        join(own, side)
        join(own + 1, side + 1)
      }
    case .read:
      join(own, operands[0])
      join(operands[0] + 1, operands[1])
    case .write:
      join(own, operands[0])
      join(own + 1, operands[0] + 1)
      join(own, operands[2])
      join(own + 1, operands[1])
    case .not, .and, .or: break
    default: for node in [own] + operands { compute(node) }
    }
  }
}

extension Sort {
  /// The bits of a word, or of a memory's cells.
  var word: Int {
    if case .memory(_, let word) = self { return word }
    return width
  }
}
