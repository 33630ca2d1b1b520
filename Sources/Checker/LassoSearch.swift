import Logic
import Solver
import Specification

/// A run that may at some time note its state, and has come back to it when both are the same.
///
/// Liveness as safety: Biere, Artho and Schuppan, FMICS 2002; strong fairness is added. A loop of
/// no steps is a run that stops.
struct Looping<S: Value>: Structure {
  var now: S
  /// The state that was noted.
  var noted: S
  var isAwaited: Formula = false
  /// Since then: whether a step of each fairness was taken, and whether one was ever possible
  /// (strong) or all the time (weak).
  var isLooping: Formula = false
  var taken: [Formula]
  var enabled: [Formula]

  static var fields: [Field<Looping>] {
    [
      Field("now", \.now), Field("noted", \.noted), Field("awaited", \.isAwaited),
      Field("looping", \.isLooping), Field("taken", \.taken), Field("enabled", \.enabled),
    ]
  }

  static var noteName: String { "the loop begins" }
}

extension Response {
  /// The runs that may note a state while they wait.
  func looping(_ specification: Specification<S>) -> Specification<Looping<S>> {
    let note = Action<Looping<S>>(Looping<S>.noteName) { s, _ in
      !s.isLooping
      s.isAwaited
    } effect: { s, _ in
      s.noted = s.now
      s.isLooping = true
      s.taken = fairness.map { _ in false }
      s.enabled = fairness.map { $0.isEnabled(s.now, in: specification) }
    }
    let actions = specification.actions.map { step($0, specification) }
    let none = fairness.map { _ in false as Formula }
    let shape = Looping(
      now: specification.shape, noted: specification.shape, taken: none, enabled: none)
    return Specification(specification.name, shape: shape, actions: actions + [note]) { s in
      s = shape.replacingNow(s.now)
      let conditions = specification.initial(&s.now)
      s.noted = s.now
      s.isAwaited = isAwaited(s.now)
      return conditions
    }
  }

  private func step(
    _ action: Action<S>, _ specification: Specification<S>
  ) -> Action<Looping<S>> {
    Action(action.name, label: action.label) { s, any in
      action.guards(s.now, any)
    } effect: { s, any in
      let before = s.now
      action.effect(&s.now, any)
      // Once it has come in the loop, the loop is none that refutes.
      s.isAwaited = s.isLooping.choose(
        s.isAwaited && !goal(s.now), isAwaited(s.isAwaited, s.now))
      let step = Transition(action: action, before: before, after: s.now, inputs: any)
      for (index, fairness) in fairness.enumerated() {
        let isEnabled = fairness.isEnabled(s.now, in: specification)
        let isWeak = fairness.strength == .weak
        s.taken[index] = s.taken[index] || fairness.isTaken(step)
        s.enabled[index] =
          isWeak ? s.enabled[index] && isEnabled : s.enabled[index] || isEnabled
      }
    }
  }
}

extension Looping {
  fileprivate func replacingNow(_ now: S) -> Looping {
    var copy = self
    copy.now = now
    return copy
  }

  /// It has come back while it waits, and passes over no fair step for ever.
  fileprivate var closes: Formula {
    let fair = zip(taken, enabled).map { $0 || !$1 }
    return Formula.all([isLooping, isAwaited, noted.isEqual(to: now)] + fair)
  }
}

extension Theorem {
  /// A statement that no fair run awaits it for ever.
  func lassos(_ response: Response<S>) -> Safety<Looping<S>> {
    Safety(
      id: id, specification: response.looping(specification),
      assumptions: assumptions.map { $0.about { $0.now } }, lemmas: [], depth: depth + 1,
      method: method,
      good: .state { !$0.closes }, conclusion: { _ in "" })
  }

  /// The shortest run that loops and refutes the response, re-evaluated; nil where none is found.
  func findLasso(
    _ response: Response<S>, isLimited: inout Bool, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> Lasso<S>? {
    let engine = Engine(lassos(response), session, solver)
    defer { isLimited = isLimited || engine.limited }
    guard let run = try engine.search(depth: depth + 1) else { return nil }
    return try lasso(run, response)
  }

  /// The run of the system itself.
  private func lasso(
    _ run: KnownRun<Looping<S>>, _ response: Response<S>
  ) throws(CheckerError) -> Lasso<S> {
    let loop = run.steps.firstIndex { $0.action.name == Looping<S>.noteName }!
    let steps = run.steps.filter { $0.action.name != Looping<S>.noteName }.map { step in
      (specification.actions.first { $0.name == step.action.name }!, step.inputs)
    }
    let own = KnownRun(
      specification, assumptions: assumptions, first: run.states[0].now, steps: steps,
      isStart: true)
    guard let own else { throw .traceDoesNotRun(theorem: id) }
    let lasso = Lasso(run: own, loop: loop)
    guard lasso.refutes(response, specification) else { throw .traceDoesNotRun(theorem: id) }
    return lasso
  }
}

extension Response {
  /// The same for a goal that never comes: every fair run in which it is called for refutes it.
  var neverComing: Response {
    Response(trigger: trigger, goal: { _ in false }, fairness: fairness, progress: nil)
  }
}
