import Checker
import Report
import Specification

/// Decides theorems for a report of another form.
///
/// - Parameters:
///   - theorems: such as depend on nothing but the program
///   - interrupted: says what is known at Ctrl-C
public func findings(
  of theorems: [AnyTheorem], _ options: SolverOptions, _ cache: CacheOptions,
  interrupted: @escaping @Sendable (Summary) -> Void
) throws(InputError) -> Summary {
  let run = Run(theorems, options, cache: try cache.open(), keepsVerdicts: true)
  Interrupts.install { interrupted(run.summary(isInterrupted: true)) }
  return run.decide()
}

/// The run that refutes a theorem of the catalogue, or witnesses it.
public func trace(of name: String, _ options: SolverOptions) throws -> Trace {
  let theorem = try Catalogue.current.theorems().named(name)
  Interrupts.install { Console.shared.complain("interrupted: \(theorem.id) is not decided") }
  let finding = Run([theorem], options).decide().findings[0]
  guard let trace = finding.outcome?.trace else {
    throw InputError.noTrace(theorem: theorem.id, verdict: finding.verdict)
  }
  return trace
}
