import Logic
import Solver
import Specification

/// Whether a theorem notices a change.
public enum Notice: Sendable {
  /// It comes out as before.
  case unnoticed
  /// It comes out otherwise, and how.
  case noticed(String)
  /// A limit was reached first.
  case unclear
}

extension Theorem {
  /// Whether the theorem comes out otherwise for a specification with one change.
  ///
  /// What a change can't touch is not decided again. A run that refuted or witnessed the theorem is
  /// carried out by the changed actions; if it still does, so does the verdict. A proof holds for
  /// every action but the changed one, so that one alone is checked, against the same lemmas.
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
    case .possible, .reachable:
      return changed.departure(try changed.decide(in: session, with: solver))
    }
  }

  private func departure(_ outcome: Outcome) -> Notice {
    switch (declared, outcome.verdict) {
    case (.holds, .proved), (.fails, .refuted): .unnoticed
    case (_, .vacuous): .noticed("vacuous")
    case (.holds, .refuted): .noticed("refuted")
    case _ where outcome.isLimited: .unclear
    case (.holds, _): .noticed("no longer proved")
    case (.fails, _): .noticed("no longer refuted")
    }
  }

  private func stillRuns(_ run: Trace) -> Bool {
    switch property {
    case .invariant(let holds): safety(.state(holds)).stillRuns(run)
    case .step(let holds): safety(.step(holds)).stillRuns(run)
    case .twoRun(let unwinding): twoRun(unwinding).stillRuns(run)
    case .possible(let goal): safety(.step { !goal($0) }).stillRuns(run)
    case .reachable(let labels, let goal): witness(labels, goal).stillRuns(run)
    }
  }
}

extension Safety {
  /// Whether the steps of a trace are possible here, and end as badly.
  fileprivate func stillRuns(_ trace: Trace) -> Bool {
    let run = trace.runs[0]
    let first = specification.shape.replacingLeaves(
      zip(run.states[0], trace.names).map { Leaf($0, $1.sort) })
    let steps = run.steps.compactMap { step -> KnownRun<S>.Step? in
      guard let step, let action = specification.actions.first(where: { $0.name == step.action })
      else { return nil }
      let inputs = Dictionary(uniqueKeysWithValues: step.inputs.map { ($0.name.path, $0.value) })
      return (action, inputs)
    }
    let again = KnownRun(
      specification, assumptions: assumptions, first: first, steps: steps, isStart: true)
    return steps.count == run.steps.count && (again.map(isBad) ?? false)
  }

  /// Whether the proof still goes through for the actions that there are.
  fileprivate func notices(
    _ baseline: Outcome, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Notice {
    var part = self
    part.checksVacuity = false
    let engine = Engine(part, session, solver)
    let (attempt, dropped) = try engine.prove()
    if case .proved = attempt, dropped == baseline.dropped { return .unnoticed }
    if engine.limited { return .unclear }
    let broken = dropped.filter { !baseline.dropped.contains($0) }
    return .noticed(
      broken.isEmpty ? "no longer proved" : "no longer proved: “\(broken[0])” breaks")
  }
}
