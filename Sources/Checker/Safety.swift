import Logic
import Solver
import Specification

/// What a proof must show besides its goal, so as to mean something.
enum VacuityCheck {
  case none
  /// There is a first state.
  case start
  /// And every action can happen.
  case actions
}

/// A statement that no run does something bad: what every kind of theorem comes down to.
struct Safety<S: Value>: Sendable {
  enum Good: Sendable {
    case state(@Sendable (S) -> Formula)
    case step(@Sendable (Transition<S>) -> Formula)
  }

  var id: String
  let specification: Specification<S>
  let assumptions: [Assumption<S>]
  var lemmas: [Invariant<S>]
  let depth: Int
  var method = Method.automatic
  let good: Good
  var vacuityCheck = VacuityCheck.actions
  /// What the end of a trace shows.
  let conclusion: @Sendable (S) -> String

  /// The assumptions over the states of the first so many steps, one formula each, to be tracked.
  func tracked(_ unrolling: Unrolling<S>, upTo last: Int) -> [Formula] {
    let places = unrolling.places[...last].flatMap { $0 }
    return assumptions.map { assumption in
      Formula.all(places.map { $0.reached.implies(assumption.holds($0.state)) })
    }
  }

  /// Whether something bad happens in the unrolling at the step or state numbered.
  func bad(_ unrolling: Unrolling<S>, at index: Int) -> Formula {
    switch good {
    case .state(let holds):
      return Formula.any(unrolling.places[index].map { $0.reached && !holds($0.state) })
    case .step(let holds):
      guard index > 0 else { return false }
      return Formula.any(
        unrolling.steps[index - 1].map { branch in
          let transition = Transition(
            action: branch.action, before: branch.before, after: branch.after,
            inputs: branch.inputs)
          return branch.picked && !holds(transition)
        })
    }
  }

  func record(_ run: KnownRun<S>) -> Trace {
    Trace(
      specification: specification.name, names: specification.leafNames,
      runs: [run.record(specification.leafNames)], conclusion: conclusion(run.states.last!))
  }

  /// Whether a run on known values ends badly.
  func isBad(_ run: KnownRun<S>) -> Bool {
    switch good {
    case .state(let holds): return holds(run.states.last!).known == false
    case .step(let holds):
      guard let step = run.steps.last else { return false }
      let before = run.states[run.states.count - 2]
      let transition = Transition(
        action: step.action, before: before, after: run.states.last!,
        inputs: Inputs.known(step.inputs))
      return holds(transition).known == false
    }
  }
}
