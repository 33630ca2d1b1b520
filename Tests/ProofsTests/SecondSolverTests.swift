import Checker
import Foundation
import Solver
import TestSupport
import Testing

@Suite("cvc5 answers what Z3 answered")
struct SecondSolverTests {
  /// Seconds that it gets for a query; `CVC5_SECONDS` in the environment says otherwise.
  private static let seconds =
    ProcessInfo.processInfo.environment["CVC5_SECONDS"].flatMap { Int($0) } ?? 60

  /// What it takes up to two minutes for, on a machine of its own: not asked with less than 300.
  private static let longest: Set<String> = Set(
    [14, 16, 17].map { "each-os-goes-on-beside-an-unended-interrupt.search.\($0)" })

  @Test("every query of every theorem")
  func everyQuery() throws {
    _ = Decided.outcomes
    let all = Decided.session.queries
    #expect(Self.longest.isSubset(of: all.map(\.query.name)))
    let asked = all.filter { Self.seconds >= 300 || !Self.longest.contains($0.query.name) }
    if asked.count < all.count {
      print("asked with CVC5_SECONDS=300 alone: \(Self.longest.sorted())")
    }
    #expect(try Self.compare(asked) > 300)
  }

  /// They are many, and much alike: one in 48; with `CODE_QUERIES=all` in the environment all.
  @Test("queries of the theorems on code")
  func queriesOnCode() throws {
    _ = Decided.code
    let all = Decided.codeSession.queries.sorted {
      ($0.theorem, $0.query.name) < ($1.theorem, $1.query.name)
    }
    let isWhole = ProcessInfo.processInfo.environment["CODE_QUERIES"] == "all"
    let chosen = all.enumerated().filter { isWhole || $0.offset % 48 == 0 }.map(\.element)
    #expect(try Self.compare(chosen) > 100)
  }

  /// Asks cvc5 what Z3 was asked.
  ///
  /// - Returns: how many
  private static func compare(_ all: [Asked]) throws -> Int {
    let queries = all.filter { $0.answer.status != "unknown" }
    let texts = queries.map { SMTLIB.text($0.query, status: $0.answer.status) }
    let answers = try OtherSolver.cvc5Answers(texts, seconds: seconds, atOnce: Pool.cores)
    var unanswered: [String] = []
    for (asked, answer) in zip(queries, answers) {
      if answer.hasPrefix("cvc5 interrupted by timeout") {
        unanswered.append(asked.query.name)
      } else {
        #expect(answer == asked.answer.status, "\(asked.query.name)")
      }
    }
    print("\(queries.count - unanswered.count) of \(queries.count) queries answered alike by cvc5;")
    if !unanswered.isEmpty { print("not within \(seconds) s: \(unanswered.sorted())") }
    #expect(unanswered.isEmpty)
    return queries.count
  }
}
