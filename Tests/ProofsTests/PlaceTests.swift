import Foundation
import Proofs
import Testing

@Suite("Places in the source")
struct PlaceTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The text of a file from a line on, a few lines long.
  private func text(_ file: String, _ line: Int) throws -> String {
    #expect(!file.hasPrefix("/"))
    let whole = try String(contentsOf: Self.root.appending(path: file), encoding: .utf8)
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
    return lines[(line - 1)..<min(line + 3, lines.count)].joined(separator: "\n")
  }

  /// Those whose ids are computed, by what stands in the source in the place of the id.
  private static let computed = [
    ("os1-", "Theorem"), ("os2-", "Theorem"),
    ("complete-set-keeps-whole-context-", "complete-set-keeps-whole-context-"),
    ("os1-runs-as-if-alone", "runs-as-if-alone"), ("os2-runs-as-if-alone", "runs-as-if-alone"),
    ("os1-sees-nothing-of-the-other", "sees-nothing-of-the-other"),
    ("os2-sees-nothing-of-the-other", "sees-nothing-of-the-other"),
    ("paper-set-hides-", "paper-set-hides-"), ("complete-set-hides-", "complete-set-hides-"),
    ("controller-hides-", "controller-hides-"), ("time-hides-", "time-hides-"),
    ("slots-hide-", "slots-hide-"), ("cr3-load-hides-", "cr3-load-hides-"),
    ("whole-flush-hides-", "whole-flush-hides-"),
    ("each-os-", "claim.theorem("), ("each-interrupt-", "claim.theorem("),
    ("served-", "\"served-"), ("whole-context-kept-", "whole-context-kept-"),
    ("each-os-finds-what-it-left-in-the-papers-design", "-in-the-papers-design"),
    ("each-os-goes-on-in-the-papers-design", "-in-the-papers-design"),
    ("each-interrupt-is-served-in-the-papers-design", "-in-the-papers-design"),
  ]

  @Test func ofATheoremIsWhereItsIdStands() throws {
    for theorem in Proofs.all {
      let text = try text(theorem.file, theorem.line)
      let stand = Self.computed.last { theorem.id.hasPrefix($0.0) }?.1
      #expect(
        text.contains("\"\(theorem.id)\"") || stand.map(text.contains) == true,
        "\(theorem.id) at \(theorem.file):\(theorem.line)")
    }
  }

  @Test func ofAnAssumptionIsWhereItsIdStands() throws {
    for assumption in Proofs.all.flatMap(\.assumptions) {
      let text = try text(assumption.file, assumption.line)
      let stem = assumption.id.replacing("-os1", with: "").replacing("-os2", with: "")
        .replacing("os1-", with: "").replacing("os2-", with: "")
      #expect(text.contains(stem), "\(assumption.id) at \(assumption.file):\(assumption.line)")
    }
  }
}
