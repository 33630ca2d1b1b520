import Checker
import Report
import Solver
import Synchronization

/// Theorems being decided, on the cores that there are.
final class Run: Sendable {
  private struct State {
    var findings: [Int: Finding] = [:]
    var running: Set<Int> = []
    var solverSeconds = 0.0
    var queries = 0
    var isClosed = false
  }

  let theorems: [AnyTheorem]
  let session: Session
  private let threads: Int
  private let start = now()
  private let state = Mutex(State())

  init(
    _ theorems: [AnyTheorem], _ options: SolverOptions, records: Bool = false, threads: Int? = nil
  ) {
    self.theorems = theorems
    session = Session(limits: options.limits, records: records)
    self.threads = threads ?? options.threads
  }

  /// Decides all; `ended` is told of each as it ends, one at a time.
  @discardableResult
  func decide(ended: @escaping @Sendable (Finding) -> Void = { _ in }) -> Summary {
    let session = session
    Pool.run(theorems.count, threads: threads) {
      Solver(limits: session.limits)
    } body: { [self] solver, index in
      begin(index)
      let before = solver.statistics
      let finding = theorems[index].finding(in: session, with: solver)
      end(index, finding, before, solver.statistics, ended)
    }
    Interrupts.stay()
    Console.shared.status("")
    return summary(isInterrupted: false)
  }

  /// What is known by now.
  func summary(isInterrupted: Bool) -> Summary {
    state.withLock { state in
      // Nothing that ends after an interruption counts: its queries were cut short.
      state.isClosed = state.isClosed || isInterrupted
      return Summary(
        theorems.indices.compactMap { state.findings[$0] }, total: theorems.count,
        seconds: now() - start, solverSeconds: state.solverSeconds, queries: state.queries,
        isInterrupted: isInterrupted)
    }
  }

  private func begin(_ index: Int) {
    state.withLock { state in
      state.running.insert(index)
      show(state)
    }
  }

  private func end(
    _ index: Int, _ finding: Finding, _ before: Statistics, _ after: Statistics,
    _ ended: (Finding) -> Void
  ) {
    state.withLock { state in
      guard !state.isClosed, !Interruption.shared.isRequested else { return }
      state.running.remove(index)
      state.findings[index] = finding
      state.solverSeconds += after.checkSeconds - before.checkSeconds
      state.queries += after.queries - before.queries
      ended(finding)
      show(state)
    }
  }

  private func show(_ state: State) {
    let names = state.running.sorted().map { theorems[$0].id }.joined(separator: ", ")
    let now = names.isEmpty ? "" : "; now \(names)"
    Console.shared.status("\(state.findings.count)/\(theorems.count) decided\(now)")
  }
}

extension AnyTheorem {
  /// Decides it, and takes the time.
  func finding(in session: Session, with solver: Solver) -> Finding {
    let start = now()
    do {
      let outcome = try decide(session, solver)
      return Finding(self, .decided(outcome), seconds: now() - start)
    } catch {
      return Finding(self, .failed("\(error)"), seconds: now() - start)
    }
  }
}
