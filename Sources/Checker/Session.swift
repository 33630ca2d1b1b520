import Solver
import Specification
import Synchronization

/// What is shared by the theorems that are decided together: lemmas that are proved once, and
/// the record of queries.
public final class Session: Sendable {
  public let limits: Limits
  /// Whether queries are kept for export.
  public let records: Bool

  private let shared = Mutex<[String: Lemmas]>([:])
  private let asked = Mutex<[Asked]>([])
  private let spent = Mutex<Statistics>(Statistics())

  public init(limits: Limits = Limits(), records: Bool = false) {
    self.limits = limits
    self.records = records
  }

  /// The queries asked so far, where they are kept.
  public var queries: [Asked] { asked.withLock { $0 } }

  /// What all queries have cost.
  public var statistics: Statistics { spent.withLock { $0 } }

  func record(_ query: Asked) {
    if records { asked.withLock { $0.append(query) } }
  }

  func add(_ statistics: Statistics) { spent.withLock { $0 += statistics } }

  /// The result of `prove` for this key, proved by whoever asks first.
  ///
  /// Two who ask at once may both prove it; the answer is the same.
  func lemmas(_ key: String, prove: () throws(CheckerError) -> Lemmas) throws(CheckerError)
    -> Lemmas
  {
    if let known = shared.withLock({ $0[key] }) { return known }
    let new = try prove()
    shared.withLock { $0[key] = new }
    return new
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
