import Logic

/// Collects formulas, one a line.
@resultBuilder
public enum Conjuncts {
  public static func buildExpression(_ formula: Formula) -> [Formula] { [formula] }
  public static func buildExpression(_ formulas: [Formula]) -> [Formula] { formulas }
  public static func buildBlock(_ parts: [Formula]...) -> [Formula] { parts.flatMap { $0 } }
  public static func buildArray(_ parts: [[Formula]]) -> [Formula] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [Formula]?) -> [Formula] { part ?? [] }
  public static func buildEither(first: [Formula]) -> [Formula] { first }
  public static func buildEither(second: [Formula]) -> [Formula] { second }
}

/// A kind of step: when it may happen, and what it does.
public struct Action<S: Value>: Sendable {
  /// What happens, in a few words; unique in its specification.
  public let name: String
  /// The paper's label of the step (a-1, b-2 …), where it has one.
  public let label: String?
  /// The conditions, all of which must hold; reports name them by what they say.
  public let guards: @Sendable (S, Inputs) -> [Formula]
  /// Ordinary Swift on a copy of the state; what is not assigned does not change.
  public let effect: @Sendable (inout S, Inputs) -> Void
  /// Changes to this action that no theorem can notice, and why.
  public let equivalent: [Change: String]

  public init(
    _ name: String, label: String? = nil,
    @Conjuncts when guards: @escaping @Sendable (S, Inputs) -> [Formula],
    effect: @escaping @Sendable (inout S, Inputs) -> Void, equivalent: [Change: String] = [:]
  ) {
    self.name = name
    self.equivalent = equivalent
    self.label = label
    self.guards = guards
    self.effect = effect
  }

  /// The same action with reasons beside it why some changes to it are equivalent.
  public func excusing(_ reasons: [Change: String]) -> Action {
    Action(
      name, label: label, when: guards, effect: effect,
      equivalent: equivalent.merging(reasons) { old, _ in old })
  }

  /// The reason beside the action why no theorem can notice a change.
  public func excuse(_ change: Change) -> String? {
    equivalent.filter { $0.key.covers(change) }.max { $0.key.precision < $1.key.precision }?.value
  }

  /// Whether the action may happen, and the state after it.
  public func apply(to state: S, _ inputs: Inputs) -> (enabled: Formula, after: S) {
    let enabled = Formula.all(guards(state, inputs))
    var after = state
    if enabled.known != false { effect(&after, inputs) }
    return (enabled && inputs.wellFormed, after)
  }
}
