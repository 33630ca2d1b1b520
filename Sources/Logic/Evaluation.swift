/// The values that an assignment to the variables gives to terms.
///
/// Evaluation works through shared parts once and without recursion. A variable that the
/// assignment leaves out is zero.
public struct Evaluation {
  private let assignment: [String: Constant]
  private var values: [ObjectIdentifier: Constant] = [:]
  // Keeps what `values` is keyed by alive.
  private var roots: [Term] = []

  /// - Parameter assignment: values of variables by name
  public init(_ assignment: [String: Constant]) { self.assignment = assignment }

  /// The value of a term.
  public mutating func value(of root: Term) -> Constant {
    if let literal = root.literal { return literal }
    if let value = values[ObjectIdentifier(root)] { return value }
    roots.append(root)
    var stack = [root]
    while let term = stack.last {
      let id = ObjectIdentifier(term)
      if values[id] != nil {
        stack.removeLast()
        continue
      }
      let missing = (0..<term.count).map { term[$0] }
        .filter { values[ObjectIdentifier($0)] == nil }
      if missing.isEmpty {
        values[id] = compute(term)
        stack.removeLast()
      } else {
        stack += missing
      }
    }
    return values[ObjectIdentifier(root)]!
  }

  private func compute(_ term: Term) -> Constant {
    let operands = (0..<term.count).map { values[ObjectIdentifier(term[$0])]! }
    switch term.op {
    case .variable: return assignment[term.name] ?? .zero(term.sort)
    case .literal: return term.literal!
    case .choose: return operands[0].word != 0 ? operands[1] : operands[2]
    case .equal: return .word(operands[0] == operands[1] ? 1 : 0)
    case .read: return .word(operands[0].cells[operands[1].word])
    case .write:
      var cells = operands[0].cells
      cells[operands[1].word] = operands[2].word
      return .memory(cells)
    default:
      let second = operands.count > 1 ? operands[1].word : 0
      return .word(
        term.op.fold(
          operands[0].word, second, width: term[0].sort.width,
          payload: term.op == .join ? term[1].sort.width : Int(term.payload),
          result: term.sort.width))
    }
  }

  /// Whether the formula is true.
  public mutating func holds(_ formula: Formula) -> Bool {
    formula.known ?? (value(of: formula.asTerm).word == 1)
  }

  /// The value with each leaf known.
  public mutating func known<V: Value>(_ value: V) -> V {
    var copy = value
    copy.visit { leaf in leaf = Leaf(self.value(of: leaf.term), leaf.sort) }
    return copy
  }
}
