import Checker
import Specification

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
