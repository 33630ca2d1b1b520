/// The values that an assignment to the variables gives to terms.
///
/// Evaluation works through shared parts once and without recursion. A variable that the
/// assignment leaves out is zero.
public struct Evaluation {
  private var index = TermIndex()
  private var values: Values
  // Keeps alive what the index numbers.
  private var roots: [Term] = []

  /// - Parameter assignment: values of variables by name
  public init(_ assignment: [String: Constant]) { values = Values(assignment: assignment) }

  /// The value of a term.
  public mutating func value(of root: Term) -> Constant {
    if let literal = root.literal { return literal }
    let number = evaluate(root)
    return values.memories[number].map(Constant.memory) ?? .word(values.words[number])
  }

  /// The value of a term that is no memory.
  private mutating func word(of root: Term) -> UInt64 {
    root.word ?? values.words[evaluate(root)]
  }

  private mutating func evaluate(_ root: Term) -> Int {
    if let number = index.number(of: root) { return number }
    roots.append(root)
    var walk = TermWalk()
    return walk.number(root, &index, &values)
  }

  /// Whether the formula is true.
  public mutating func holds(_ formula: Formula) -> Bool {
    formula.known ?? (word(of: formula.asTerm) == 1)
  }

  /// The value with each leaf known.
  public mutating func known<V: Value>(_ value: V) -> V {
    var copy = value
    copy.visit { leaf in
      if leaf.known == nil { leaf = Leaf(self.value(of: leaf.term), leaf.sort) }
    }
    return copy
  }
}

/// The values of terms, by their numbers.
private struct Values: TermVisitor {
  let assignment: [String: Constant]
  /// A memory's is 0.
  var words: [UInt64] = []
  var memories: [Int: Cells] = [:]

  mutating func visit(_ term: Unmanaged<Term>, operands: (Int, Int, Int)) {
    term._withUnsafeGuaranteedRef { term in
      let memory = memory(term, operands)
      if let memory { memories[words.count] = memory }
      words.append(memory == nil ? word(term, operands) : 0)
    }
  }

  /// What a memory holds whose operands are known; nil for a word.
  private func memory(_ term: Term, _ operands: (Int, Int, Int)) -> Cells? {
    guard case .memory = term.sort else { return nil }
    switch term.op {
    case .variable: return (assignment[term.name] ?? .zero(term.sort)).cells
    case .choose: return memories[words[operands.0] != 0 ? operands.1 : operands.2]!
    case .write:
      var cells = memories[operands.0]!
      cells[words[operands.1]] = words[operands.2]
      return cells
    default: return term.cells
    }
  }

  /// The value of a word whose operands are known.
  private func word(_ term: Term, _ operands: (Int, Int, Int)) -> UInt64 {
    switch term.op {
    case .variable: return (assignment[term.name] ?? .zero(term.sort)).word
    case .literal: return term.payload
    case .choose: return words[words[operands.0] != 0 ? operands.1 : operands.2]
    case .read: return memories[operands.0]![words[operands.1]]
    case .equal where term[0].sort.width == 0:
      return memories[operands.0]! == memories[operands.1]! ? 1 : 0
    default:
      return term.op.fold(
        words[operands.0], operands.1 < 0 ? 0 : words[operands.1], width: term[0].sort.width,
        payload: term.op == .join ? term[1].sort.width : Int(term.payload),
        result: term.sort.width)
    }
  }
}
