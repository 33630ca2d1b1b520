import Checker
import Report
import Solver
import Synchronization

/// What became of one mutation.
struct Fate: Sendable {
  let mutation: Mutation
  /// The theorem that came out otherwise, and how.
  let noticed: (theorem: String, how: String)?
  /// Theorems that reached a limit, so that they might have noticed.
  let unclear: [String]
  let seconds: Double

  var isSurvivor: Bool { noticed == nil && mutation.excuse == nil }

  var word: String {
    if noticed != nil { return "noticed" }
    return mutation.excuse == nil ? "survived" : "excused"
  }
}

/// Decides theorems against changed specifications until one of them notices.
final class Mutants: Sendable {
  private struct State {
    var fates: [Int: Fate] = [:]
    /// Mutations noticed, by theorem and by theorem and action.
    var kills: [String: Int] = [:]
    var isClosed = false
  }

  let mutations: [Mutation]
  private let theorems: [String: [AnyTheorem]]
  /// Seconds that each theorem takes when nothing is changed.
  private let cost: [String: Double]
  private let limits: Limits
  private let threads: Int
  private let state = Mutex(State())

  /// - Parameter baseline: how the theorems came out; those that are not as declared notice nothing
  init(_ baseline: Summary, _ options: SolverOptions) {
    let sound = baseline.findings.filter(\.isAsDeclared)
    theorems = Dictionary(grouping: sound.map(\.theorem), by: \.specification)
    cost = Dictionary(uniqueKeysWithValues: sound.map { ($0.theorem.id, $0.seconds) })
    limits = options.limits
    threads = options.threads
    mutations = theorems.sorted { $0.key < $1.key }.flatMap { $0.value[0].mutations() }
  }

  /// What is known by now, in the order of the mutations.
  func fates(isInterrupted: Bool) -> [Fate] {
    state.withLock { state in
      state.isClosed = state.isClosed || isInterrupted
      return mutations.indices.compactMap { state.fates[$0] }
    }
  }

  /// Tries all; `ended` is told of each as it ends, one at a time.
  func run(ended: @escaping @Sendable (Fate) -> Void) {
    let limits = limits
    Pool.run(mutations.count, threads: threads) {
      Solver(limits: limits)
    } body: { [self] solver, index in
      if Interruption.shared.isRequested { return }
      let fate = fate(of: mutations[index], with: solver)
      state.withLock { state in
        guard !state.isClosed, !Interruption.shared.isRequested else { return }
        state.fates[index] = fate
        ended(fate)
        Console.shared.status("\(state.fates.count)/\(mutations.count) mutants")
      }
    }
    Console.shared.status("")
  }

  private func fate(of mutation: Mutation, with solver: Solver) -> Fate {
    let start = now()
    let session = Session(limits: limits)
    var unclear: [String] = []
    for theorem in candidates(mutation) {
      let finding = theorem.finding(in: session, with: solver, mutation: mutation)
      if finding.isAsDeclared { continue }
      if finding.outcome?.isLimited == true {
        unclear.append(theorem.id)
        continue
      }
      remember(theorem, mutation)
      return Fate(
        mutation: mutation, noticed: (theorem.id, finding.departure), unclear: unclear,
        seconds: now() - start)
    }
    return Fate(mutation: mutation, noticed: nil, unclear: unclear, seconds: now() - start)
  }

  /// Those that noticed most for their time, changes to this action above all.
  private func candidates(_ mutation: Mutation) -> [AnyTheorem] {
    let kills = state.withLock { $0.kills }
    func merit(_ theorem: AnyTheorem) -> (Int, Double) {
      let own = kills[Self.key(theorem, mutation)] ?? 0
      let all = Double(1 + (kills[theorem.id] ?? 0))
      return (own, all / max(cost[theorem.id]!, 0.001))
    }
    return theorems[mutation.specification]!.map { ($0, merit($0)) }
      .sorted { $0.1 > $1.1 }.map(\.0)
  }

  private func remember(_ theorem: AnyTheorem, _ mutation: Mutation) {
    state.withLock { state in
      state.kills[theorem.id, default: 0] += 1
      state.kills[Self.key(theorem, mutation), default: 0] += 1
    }
  }

  private static func key(_ theorem: AnyTheorem, _ mutation: Mutation) -> String {
    "\(theorem.id)|\(mutation.action)"
  }
}

extension Finding {
  /// How the theorem came out otherwise than declared.
  var departure: String {
    if let failure { return failure }
    switch (theorem.declared, verdict) {
    case (_, .vacuous): return "vacuous"
    case (.holds, .refuted): return "refuted"
    case (.holds, _): return "no longer proved"
    case (.fails, _): return "no longer refuted"
    }
  }
}
