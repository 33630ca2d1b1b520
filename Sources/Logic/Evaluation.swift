/// The values that an assignment to the variables gives to terms.
///
/// Evaluation works through shared parts once and without recursion. A variable that the
/// assignment leaves out is zero.
public struct Evaluation {
  private let assignment: [String: Constant]
  private var index = TermIndex()
  /// By the numbers of the index; a memory's is 0.
  private var words: [UInt64] = []
  private var memories: [Int: Cells] = [:]
  // Keeps alive what the index numbers.
  private var roots: [Term] = []

  /// - Parameter assignment: values of variables by name
  public init(_ assignment: [String: Constant]) { self.assignment = assignment }

  /// The value of a term.
  public mutating func value(of root: Term) -> Constant {
    if let literal = root.literal { return literal }
    let number = evaluate(root)
    return memories[number].map(Constant.memory) ?? .word(words[number])
  }

  /// The value of a term that is no memory.
  private mutating func word(of root: Term) -> UInt64 {
    root.word ?? words[evaluate(root)]
  }

  private mutating func evaluate(_ root: Term) -> Int {
    if let number = index.number(of: root) { return number }
    roots.append(root)
    var stack = [root]
    while let term = stack.last {
      if index.number(of: term) != nil {
        stack.removeLast()
      } else if let operand = firstMissing(term) {
        stack.append(operand)
      } else {
        stack.removeLast()
        compute(term)
      }
    }
    return index.count - 1
  }

  private func firstMissing(_ term: Term) -> Term? {
    for number in 0..<term.count where index.number(of: term[number]) == nil {
      return term[number]
    }
    return nil
  }

  private mutating func compute(_ term: Term) {
    let memory = memoryContents(term)
    words.append(memory == nil ? word(term) : 0)
    if let memory { memories[index.count] = memory }
    _ = index.insert(term)
  }

  /// What a memory holds whose operands are known; nil for a word.
  private func memoryContents(_ term: Term) -> Cells? {
    guard case .memory = term.sort else { return nil }
    func operand(_ position: Int) -> Cells { memories[index.number(of: term[position])!]! }
    switch term.op {
    case .variable: return (assignment[term.name] ?? .zero(term.sort)).cells
    case .choose: return word(term, 0) != 0 ? operand(1) : operand(2)
    case .write:
      var cells = operand(0)
      cells[word(term, 1)] = word(term, 2)
      return cells
    default: return term.cells
    }
  }

  /// The value of a word whose operands are known.
  private func word(_ term: Term) -> UInt64 {
    switch term.op {
    case .variable: return (assignment[term.name] ?? .zero(term.sort)).word
    case .literal: return term.payload
    case .choose: return word(term, 0) != 0 ? word(term, 1) : word(term, 2)
    case .read: return memories[index.number(of: term[0])!]![word(term, 1)]
    case .equal where term[0].sort.width == 0:
      return memories[index.number(of: term[0])!] == memories[index.number(of: term[1])!] ? 1 : 0
    default:
      return term.op.fold(
        word(term, 0), term.count > 1 ? word(term, 1) : 0, width: term[0].sort.width,
        payload: term.op == .join ? term[1].sort.width : Int(term.payload),
        result: term.sort.width)
    }
  }

  private func word(_ term: Term, _ operand: Int) -> UInt64 {
    words[index.number(of: term[operand])!]
  }

  /// Whether the formula is true.
  public mutating func holds(_ formula: Formula) -> Bool {
    formula.known ?? (word(of: formula.asTerm) == 1)
  }

  /// The value with each leaf known.
  public mutating func known<V: Value>(_ value: V) -> V {
    var copy = value
    copy.visit { leaf in leaf = Leaf(self.value(of: leaf.term), leaf.sort) }
    return copy
  }
}
