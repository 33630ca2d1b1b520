import Foundation
import Testing

@testable import Proofs

@Suite("The README")
struct ReadmeTests {
  /// Its lines, those of a code block without the fence.
  private static let lines: [Substring] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let text = try! String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    return text.split(separator: "\n")
  }()

  /// Those about what each step may change are of one kind, and left out.
  @Test func listsEveryTheoremWithWhatItSays() {
    let leftOut = Set(Abilities.all.map(\.id))
    let expected = (Proofs.all + Proofs.code).filter { !leftOut.contains($0.id) }.map { theorem in
      let verdict = theorem.declared == .holds ? "proved" : "**refuted**"
      let claims = theorem.claims.joined(separator: " ")
      return "| `\(theorem.id)` | \(claims) | \(theorem.says) | \(verdict) |"
    }
    let rows = Self.lines.filter { $0.hasSuffix("| proved |") || $0.hasSuffix("| **refuted** |") }
    #expect(rows.map(String.init) == expected)
  }

  /// The theorems that are left out are found by the name that stands for all of them.
  @Test func namesOneOfThoseLeftOut() throws {
    let others = try #require(Self.lines.first { $0.hasPrefix("The others, `") })
    let name = try #require(others.split(separator: "`").dropFirst().first)
    #expect(Abilities.all.contains { $0.id == name })
  }

  @Test func showsATraceAsItIs() throws {
    let file = Golden.file("paper-set-keeps-whole-context", "txt")
    let trace = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    let steps = trace.drop { !$0.hasPrefix("  1 ") }
    let shown = Self.lines.drop { !$0.hasPrefix("  1 ") }.prefix(steps.count)
    #expect(Array(shown) == Array(steps))
  }
}
