import Checker
import Report
import Solver
import Synchronization

/// What is changed: of a specification, or of something of its own.
struct MutantName: Sendable {
  let specification: String
  let action: String
  let change: String
  let excuse: String?

  init(_ mutation: Mutation) {
    specification = mutation.specification
    action = mutation.action
    change = "\(mutation.change)"
    excuse = mutation.excuse
  }

  init(_ own: OwnMutant) {
    specification = own.specification
    action = own.part
    change = own.change
    excuse = own.excuse
  }
}

/// What became of one mutation.
struct Fate: Sendable {
  let mutation: MutantName
  /// The theorem that came out otherwise, what shows it, and how.
  /// A change to something of its own is noticed by no theorem, but by a verdict on it.
  var noticed: (what: String, sign: Sign?, how: String)?
  /// Why it was proved to make no difference.
  var equivalent: String?
  /// Theorems that reached a limit, so that they might have noticed.
  var unclear: [String] = []
  let seconds: Double

  var isSurvivor: Bool { word == "survived" }

  /// A theorem notices although the code beside the action says that none can.
  var isStale: Bool { noticed != nil && mutation.excuse != nil }

  static let words = ["noticed", "equivalent", "excused", "survived", "unclear"]

  var word: String {
    if noticed != nil { return "noticed" }
    if equivalent != nil { return "equivalent" }
    if !unclear.isEmpty { return "unclear" }
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

  /// All that is tried, in order.
  let names: [MutantName]
  let mutations: [Mutation]
  private let own: [OwnMutant]
  private let theorems: [String: [AnyTheorem]]
  /// How each theorem comes out when nothing is changed.
  private let baseline: [String: Outcome]
  let baselineCode: Int32
  private let triesExcused: Bool
  let limits: Limits
  let threads: Int
  private let state = Mutex(State())

  /// Theorems that a limit left undecided as they are, so that they might have noticed.
  private let open: [String: [String]]

  /// What each theorem can be asked about: specifications of one name need not be the same.
  private let known: [String: Set<Mutation>]

  /// - Parameter baseline: how the theorems came out; those that are not as declared notice nothing
  init(
    _ baseline: Summary, _ options: SolverOptions, own: [OwnMutant], triesExcused: Bool
  ) {
    self.own = own
    self.triesExcused = triesExcused
    baselineCode = baseline.exitCode
    let sound = baseline.findings.filter(\.isAsDeclared)
    open = Dictionary(grouping: baseline.findings.filter { $0.verdict == .undecided }) {
      $0.theorem.specification
    }.mapValues { $0.map(\.theorem.id) }
    theorems = Dictionary(grouping: sound.map(\.theorem), by: \.specification)
    self.baseline = Dictionary(
      uniqueKeysWithValues: sound.map { ($0.theorem.id, $0.outcome!) })
    limits = options.limits
    threads = options.threads
    let all = baseline.findings.map { ($0.theorem, $0.theorem.mutations()) }
    known = Dictionary(uniqueKeysWithValues: all.map { ($0.id, Set($1)) })
    var seen: Set<Mutation> = []
    mutations = Dictionary(grouping: all) { $0.0.specification }.sorted { $0.key < $1.key }
      .flatMap { $0.value.flatMap(\.1).filter { seen.insert($0).inserted } }
    names = mutations.map { MutantName($0) } + own.map { MutantName($0) }
  }

  /// What is known by now, in the order of the mutations.
  func fates(isInterrupted: Bool) -> [Fate] {
    state.withLock { state in
      state.isClosed = state.isClosed || isInterrupted
      return names.indices.compactMap { state.fates[$0] }
    }
  }

  /// Tries all; `ended` is told of each as it ends, one at a time.
  func run(ended: @escaping @Sendable (Fate) -> Void) {
    let limits = limits
    let first = mutations.count
    Pool.run(names.count, threads: threads) {
      Solver(limits: limits)
    } body: { [self] solver, index in
      if Interruption.shared.isRequested { return }
      let fate =
        index < first
        ? fate(of: mutations[index], with: solver) : fate(of: own[index - first], with: solver)
      state.withLock { state in
        guard !state.isClosed, !Interruption.shared.isRequested else { return }
        state.fates[index] = fate
        ended(fate)
        Console.shared.status("\(state.fates.count)/\(names.count) mutants")
      }
    }
    Interrupts.stay()
    Console.shared.status("")
  }

  private func fate(of mutation: Mutation, with solver: Solver) -> Fate {
    let start = now()
    let session = Session(limits: limits)
    let isTried = mutation.excuse == nil || triesExcused
    var unclear = isTried ? open[mutation.specification, default: []] : []
    for theorem in isTried ? candidates(mutation) : [] {
      switch notice(theorem, mutation, session, solver) {
      case .unnoticed: continue
      case .unclear: unclear.append(theorem.id)
      case .noticed(let sign, let how):
        remember(theorem, mutation)
        return Fate(
          mutation: MutantName(mutation), noticed: (theorem.id, sign, how), unclear: unclear,
          seconds: now() - start)
      }
    }
    return Fate(mutation: MutantName(mutation), unclear: unclear, seconds: now() - start)
  }

  private func fate(of mutant: OwnMutant, with solver: Solver) -> Fate {
    let start = now()
    var end = OwnMutant.End.survived
    do {
      if mutant.excuse == nil || triesExcused { end = try mutant.decide(solver) }
    } catch {
      Console.shared.complain("\(error)")
      end = .unclear
    }
    var fate = Fate(mutation: MutantName(mutant), seconds: now() - start)
    switch end {
    case .noticed(let what, let how): fate.noticed = (what, nil, how)
    case .equivalent(let why): fate.equivalent = why
    case .survived: break
    case .unclear: fate.unclear = [mutant.specification]
    }
    return fate
  }

  private func notice(
    _ theorem: AnyTheorem, _ mutation: Mutation, _ session: Session, _ solver: Solver
  ) -> Notice {
    do {
      return try theorem.notices(mutation, baseline[theorem.id]!, session, solver)
    } catch {
      // A fault of the checker's own is no theorem that notices.
      Console.shared.complain("\(theorem.id): \(error)")
      return .unclear
    }
  }

  /// Those that noticed most, changes to this action above all.
  private func candidates(_ mutation: Mutation) -> [AnyTheorem] {
    let kills = state.withLock { $0.kills }
    func merit(_ theorem: AnyTheorem) -> (Int, Int) {
      (kills[Self.key(theorem, mutation)] ?? 0, kills[theorem.id] ?? 0)
    }
    return theorems[mutation.specification, default: []]
      .filter { known[$0.id]!.contains(mutation) }.map { ($0, merit($0)) }
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
