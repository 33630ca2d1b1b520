import Logic
import Solver
import Specification

/// Whether a theorem notices a change.
public enum Notice: Sendable {
  /// It comes out as before.
  case unnoticed
  /// It comes out otherwise: what shows it, and how.
  case noticed(Sign, String)
  /// A limit was reached first.
  case unclear
}

/// What shows that a theorem comes out otherwise.
public enum Sign: String, Sendable, CaseIterable {
  /// A run that refutes it.
  case run = "a run"
  /// A proof that no longer goes through; whether some run refutes it was not asked.
  case proof = "a proof that no longer goes through"
  /// A run that it needs, and that there no longer is, or that was not found again.
  case lostRun = "a run that is gone"
  /// It speaks of what can no longer happen.
  case vacuity = "what can no longer happen"
}

extension Theorem {
  /// Whether the theorem comes out otherwise for a specification with one change.
  ///
  /// What a change can't touch is not decided again. A run that refuted or witnessed the theorem is
  /// carried out by the changed actions; if it still does, so does the verdict. A proof holds for
  /// every action but the changed one, so that one alone is checked, against the lemmas that the
  /// proof rests on.
  func notices(
    _ mutation: Mutation, _ baseline: Outcome, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Notice {
    let changed = about(specification.mutated(by: mutation))
    if let run = baseline.searched {
      if changed.stillRuns(run) { return .unnoticed }
      return changed.departure(try changed.decide(in: session, with: solver))
    }
    // What was proved from several steps in a row, or state by state, is not proved by the action.
    if ["k-induction", "explicit"].contains(baseline.method) {
      return changed.departure(try changed.decide(in: session, with: solver))
    }
    let actions = changed.specification.actions.filter { $0.name == mutation.action }
    let part = about(changed.specification.with(actions: actions))
    switch property {
    case .invariant(let holds):
      return try part.safety(.state(holds)).notices(baseline, session, solver)
    case .step(let holds):
      return try part.safety(.step(holds)).notices(baseline, session, solver)
    case .twoRun(let unwinding):
      return try part.twoRun(unwinding).notices(baseline, session, solver)
    case .response(let response):
      return try part.notices(response, of: changed, baseline, session, solver)
    case .possible, .reachable:
      return changed.departure(try changed.decide(in: session, with: solver))
    }
  }

  /// Whether the measure still does for the actions that there are.
  ///
  /// A changed guard of a fair action counts everywhere, so that then all is decided again.
  private func notices(
    _ response: Response<S>, of changed: Theorem, _ baseline: Outcome, _ session: Session,
    _ solver: Solver
  ) throws(CheckerError) -> Notice {
    let isFair = response.fairness.contains { fairness in
      specification.actions.contains { fairness.actions.contains($0.name) }
    }
    guard !isFair, let progress = response.progress else {
      return changed.departure(try changed.decide(in: session, with: solver))
    }
    let measure = Measure(progress, response.fairness, changed.specification)
    let runs = response.awaiting(specification)
    for good in goals(measure) {
      let part = awaiting(response, in: runs, good)
      let notice = try part.notices(baseline, session, solver)
      if case .unnoticed = notice { continue }
      // A lemma that nobody asked for may be all that breaks; whether it is missed shows the whole.
      let asked = try part.without(lemmas: [Self.called]).notices(baseline, session, solver)
      guard case .unnoticed = asked else { return notice }
      return changed.departure(try changed.decide(in: session, with: solver))
    }
    return .unnoticed
  }

  private func departure(_ outcome: Outcome) -> Notice {
    switch (declared, outcome.verdict) {
    case (.holds, .proved), (.fails, .refuted): .unnoticed
    case (_, .vacuous): .noticed(.vacuity, "vacuous")
    case (.holds, .refuted): .noticed(outcome.trace == nil ? .lostRun : .run, "refuted")
    case _ where outcome.isLimited: .unclear
    case (.holds, _): .noticed(wantsRun ? .lostRun : .proof, "no longer proved")
    case (.fails, _): .noticed(.lostRun, "no longer refuted")
    }
  }

  /// Whether it says that there is a run.
  private var wantsRun: Bool {
    switch property {
    case .possible, .reachable: true
    case .invariant, .step, .twoRun, .response: false
    }
  }

  private func stillRuns(_ run: Trace) -> Bool {
    switch property {
    case .invariant(let holds): safety(.state(holds)).stillRuns(run)
    case .step(let holds): safety(.step(holds)).stillRuns(run)
    case .twoRun(let unwinding): twoRun(unwinding).stillRuns(run)
    case .possible(let goal): safety(.step { !goal($0) }).stillRuns(run)
    case .reachable(let labels, let goal): witness(labels, goal).stillRuns(run)
    case .response(let response):
      safety(.state { _ in true }).carriedOut(run).map {
        Lasso(run: $0, loop: run.loop!).refutes(response, specification)
      } ?? false
    }
  }
}

extension Safety {
  /// Whether the steps of a trace are possible here, and end as badly.
  fileprivate func stillRuns(_ trace: Trace) -> Bool { carriedOut(trace).map(isBad) ?? false }

  /// The steps of a trace, carried out by these actions; nil where one is not possible.
  fileprivate func carriedOut(_ trace: Trace) -> KnownRun<S>? {
    let run = trace.runs[0]
    let first = specification.shape.replacingLeaves(
      zip(run.states[0], trace.names).map { Leaf($0, $1.sort) })
    let steps = run.steps.compactMap { step -> KnownRun<S>.Step? in
      guard let step, let action = specification.actions.first(where: { $0.name == step.action })
      else { return nil }
      let inputs = Dictionary(uniqueKeysWithValues: step.inputs.map { ($0.name.path, $0.value) })
      return (action, inputs)
    }
    guard steps.count == run.steps.count else { return nil }
    return KnownRun(
      specification, assumptions: assumptions, first: first, steps: steps, isStart: true)
  }

  /// The same without the lemmas of these names.
  fileprivate func without(lemmas names: [String]) -> Safety {
    var safety = self
    safety.lemmas.removeAll { names.contains($0.name) }
    return safety
  }

  /// Whether the proof still goes through for the actions that there are.
  fileprivate func notices(
    _ baseline: Outcome, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Notice {
    // What other actions break is no lemma, whether or not these keep it.
    var part = without(lemmas: baseline.dropped)
    part.vacuityCheck = .none
    let engine = Engine(part, session, solver)
    let (attempt, broken) = try engine.prove()
    if case .proved = attempt, broken.isEmpty { return .unnoticed }
    if engine.limited { return .unclear }
    return .noticed(
      .proof,
      broken.isEmpty ? "no longer proved" : "no longer proved: “\(broken[0])” breaks")
  }
}
