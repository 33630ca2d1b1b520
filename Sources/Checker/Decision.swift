import Logic
import Solver
import Specification

extension Theorem {
  /// Decides the theorem.
  public func decide(in session: Session, with solver: Solver) throws(CheckerError) -> Outcome {
    if hidesNothing { return .hidesNothing }
    switch property {
    case .invariant(let holds):
      return try safety(.state(holds)).decide(declared, session, solver)
    case .step(let holds):
      return try safety(.step(holds)).decide(declared, session, solver)
    case .twoRun(let unwinding):
      let outcome = try twoRun(unwinding).decide(declared, session, solver)
      let observed = unwinding.observedPaths(specification.shape)
      return outcome.mappingTraces { $0.splitInTwo(observed: observed) }
    case .possible(let goal):
      return try safety(.step { !goal($0) }, concluding: "the run is possible")
        .findWitness(session, solver)
    case .reachable(let labels, let goal):
      return try witness(labels, goal).findWitness(session, solver)
    case .response(let response):
      return try decide(response, session, solver)
    }
  }

  func safety(_ good: Safety<S>.Good, concluding conclusion: String? = nil) -> Safety<S> {
    let explain = explain
    let conclusion = conclusion ?? "here it fails that \(says)"
    return Safety(
      id: id, specification: specification, assumptions: assumptions, lemmas: lemmas,
      depth: depth, method: method, good: good,
      conclusion: { explain?($0) ?? conclusion })
  }

  func twoRun(_ unwinding: Unwinding<S>) -> Safety<Pair<S>> {
    let lifted = lemmas.map { lemma in
      Invariant<Pair<S>>(lemma.name, file: lemma.file, line: lemma.line) {
        lemma.holds($0.left) && lemma.holds($0.right)
      }
    }
    let alike = Invariant<Pair<S>>("alike") { unwinding.alike($0.left, $0.right) }
    let assumptions = self.assumptions.map { assumption in
      Assumption<Pair<S>>(
        assumption.id, assumption.says, file: assumption.file, line: assumption.line
      ) { assumption.holds($0.left) && assumption.holds($0.right) }
    }
    let explain = explain
    return Safety(
      id: id, specification: unwinding.product(specification),
      assumptions: assumptions,
      lemmas: lifted + [alike], depth: depth, method: method,
      good: .state { unwinding.outputsAgree($0) },
      conclusion: { pair in
        let difference = "here the observer sees a difference: " + unwinding.difference(pair)
        return explain.map { "\($0(pair.left)); \(difference)" } ?? difference
      })
  }

  func witness(
    _ labels: [String], _ goal: @escaping @Sendable (S) -> Formula
  ) -> Safety<Watched<S>> {
    let passed = Bits<5>(UInt64(labels.count))
    let assumptions = self.assumptions.map { assumption in
      Assumption<Watched<S>>(
        assumption.id, assumption.says, file: assumption.file, line: assumption.line
      ) { assumption.holds($0.state) }
    }
    return Safety(
      id: id, specification: specification.watched(labels),
      assumptions: assumptions,
      lemmas: lemmas.map { lemma in
        Invariant(lemma.name, file: lemma.file, line: lemma.line) { lemma.holds($0.state) }
      },
      depth: depth, method: method, good: .state { !($0.passed == passed && goal($0.state)) },
      conclusion: { _ in "the run is possible" })
  }
}

extension Safety {
  func decide(
    _ declared: Declared, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Outcome {
    if case .explicit(let domain, let states) = method {
      return decideExplicitly(domain, limit: states)
    }
    let engine = Engine(self, session, solver)
    // An engine of its own tells whether a limit cut the search short.
    let search = Engine(self, session, solver)
    if declared == .fails, let run = try search.search(depth: depth) {
      return found(run, .refuted, method: "search", search)
    }
    let (attempt, dropped) = try engine.prove()
    switch attempt {
    case .vacuous(let reason):
      return Outcome(.vacuous, method: "induction", used: engine.used, note: reason)
    case .proved(let method, let k):
      return Outcome(.proved, method: method, depth: k, used: engine.used, dropped: dropped)
    case .failed(let step):
      if declared == .holds, let run = try search.search(depth: depth) {
        return found(run, .refuted, method: "search", search)
      }
      // Its base is that the search found no bad run: not so where a limit cut the search short.
      let isLimited = engine.limited || search.limited
      if !isLimited,
        case .proved(let method, let k) = try engine.proveByKInduction(upTo: min(4, depth))
      {
        let used = engine.used.union(search.used)
        return Outcome(.proved, method: method, depth: k, used: used, dropped: dropped)
      }
      return .undecided(
        "no bad run of \(depth) steps or fewer, and no induction up to \(min(4, depth))",
        method: "search", depth: depth, failedStep: step, dropped: dropped, isLimited: isLimited)
    }
  }

  /// The outcome of a search that found a run.
  private func found(
    _ run: KnownRun<S>, _ verdict: Verdict, method: String, _ search: Engine<S>
  ) -> Outcome {
    let trace = search.record(run)
    return Outcome(
      verdict, method: method, depth: run.steps.count,
      trace: search.limited ? trace.mayBeLong : trace,
      note: search.limited ? Trace.mayBeLongWarning : nil, isLimited: search.limited)
  }

  /// Decides that the bad can be reached: it is what the theorem wants to see.
  func findWitness(_ session: Session, _ solver: Solver) throws(CheckerError) -> Outcome {
    // That no run gets there may be just since an action can't happen.
    var witnessed = self
    witnessed.vacuityCheck = .start
    if case .explicit(let domain, let states) = method {
      return witnessed.decideExplicitly(domain, limit: states).asWitness
    }
    let engine = Engine(witnessed, session, solver)
    if let run = try engine.search(depth: depth) {
      return found(run, .proved, method: "witness", engine)
    }
    switch try engine.prove().attempt {
    case .proved(let method, let k):
      return Outcome(
        .refuted, method: method, depth: k, used: engine.used,
        note: "no run of any length gets there")
    case .vacuous(let reason):
      return Outcome(.vacuous, method: "induction", used: engine.used, note: reason)
    case .failed:
      return .undecided(
        "no such run of \(depth) steps or fewer", method: "search", depth: depth,
        isLimited: engine.limited)
    }
  }
}

extension Outcome {
  /// What is left open, with the reason unless that is a limit.
  public static func undecided(
    _ reason: String, method: String, depth: Int, failedStep: Trace? = nil, dropped: [String] = [],
    isLimited: Bool
  ) -> Outcome {
    Outcome(
      .undecided, method: method, depth: depth, failedStep: failedStep, dropped: dropped,
      note: isLimited ? "a limit was reached" : reason, isLimited: isLimited)
  }

  /// The outcome of a theorem that wants to see the bad reached.
  var asWitness: Outcome {
    let verdict: Verdict =
      switch self.verdict {
      case .refuted: .proved
      case .proved: .refuted
      case .undecided, .vacuous: self.verdict
      }
    return Outcome(
      verdict, method: method, depth: depth, used: used, trace: trace, note: note,
      isLimited: isLimited)
  }

  func mappingTraces(_ change: (Trace) -> Trace) -> Outcome {
    Outcome(
      verdict, method: method, depth: depth, used: used, trace: trace.map(change), searched: trace,
      failedStep: failedStep.map(change), dropped: dropped, note: note,
      isLimited: isLimited)
  }
}

extension Trace {
  /// What is said of a run that was found after a limit had been reached.
  static let mayBeLongWarning = "a limit was reached on the way: shorter runs are not excluded"

  /// The same, with the warning in its conclusion.
  var mayBeLong: Trace {
    Trace(
      specification: specification, names: names, runs: runs,
      conclusion: "\(conclusion) (\(Self.mayBeLongWarning))", observed: observed,
      loop: loop)
  }

  /// The trace of a product as two runs side by side.
  func splitInTwo(observed: Set<String>) -> Trace {
    let half = names.count / 2
    let names = names.prefix(half).map { name in
      LeafName(String(name.path.dropFirst("left.".count)), name.sort, cases: name.cases)
    }
    let steps = runs[0].steps.map { step -> Step? in
      guard let step, step.action.hasSuffix(hiddenMark) else { return step }
      return Step(
        action: String(step.action.dropLast(hiddenMark.count)), label: step.label,
        inputs: step.inputs)
    }
    let shared = runs[0].steps.map { $0?.action.hasSuffix(hiddenMark) == true ? nil : $0 }
    let states = runs[0].states
    return Trace(
      specification: specification, names: names,
      runs: [
        Run(states: states.map { Array($0.prefix(half)) }, steps: steps),
        Run(states: states.map { Array($0.suffix(half)) }, steps: shared),
      ], conclusion: conclusion, observed: observed)
  }
}
