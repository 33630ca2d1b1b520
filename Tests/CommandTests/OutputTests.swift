import Foundation
import TestSupport
import Testing

@Suite("What the command prints")
struct OutputTests {
  private static let keys: Set = [
    "id", "claims", "says", "declared", "verdict", "method", "depth", "seconds", "assumptions",
    "trace", "cached", "queries",
  ]

  @Test func jsonHasTheShapeThatIsPromised() throws {
    let result = try Command.example.run("--json", "--resources", "20000")
    let root = try result.json
    #expect(Set(root.keys) == ["theorems", "summary"])
    let theorems = try #require(root["theorems"] as? [[String: Any]])
    let ids = theorems.compactMap { $0["id"] as? String }
    #expect(ids.first == "separate-stacks" && ids.count == theorems.count && ids.count > 10)
    for theorem in theorems {
      #expect(Set(theorem.keys) == Self.keys)
      #expect(["holds", "fails"].contains(theorem["declared"] as? String))
      let verdicts = ["proved", "refuted", "undecided", "vacuous"]
      #expect(verdicts.contains(try #require(theorem["verdict"] as? String)))
      #expect(theorem["claims"] is [String] && theorem["seconds"] is Double)
      #expect(theorem["trace"] is NSNull)
    }
    let summary = try #require(root["summary"] as? [String: Any])
    #expect(summary["theorems"] as? Int == theorems.count)
    #expect(summary["exitCode"] as? Int32 == result.code)
    let counts = ["proved", "refuted", "undecided", "vacuous"].map { summary[$0] as? Int ?? -1 }
    #expect(counts.reduce(0, +) == theorems.count && counts.allSatisfy { $0 > 0 })
  }

  @Test func aProofNamesTheAssumptionsThatItUsed() throws {
    let root = try Command.example.run("check", "assumed-few-ticks", "--json").json
    let theorem = try #require((root["theorems"] as? [[String: Any]])?.first)
    let assumptions = try #require(theorem["assumptions"] as? [[String: Any]])
    #expect(assumptions.map { $0["id"] as? String } == ["few-ticks"])
    #expect(assumptions[0]["file"] as? String == "Tests/Example/Theorems.swift")
    #expect((assumptions[0]["line"] as? Int ?? 0) > 0)
  }

  @Test func theTableSaysWhatAProofAssumed() throws {
    let lines = try Command.example.run("check", "separate-stacks", "assumed-few-ticks").out
      .split(separator: "\n")
    #expect(lines.count { $0.contains("assumed-few-ticks") && $0.hasSuffix(" [1]") } == 2)
    #expect(!lines.contains { $0.contains("separate-stacks") && $0.hasSuffix("]") })
    let title = try #require(lines.firstIndex(of: "assumptions used"))
    #expect(lines[title + 1].hasPrefix("  [1] few-ticks  Tests/Example/Theorems.swift:"))
    #expect(lines[title + 2] == "      the machine is switched off before the hundredth tick")
    let other = try Command.example.run("check", "separate-stacks").out
    #expect(!other.contains("assumptions used"))
  }

  @Test func theListSaysWhatATheoremMayAssume() throws {
    let lines = try Command.example.run("list").out.split(separator: "\n")
    let row = try #require(lines.firstIndex { $0.hasPrefix("assumed-few-ticks ") })
    #expect(lines[row + 2] == "    may assume [1] few-ticks")
    #expect(lines.contains { $0.hasPrefix("  [1] few-ticks  Tests/Example/Theorems.swift:") })
  }

  @Test func aRowOfTheTableIsShort() throws {
    let lines = try Command.example.run("check", "deep").out.split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 100 })
    #expect(lines.contains { $0.hasPrefix("           no bad run of 4 steps or fewer") })
  }

  @Test(
    "in a pipe there is no status line and no colour",
    arguments: [
      ["check", "mistaken", "two-ticks"], ["trace", "private-time"], ["list"], ["mutate", "latch"],
    ])
  func silence(arguments: [String]) throws {
    let result = try Command.example.run(arguments)
    #expect(result.err.isEmpty)
    #expect(!result.out.contains("\u{1B}") && !result.out.contains("\r"))
  }

  @Test func onATerminalThereAreBoth() throws {
    let shown = try Command.example.onTerminal("check mistaken")
    #expect(shown.contains("\u{1B}[1;31mrefuted"), "\(shown)")
    #expect(shown.contains("0/1 decided; now mistaken"))
    let plain = try Command.example.onTerminal("check mistaken", environment: "NO_COLOR=1")
    #expect(plain.contains("refuted") && !plain.contains("\u{1B}[1;31m"))
  }

  @Test func aTheoremHasOneLineAsItEndsAndOneInTheTable() throws {
    let result = try Command.example.run("check", "mistaken", "separate-stacks")
    let lines = result.out.split(separator: "\n")
    #expect(lines.count { $0.contains("separate-stacks") && $0.hasPrefix("proved") } == 2)
    #expect(lines.count { $0.contains("← declared to hold") && $0.contains("mistaken") } == 2)
    #expect(lines.last?.hasPrefix("1 proved, 1 refuted, 1 of 2 as declared") == true)
  }

  @Test func tracesAreWrittenWhereAsked() throws {
    try Scratch.with { scratch in
      let directory = scratch.appending(path: "a/b").path
      let arguments = ["check", "mistaken", "separate-stacks", "--traces", directory, "--json"]
      let theorems = try Command.example.run(arguments).json["theorems"] as? [[String: Any]]
      let paths = try #require(theorems).map { $0["trace"] as? String }
      #expect(paths == ["\(directory)/mistaken.itf.json", nil])
      #expect(Scratch.names(scratch.appending(path: "a/b")) == ["mistaken.itf.json"])
    }
  }

  @Test("a trace goes to a file as it goes to the screen", arguments: ["text", "json", "itf"])
  func output(format: String) throws {
    try Scratch.with { scratch in
      let file = scratch.appending(path: "trace")
      let arguments = ["trace", "mistaken", "--format", format]
      let written = try Command.example.run(arguments + ["--output", file.path])
      #expect(written.out.isEmpty && Scratch.names(scratch).contains("trace"))
      let shown = try Command.example.run(arguments).out
      #expect(try String(contentsOf: file, encoding: .utf8) == shown)
      #expect(shown.contains("timer tick"))
    }
  }

  @Test func aStepThatAnInductionFailsOnIsNotPassedOffAsARun() throws {
    let text = try Command.example.run("trace", "deep").out
    #expect(text.contains("a state that may be unreachable") && text.contains("3E7h → 3E8h"))
    let json = try Command.example.run("trace", "deep", "--json").json
    #expect(json["startIsReachable"] as? Bool == false)
  }

  @Test func mutantsAreNamedWithWhoNotices() throws {
    let root = try Command.example.run("mutate", "latch", "--json").json
    let mutants = try #require(root["mutants"] as? [[String: Any]])
    let summary = try #require(root["summary"] as? [String: Any])
    #expect(summary["mutants"] as? Int == 3 && summary["interrupted"] as? Bool == false)
    let fates = mutants.map { "\($0["change"]!): \($0["fate"]!)" }.sorted()
    #expect(fates == ["drop value = 0h: excused", "free value: noticed", "keep value: noticed"])
    let signs = mutants.compactMap { $0["by"] as? String }
    let counts = try #require(summary["noticedBy"] as? [String: Int])
    #expect(signs.count == 2 && counts.values.reduce(0, +) == 2)
    #expect(counts.allSatisfy { sign, count in signs.count { $0 == sign } == count })
  }
}
