import Logic
import Solver
import Specification

extension Engine {
  /// The lemmas that hold in every reachable state, and whether their premises can be met.
  func provedLemmas() throws(CheckerError) -> Lemmas {
    return try session.lemmas(safety.lemmaKey) { () throws(CheckerError) in
      // An engine of its own, so that what was asked before is not taken for part of the proof.
      try Engine(safety, session, solver).proveLemmas()
    }
  }

  private func proveLemmas() throws(CheckerError) -> Lemmas {
    let step = unrolling(1, from: .arbitrary, apart: .all)
    var lemmas = try houdini(step)
    if safety.vacuityCheck != .none {
      lemmas.vacuous = try vacuity(lemmas.proved, step, isOpen: &lemmas.isVacuityOpen)
    }
    lemmas.used = used
    lemmas.incomplete = limited
    return lemmas
  }

  /// The largest set of lemmas that is inductive together.
  private func houdini(_ step: Unrolling<S>) throws(CheckerError) -> Lemmas {
    var lemmas = Lemmas(proved: Array(safety.lemmas.indices), used: [])
    let first = unrolling(0, from: .first)
    var settled = false
    while !settled {
      let before = lemmas.proved.count
      let premises = lemmas.proved.map { safety.lemmas[$0].holds(step.first) }
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
      let goals = lemmas.proved.map { lemma in
        Formula.all(
          unrolling.places[index].map { $0.reached.implies(safety.lemmas[lemma].holds($0.state)) })
      }
      switch try ask(name, unrolling, premises + [!Formula.all(goals)]) {
      case .unsatisfiable: return
      case .unknown: lemmas.proved = []
      case .satisfiable(let assignment):
        let kept = solver.timing(\.replay) {
          var evaluation = Evaluation(assignment)
          return zip(lemmas.proved, goals).filter { evaluation.holds($0.1) }.map(\.0)
        }
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

  /// Why a proof over these premises would mean nothing; nil where there is a first state, and,
  /// if that is asked for, each action can fire from a state that the lemmas allow.
  ///
  /// An action that the assumptions rule out is no fault, as long as they leave any.
  private func vacuity(
    _ proved: [Int], _ step: Unrolling<S>, isOpen: inout Bool
  ) throws(CheckerError) -> String? {
    let first = unrolling(0, from: .first)
    switch try ask("vacuity.first", first, []) {
    case .unsatisfiable: return "no first state meets the assumptions"
    case .unknown: isOpen = true
    case .satisfiable: break
    }
    if safety.vacuityCheck == .start { return nil }
    var models: [Evaluation] = []
    var fired = 0
    let wanted = wanted(step)
    if let never = wanted.first(where: { $0.happens.known == false }) {
      return "“\(never.name)” can never happen"
    }
    let family = possibilities(wanted, step, proved)
    for (number, query) in family.queries.enumerated() {
      // A state found for one action often does for others; the premises hold in it.
      let own = [wanted[number].happens] + query.tracked
      let isKnown = solver.timing(\.replay) {
        models.indices.contains { model in own.allSatisfy { models[model].holds($0) } }
      }
      if isKnown {
        fired += 1
        continue
      }
      switch try ask(family, number) {
      case .satisfiable(let model):
        models.append(Evaluation(model))
        fired += 1
      case .unsatisfiable(let core):
        // The assumptions may rule it out, but not the lemmas; a core need not be a smallest one.
        switch core.isEmpty ? .unsatisfiable(core: []) : try ask(query.untracked) {
        case .unsatisfiable: return "“\(wanted[number].name)” can never happen"
        case .unknown: isOpen = true
        case .satisfiable: break
        }
      case .unknown: isOpen = true
      }
    }
    return fired == 0 && !isOpen ? "the assumptions leave no action" : nil
  }

  /// For each of what is wanted, whether it can happen in a state that the lemmas and assumptions
  /// allow.
  private func possibilities(
    _ wanted: [Possibility], _ step: Unrolling<S>, _ proved: [Int]
  ) -> QueryFamily {
    let state = step.first
    let isWellFormed = safety.specification.isWellFormed(state)
    let premises = [isWellFormed] + proved.map { safety.lemmas[$0].holds(state) }
    let held = safety.assumptions.map { $0.holds(state) }
    let queries = wanted.map { wanted in
      let tracked = zip(safety.assumptions, held).map { assumption, held in
        held
          && Formula.all(wanted.branches.map { $0.enabled.implies(assumption.holds($0.after)) })
      }
      return Query(
        "\(safety.id).vacuity.\(wanted.name)", premises + [wanted.happens], tracked: tracked)
    }
    let common = premises.count { $0.known != true }
    return QueryFamily(queries, common: common, in: solver)
  }

  /// What must be able to happen for a proof to mean something.
  private struct Possibility {
    let name: String
    var branches: [Unrolling<S>.Branch]

    var happens: Formula { Formula.any(branches.map(\.enabled)) }
  }

  /// What ``Specification/Action/wanted`` names, with the branches by which it can happen.
  private func wanted(_ step: Unrolling<S>) -> [Possibility] {
    var wanted: [Possibility] = []
    func want(_ name: String, _ branch: Unrolling<S>.Branch?) {
      let branches = branch.map { [$0] } ?? []
      if let index = wanted.firstIndex(where: { $0.name == name }) {
        wanted[index].branches += branches
      } else {
        wanted.append(Possibility(name: name, branches: branches))
      }
    }
    for action in safety.specification.actions {
      let branch = step.steps[0].first { $0.action.name == action.name }
      for name in action.wanted { want(name, branch) }
    }
    return wanted
  }
}
