import Checker
import TableReports
import TestSupport
import Testing

@testable import Proofs

/// The ledger as a page that is kept with the code.
@Suite("The page of claims")
struct ClaimsPageTests {
  private static let head = """
    # Claims

    What the paper claims and what it leaves open, how each stands, and why. `for`, `against` and `answer` are
    statements that are true by what stands below them; `verify claims` decides them anew, and says for each
    assumption what breaks without it. Runs show something and prove nothing.


    """

  /// From the verdicts that other tests decide; with `GOLDEN=write` in the environment it is written.
  @Test func isAsTheVerdictsAre() throws {
    let decided = Decided.outcomes + Decided.code
    let outcomes = Dictionary(uniqueKeysWithValues: decided.map { ($0.theorem.id, $0.outcome) })
    let theorems = decided.map(\.theorem)
    let judgement = LedgerJudgement(Ledger.all, theorems, outcomes)
    #expect(judgement.count(.open) == 0)
    let report = LedgerReport(judgement, theorems, dropped: [])
    let text = Self.head + report.text(.markdown)
    #expect(try Kept.isSame(text, as: "Tables/claims.md"), "out of date")
  }
}
