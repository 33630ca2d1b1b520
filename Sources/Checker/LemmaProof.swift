import Logic
import Solver
import Specification

extension Engine {
  /// The lemmas that hold in every reachable state, and whether their premises can be met.
  func provedLemmas() throws(CheckerError) -> Lemmas {
    let key = [
      "\(safety.checksVacuity)", safety.specification.actions.map(\.name).joined(separator: ","),
      safety.scope, safety.specification.name, safety.assumptions.map(\.id).joined(separator: ","),
      safety.lemmas.map { "\($0.name) \($0.file):\($0.line)" }.joined(separator: ","),
    ].joined(separator: "|")
    return try session.lemmas(key) { () throws(CheckerError) in
      var lemmas = try houdini()
      if safety.checksVacuity {
        lemmas.vacuous = try vacuity(lemmas.proved, isOpen: &lemmas.isVacuityOpen)
      }
      lemmas.used = used
      lemmas.incomplete = limited
      return lemmas
    }
  }

  /// The largest set of lemmas that is inductive together.
  private func houdini() throws(CheckerError) -> Lemmas {
    var lemmas = Lemmas(proved: Array(safety.lemmas.indices), used: [])
    let first = unrolling(0, from: .first)
    let step = unrolling(1, from: .arbitrary)
    var settled = false
    while !settled {
      let before = lemmas.proved.count
      let premises = lemmas.proved.map { safety.lemmas[$0].holds(step.states[0]) }
      try keep(&lemmas, "lemmas.initiation", first, [], at: 0)
      try keep(&lemmas, "lemmas.consecution", step, premises, at: 1)
      settled = lemmas.proved.count == before
    }
    return lemmas
  }

  /// Takes out the lemmas that some model breaks, until none is broken.
  private func keep(
    _ lemmas: inout Lemmas, _ name: String, _ unrolling: Unrolling<S>, _ premises: [Formula],
    at index: Int
  ) throws(CheckerError) {
    while !lemmas.proved.isEmpty {
      let goals = lemmas.proved.map { safety.lemmas[$0].holds(unrolling.states[index]) }
      switch try ask(name, unrolling, premises + [!Formula.all(goals)]) {
      case .unsatisfiable: return
      case .unknown: lemmas.proved = []
      case .satisfiable(let assignment):
        var evaluation = Evaluation(assignment)
        let kept = zip(lemmas.proved, goals).filter { evaluation.holds($0.1) }.map(\.0)
        let broken = lemmas.proved.first { !kept.contains($0) }!
        if lemmas.failedStep == nil {
          lemmas.failedStep = record(
            unrolling, assignment, "here “\(safety.lemmas[broken].name)” breaks")
        }
        lemmas.proved = kept
      }
    }
  }

  /// The steps of an answer as a trace from a state that need not be reachable.
  private func record(
    _ unrolling: Unrolling<S>, _ assignment: [String: Constant], _ conclusion: String
  ) -> Trace? {
    let run = KnownRun(
      unrolling, assignment, assumptions: safety.assumptions, isStart: false)
    let names = safety.specification.leafNames
    return run.map {
      Trace(
        specification: safety.specification.name, names: names, runs: [$0.record(names)],
        conclusion: conclusion)
    }
  }

  /// Why a proof over these premises would mean nothing; nil where there is a first state, and
  /// each action can fire from a state that the lemmas allow.
  ///
  /// An action that the assumptions rule out is no fault, as long as they leave any.
  private func vacuity(
    _ proved: [Int], isOpen: inout Bool
  ) throws(CheckerError) -> String? {
    let first = unrolling(0, from: .first)
    switch try ask("vacuity.first", first, []) {
    case .unsatisfiable: return "no first state meets the assumptions"
    case .unknown: isOpen = true
    case .satisfiable: break
    }
    let step = unrolling(1, from: .arbitrary)
    let premises = proved.map { safety.lemmas[$0].holds(step.states[0]) }
    var models: [[String: Constant]] = []
    var fired = 0
    for (name, branches) in wanted(step) {
      guard let query = canHappen(name, branches, step, premises) else {
        return "“\(name)” can never happen"
      }
      // A state found for one action often does for others.
      if models.contains(where: { query.isTrue(under: $0) }) {
        fired += 1
        continue
      }
      switch try ask(query) {
      case .satisfiable(let model):
        models.append(model)
        fired += 1
      case .unsatisfiable(let core):
        if core.isEmpty { return "“\(name)” can never happen" }
      case .unknown: isOpen = true
      }
    }
    return fired == 0 && !isOpen ? "the assumptions leave no action" : nil
  }

  /// Whether one of the branches is enabled in a state that the premises and assumptions allow.
  private func canHappen(
    _ name: String, _ branches: [Unrolling<S>.Branch], _ step: Unrolling<S>,
    _ premises: [Formula]
  ) -> Query? {
    let happens = Formula.any(branches.map(\.enabled))
    if happens.known == false { return nil }
    let tracked = safety.assumptions.map { assumption in
      assumption.holds(step.states[0])
        && Formula.all(branches.map { $0.enabled.implies(assumption.holds($0.after)) })
    }
    let start = step.states[0].wellFormed
    return Query(
      "\(safety.id).vacuity.\(name)", [start, happens] + premises, tracked: tracked)
  }

  /// What must be able to happen: each action, in two runs taken by one of them or by both; and
  /// in two runs some step that only one takes.
  private func wanted(_ step: Unrolling<S>) -> [(name: String, branches: [Unrolling<S>.Branch])] {
    var wanted: [(name: String, branches: [Unrolling<S>.Branch])] = []
    func want(_ name: String, _ branch: Unrolling<S>.Branch?) {
      if let index = wanted.firstIndex(where: { $0.name == name }) {
        wanted[index].branches += branch.map { [$0] } ?? []
      } else {
        wanted.append((name, branch.map { [$0] } ?? []))
      }
    }
    for action in safety.specification.actions {
      let branch = step.steps[0].first { $0.action.name == action.name }
      let isHidden = action.name.hasSuffix(hiddenMark)
      want(isHidden ? String(action.name.dropLast(hiddenMark.count)) : action.name, branch)
      if isHidden { want("a step that only one run takes", branch) }
    }
    return wanted
  }
}
