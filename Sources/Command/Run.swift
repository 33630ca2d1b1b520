import Cache
import Checker
import Report
import Solver
import Synchronization

/// Theorems being decided, on the cores that there are.
final class Run: Sendable {
  private struct State {
    var findings: [Int: Finding] = [:]
    var running: Set<Int> = []
    var isClosed = false
  }

  let theorems: [AnyTheorem]
  let session: Session
  private let threads: Int
  private let cache: Cache?
  private let keepsVerdicts: Bool
  private let start = now()
  private let state = Mutex(State())

  /// - Parameters:
  ///   - cache: what is kept of earlier runs and of this one; nil decides everything anew
  ///   - keepsVerdicts: verdicts as a whole, too: of theorems that depend on nothing but the program
  ///   - records: queries are kept for export
  init(
    _ theorems: [AnyTheorem], _ options: SolverOptions, cache: Cache? = nil,
    keepsVerdicts: Bool = false, records: Bool = false, threads: Int? = nil
  ) {
    self.theorems = theorems
    self.cache = cache
    self.keepsVerdicts = keepsVerdicts
    session = Session(limits: options.limits, records: records)
    self.threads = threads ?? options.threads
  }

  /// Decides all; `ended` is told of each as it ends, one at a time.
  @discardableResult
  func decide(ended: @escaping @Sendable (Finding) -> Void = { _ in }) -> Summary {
    let (session, cache) = (session, cache)
    Pool.run(theorems.count, threads: threads) {
      Deferred { Solver(limits: session.limits, answers: cache) }
    } body: { [self] solver, index in
      begin(index)
      end(index, keptFinding(index) ?? finding(index, solver.value), ended)
    }
    Interrupts.stay()
    Console.shared.status("")
    cache?.trim()
    for remark in cache?.remarks ?? [] { Console.shared.complain("note: \(remark)") }
    return summary(isInterrupted: false)
  }

  private func keptFinding(_ index: Int) -> Finding? {
    guard keepsVerdicts, let cache else { return nil }
    let start = now()
    return cache.outcome(of: theorems[index], session.limits).map {
      Finding(theorems[index], .decided($0), seconds: now() - start, effort: nil)
    }
  }

  private func finding(_ index: Int, _ solver: Solver) -> Finding {
    let finding = theorems[index].finding(in: session, with: solver)
    if keepsVerdicts, let outcome = finding.outcome, !Interruption.shared.isRequested {
      cache?.keep(outcome, of: theorems[index], session.limits)
    }
    return finding
  }

  /// What is known by now.
  func summary(isInterrupted: Bool) -> Summary {
    state.withLock { state in
      // Nothing that ends after an interruption counts: its queries were cut short.
      state.isClosed = state.isClosed || isInterrupted
      return Summary(
        theorems.indices.compactMap { state.findings[$0] }, total: theorems.count,
        seconds: now() - start, isInterrupted: isInterrupted)
    }
  }

  private func begin(_ index: Int) {
    state.withLock { state in
      state.running.insert(index)
      show(state)
    }
  }

  private func end(_ index: Int, _ finding: Finding, _ ended: (Finding) -> Void) {
    state.withLock { state in
      guard !state.isClosed, !Interruption.shared.isRequested else { return }
      state.running.remove(index)
      state.findings[index] = finding
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

/// A value that is made when it is first asked for; for one thread.
private final class Deferred<Value> {
  private let make: () -> Value
  private(set) lazy var value = make()

  init(_ make: @escaping () -> Value) { self.make = make }
}

extension AnyTheorem {
  /// Decides it, and takes the time.
  func finding(in session: Session, with solver: Solver) -> Finding {
    let (start, processor, before) = (now(), threadSeconds(), solver.statistics)
    let end: Finding.End
    do { end = .decided(try decide(session, solver)) } catch { end = .failed("\(error)") }
    let seconds = now() - start
    return Finding(
      self, end, seconds: seconds,
      effort: Effort(
        solver.statistics - before, seconds: seconds, processor: threadSeconds() - processor))
  }
}
