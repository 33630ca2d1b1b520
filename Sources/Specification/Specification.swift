import Logic

/// What is taken for true of the world that a specification does not describe.
public struct Assumption<S: Value>: Sendable {
  /// A word or a few, joined by hyphens; unique among assumptions.
  public let id: String
  /// The assumption in one sentence, and why it is made.
  public let says: String
  /// A condition on every state that a run goes through.
  public let holds: @Sendable (S) -> Formula
  /// Relative to the package.
  public let file: String
  public let line: Int

  public init(
    _ id: String, _ says: String, file: String = #filePath, line: Int = #line,
    holds: @escaping @Sendable (S) -> Formula
  ) {
    self.id = id
    self.says = says
    self.holds = holds
    self.file = Place.relative(file)
    self.line = line
  }
}

/// Tells specifications apart: what was proved of one is proved of no other, whatever its name.
public final class Identity: Sendable, Hashable {
  public static func == (a: Identity, b: Identity) -> Bool { a === b }
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A transition system: a state type, its first states, and its actions.
public struct Specification<S: Value>: Sendable {
  public let name: String
  /// A state of the right shape, whose values do not matter.
  public let shape: S
  /// Sets what is fixed at the start, leaves the rest arbitrary, and returns what more must hold.
  public let initial: @Sendable (inout S) -> [Formula]
  public let actions: [Action<S>]
  /// The same for copies of this specification alone.
  public let identity = Identity()
  private let names = Once<[LeafName]>()

  /// Actions of one name are an error: steps are told apart by it.
  public init(
    _ name: String, shape: S, actions: [Action<S>],
    initial: @escaping @Sendable (inout S) -> [Formula]
  ) {
    self.name = name
    self.shape = shape
    self.actions = actions
    self.initial = initial
    let names = actions.map(\.name)
    precondition(Set(names).count == names.count, "\(name): actions of one name in \(names)")
  }

  /// The same specification with other actions.
  public func with(actions: [Action<S>]) -> Specification {
    Specification(name, shape: shape, actions: actions, initial: initial)
  }

  /// The names of the leaves of a state, in order.
  public var leafNames: [LeafName] { names.value { shape.names("") } }

  /// A state with a variable for each leaf, named after it, below `prefix`.
  public func variables(_ prefix: String) -> S {
    shape.replacingLeaves(
      leafNames.map { Leaf(.variable($0.path(below: prefix), $0.sort)) })
  }

  /// Whether each enumeration in a state is one of its cases.
  public func isWellFormed(_ state: S) -> Formula { state.isWellFormed(leafNames) }

  /// A first state over variables named below `prefix`, and what must hold of it.
  public func first(_ prefix: String) -> (state: S, conditions: Formula) {
    var state = variables(prefix)
    let conditions = initial(&state)
    return (state, Formula.all(conditions + [isWellFormed(state)]))
  }
}
