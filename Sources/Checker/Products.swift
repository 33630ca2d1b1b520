import Logic
import Specification

/// Two runs side by side.
struct Pair<S: Value>: Value {
  var left: S
  var right: S

  // A table of fields would be made anew for each visit, since the type is generic.
  mutating func visit(_ body: (inout Leaf) -> Void) {
    left.visit(body)
    right.visit(body)
  }

  func names(_ path: String) -> [LeafName] {
    left.names(path.isEmpty ? "left" : "\(path).left")
      + right.names(path.isEmpty ? "right" : "\(path).right")
  }
}

/// A run with a finger on the next label that it has to pass.
struct Watched<S: Value>: Structure {
  var state: S
  /// The number of labels passed, at most 31.
  var passed: Bits<5>

  static var fields: [Field<Watched>] { [Field("state", \.state), Field("passed", \.passed)] }
}

/// What is added to the name of a step that only one of two runs takes.
let hiddenMark = " (hidden)"

extension Unwinding {
  /// The two runs whose difference the observer must not see: one takes every step, the other
  /// leaves out those that the observer must not notice.
  ///
  /// Both start in the same state and take the same inputs; a step that one of them can't take
  /// leaves that one as it is.
  func product(_ specification: Specification<S>) -> Specification<Pair<S>> {
    // An action that always or never interferes needs one of its two forms only.
    let any = specification.shape.variables("any")
    let shared = specification.actions.filter { interferes($0, any).known != false }
    let actions =
      shared.map { sharedStep($0) } + hidden(specification).map { hiddenStep($0) }
    let shape = Pair(left: specification.shape, right: specification.shape)
    return Specification(specification.name, shape: shape, actions: actions) { pair in
      let conditions = specification.initial(&pair.left)
      pair.right = pair.left
      return conditions
    }
  }

  /// The actions that may have steps which the observer must not notice.
  func hidden(_ specification: Specification<S>) -> [Action<S>] {
    let any = specification.shape.variables("any")
    return specification.actions.filter { interferes($0, any).known != true }
  }

  /// A step that both runs take, each if it can.
  private func sharedStep(_ action: Action<S>) -> Action<Pair<S>> {
    Action(action.name, label: action.label) { pair, any in
      interferes(action, pair.left)
      action.apply(to: pair.left, any).enabled || action.apply(to: pair.right, any).enabled
    } effect: { pair, any in
      pair.left = action.total(pair.left, any)
      pair.right = action.total(pair.right, any)
    }
  }

  /// A step that the left run alone takes.
  private func hiddenStep(_ action: Action<S>) -> Action<Pair<S>> {
    Action(action.name + hiddenMark, label: action.label) { pair, any in
      !interferes(action, pair.left)
      action.apply(to: pair.left, any).enabled
    } effect: { pair, any in
      pair.left = action.apply(to: pair.left, any).after
    }
  }

  /// The leaves of a state that the output is made of.
  func observedPaths(_ shape: S) -> Set<String> {
    Self.variables(output(shape.variables("")))
  }

  /// What the observer sees differ, with the value in each run.
  func difference(_ pair: Pair<S>) -> String {
    let sources = output(pair.left.variables("")).map { Self.variables([$0]) }
    let seen = zip(sources, zip(output(pair.left), output(pair.right)))
      .filter { $1.0.known != $1.1.known }
      .reduce(into: Set<String>()) { $0.formUnion($1.0) }
    let leaves = zip(pair.left.names(""), zip(pair.left.leaves, pair.right.leaves))
    return leaves.filter { seen.contains($0.path) && $1.0.known != $1.1.known }
      .map { name, sides in
        let values = [sides.0, sides.1].map { $0.known.map(name.show) ?? "unknown" }
        return "\(name.path) is \(values[0]) in run 1 and \(values[1]) in run 2"
      }.joined(separator: "; ")
  }

  /// The names of the variables that the leaves are made of.
  private static func variables(_ leaves: [Leaf]) -> Set<String> {
    Set(TermList(leaves.map(\.term)).terms.filter { $0.op == .variable }.map(\.name))
  }

  /// Whether the observer sees the same of both.
  func outputsAgree(_ pair: Pair<S>) -> Formula {
    Formula.all(zip(output(pair.left), output(pair.right)).map { $0.isEqual(to: $1) })
  }
}

extension Action {
  /// What must be able to happen for a proof to mean something, that a step of it is one of: the
  /// action, in two runs taken by one of them or by both; and some step that only one takes.
  var wanted: [String] {
    guard name.hasSuffix(hiddenMark) else { return [name] }
    return [String(name.dropLast(hiddenMark.count)), "a step that only one run takes"]
  }

  /// The state after the action where it is enabled, else the same state.
  func total(_ state: S, _ inputs: Inputs) -> S {
    let (enabled, after) = apply(to: state, inputs)
    return enabled.choose(after, state)
  }
}

extension Specification {
  /// The same runs, kept to the given labels in their order.
  func watched(_ labels: [String]) -> Specification<Watched<S>> {
    let allowed = self.actions.filter { $0.label.map(labels.contains) ?? true }
    let actions = allowed.map { action in
      let places = labels.indices.filter { labels[$0] == action.label }
      return Action<Watched<S>>(action.name, label: action.label) { watched, any in
        if action.label != nil {
          Formula.any(places.map { watched.passed == Bits(UInt64($0)) })
        }
        action.guards(watched.state, any)
      } effect: { watched, any in
        action.effect(&watched.state, any)
        if action.label != nil { watched.passed += 1 }
      }
    }
    let shape = Watched(state: self.shape, passed: 0)
    return Specification<Watched<S>>(name, shape: shape, actions: actions) { watched in
      watched.passed = 0
      return self.initial(&watched.state)
    }
  }
}
