import Checker
import Foundation
import Solver
import Synchronization
import TestSupport
import Testing

@Suite("cvc5 answers what Z3 answered")
struct SecondSolverTests {
  /// Seconds that it gets for a query; `CVC5_SECONDS` in the environment says otherwise.
  private static let seconds =
    ProcessInfo.processInfo.environment["CVC5_SECONDS"].flatMap { Int($0) } ?? 5

  @Test("every query of every theorem")
  func everyQuery() throws {
    _ = Decided.outcomes
    let queries = Decided.session.queries.filter { $0.answer.status != "unknown" }
    let answers = Mutex<[Int: String]>([:])
    Pool.run(queries.count, threads: Pool.cores) {
    } body: { _, index in
      let text = SMTLIB.text(queries[index].query, status: queries[index].answer.status)
      let answer = (try? OtherSolver.cvc5.answer(text: text, seconds: Self.seconds)) ?? "no cvc5"
      answers.withLock { $0[index] = answer }
    }
    let all = answers.withLock { $0 }
    var unanswered: [String] = []
    for (index, asked) in queries.enumerated() {
      let answer = try #require(all[index])
      if answer == "cvc5 interrupted by timeout." {
        unanswered.append(asked.query.name)
      } else {
        #expect(answer == asked.answer.status, "\(asked.query.name)")
      }
    }
    print("\(queries.count - unanswered.count) of \(queries.count) queries answered alike by cvc5;")
    print("not within \(Self.seconds) s: \(unanswered.sorted())")
    #expect(unanswered.count * 20 < queries.count, "cvc5 answers 95 % at least")
    #expect(queries.count > 300)
  }
}
