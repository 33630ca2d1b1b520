import Checker
import Solver
import Specification
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
      for evidence in [answer.evidence, answer.repair] {
        for (names, declared) in [(evidence.proved, Declared.holds), (evidence.refuted, .fails)] {
          for name in names {
            let theorems = Self.theorems.named([name])
            #expect(!theorems.isEmpty, "\(id): no theorem \(name)")
            for theorem in theorems {
              #expect(theorem.declared == declared, "\(id): \(theorem.id)")
            }
          }
        }
      }
    }
  }

  @Test("an answer has what its bearing asks for", arguments: Ledger.all.map(\.id))
  func isGrounded(_ id: String) throws {
    let entry = try #require(Ledger.all.first { $0.id == id })
    for answer in entry.answers {
      let rests = !answer.evidence.theorems.isEmpty || !answer.evidence.runs.isEmpty
      let isQuestion = entry.kind == .question
      switch answer.bearing {
      case .supports, .adds: #expect(rests && answer.instead == nil, "\(id): \(answer.says)")
      case .contradicts: #expect(rests && answer.instead != nil, "\(id): \(answer.says)")
      case .answers: #expect(rests, "\(id): \(answer.says)")
      case .assumes, .remarks: #expect(answer.reason != nil, "\(id): \(answer.says)")
      }
      if [.supports, .contradicts, .assumes].contains(answer.bearing) {
        #expect(!isQuestion, "\(id) is a question: \(answer.says)")
      }
      if answer.bearing == .answers { #expect(isQuestion, "\(id) is a claim: \(answer.says)") }
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

  private static func standing(
    _ answers: LedgerAnswer..., outcomes: [String: Outcome] = standard
  ) -> LedgerStanding {
    let entry = LedgerEntry(id: "S6", kind: .claim, says: "a claim", answers: answers)
    return LedgerJudgement([entry], theorems, outcomes).entries[0].standing
  }

  private static let held = "saving-and-restoring-is-os2s-code"
  private static let assuming = "a-5-returns-to-user-mode-if-stopped-there"
  private static let failed = "a-5-returns-to-user-mode"

  private static let standard = [
    held: Outcome(.proved, method: "test"),
    assuming: Outcome(.proved, method: "test", used: ["something"]),
    failed: Outcome(.refuted, method: "test"),
  ]

  @Test("an answer whose theorem came out otherwise, or not at all, is open")
  func openAnswers() {
    let answer = LedgerAnswer.supports("it is so", proved: [Self.held])
    #expect(Self.standing(answer) == .proved)
    for verdict in [Verdict.refuted, .undecided, .vacuous] {
      let outcome = Outcome(verdict, method: "test")
      #expect(Self.standing(answer, outcomes: [Self.held: outcome]) == .open)
    }
    #expect(Self.standing(answer, outcomes: [:]) == .open)
    let remark = LedgerAnswer.adds("beside it", refuted: [Self.failed])
    #expect(
      Self.standing(answer, remark, outcomes: [Self.held: Self.standard[Self.held]!]) == .open)
  }

  @Test("a claim stands as what speaks for it and against it does")
  func standings() {
    let yes = LedgerAnswer.supports("so", proved: [Self.held])
    let yesIf = LedgerAnswer.supports("so", proved: [Self.assuming], refuted: [Self.failed])
    let run = LedgerAnswer.supports("so", runs: [.system("os1-sends")])
    let mended = LedgerAnswer.contradicts(
      "not so", refuted: [Self.failed], instead: .repaired("but so", proved: [Self.assuming]))
    let lost = LedgerAnswer.contradicts(
      "not so", refuted: [Self.failed], instead: .nothing(because: "it can't be"))
    let remark = LedgerAnswer.remarks("a remark", "no reason")
    #expect(Self.standing(yes, remark) == .proved)
    #expect(Self.standing(yes, yesIf) == .provedAssuming)
    #expect(Self.standing(run) == .shown)
    #expect(Self.standing(yes, run) == .provedInPart)
    #expect(Self.standing(mended) == .refutedAndRepaired)
    #expect(Self.standing(yes, mended) == .repairedInPart)
    #expect(Self.standing(yes, mended, lost) == .refutedInPart)
    #expect(Self.standing(lost) == .refuted)
    #expect(Self.standing(remark) == .remark)
    #expect(Self.standing(.assumes("so", "how"), remark) == .assumed)
    #expect(Self.standing(.answers("so", refuted: [Self.failed])) == .answered)
    #expect(Self.standing(.answers("so", proved: [Self.assuming])) == .answeredAssuming)
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
