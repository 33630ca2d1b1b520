import Logic
import Solver
import Specification

/// Decides that one thing leads to another under fairness.
///
/// A proof is a measure with the steps that lower it (``Progress``), by the queries of a safety
/// statement about one step; a refutation is a fair run that loops (``LassoSearch``), or in a
/// finite instance a fair strongly connected component (``FairCycles``). It is vacuous where what
/// calls for it never happens, or where no run is fair.
extension Theorem {
  func decide(
    _ response: Response<S>, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Outcome {
    if case .explicit(let domain, let states) = method {
      return decideExplicitly(response, domain, limit: states)
    }
    var isLimited = false
    if declared == .fails,
      let lasso = try findLasso(response, isLimited: &isLimited, session, solver)
    {
      return found(lasso, isLimited)
    }
    var attempt: Outcome?
    if let progress = response.progress {
      let proof = try prove(response, progress, session, solver)
      if proof.verdict != .undecided { return proof }
      attempt = proof
    }
    if declared == .holds,
      let lasso = try findLasso(response, isLimited: &isLimited, session, solver)
    {
      return found(lasso, isLimited)
    }
    return .undecided(
      attempt?.note ?? "no fair run that loops within \(depth) steps, and no measure is given",
      method: attempt?.method ?? "search", depth: depth, failedStep: attempt?.failedStep,
      dropped: attempt?.dropped ?? [], isLimited: isLimited || attempt?.isLimited == true)
  }

  private func found(_ lasso: Lasso<S>, _ isLimited: Bool) -> Outcome {
    let trace = lasso.record(specification, conclusion(lasso.run.states.last!))
    return Outcome(
      .refuted, method: "lasso", depth: trace.length, trace: isLimited ? trace.mayBeLong : trace,
      note: isLimited ? Trace.mayBeLongWarning : nil, isLimited: isLimited)
  }

  /// What a lasso shows.
  func conclusion(_ last: S) -> String { explain?(last) ?? "so it never comes that \(says)" }

  // MARK: - Proof

  private func prove(
    _ response: Response<S>, _ progress: Progress<S>, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Outcome {
    let measure = Measure(progress, response.fairness, specification)
    var used = measure.used
    var dropped: [String] = []
    let runs = response.awaiting(specification)
    for good in goals(measure) {
      let engine = Engine(awaiting(response, in: runs, good), session, solver)
      let (attempt, left) = try engine.prove()
      used.formUnion(engine.used)
      dropped = left.filter { $0 != Self.called }
      switch attempt {
      case .proved: continue
      case .vacuous(let reason):
        return Outcome(.vacuous, method: "measure", used: used, note: reason)
      case .failed(let step):
        return .undecided(
          "the measure does not bring it about", method: "measure", depth: depth,
          failedStep: step?.ofState, dropped: dropped, isLimited: engine.limited)
      }
    }
    if let vacuous = try vacuity(response, runs, session, solver) { return vacuous }
    return Outcome(.proved, method: "measure", used: used, dropped: dropped)
  }

  /// That some help always applies while it is awaited, and that each step keeps to the measure.
  func goals(_ measure: Measure<S>) -> [Safety<Awaiting<S>>.Good] {
    [
      .state { $0.isAwaited.implies(measure.isCovered($0.state)) },
      .step { measure.holds(own($0), $0.before.isAwaited && $0.after.isAwaited) },
    ]
  }

  /// The step of the system itself.
  private func own(_ step: Transition<Awaiting<S>>) -> Transition<S> {
    Transition(
      action: specification.actions.first { $0.name == step.action.name }!,
      before: step.before.state, after: step.after.state, inputs: step.inputs())
  }

  // MARK: - Vacuity

  /// The outcome where a proof would mean nothing, or where that is left open; else nil.
  private func vacuity(
    _ response: Response<S>, _ runs: Specification<Awaiting<S>>, _ session: Session,
    _ solver: Solver
  ) throws(CheckerError) -> Outcome? {
    let never = awaiting(response, in: runs, .state { !$0.isAwaited })
    let calls = Engine(never, session, solver)
    guard let called = try calls.search(depth: depth) else {
      if case (.proved, _) = try calls.prove() {
        return Outcome(.vacuous, method: "measure", note: "it is never called for")
      }
      return .undecided(
        "in \(depth) steps or fewer it is never called for", method: "measure", depth: depth,
        isLimited: calls.limited)
    }
    if assumptions.isEmpty { return nil }
    // Fair steps that lead out of what is assumed may make fairness impossible; others can't.
    if try !leavesAssumptions(response, session, solver) { return nil }
    if FairWalk.lasso(self, response, from: called.ofState(specification)) != nil { return nil }
    var isLimited = false
    if try findLasso(response.neverComing, isLimited: &isLimited, session, solver) != nil {
      return nil
    }
    if let impossible = try impossible(response, isLimited: &isLimited, session, solver) {
      return Outcome(
        .vacuous, method: "measure",
        note: "\(Self.noFairRun): the assumptions leave no step of “\(impossible.id)”")
    }
    return .undecided(
      "no run is seen to be fair within \(depth) steps once it is called for", method: "measure",
      depth: depth, isLimited: isLimited)
  }

  /// Why a proof means nothing.
  static var noFairRun: String { "no run is fair once it is called for" }

  /// Whether some step of the fairness leads out of what is assumed.
  private func leavesAssumptions(
    _ response: Response<S>, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Bool {
    let (fairness, assumptions) = (response.fairness, assumptions)
    // The step's end must be free to leave, so the assumptions are premises of its start alone.
    var free = Safety<S>(
      id: id, specification: specification, assumptions: [], lemmas: [], depth: depth,
      good: .step { step in
        let isTaken = Formula.any(fairness.map { $0.isTaken(step) })
        let before = Formula.all(assumptions.map { $0.holds(step.before) })
        let after = Formula.all(assumptions.map { $0.holds(step.after) })
        return (isTaken && before).implies(after)
      }, conclusion: { _ in "" })
    free.vacuityCheck = .none
    if case (.proved, _) = try Engine(free, session, solver).prove() { return false }
    return true
  }

  /// The first fairness of which the assumptions leave no step once it was called for, though one
  /// may be possible.
  private func impossible(
    _ response: Response<S>, isLimited: inout Bool, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Fairness<S>? {
    let called = response.neverComing
    let runs = called.awaiting(specification)
    for fairness in response.fairness {
      var taken = awaiting(
        called, in: runs,
        .step { !($0.before.isAwaited && fairness.isTaken(own($0))) })
      taken.vacuityCheck = .none
      let engine = Engine(taken, session, solver)
      if case (.proved, _) = try engine.prove() { return fairness }
      isLimited = isLimited || engine.limited
    }
    return nil
  }
}

extension KnownRun {
  /// The run of the system itself, without what it waits for.
  func ofState<T: Value>(_ specification: Specification<T>) -> KnownRun<T>
  where S == Awaiting<T> {
    let steps = steps.map { step in
      (specification.actions.first { $0.name == step.action.name }!, step.inputs)
    }
    return KnownRun<T>(
      specification, assumptions: [], first: states[0].state, steps: steps, isStart: true)!
  }
}

extension Trace {
  /// The trace of runs that are awaiting something without the note of it.
  var ofState: Trace {
    let kept = names.indices.filter { names[$0].path.hasPrefix("state.") }
    let prefix = "state.".count
    return Trace(
      specification: specification,
      names: kept.map { index in
        let name = names[index]
        return LeafName(String(name.path.dropFirst(prefix)), name.sort, cases: name.cases)
      },
      runs: runs.map { run in
        Run(states: run.states.map { state in kept.map { state[$0] } }, steps: run.steps)
      }, conclusion: conclusion)
  }
}
