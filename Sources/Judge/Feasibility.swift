import Logic
import Solver

/// Answers whether branches are possible.
///
/// A new condition is asked about along with those conditions that have a variable in common with it,
/// and those about such variables alone: queries stay small so, however long the path. What is left
/// out can only make a branch possible that is not; a path into it is found to be impossible at its
/// end, where all conditions are asked for together.
final class Feasibility: @unchecked Sendable {
  private let solver: Solver
  private let observer: @Sendable (Query, Answer) -> Void
  /// A branch was taken for possible since the solver did not know.
  private(set) var isOpen = false
  /// By the identity of a term that is kept: the variables in it.
  private var variables: [ObjectIdentifier: (term: Term, names: Set<String>)] = [:]
  /// Models of earlier queries, the latest first: one often makes what is asked next true as well.
  private var models: [Evaluation] = []
  private static let mostModels = 8

  /// - Parameter observer: sees each query with its answer
  init(_ solver: Solver, _ observer: @escaping @Sendable (Query, Answer) -> Void = { _, _ in }) {
    self.solver = solver
    self.observer = observer
  }

  /// Whether all can be true.
  ///
  /// - Parameter formulas: the last is new; the others are possible together
  func isPossible(_ formulas: [Formula]) -> Bool {
    guard let new = formulas.last else { return true }
    if let known = new.known { return known }
    let related = related(new, formulas.dropLast())
    if solver.timing(\.replay, { hasModel(related) }) { return true }
    let query = Query("branch", related)
    let answer = try? solver.check(query)
    if let answer { observer(query, answer) }
    switch answer {
    case .unsatisfiable: return false
    case .satisfiable(let model):
      models.insert(Evaluation(model), at: 0)
      if models.count > Self.mostModels { models.removeLast() }
      return true
    default:
      isOpen = true
      return true
    }
  }

  private func hasModel(_ formulas: [Formula]) -> Bool {
    models.indices.contains { model in formulas.allSatisfy { models[model].holds($0) } }
  }

  private func related(_ new: Formula, _ others: some Sequence<Formula>) -> [Formula] {
    let own = names(in: new.asTerm)
    let others = others.filter { $0.known != true }.map { ($0, names(in: $0.asTerm)) }
    let reached = others.filter { !$0.1.isDisjoint(with: own) }.reduce(own) { $0.union($1.1) }
    return [new] + others.filter { $0.1.isSubset(of: reached) }.map(\.0)
  }

  private func names(in root: Term) -> Set<String> {
    if let found = variables[ObjectIdentifier(root)] { return found.names }
    var names: Set<String> = []
    var seen: Set<ObjectIdentifier> = []
    var waiting = [root]
    while let term = waiting.popLast() {
      guard seen.insert(ObjectIdentifier(term)).inserted else { continue }
      if term.op == .variable { names.insert(term.name) }
      for index in 0..<term.count { waiting.append(term[index]) }
    }
    variables[ObjectIdentifier(root)] = (root, names)
    return names
  }
}
