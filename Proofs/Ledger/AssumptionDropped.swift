import Checker

/// What breaks where a theorem is not granted one of its assumptions.
public struct AssumptionDropped: Sendable {
  public let assumption: String
  public let theorem: AnyTheorem
  /// How the theorem comes out without it; nil where it was not decided.
  public let outcome: Outcome?

  public init(assumption: String, theorem: AnyTheorem, outcome: Outcome?) {
    self.assumption = assumption
    self.theorem = theorem
    self.outcome = outcome
  }
}

extension Ledger {
  /// Every theorem declared to hold without each of its assumptions in turn.
  ///
  /// Such a theorem is searched for a refutation first. Those on a single repair of the machine that
  /// both share are passed over: what they assume the paper's design and the repaired one do.
  public static func dropping(
    _ theorems: [AnyTheorem]
  ) -> [(assumption: String, theorem: AnyTheorem)] {
    theorems.filter { $0.declared == .holds && !MachineTheorems.ofSingleRepairs.contains($0.id) }
      .flatMap { theorem in
        theorem.assumptions.compactMap { assumption in
          theorem.without(assumption.id).map { (assumption.id, $0) }
        }
      }
  }
}
