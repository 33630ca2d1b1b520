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

  @Test("every query of every theorem")
  func everyQuery() throws {
    _ = Decided.outcomes
    let queries = Decided.session.queries.filter { $0.answer.status != "unknown" }
    let texts = queries.map { SMTLIB.text($0.query, status: $0.answer.status) }
    let all = try OtherSolver.cvc5Answers(texts, seconds: Self.seconds, atOnce: Pool.cores)
    var unanswered: [String] = []
    for (index, asked) in queries.enumerated() {
      let answer = all[index]
      if answer.hasPrefix("cvc5 interrupted by timeout") {
        unanswered.append(asked.query.name)
      } else {
        #expect(answer == asked.answer.status, "\(asked.query.name)")
      }
    }
    print("\(queries.count - unanswered.count) of \(queries.count) queries answered alike by cvc5;")
    if !unanswered.isEmpty { print("not within \(Self.seconds) s: \(unanswered.sorted())") }
    #expect(unanswered.isEmpty)
    #expect(queries.count > 300)
  }
}
