import Logic

/// What a solver is given in place of queries' formulas: the same without writes to memories and
/// without small words, where that can be had; as bit vectors, just as they are.
struct Goals {
  /// Of each query its formulas, assertions first.
  let roots: [[Term]]
  /// Which words of all the queries together are only moved and compared.
  let flow: Flow
  /// The word variables of the queries that are truth variables here, a bit each.
  private let variables: [(String, width: Int)]

  var list: TermList { flow.list }

  /// - Parameter fillsWithWords: see ``Flow/init(_:translation:fillsWithWords:)``
  init(_ queries: [Query], _ translation: Translation, fillsWithWords: Bool = true) {
    var list = TermList(queries.flatMap(\.roots))
    var variables: [(String, width: Int)] = []
    if translation == .words {
      if let without = ReadExpansion.expand(list) { list = TermList(without) }
      if let without = ValueExpansion.expand(list) {
        list = TermList(without.roots)
        variables = without.variables
      }
    }
    self.variables = variables
    flow = Flow(list, translation: translation, fillsWithWords: fillsWithWords)
    var rest = list.roots[...]
    roots = queries.map { query in
      defer { rest = rest.dropFirst(query.roots.count) }
      return Array(rest.prefix(query.roots.count))
    }
  }

  /// An assignment in the queries' own variables.
  func restored(_ assignment: [String: Constant]) -> [String: Constant] {
    var assignment = assignment
    for (name, width) in variables {
      var word: UInt64 = 0
      for bit in 0..<width {
        let value = assignment.removeValue(forKey: ValueExpansion.name(name, bit: bit))
        if value?.word == 1 { word |= 1 << UInt64(bit) }
      }
      assignment[name] = .word(word)
    }
    return assignment
  }
}
