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
  /// Two nodes a term: the word, or a memory's cells, and a memory's addresses.
  private var flows: MarkedSets

  /// - Parameter fillsWithWords: whether a memory that holds one word everywhere may hold one of an
  ///   uninterpreted sort: Z3 knows such arrays, cvc5 wants a value there
  init(_ list: TermList, translation: Translation, fillsWithWords: Bool = true) {
    self.list = list
    flows = MarkedSets(count: 2 * list.count) { _ in translation == .bits }
    guard translation == .words else { return }
    for position in list.indices where list[position].cells != nil && !fillsWithWords {
      flows.mark(2 * position)
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
        joinBoth(2 * position, 2 * other)
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
    width >= Self.narrowest && !flows.isMarked(node)
  }

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
      flows.join(own, operand(0))
      flows.join(operand(0) + 1, operand(1))
    case .write:
      joinBoth(own, operand(0))
      flows.join(own, operand(2))
      flows.join(own + 1, operand(1))
    default:
      flows.mark(own)
      for number in 0..<term.count { flows.mark(operand(number)) }
    }
  }

  /// Joins two terms, and their addresses.
  private mutating func joinBoth(_ a: Int, _ b: Int) {
    flows.join(a, b)
    flows.join(a + 1, b + 1)
  }
}

extension Sort {
  /// The bits of a word, or of a memory's cells.
  var word: Int {
    if case .memory(_, let word) = self { return word }
    return width
  }
}
