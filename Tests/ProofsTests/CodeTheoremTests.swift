import Proofs
import Testing

/// The theorems about the switch's machine code.
@Suite("Theorems on code")
struct CodeTheoremTests {
  @Test(arguments: Proofs.code.indices)
  func comesOutAsDeclared(_ index: Int) {
    let (theorem, outcome) = Decided.code[index]
    #expect(theorem.isAsDeclared(outcome), "\(theorem.id) is \(outcome.verdict)")
    #expect(theorem.declared == .holds || outcome.trace != nil, "\(theorem.id) has no trace")
  }
}
