import CZ3
import Logic

/// A Z3 solver with what it takes for true.
final class Assertions {
  private let owner: Solver
  private let goals: Goals
  private let solver: Z3_solver?
  private let translator: Z3Translator
  private var markers: [ObjectIdentifier: Z3_ast] = [:]

  /// Which of Z3's solvers.
  enum Kind {
    /// The one for all theories together.
    case simple
    /// The one that picks tactics by the form of the query.
    case tactics
  }

  init(_ owner: Solver, _ goals: Goals, _ kind: Kind) {
    self.owner = owner
    self.goals = goals
    switch kind {
    case .simple: solver = Z3_mk_simple_solver(owner.context)
    case .tactics: solver = Z3_mk_solver(owner.context)
    }
    Z3_solver_inc_ref(owner.context, solver)
    translator = Z3Translator(owner.context, goals.flow)
    setParameters(kind)
    for distinction in translator.distinctions {
      Z3_solver_assert(owner.context, solver, distinction)
    }
  }

  deinit { Z3_solver_dec_ref(owner.context, solver) }

  func assert(_ term: Term) { Z3_solver_assert(owner.context, solver, translator[term]) }

  /// Whether all that was asserted, and besides it these, can be true together.
  func check(besides terms: [Term] = [], tracked: [Term]) -> Answer {
    if Interruption.shared.isRequested { return .unknown("interrupted") }
    let tracked = tracked.map { marker($0) }
    let all = terms.map { marker($0) } + tracked
    let (start, processor) = (now(), threadSeconds())
    let result = Z3_solver_check_assumptions(owner.context, solver, UInt32(all.count), all)
    owner.statistics.checkSeconds += now() - start
    owner.statistics.processorSeconds += threadSeconds() - processor
    count()
    switch result {
    case Z3_L_TRUE:
      let answer = read()
      guard case .satisfiable(let model) = answer else { return answer }
      return .satisfiable(goals.restored(model))
    case Z3_L_FALSE: return .unsatisfiable(core: core(tracked))
    default:
      return .unknown(String(cString: Z3_solver_get_reason_unknown(owner.context, solver)))
    }
  }

  private func setParameters(_ kind: Kind) {
    let context = owner.context
    let parameters = Z3_mk_params(context)
    Z3_params_inc_ref(context, parameters)
    defer { Z3_params_dec_ref(context, parameters) }
    func set(_ name: String, _ value: UInt32) {
      Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, name), value)
    }
    if let milliseconds = owner.limits.milliseconds { set("timeout", milliseconds) }
    if let resources = owner.limits.resources { set("rlimit", resources) }
    set("random_seed", owner.limits.seed)
    // To keep track of which formulas matter takes longer than to give all of them to the theories:
    // two to three times as long on the proofs here.
    if kind == .simple { set("relevancy", 0) }
    Z3_solver_set_params(context, solver, parameters)
  }

  /// A constant that, taken for true, makes the formula true; the same for the same formula.
  private func marker(_ term: Term) -> Z3_ast? {
    if let known = markers[ObjectIdentifier(term)] { return known }
    let context = owner.context
    let symbol = Z3_mk_string_symbol(context, "marker!\(markers.count)")
    let marker = translator.hold(Z3_mk_const(context, symbol, Z3_mk_bool_sort(context)))
    let implication = translator.hold(Z3_mk_implies(context, marker, translator[term]))
    Z3_solver_assert(context, solver, implication)
    markers[ObjectIdentifier(term)] = marker
    return marker
  }

  private func core(_ markers: [Z3_ast?]) -> [Int] {
    let core = Z3_solver_get_unsat_core(owner.context, solver)
    Z3_ast_vector_inc_ref(owner.context, core)
    defer { Z3_ast_vector_dec_ref(owner.context, core) }
    let used = (0..<Z3_ast_vector_size(owner.context, core)).map {
      Z3_ast_vector_get(owner.context, core, $0)
    }
    return markers.indices.filter { used.contains(markers[$0]) }
  }

  private func read() -> Answer {
    guard let model = Z3_solver_get_model(owner.context, solver) else {
      return .unknown("no model")
    }
    Z3_model_inc_ref(owner.context, model)
    defer { Z3_model_dec_ref(owner.context, model) }
    do {
      let reader = try ModelReader(owner.context, model, literals: translator.literals)
      var assignment: [String: Constant] = [:]
      for (term, ast) in translator.variables {
        assignment[term.name] = try reader.value(ast, term.sort)
      }
      return .satisfiable(assignment)
    } catch {
      return .unknown("the model can't be read: \(error)")
    }
  }

  private func count() {
    let context = owner.context
    let all = Z3_solver_get_statistics(context, solver)
    Z3_stats_inc_ref(context, all)
    defer { Z3_stats_dec_ref(context, all) }
    for index in 0..<Z3_stats_size(context, all) where Z3_stats_is_uint(context, all, index) {
      if String(cString: Z3_stats_get_key(context, all, index)) == "rlimit count" {
        owner.statistics.resources = UInt64(Z3_stats_get_uint_value(context, all, index))
      }
    }
  }
}
