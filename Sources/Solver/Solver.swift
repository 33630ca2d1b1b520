import CProcess
import CZ3
import Glibc
import Logic

/// A Z3 context with what it has spent; for one thread at a time.
///
/// A query goes to Z3's simple solver first, with words as an uninterpreted sort, and where that
/// gives up to the solver that picks tactics. A model is re-evaluated on known values before it
/// is given out, also one that was kept from an earlier process.
public final class Solver {
  let context: Z3_context
  public let limits: Limits
  public internal(set) var statistics = Statistics()
  private let answers: (any AnswerStore)?

  /// - Parameter answers: answers of earlier processes; nil asks everything anew
  public init(limits: Limits = Limits(), answers: (any AnswerStore)? = nil) {
    self.answers = answers
    _ = Self.heap
    let configuration = Z3_mk_config()
    context = Z3_mk_context_rc(configuration)
    Z3_del_config(configuration)
    // Errors are asked for where they matter; the default handler ends the process.
    Z3_set_error_handler(context) { _, _ in }
    self.limits = limits
    Interruption.shared.add(context)
  }

  deinit {
    Interruption.shared.remove(context)
    Z3_del_context(context)
  }

  /// The first context of Z3 fills two tables of 8 MiB, and a proof some more: in pages of 4 KiB the
  /// faults on them take longer than a small proof.
  private static let heap: Void = reserve_heap(64 << 20)

  /// Answers the query.
  /// - Throws: ``SolverError`` where a model doesn't make the query true.
  public func check(
    _ query: Query, translation: Translation = .words
  ) throws(SolverError) -> Answer {
    if query.roots.contains(where: { $0.literal == .word(0) }) {
      let core = query.tracked.indices.first { query.tracked[$0].known == false }
      let isOwn = query.assertions.contains { $0.known == false }
      return .unsatisfiable(core: isOwn ? [] : core.map { [$0] } ?? [])
    }
    let goals = timing(\.translation) { Goals([query], translation) }
    statistics.terms += goals.list.count
    return try keeping(query, goals, 0) { () throws(SolverError) in
      statistics.queries += 1
      var answer = run(query, goals, .simple)
      if case .unknown = answer, !Interruption.shared.isRequested {
        answer = run(query, goals, .tactics)
      }
      if case .satisfiable(let assignment) = answer, !isTrue(query, assignment) {
        if translation == .words {
          statistics.secondTries += 1
          return try check(query, translation: .bits)
        }
        throw .modelDoesNotEvaluate(query: query.name)
      }
      return answer
    }
  }

  /// The answer that was kept for one of the goals' queries, else the one that `ask` gives, which is
  /// kept.
  func keeping(
    _ query: Query, _ goals: Goals, _ number: Int, ask: () throws(SolverError) -> Answer
  ) throws(SolverError) -> Answer {
    guard let answers else { return try ask() }
    let question = timing(\.translation) {
      QuestionText(goals, number, asserted: query.assertions.count, limits).bytes
    }
    switch answers.answer(to: question) {
    case .satisfiable(let assignment)? where isTrue(query, assignment):
      statistics.kept += 1
      return .satisfiable(assignment)
    case .unsatisfiable(let core)? where core.allSatisfy(query.tracked.indices.contains):
      statistics.kept += 1
      return .unsatisfiable(core: core)
    case nil: break
    default: answers.reject(question)
    }
    let answer = try ask()
    if case .unknown = answer { return answer }
    answers.keep(answer, to: question)
    return answer
  }

  func isTrue(_ query: Query, _ assignment: [String: Constant]) -> Bool {
    timing(\.replay) { query.isTrue(under: assignment) }
  }

  /// Does something and counts its time as part of what deciding costs.
  public func timing<R, E: Error>(
    _ part: WritableKeyPath<Statistics, Double>, _ body: () throws(E) -> R
  ) throws(E) -> R {
    let start = threadSeconds()
    defer { statistics[keyPath: part] += threadSeconds() - start }
    return try body()
  }

  private func run(_ query: Query, _ goals: Goals, _ kind: Assertions.Kind) -> Answer {
    let asserted = query.assertions.count
    let assertions = timing(\.translation) {
      let assertions = Assertions(self, goals, kind)
      for term in goals.roots[0].prefix(asserted) { assertions.assert(term) }
      return assertions
    }
    return assertions.check(tracked: Array(goals.roots[0].dropFirst(asserted)))
  }
}

/// An error that is ours and not the query's.
public enum SolverError: Error, CustomStringConvertible {
  /// The solver's model does not make the query true in either translation.
  case modelDoesNotEvaluate(query: String)

  public var description: String {
    switch self {
    case .modelDoesNotEvaluate(let query):
      "query \(query): the solver's model does not make the query true"
    }
  }
}

/// Seconds on a clock that only goes forward.
public func now() -> Double { seconds(CLOCK_MONOTONIC) }

/// Processor seconds that this thread has used.
public func threadSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
