import Logic

/// Queries that have most of their assertions in common: these are translated and asserted once.
public final class QueryFamily {
  public let queries: [Query]
  private let solver: Solver
  private let goals: Goals
  private let common: Int
  /// Made when Z3 is first asked.
  private lazy var assertions = makeAssertions()

  /// - Parameter common: how many of its first assertions each query shares with all others
  public init(_ queries: [Query], common: Int, in solver: Solver) {
    self.queries = queries
    self.solver = solver
    self.common = common
    goals = solver.timing(\.translation) { Goals(queries, .words) }
    solver.statistics.terms += goals.list.count
  }

  private func makeAssertions() -> Assertions {
    solver.timing(\.translation) {
      let assertions = Assertions(solver, goals, .simple)
      for term in goals.roots.first?.prefix(common) ?? [] { assertions.assert(term) }
      return assertions
    }
  }

  /// Answers one of the queries.
  /// - Throws: ``SolverError`` where a model doesn't make the query true.
  public func check(_ number: Int) throws(SolverError) -> Answer {
    let query = queries[number]
    return try solver.keeping(query, goals, number) { () throws(SolverError) in
      let goals = goals.roots[number]
      let own = goals[common..<query.assertions.count]
      let answer = assertions.check(
        besides: Array(own), tracked: Array(goals.dropFirst(query.assertions.count)))
      solver.statistics.queries += 1
      switch answer {
      case .unsatisfiable: return answer
      case .satisfiable(let model) where solver.isTrue(query, model): return answer
      case .satisfiable: solver.statistics.secondTries += 1
      case .unknown: break
      }
      return try solver.check(query)
    }
  }
}
