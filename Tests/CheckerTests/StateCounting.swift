import Logic
import Solver
import Specification

@testable import Checker

/// Counts states with the solver: each model gives one state, which is then ruled out.
///
/// Goes through the same unrolling as the search for runs, with what is left open held to a
/// domain.
struct StateCounting<S: Value> {
  let specification: Specification<S>
  let domain: Domain

  /// How many states are first reached after 0, 1 … `depth` steps.
  func statesByDepth(_ depth: Int) throws -> [Int] {
    var runs = Unrolling(specification, from: .first)
    var conditions = zip(specification.shape.variables("0").leaves, specification.leafNames)
      .map { isInDomain($0, $1) }
    var seen: [S] = []
    var counts: [Int] = []
    for step in 0...depth {
      if step > 0 {
        runs.extend()
        conditions += inputConditions(runs.steps[step - 1])
      }
      let before = seen.count
      while let state = try another(runs, conditions, besides: seen) { seen.append(state) }
      counts.append(seen.count - before)
    }
    return counts
  }

  private func another(
    _ runs: Unrolling<S>, _ conditions: [Formula], besides seen: [S]
  ) throws -> S? {
    let last = runs.states.last!
    let new = seen.map { !last.isEqual(to: $0) }
    let query = Query("count", runs.conditions + conditions + new)
    guard case .satisfiable(let assignment) = try Solver().check(query) else { return nil }
    var evaluation = Evaluation(assignment)
    return evaluation.known(last)
  }

  private func inputConditions(_ branches: [Unrolling<S>.Branch]) -> [Formula] {
    branches.flatMap { branch in
      branch.inputs.asked.map { name in
        isInDomain(branch.inputs.leaf(named: name.path, like: name), name)
      }
    }
  }

  private func isInDomain(_ leaf: Leaf, _ name: LeafName) -> Formula {
    Formula.any(domain.values(name).map { leaf.isEqual(to: Leaf($0, name.sort)) })
  }
}
