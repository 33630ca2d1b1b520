import Logic

/// A condition on states, named.
public struct Invariant<S: Value>: Sendable {
  public let name: String
  public let holds: @Sendable (S) -> Formula
  /// Relative to the package.
  public let file: String
  public let line: Int

  public init(
    _ name: String, file: String = #filePath, line: Int = #line,
    holds: @escaping @Sendable (S) -> Formula
  ) {
    self.name = name
    self.holds = holds
    self.file = Place.relative(file)
    self.line = line
  }
}

/// One step of a run, as a two-state property sees it.
public struct Transition<S: Value>: Sendable {
  public let action: Action<S>
  public let before: S
  public let after: S
  /// The inputs that the step took.
  public let inputs: @Sendable () -> Inputs

  public init(action: Action<S>, before: S, after: S, inputs: Inputs) {
    self.action = action
    self.before = before
    self.after = after
    nonisolated(unsafe) let inputs = inputs
    self.inputs = { inputs }
  }
}

/// Noninterference by unwinding: what one party sees does not depend on what others do.
///
/// After Rushby, "Noninterference, transitivity, and channel-control security policies", SRI 1992.
/// Actions are total: one that is not enabled changes nothing.
public struct Unwinding<S: Value>: Sendable {
  /// Two states that the observer can't tell apart, nor anything that it will see later.
  public let alike: @Sendable (S, S) -> Formula
  /// What the observer sees of a state.
  public let output: @Sendable (S) -> [Leaf]
  /// Whether the action, taken in the state, may be noticed by the observer.
  public let interferes: @Sendable (Action<S>, S) -> Formula

  public init(
    alike: @escaping @Sendable (S, S) -> Formula, output: @escaping @Sendable (S) -> [Leaf],
    interferes: @escaping @Sendable (Action<S>, S) -> Formula
  ) {
    self.alike = alike
    self.output = output
    self.interferes = interferes
  }
}

/// What a theorem says of a specification.
public enum Property<S: Value>: Sendable {
  /// True of every reachable state.
  case invariant(@Sendable (S) -> Formula)
  /// True of every step from a reachable state.
  case step(@Sendable (Transition<S>) -> Formula)
  /// Two runs that differ in hidden steps only look alike.
  case twoRun(Unwinding<S>)
  /// Some run ends with such a step.
  case possible(@Sendable (Transition<S>) -> Formula)
  /// Some run takes steps with these labels, in this order and with no other labelled step between
  /// them, and ends in such a state.
  case reachable(labels: [String], @Sendable (S) -> Formula)
  /// In every fair run one thing leads to another.
  case response(Response<S>)

  /// The fairness that it takes for true.
  public var fairness: [Fairness<S>] {
    if case .response(let response) = self { response.fairness } else { [] }
  }

  /// The same under less fairness, to be refuted; nil where it does not take this one for true.
  func without(fairness id: String) -> Property? {
    guard case .response(let response) = self else { return nil }
    let rest = response.fairness.filter { $0.id != id }
    if rest.count == response.fairness.count { return nil }
    let progress = response.progress.flatMap { $0.needs(id) ? nil : $0 }
    return .response(
      Response(trigger: response.trigger, goal: response.goal, fairness: rest, progress: progress))
  }
}

/// What a theorem is declared to come out as.
public enum Declared: String, Sendable, Codable {
  case holds, fails
}

/// A statement about a specification, with what is needed to decide it.
public struct Theorem<S: Value>: Sendable {
  /// Words joined by hyphens; unique.
  public let id: String
  /// The claims of the paper that it answers.
  public let claims: [String]
  /// The statement in one sentence.
  public let says: String
  public let declared: Declared
  public let specification: Specification<S>
  public let assumptions: [Assumption<S>]
  /// Invariants that help an induction; each is itself proved along with the theorem.
  public let lemmas: [Invariant<S>]
  /// The most steps of a run that a search looks at.
  public let depth: Int
  public let property: Property<S>
  /// How it is decided.
  public let method: Method
  /// What the last state of a trace shows, in a sentence; nil leaves it to ``says``.
  public let explain: (@Sendable (S) -> String)?
  /// Relative to the package.
  public let file: String
  public let line: Int

  public init(
    _ id: String, claims: [String], _ says: String, _ declared: Declared,
    of specification: Specification<S>, assuming assumptions: [Assumption<S>] = [],
    lemmas: [Invariant<S>] = [], depth: Int = 12, by method: Method = .automatic,
    _ property: Property<S>,
    explain: (@Sendable (S) -> String)? = nil, file: String = #filePath, line: Int = #line
  ) {
    self.id = id
    self.claims = claims
    self.says = says
    self.declared = declared
    self.specification = specification
    self.assumptions = assumptions
    self.lemmas = lemmas
    self.depth = depth
    self.property = property
    self.method = method
    self.explain = explain
    self.file = Place.relative(file)
    self.line = line
  }

  /// The same theorem about another specification.
  public func about(_ specification: Specification<S>) -> Theorem {
    Theorem(
      id, claims: claims, says, declared, of: specification, assuming: assumptions,
      lemmas: lemmas, depth: depth, by: method, property, explain: explain, file: file, line: line)
  }

  /// The same theorem without the assumption or fairness with this id, declared to fail; nil where
  /// there is none, or where some run is a witness, which it stays.
  public func without(_ id: String) -> Theorem? {
    let rest = assumptions.filter { $0.id != id }
    let property = property.without(fairness: id)
    guard rest.count < assumptions.count || property != nil else { return nil }
    switch self.property {
    case .possible, .reachable: return nil
    case .invariant, .step, .twoRun, .response: break
    }
    return Theorem(
      self.id, claims: claims, says, .fails, of: specification, assuming: rest, lemmas: lemmas,
      depth: depth, by: method, property ?? self.property, explain: explain, file: file, line: line)
  }
}
