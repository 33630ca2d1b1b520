import Checker
import Solver
import Testing

@testable import Proofs

/// Every claim has its answer, and every answer its theorems.
@Suite("The ledger")
struct LedgerTests {
  static let theorems = Proofs.all + Proofs.code

  /// The paper's claims by section, and what its §4 and §5 leave open.
  static let expected =
    (1...12).map { "A\($0)" } + (1...9).map { "S\($0)" }
    + ["view", "enough", "restorable", "pages", "availability", "nesting", "fairness"]
    .map { "S?\($0)" } + (1...12).map { "N\($0)" }
    + ["class-1", "error-value", "addresses", "deferred", "filtering", "granularity"]
    .map { "N?\($0)" }

  @Test("each claim and each open question has an entry, and only these")
  func isComplete() {
    #expect(Set(Ledger.all.map(\.id)) == Set(Self.expected))
    #expect(Ledger.all.count == Self.expected.count)
    for entry in Ledger.all {
      #expect(!entry.answers.isEmpty, "\(entry.id) has no answer")
      #expect(entry.kind == (entry.id.contains("?") ? .question : .claim))
    }
  }

  @Test("what an answer names is declared as the answer says", arguments: Ledger.all.map(\.id))
  func namesTheorems(_ id: String) throws {
    let entry = try #require(Ledger.all.first { $0.id == id })
    for answer in entry.answers {
      for name in answer.theorems {
        #expect(!Self.theorems.named([name]).isEmpty, "\(id): no theorem \(name)")
      }
      for theorem in Self.theorems.named(answer.repairs) {
        #expect(theorem.declared == .holds, "\(id): \(theorem.id) is no repair")
      }
      let isProved = if case .proved = answer.ground { true } else { false }
      for theorem in Self.theorems.named(answer.grounds) {
        #expect((theorem.declared == .holds) == isProved, "\(id): \(theorem.id)")
      }
    }
  }

  @Test("theorems name claims that there are")
  func claimsExist() {
    for theorem in Self.theorems {
      for claim in theorem.claims {
        #expect(Self.expected.contains(claim), "\(theorem.id) names \(claim)")
      }
    }
  }

  // MARK: Standing

  private static let claim = LedgerEntry.claim(
    "S6", "a claim", .proved("it is so", by: "saving-and-restoring-is-os2s-code"))

  private func judged(_ outcomes: [String: Outcome]) -> LedgerJudgement.Entry {
    LedgerJudgement([Self.claim], Self.theorems, outcomes).entries[0]
  }

  @Test("an answer whose theorem came out otherwise, or not at all, is open")
  func openAnswers() {
    let id = "saving-and-restoring-is-os2s-code"
    #expect(judged([id: Outcome(.proved, method: "test")]).standing == .proved)
    let assuming = Outcome(.proved, method: "test", used: ["something"])
    #expect(judged([id: assuming]).standing == .provedAssuming)
    for verdict in [Verdict.refuted, .undecided, .vacuous] {
      #expect(judged([id: Outcome(verdict, method: "test")]).standing == .open)
    }
    #expect(judged([:]).standing == .open)
  }

  @Test(
    "a claim stands as its answers do",
    arguments: [
      ([.proved, .remark], .proved), ([.proved, .provedAssuming], .provedAssuming),
      ([.proved, .refutedAndRepaired], .refutedInPart),
      ([.refutedAndRepaired], .refutedAndRepaired), ([.proved, .refuted], .refuted),
      ([.refuted, .open], .open), ([.remark], .remark),
    ] as [([LedgerJudgement.Standing], LedgerJudgement.Standing)])
  func standing(_ answers: [LedgerJudgement.Standing], _ whole: LedgerJudgement.Standing) {
    #expect(LedgerJudgement.standing(answers) == whole)
  }

  // MARK: Assumptions

  @Test("without an assumption that it rests on a theorem no longer holds")
  func droppedAssumption() throws {
    let theorem = try #require(Self.theorems.named(["a-5-returns-to-user-mode-if-*"]).first)
    let cases = Ledger.dropping([theorem])
    #expect(cases.map(\.assumption) == ["stopped-in-user-mode"])
    let outcome = try cases[0].theorem.decide(Session(), Solver())
    #expect(outcome.verdict == .refuted)
  }
}
