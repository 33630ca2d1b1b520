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
  let list: TermList
  var terms: [Term] { list.terms }
  /// Two nodes a term: the word, or a memory's cells, and a memory's addresses.
  private var parent: [Int32]
  private var computed: [Bool]

  /// - Parameter fillsWithWords: whether a memory that holds one word everywhere may hold one of an
  ///   uninterpreted sort: Z3 knows such arrays, cvc5 wants a value there
  init(_ roots: [Term], translation: Translation, fillsWithWords: Bool = true) {
    list = TermList(roots)
    parent = (0..<Int32(2 * list.count)).map { $0 }
    computed = Array(repeating: translation == .bits, count: 2 * list.count)
    guard translation == .words else { return }
    for position in list.indices where list[position].cells != nil && !fillsWithWords {
      compute(2 * position)
    }
    for position in list.indices { connect(position) }
    unifyVariables()
  }

  /// Terms for the same variable are one class.
  private mutating func unifyVariables() {
    var first: [String: Int] = [:]
    for position in list.indices where list[position].op == .variable {
      let term = list[position]
      if let other = first[term.name] {
        join(2 * position, 2 * other)
        join(2 * position + 1, 2 * other + 1)
      } else {
        first[term.name] = position
      }
    }
  }

  func position(_ term: Term) -> Int { list.position(of: term) }

  /// Whether a word term, or the cells of a memory term, is of the uninterpreted sort.
  func isWord(_ position: Int) -> Bool { isWord(node: 2 * position, list[position].sort.word) }

  /// Whether the addresses of a memory term are of the uninterpreted sort.
  func isWordAddressed(_ position: Int) -> Bool {
    guard case .memory(let address, _) = list[position].sort else { return false }
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

  private mutating func connect(_ position: Int) {
    let (term, own) = (list[position], 2 * position)
    func operand(_ number: Int) -> Int { 2 * list.operand(number, of: position) }
    switch term.op {
    case .variable, .literal, .not, .and, .or: break
    case .equal: joinBoth(operand(0), operand(1))
    case .choose:
      joinBoth(own, operand(1))
      joinBoth(own, operand(2))
    case .read:
      join(own, operand(0))
      join(operand(0) + 1, operand(1))
    case .write:
      joinBoth(own, operand(0))
      join(own, operand(2))
      join(own + 1, operand(1))
    default:
      compute(own)
      for number in 0..<term.count { compute(operand(number)) }
    }
  }

  /// Joins two terms, and their addresses.
  private mutating func joinBoth(_ a: Int, _ b: Int) {
    join(a, b)
    join(a + 1, b + 1)
  }
}

extension Sort {
  /// The bits of a word, or of a memory's cells.
  var word: Int {
    if case .memory(_, let word) = self { return word }
    return width
  }
}
