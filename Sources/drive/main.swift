import Checker
import Proofs
import Solver
import Glibc
let filter = CommandLine.arguments.dropFirst()
let session = Session(limits: Limits(milliseconds: 60000))
let solver = Solver(limits: session.limits)
let t0 = now()
for theorem in Proofs.all where filter.isEmpty || filter.contains(theorem.id) {
  let start = now()
  do {
    let o = try theorem.decide(session, solver, nil)
    print(theorem.isAsDeclared(o) ? "  " : "!!", o.verdict, theorem.id, o.method, o.depth ?? -1, Int((now() - start) * 1000), "ms", o.used.sorted(), o.dropped, o.note ?? "")
    if let t = o.trace {
      for s in t.runs[0].steps { print("     ", s?.label ?? "-", s?.action ?? "") }
      print("     ", t.conclusion)
    }
    if let t = o.failedStep {
      print("  CTI", t.runs[0].steps.map { $0!.action }, t.conclusion)
      for (i, n) in t.names.enumerated() where filter.count > 0 { print("      ", n.path, t.runs[0].states[0][i], t.runs[0].states[0][i] == t.runs[0].states[1][i] ? "" : "-> \(t.runs[0].states[1][i])") }
    }
  } catch { print("ERR", theorem.id, error) }
}
print("total", now() - t0, "check", solver.statistics.checkSeconds, solver.statistics.queries, solver.statistics.terms)
