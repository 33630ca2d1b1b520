import CZ3
import Logic

/// Queries that have most of their assertions in common: these are translated and asserted once.
public final class QueryFamily {
  public let queries: [Query]
  private let solver: Solver
  private let goals: Goals
  private let assertions: Assertions
  /// Of each query its assertions that are not common to all.
  private let own: [[Term]]

  /// - Parameter common: how many of its first assertions each query shares with all others
  public init(_ queries: [Query], common: Int, in solver: Solver) {
    self.queries = queries
    self.solver = solver
    goals = Goals(queries, .words)
    assertions = Assertions(solver, goals, Z3_mk_simple_solver(solver.context))
    solver.statistics.terms += goals.list.count
    for term in goals.roots.first?.prefix(common) ?? [] { assertions.assert(term) }
    own = zip(queries, goals.roots).map { Array($1[common..<$0.assertions.count]) }
  }

  /// Answers one of the queries.
  /// - Throws: ``SolverError`` where a model doesn't make the query true.
  public func check(_ number: Int) throws(SolverError) -> Answer {
    let query = queries[number]
    let tracked = Array(goals.roots[number].dropFirst(query.assertions.count))
    let answer = assertions.check(besides: own[number], tracked: tracked)
    solver.statistics.queries += 1
    switch answer {
    case .unsatisfiable: return answer
    case .satisfiable(let model) where query.isTrue(under: model): return answer
    case .satisfiable: solver.statistics.secondTries += 1
    case .unknown: break
    }
    return try solver.check(query)
  }
}
