import Logic
import Solver
import Specification
import Synchronization

/// What is shared by the theorems that are decided together: lemmas that are proved once, and
/// the record of queries.
public final class Session: Sendable {
  public let limits: Limits
  /// Whether queries are kept for export.
  public let records: Bool

  private let shared = Mutex<[LemmaKey: Shared]>([:])
  private let asked = Mutex<[Asked]>([])

  public init(limits: Limits = Limits(), records: Bool = false) {
    self.limits = limits
    self.records = records
  }

  /// The queries asked so far, where they are kept.
  public var queries: [Asked] { asked.withLock { $0 } }

  /// Keeps a query for export.
  public func record(_ query: Asked) {
    if records { asked.withLock { $0.append(query) } }
  }

  /// The result of `prove` for this key, proved once by whoever asks first; others wait for it.
  ///
  /// What a limit left incomplete is not kept for others.
  func lemmas(_ key: LemmaKey, prove: () throws(CheckerError) -> Lemmas) throws(CheckerError)
    -> Lemmas
  {
    let one = shared.withLock { all in
      let one = all[key] ?? Shared()
      all[key] = one
      return one
    }
    return try one.lemmas.withLock { (lemmas) throws(CheckerError) in
      if let known = lemmas { return known }
      let new = try prove()
      if !new.incomplete { lemmas = new }
      return new
    }
  }

  /// Lemmas that have been proved, or are to be.
  private final class Shared: Sendable {
    let lemmas = Mutex<Lemmas?>(nil)
  }
}

/// What proofs of lemmas must have in common for one to serve for another: the specification, and
/// the lemmas and assumptions themselves.
struct LemmaKey: Hashable {
  let specification: Identity
  let lemmas: [String]
  let assumptions: [String]
  /// Of the formulas of both.
  let digest: Int
  let vacuityCheck: VacuityCheck
}

extension Safety {
  var lemmaKey: LemmaKey {
    let state = specification.variables("0")
    let formulas = lemmas.map { $0.holds(state) } + assumptions.map { $0.holds(state) }
    return LemmaKey(
      specification: specification.identity, lemmas: lemmas.map(\.name),
      assumptions: assumptions.map(\.id), digest: TermList.digest(of: formulas.map(\.asTerm)),
      vacuityCheck: vacuityCheck)
  }
}

/// Which lemmas of a specification hold in every reachable state.
struct Lemmas: Sendable {
  /// Places in the list of lemmas.
  var proved: [Int]
  var used: Set<String>
  /// A step that breaks the first lemma that was left out.
  var failedStep: Trace?
  /// Why no proof over these premises counts; nil where they are satisfiable.
  var vacuous: String?
  /// A limit was reached on the way.
  var incomplete = false
  /// Whether the premises can be met was not found out within the limits.
  var isVacuityOpen = false
}
