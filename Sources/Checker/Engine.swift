import Logic
import Solver
import Specification

/// Decides one safety statement: proof by induction first where it is declared to hold, search
/// first where it is declared to fail.
///
/// The queries of an induction over lemmas L, for assumptions A and goal P:
/// initiation `A ∧ first ∧ ¬P`, consecution `A ∧ A' ∧ L ∧ P ∧ step ∧ ¬P'`, implication `A ∧ L ∧ ¬P`,
/// and for vacuity `A ∧ first`, `A ∧ A' ∧ L ∧ guard` of each action. A prime marks the state after the
/// step: a run keeps to the assumptions in each state that it goes through. The lemmas are proved in
/// the same way; those that are not inductive together are left out one by one (Houdini: Flanagan
/// and Leino, FME 2001).
final class Engine<S: Value> {
  let safety: Safety<S>
  let session: Session
  let solver: Solver
  private(set) var used: Set<String> = []
  private(set) var limited = false

  init(_ safety: Safety<S>, _ session: Session, _ solver: Solver) {
    self.safety = safety
    self.session = session
    self.solver = solver
  }

  /// Asks a query about an unrolling, with the assumptions over its states.
  /// - Parameter last: the number of steps that the query is about; nil for all
  func ask(
    _ name: String, _ unrolling: Unrolling<S>, _ more: [Formula], upTo last: Int? = nil
  ) throws(CheckerError) -> Answer {
    try ask(
      Query(
        "\(safety.id).\(name)", unrolling.conditions + more,
        tracked: safety.tracked(unrolling, upTo: last ?? unrolling.steps.count)))
  }

  /// Asks a query whose tracked formulas are the assumptions, in their order.
  func ask(_ query: Query) throws(CheckerError) -> Answer {
    try ask(query) { () throws(SolverError) in try solver.check(query) }
  }

  /// Asks one of a family's queries; the tracked formulas are the assumptions, in their order.
  func ask(_ family: QueryFamily, _ number: Int) throws(CheckerError) -> Answer {
    try ask(family.queries[number]) { () throws(SolverError) in try family.check(number) }
  }

  private func ask(
    _ query: Query, check: () throws(SolverError) -> Answer
  ) throws(CheckerError) -> Answer {
    do {
      let answer = try check()
      session.record(Asked(theorem: safety.id, query: query, answer: answer))
      switch answer {
      case .unsatisfiable(let core): used.formUnion(core.map { safety.assumptions[$0].id })
      case .unknown: limited = true
      case .satisfiable: break
      }
      return answer
    } catch { throw .solver(error) }
  }

  /// An unrolling of so many steps.
  func unrolling(
    _ count: Int, from start: Unrolling<S>.Start, apart: Unrolling<S>.Apart = .none
  ) -> Unrolling<S> {
    var unrolling = Unrolling(safety.specification, from: start, apart: apart)
    for _ in 0..<count { unrolling.extend() }
    return unrolling
  }

  // MARK: - Search

  /// The shortest bad run of at most `depth` steps; nil where there is none, or none was found
  /// within the limits.
  ///
  /// Short lengths are tried one after the other; longer ones in windows that double, a query a
  /// window, and within the window that has a run by asking for shorter ones until there is none.
  /// So the run is a shortest one, unless a limit was reached on the way.
  func search(depth: Int) throws(CheckerError) -> KnownRun<S>? {
    var runs = Unrolling(safety.specification, from: .first, apart: .few)
    var (shortest, longest) = (0, 0)
    while shortest <= depth {
      while runs.steps.count < longest { runs.extend() }
      if let run = try search(runs, shortest, longest) {
        return solver.timing(\.replay) { Minimizer.minimized(run, safety, isStart: true) }
      }
      shortest = longest + 1
      longest = min(depth, shortest < Self.singleLengths ? shortest : max(shortest, 2 * longest))
    }
    return nil
  }

  /// Up to this length each has a query of its own.
  private static var singleLengths: Int { 8 }

  /// The shortest bad run whose length is between the two.
  private func search(
    _ runs: Unrolling<S>, _ shortest: Int, _ longest: Int
  ) throws(CheckerError) -> KnownRun<S>? {
    var best: KnownRun<S>?
    var last = longest
    while shortest <= last {
      let goal = Formula.any((shortest...last).map { safety.bad(runs, at: $0) })
      if goal.known == false { break }
      guard case .satisfiable(let assignment) = try ask("search.\(last)", runs, [goal], upTo: last)
      else {
        break
      }
      best = try solver.timing(\.replay) { () throws(CheckerError) in
        try shortened(runs, assignment)
      }
      last = best!.steps.count - 1
    }
    return best
  }

  /// The run of an answer up to where it is first bad.
  private func shortened(
    _ runs: Unrolling<S>, _ assignment: [String: Constant]
  ) throws(CheckerError) -> KnownRun<S> {
    let whole = KnownRun(runs, assignment, assumptions: safety.assumptions, isStart: true)
    guard let whole else { throw .traceDoesNotRun(theorem: safety.id) }
    for length in 0...whole.steps.count {
      let prefix = KnownRun(
        safety.specification, assumptions: safety.assumptions, first: whole.states[0],
        steps: Array(whole.steps.prefix(length)), isStart: true)
      if let prefix, safety.isBad(prefix) { return prefix }
    }
    throw .traceDoesNotRun(theorem: safety.id)
  }

  /// The run of an answer, carried out again on known values.
  func knownRun(
    _ runs: Unrolling<S>, _ assignment: [String: Constant], isStart: Bool
  ) throws(CheckerError) -> KnownRun<S> {
    guard
      let run = KnownRun(runs, assignment, assumptions: safety.assumptions, isStart: isStart),
      safety.isBad(run)
    else { throw .traceDoesNotRun(theorem: safety.id) }
    return run
  }

  func record(_ run: KnownRun<S>) -> Trace { safety.record(run) }

  // MARK: - Induction

  /// What a proof attempt gave.
  enum Attempt {
    case proved(method: String, depth: Int?)
    case vacuous(String)
    /// A state from which one step breaks it.
    case failed(Trace?)
  }

  /// Proves it by induction over the lemmas that are invariants.
  func prove() throws(CheckerError) -> (attempt: Attempt, dropped: [String]) {
    let lemmas = try provedLemmas()
    used.formUnion(lemmas.used)
    limited = limited || lemmas.incomplete
    let kept = Set(lemmas.proved)
    let dropped = safety.lemmas.indices.filter { !kept.contains($0) }
      .map { safety.lemmas[$0].name }
    if let reason = lemmas.vacuous { return (.vacuous(reason), dropped) }
    if lemmas.isVacuityOpen { return (.failed(nil), dropped) }
    let attempt = try prove(with: lemmas.proved.map { safety.lemmas[$0] })
    // A lemma that broke is nearer to the cause than what could not be proved without it.
    if case .failed = attempt, let step = lemmas.failedStep { return (.failed(step), dropped) }
    return (attempt, dropped)
  }

  private func prove(with lemmas: [Invariant<S>]) throws(CheckerError) -> Attempt {
    func all(_ state: S) -> [Formula] { lemmas.map { $0.holds(state) } }
    guard case .state(let holds) = safety.good else {
      let step = unrolling(1, from: .arbitrary)
      let answer = try ask(
        "consecution", step, all(step.states[0]) + [safety.bad(step, at: 1)])
      return try conclude(answer, step, method: lemmas.isEmpty ? "one step" : "lemmas")
    }
    let now = unrolling(0, from: .arbitrary)
    let implication = try ask(
      "implication", now, all(now.states[0]) + [safety.bad(now, at: 0)])
    if case .unsatisfiable = implication { return .proved(method: "lemmas", depth: nil) }
    let first = unrolling(0, from: .first)
    guard case .unsatisfiable = try ask("initiation", first, [safety.bad(first, at: 0)]) else {
      return .failed(nil)
    }
    let step = unrolling(1, from: .arbitrary)
    let answer = try ask(
      "consecution", step,
      all(step.states[0]) + [holds(step.states[0]), safety.bad(step, at: 1)])
    return try conclude(answer, step, method: "induction")
  }

  private func conclude(
    _ answer: Answer, _ step: Unrolling<S>, method: String
  ) throws(CheckerError) -> Attempt {
    switch answer {
    case .unsatisfiable: return .proved(method: method, depth: nil)
    case .satisfiable(let assignment):
      return .failed(
        try solver.timing(\.replay) { () throws(CheckerError) in
          record(try knownRun(step, assignment, isStart: false))
        })
    case .unknown: return .failed(nil)
    }
  }

  /// Proves it from `depth` good states in a row, after a search has found no bad run so long.
  func proveByKInduction(upTo depth: Int) throws(CheckerError) -> Attempt {
    let lemmas = try provedLemmas().proved.map { safety.lemmas[$0] }
    guard depth >= 2 else { return .failed(nil) }
    for k in 2...depth {
      let steps = unrolling(k, from: .arbitrary)
      let premises = lemmas.flatMap { lemma in steps.states.map { lemma.holds($0) } }
      let good = (0..<k).map { !safety.bad(steps, at: $0) }
      let goal = safety.bad(steps, at: k)
      if case .unsatisfiable = try ask("k-induction.\(k)", steps, premises + good + [goal]) {
        return .proved(method: "k-induction", depth: k)
      }
    }
    return .failed(nil)
  }
}
