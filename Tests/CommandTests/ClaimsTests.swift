import Foundation
import Testing

@Suite("The ledger of claims")
struct ClaimsTests {
  @Test func jsonHasTheClaimWithItsAnswers() throws {
    let result = try Command.verify.run("claims", "A2", "--json")
    #expect(result.code == 0)
    let root = try result.json
    #expect(Set(root.keys) == ["claims", "assumptions", "summary"])
    let claims = try #require(root["claims"] as? [[String: Any]])
    #expect(claims.count == 1 && claims[0]["id"] as? String == "A2")
    #expect(claims[0]["standing"] as? String == "assumed")
    let answers = try #require(claims[0]["answers"] as? [[String: Any]])
    let theorems = try #require(answers.first?["theorems"] as? [[String: Any]])
    #expect(theorems.allSatisfy { $0["verdict"] as? String == "proved" } && theorems.count > 1)
    #expect(answers[0]["bearing"] as? String == "assumed" && answers[0]["open"] as? Bool == false)
    let also = try #require(claims[0]["also"] as? [[String: Any]])
    #expect(also.contains { $0["verdict"] as? String == "refuted" })
  }

  @Test func textShowsTheTraceAndWhatAnAssumptionBuys() throws {
    let text = try Command.verify.run("claims", "S7").out
    #expect(text.contains("S7  refuted in part, repaired"))
    #expect(text.contains("against: that is not always user mode"))
    #expect(text.contains("refuted: a-5-returns-to-user-mode, "))
    #expect(text.contains("instead [1]: it is where no OS is stopped in its kernel"))
    #expect(text.contains("runs: verify system os1-sends, "))
    #expect(text.contains("many-switch-to-the-next (refuted)"))
    #expect(text.contains("stopped-in-user-mode  Proofs/Switch/Assumptions.swift:"))
    #expect(text.contains("without it a-5-returns-to-user-mode-if-stopped-there is refuted, "))
    #expect(try !Command.verify.run("claims", "S7", "--no-dropping").out.contains("without it"))
  }

  /// A question has an answer, not a refutation.
  @Test func aQuestionIsAnswered() throws {
    let text = try Command.verify.run("claims", "N?filtering", "--no-dropping").out
    #expect(text.contains("N?filtering  answered"))
    #expect(text.contains("answer: not where the card's filter knows one address"))
  }

  @Test(arguments: ["markdown", "html"])
  func documents(_ format: String) throws {
    let result = try Command.verify.run("claims", "S6", "--format", format, "--no-dropping")
    #expect(result.code == 0)
    #expect(result.out.contains("saving-and-restoring-is-os2s-code"))
    #expect(
      result.out.hasPrefix(format == "html" ? "<!doctype html>" : "1 claims and open questions"))
  }

  @Test func unknownClaimIsRefused() throws {
    let result = try Command.verify.run("claims", "S66")
    #expect(result.code == 65 && result.out.isEmpty)
    #expect(result.err.contains("no claim “S66”; did you mean “S6”"))
  }
}
