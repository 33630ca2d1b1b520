import Logic
import Solver
import Specification

extension Engine {
  /// The lemmas that hold in every reachable state, and whether their premises can be met.
  func provedLemmas() throws(CheckerError) -> Lemmas {
    let key = [
      safety.specification.name, safety.assumptions.map(\.id).joined(separator: ","),
      safety.lemmas.map(\.name).joined(separator: ","),
    ].joined(separator: "|")
    return try session.lemmas(key) { () throws(CheckerError) in
      var lemmas = try houdini()
      lemmas.vacuous = try vacuity(lemmas.proved)
      lemmas.used = used
      lemmas.incomplete = limited
      return lemmas
    }
  }

  /// The largest set of lemmas that is inductive together.
  private func houdini() throws(CheckerError) -> Lemmas {
    var kept = Array(safety.lemmas.indices)
    let first = unrolling(0, from: .first)
    let step = unrolling(1, from: .arbitrary)
    while !kept.isEmpty {
      let before = kept
      let premises = kept.map { safety.lemmas[$0].holds(step.states[0]) }
      kept = try remaining(kept, "lemmas.initiation", first, [], at: 0)
      kept = try remaining(kept, "lemmas.consecution", step, premises, at: 1)
      if kept.count == before.count { break }
    }
    return Lemmas(proved: kept, used: [])
  }

  /// The lemmas left when those that some model breaks are taken out, until none is broken.
  private func remaining(
    _ candidates: [Int], _ name: String, _ unrolling: Unrolling<S>, _ premises: [Formula],
    at index: Int
  ) throws(CheckerError) -> [Int] {
    var kept = candidates
    while !kept.isEmpty {
      let goals = kept.map { safety.lemmas[$0].holds(unrolling.states[index]) }
      switch try ask(name, unrolling, premises + [!Formula.all(goals)]) {
      case .unsatisfiable: return kept
      case .unknown: return []
      case .satisfiable(let assignment):
        var evaluation = Evaluation(assignment)
        kept = zip(kept, goals).filter { evaluation.holds($0.1) }.map(\.0)
      }
    }
    return kept
  }

  /// Why a proof over these premises would mean nothing; nil where there is a first state, and
  /// each action can fire from a state that the lemmas allow.
  private func vacuity(_ proved: [Int]) throws(CheckerError) -> String? {
    let first = unrolling(0, from: .first)
    if case .unsatisfiable = try ask("vacuity.first", first, []) {
      return "no first state meets the assumptions"
    }
    let step = unrolling(1, from: .arbitrary)
    let premises = proved.map { safety.lemmas[$0].holds(step.states[0]) }
    var open = step.steps[0].map { ($0.action.name, $0.picked) }
    for action in safety.specification.actions where !open.contains(where: { $0.0 == action.name })
    {
      return "“\(action.name)” can never happen"
    }
    while !open.isEmpty {
      let (name, picked) = open[0]
      switch try ask("vacuity.\(name)", step, premises + [picked]) {
      case .satisfiable: open.removeFirst()
      case .unsatisfiable: return "“\(name)” can never happen"
      case .unknown: return nil
      }
    }
    return nil
  }
}
