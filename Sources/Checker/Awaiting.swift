import Logic
import Specification

/// A run with a note whether something is called for that has not come yet.
struct Awaiting<S: Value>: Structure {
  var state: S
  var isAwaited: Formula

  static var fields: [Field<Awaiting>] {
    [Field("state", \.state), Field("awaited", \.isAwaited)]
  }
}

extension Response {
  /// Whether it is awaited in the first state of a run.
  func isAwaited(_ first: S) -> Formula { (trigger?(first) ?? true) && !goal(first) }

  /// Whether it is awaited after a step, given whether it was before.
  func isAwaited(_ wasAwaited: Formula, _ after: S) -> Formula {
    (wasAwaited || (trigger?(after) ?? false)) && !goal(after)
  }

  /// The same runs with what they wait for.
  func awaiting(_ specification: Specification<S>) -> Specification<Awaiting<S>> {
    let actions = specification.actions.map { action in
      Action<Awaiting<S>>(action.name, label: action.label) { all, any in
        action.guards(all.state, any)
      } effect: { all, any in
        action.effect(&all.state, any)
        all.isAwaited = isAwaited(all.isAwaited, all.state)
      }
    }
    let shape = Awaiting(state: specification.shape, isAwaited: false)
    return Specification(specification.name, shape: shape, actions: actions) { all in
      let conditions = specification.initial(&all.state)
      all.isAwaited = isAwaited(all.state)
      return conditions
    }
  }
}

extension Theorem {
  /// The name of a lemma that is tried unasked.
  static var called: String { "what is awaited is still called for" }

  /// A statement about the runs with what they wait for, from which the response follows.
  /// - Parameter runs: made by ``Response/awaiting(_:)``
  func awaiting(
    _ response: Response<S>, in runs: Specification<Awaiting<S>>,
    _ good: Safety<Awaiting<S>>.Good
  ) -> Safety<Awaiting<S>> {
    let absent = Invariant<Awaiting<S>>("what is awaited is not there yet") {
      !($0.isAwaited && response.goal($0.state))
    }
    // Often so; where it is not, it is left out.
    let called = Invariant<Awaiting<S>>(Self.called) {
      $0.isAwaited.implies(response.trigger?($0.state) ?? true)
    }
    return Safety(
      id: id, specification: runs, assumptions: assumptions.map { $0.about { $0.state } },
      lemmas: lemmas.map { $0.about { $0.state } } + [absent, called], depth: depth,
      method: method, good: good,
      conclusion: { _ in "here what is awaited is not nearer than before" })
  }
}

extension Assumption {
  /// The same of a part of a larger state.
  func about<T: Value>(_ part: @escaping @Sendable (T) -> S) -> Assumption<T> {
    Assumption<T>(id, says, file: file, line: line) { holds(part($0)) }
  }
}

extension Invariant {
  /// The same of a part of a larger state.
  func about<T: Value>(_ part: @escaping @Sendable (T) -> S) -> Invariant<T> {
    Invariant<T>(name, file: file, line: line) { holds(part($0)) }
  }
}
