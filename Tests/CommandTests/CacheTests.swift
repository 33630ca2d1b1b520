import Foundation
import TestSupport
import Testing

@Suite("The cache of the command")
struct CommandCacheTests {
  private static let names = ["separate-stacks", "mistaken", "two-ticks", "latched"]

  private func check(_ options: String...) throws -> Command.Result {
    try Command.example.run(["check"] + Self.names + options)
  }

  private func json(_ options: String...) throws -> (
    theorems: [[String: Any]], summary: [String: Any]
  ) {
    let root = try Command.example.run(["check"] + Self.names + ["--json"] + options).json
    return (
      try #require(root["theorems"] as? [[String: Any]]),
      try #require(root["summary"] as? [String: Any])
    )
  }

  /// A theorem without what a cache may change.
  private func bare(_ theorem: [String: Any]) -> NSDictionary {
    theorem.filter { !["seconds", "cached", "queries"].contains($0.key) } as NSDictionary
  }

  @Test func aSecondRunTakesTheVerdicts() throws {
    try Scratch.with { scratch in
      let cache = scratch.appending(path: "a/b").path
      let first = try json("--cache", cache)
      #expect(first.theorems.allSatisfy { $0["cached"] as? Bool == false })
      #expect(first.summary["cachedVerdicts"] as? Int == 0)
      let second = try json("--cache", cache)
      #expect(second.theorems.allSatisfy { $0["cached"] as? Bool == true })
      #expect(second.summary["cachedVerdicts"] as? Int == Self.names.count)
      #expect(second.summary["queries"] as? Int == 0)
      #expect(second.theorems.map(bare) == first.theorems.map(bare))
      let text = try check("--cache", cache)
      let lines = text.out.split(separator: "\n")
      #expect(lines.count { $0.contains("  cached") } == 2 * Self.names.count)
      #expect(lines.last?.hasSuffix("4 verdicts cached)") == true)
      #expect(text.code == 10)
    }
  }

  @Test func tracesComeOutOfTheCacheAsTheyWere() throws {
    try Scratch.with { scratch in
      let arguments = ["trace", "mistaken", "--cache", scratch.path]
      let first = try Command.example.run(arguments)
      let second = try Command.example.run(arguments)
      #expect(Scratch.names(scratch).contains { $0.hasSuffix(".verdict") })
      #expect(first.out == second.out && second.out.contains("timer tick"))
    }
  }

  @Test func whereNoneIsWantedNothingIsKept() throws {
    try Scratch.with { scratch in
      _ = try check("--cache", scratch.path)
      let names = Scratch.names(scratch)
      let anew = try json("--no-cache")
      #expect(anew.theorems.allSatisfy { $0["cached"] as? Bool == false })
      #expect((anew.summary["queries"] as? Int ?? 0) > 0)
      #expect(Scratch.names(scratch) == names)
      let both = try check("--no-cache", "--cache", scratch.path)
      #expect(both.code == 64 && both.err.contains("--no-cache and --cache DIR"))
    }
  }

  @Test func anotherSeedDecidesAnew() throws {
    try Scratch.with { scratch in
      let first = try json("--cache", scratch.path, "--jobs", "1")
      let other = try json("--cache", scratch.path, "--jobs", "1", "--seed", "7")
      #expect(other.theorems.allSatisfy { $0["cached"] as? Bool == false })
      #expect(other.summary["queries"] as? Int == first.summary["queries"] as? Int)
    }
  }

  @Test func damageIsNoticedAndIgnored() throws {
    try Scratch.with { scratch in
      let first = try json("--cache", scratch.path)
      let verdicts = Scratch.names(scratch).filter { $0.hasSuffix(".verdict") }
      #expect(verdicts.count == Self.names.count)
      for name in verdicts {
        try Data("nonsense".utf8).write(to: scratch.appending(path: name))
      }
      let result = try check("--cache", scratch.path, "--json")
      #expect(result.err == "note: 4 entries were damaged in the cache, and ignored\n")
      let theorems = try #require(try result.json["theorems"] as? [[String: Any]])
      #expect(theorems.map(bare) == first.theorems.map(bare))
      // The answers were still good.
      #expect(theorems.allSatisfy { $0["cached"] as? Bool == true })
    }
  }

  @Test func aPlaceThatCannotBeWrittenIsAnError() throws {
    let result = try check("--cache", "/dev/null/cache")
    #expect(result.code == 65 && result.out.isEmpty)
    #expect(result.err.contains("/dev/null"))
  }

  @Test func mutantsTakeNoCache() throws {
    #expect(try Command.example.run("mutate", "--cache", "/tmp").code == 64)
  }
}
