import Checker
import Foundation
import Solver
import TestSupport
import Testing

@Suite("cvc5 answers what Z3 answered")
struct SecondSolverTests {
  /// Seconds that it gets for a query; `CVC5_SECONDS` in the environment says otherwise.
  private static let seconds =
    ProcessInfo.processInfo.environment["CVC5_SECONDS"].flatMap { Int($0) } ?? 20

  /// Of the deepest searches it gets to no answer in time: they are printed, and must be few.
  @Test("every query of every theorem")
  func everyQuery() throws {
    _ = Decided.outcomes
    let (answered, open) = try Self.compare(Decided.session.queries)
    #expect(answered > 300)
    #expect(open.count * 200 < answered)
  }

  /// They are many, and much alike: one in 64; with `CODE_QUERIES=all` in the environment all. Of the
  /// largest cvc5 gets to no answer in ten seconds: they are printed.
  @Test("queries of the theorems on code")
  func queriesOnCode() throws {
    _ = Decided.code
    let all = Decided.codeSession.queries.sorted {
      ($0.theorem, $0.query.name) < ($1.theorem, $1.query.name)
    }
    let isWhole = ProcessInfo.processInfo.environment["CODE_QUERIES"] == "all"
    let chosen = all.enumerated().filter { isWhole || $0.offset % 64 == 0 }.map(\.element)
    let (answered, open) = try Self.compare(chosen, seconds: 10)
    #expect(answered > 100)
    #expect(open.count * 20 < answered)
  }

  /// Asks cvc5 what Z3 was asked.
  ///
  /// - Returns: how many it has answered, and which not
  private static func compare(
    _ all: [Asked], seconds: Int = Self.seconds
  ) throws -> (answered: Int, open: [String]) {
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
    return (queries.count - unanswered.count, unanswered)
  }
}
