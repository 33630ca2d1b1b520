import Foundation
import Report
import TestSupport
import Testing

@testable import Proofs

@Suite("The README")
struct ReadmeTests {
  /// Its lines, those of a code block without the fence.
  private static let lines: [Substring] = {
    let text = try! String(contentsOf: Kept.file("README.md"), encoding: .utf8)
    return text.split(separator: "\n")
  }()

  private static let rows: [String] = {
    VerdictTable.markdown(Proofs.all + Proofs.code).split(separator: "\n").map(String.init)
  }()

  @Test func tellsTheoremsAsTheyAre() {
    let told = Self.lines.filter { $0.hasSuffix("| proved |") || $0.hasSuffix("| **refuted** |") }
    for row in told { #expect(Self.rows.contains(String(row)), "\(row)") }
    #expect(told.count > 10)
  }

  /// With `GOLDEN=write` in the environment the file is written.
  @Test func everyTheoremIsInTheRenderedList() throws {
    let text = "# Theorems\n\n" + Self.rows.joined(separator: "\n") + "\n"
    #expect(try Kept.isSame(text, as: "Tables/theorems.md"), "out of date")
  }

  @Test func showsATraceAsItIs() throws {
    let file = Golden.file("paper-set-keeps-whole-context", "txt")
    let trace = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let steps = trace.drop { !$0.hasPrefix("  1 ") }
    let shown = Self.lines.drop { !$0.hasPrefix("  1 ") }.prefix(steps.count)
    #expect(Array(shown) == Array(steps))
  }
}
