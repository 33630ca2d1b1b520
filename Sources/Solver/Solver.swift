import CZ3
import Glibc
import Logic

/// A Z3 context with what it has spent; for one thread at a time.
///
/// A query goes to Z3's simple solver first, with words as an uninterpreted sort, and where that
/// gives up to the solver that picks tactics. A model is re-evaluated on known values before it
/// is given out.
public final class Solver {
  private let context: Z3_context
  public let limits: Limits
  public private(set) var statistics = Statistics()

  public init(limits: Limits = Limits()) {
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

  /// The version of the library, as in 4.8.12.
  public static var version: String {
    var parts: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
    Z3_get_version(&parts.0, &parts.1, &parts.2, &parts.3)
    return "\(parts.0).\(parts.1).\(parts.2)"
  }

  /// Answers the query.
  /// - Throws: ``SolverError`` where a model doesn't make the query true.
  public func check(
    _ query: Query, translation: Translation = .words
  ) throws(SolverError) -> Answer {
    if query.roots.contains(where: { $0.literal == .word(0) }) {
      let core = query.tracked.indices.filter { query.tracked[$0].known == false }
      return .unsatisfiable(core: core.isEmpty ? [] : [core[0]])
    }
    let goals = query.goals
    let flow = Flow(goals, translation: translation)
    statistics.queries += 1
    statistics.terms += flow.terms.count
    var answer = run(query, goals, flow, Z3_mk_simple_solver(context))
    if case .unknown = answer, !Interruption.shared.isRequested {
      answer = run(query, goals, flow, Z3_mk_solver(context))
    }
    if case .satisfiable(let assignment) = answer {
      if !query.isTrue(under: assignment) {
        if translation == .words { return try check(query, translation: .bits) }
        throw .modelDoesNotEvaluate(query: query.name)
      }
    }
    return answer
  }

  private func run(
    _ query: Query, _ goals: [Term], _ flow: Flow, _ solver: Z3_solver?
  ) -> Answer {
    if Interruption.shared.isRequested { return .unknown("interrupted") }
    Z3_solver_inc_ref(context, solver)
    defer { Z3_solver_dec_ref(context, solver) }
    setParameters(solver)
    let translator = Z3Translator(context, flow)
    // What it holds is used up to the end, though nothing here names it.
    defer { withExtendedLifetime(translator) {} }
    let asserted = query.assertions.count
    for term in goals.prefix(asserted) { Z3_solver_assert(context, solver, translator[term]) }
    for distinction in translator.distinctions { Z3_solver_assert(context, solver, distinction) }
    let markers = goals.dropFirst(asserted).enumerated().map { index, term in
      mark(index, translator, term, solver)
    }
    let (start, processor) = (now(), threadSeconds())
    let result = Z3_solver_check_assumptions(
      context, solver, UInt32(markers.count), markers)
    statistics.checkSeconds += now() - start
    statistics.processorSeconds += threadSeconds() - processor
    count(solver)
    switch result {
    case Z3_L_TRUE: return read(solver, translator)
    case Z3_L_FALSE: return .unsatisfiable(core: core(solver, markers))
    default:
      return .unknown(String(cString: Z3_solver_get_reason_unknown(context, solver)))
    }
  }

  private func setParameters(_ solver: Z3_solver?) {
    let parameters = Z3_mk_params(context)
    Z3_params_inc_ref(context, parameters)
    defer { Z3_params_dec_ref(context, parameters) }
    func set(_ name: String, _ value: UInt32) {
      Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, name), value)
    }
    if let milliseconds = limits.milliseconds { set("timeout", milliseconds) }
    if let resources = limits.resources { set("rlimit", resources) }
    set("random_seed", limits.seed)
    Z3_solver_set_params(context, solver, parameters)
  }

  /// A marker that, taken for true, makes the tracked formula true.
  private func mark(
    _ index: Int, _ translator: Z3Translator, _ term: Term, _ solver: Z3_solver?
  ) -> Z3_ast? {
    let symbol = Z3_mk_string_symbol(context, "tracked!\(index)")
    let marker = translator.hold(Z3_mk_const(context, symbol, Z3_mk_bool_sort(context)))
    let implication = translator.hold(Z3_mk_implies(context, marker, translator[term]))
    Z3_solver_assert(context, solver, implication)
    return marker
  }

  private func core(_ solver: Z3_solver?, _ markers: [Z3_ast?]) -> [Int] {
    let core = Z3_solver_get_unsat_core(context, solver)
    Z3_ast_vector_inc_ref(context, core)
    defer { Z3_ast_vector_dec_ref(context, core) }
    let used = (0..<Z3_ast_vector_size(context, core)).map {
      Z3_ast_vector_get(context, core, $0)
    }
    return markers.indices.filter { used.contains(markers[$0]) }
  }

  private func read(_ solver: Z3_solver?, _ translator: Z3Translator) -> Answer {
    guard let model = Z3_solver_get_model(context, solver) else { return .unknown("no model") }
    Z3_model_inc_ref(context, model)
    defer { Z3_model_dec_ref(context, model) }
    do {
      let reader = try ModelReader(context, model, literals: translator.literals)
      var assignment: [String: Constant] = [:]
      for (term, ast) in translator.variables {
        assignment[term.name] = try reader.value(ast, term.sort)
      }
      return .satisfiable(assignment)
    } catch {
      return .unknown("the model can't be read: \(error)")
    }
  }

  private func count(_ solver: Z3_solver?) {
    let all = Z3_solver_get_statistics(context, solver)
    Z3_stats_inc_ref(context, all)
    defer { Z3_stats_dec_ref(context, all) }
    for index in 0..<Z3_stats_size(context, all) where Z3_stats_is_uint(context, all, index) {
      let value = UInt64(Z3_stats_get_uint_value(context, all, index))
      switch String(cString: Z3_stats_get_key(context, all, index)) {
      case "rlimit count": statistics.resources = value
      case "conflicts": statistics.conflicts += value
      default: break
      }
    }
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
private func threadSeconds() -> Double { seconds(CLOCK_THREAD_CPUTIME_ID) }

private func seconds(_ clock: clockid_t) -> Double {
  var time = timespec()
  clock_gettime(clock, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}
