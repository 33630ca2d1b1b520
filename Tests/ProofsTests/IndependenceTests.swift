import Checker
import Models
import Solver
import Specification
import Testing

@testable import Proofs

/// Independence on the whole machine.
@Suite("Both OSes on one machine")
struct IndependenceTests {
  /// What is left of the assumptions where everything that helps is there.
  ///
  /// That each interrupt is served without two of them no run of 16 steps refutes, and no measure
  /// shows.
  private static let repaired: [(theorem: Theorem<SharedMachine>, assumption: String)] =
    MachineTheorems.whole.flatMap { theorem in
      theorem.assumptions.map { (theorem, $0.id) }
    }.filter { theorem, assumption in
      let isOpen = ["masks-its-own-lines", "acknowledges-first"].contains(assumption)
      return !(isOpen && theorem.id == "each-interrupt-is-served-in-the-repaired-design")
    }

  @Test("none of the assumptions that are left can be dropped", arguments: repaired.indices)
  func isNeeded(_ number: Int) throws {
    let (theorem, assumption) = Self.repaired[number]
    let without = try #require(theorem.without(assumption))
    let outcome = try without.decide(in: Session(), with: Solver())
    #expect(outcome.verdict == .refuted, "\(theorem.id) without \(assumption)")
  }
}
