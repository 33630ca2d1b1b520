import Foundation
import Report
import Testing

@testable import Proofs

@Suite("The README")
struct ReadmeTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// Its lines, those of a code block without the fence.
  private static let lines: [Substring] = {
    let text = try! String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
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
    let file = Self.root.appending(path: "Tables/theorems.md")
    let text = "# Theorems\n\n" + Self.rows.joined(separator: "\n") + "\n"
    if Golden.isWriting { try text.write(to: file, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: file, encoding: .utf8) == text, "out of date")
  }

  @Test func showsATraceAsItIs() throws {
    let file = Golden.file("paper-set-keeps-whole-context", "txt")
    let trace = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let steps = trace.drop { !$0.hasPrefix("  1 ") }
    let shown = Self.lines.drop { !$0.hasPrefix("  1 ") }.prefix(steps.count)
    #expect(Array(shown) == Array(steps))
  }
}
