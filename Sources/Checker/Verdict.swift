import Logic
import Solver
import Specification

/// How a theorem came out.
public enum Verdict: String, Sendable, Codable, CaseIterable {
  /// True of every run, of any length.
  case proved
  /// False of the run that is shown.
  case refuted
  /// A limit was reached first.
  case undecided
  /// True for the wrong reason: what it speaks of can't happen.
  case vacuous
}

/// A query that was asked, with the answer that it got.
public struct Asked: Sendable {
  public let theorem: String
  public let query: Query
  public let answer: Answer

  public init(theorem: String, query: Query, answer: Answer) {
    self.theorem = theorem
    self.query = query
    self.answer = answer
  }
}

/// Everything that deciding a theorem gave.
public struct Outcome: Sendable, Codable {
  public let verdict: Verdict
  /// How it was decided, in a few words.
  public let method: String
  /// The length of the trace, the k of a k-induction, or how deep a search got; nil where it
  /// means nothing.
  public let depth: Int?
  /// The ids of the assumptions that the proof used.
  public let used: Set<String>
  /// What refutes or witnesses it.
  public let trace: Trace?
  /// The same run as the system that was searched has it: with labels counted, or both runs in
  /// one state.
  let searched: Trace?
  /// One step from a state that an induction could not exclude; the state may be unreachable.
  public let failedStep: Trace?
  /// Lemmas that are not invariants and were left out.
  public let dropped: [String]
  /// A sentence for the reader, where there is something to say.
  public let note: String?
  /// A limit was reached on the way, so that a longer try may say more.
  public let isLimited: Bool

  public init(
    _ verdict: Verdict, method: String, depth: Int? = nil, used: Set<String> = [],
    trace: Trace? = nil, searched: Trace? = nil, failedStep: Trace? = nil, dropped: [String] = [],
    note: String? = nil,
    isLimited: Bool = false
  ) {
    self.verdict = verdict
    self.method = method
    self.depth = depth
    self.used = used
    self.trace = trace
    self.searched = searched ?? trace
    self.failedStep = failedStep
    self.dropped = dropped
    self.note = note
    self.isLimited = isLimited
  }
}

/// Why a theorem could not be decided at all.
public enum CheckerError: Error, CustomStringConvertible {
  /// A solver's model does not run on known values.
  case traceDoesNotRun(theorem: String)
  case solver(SolverError)
  /// The theorem could not be put to a solver, for this reason.
  case failed(theorem: String, String)

  public var description: String {
    switch self {
    case .traceDoesNotRun(let theorem): "\(theorem): the solver's trace does not re-evaluate"
    case .solver(let error): error.description
    case .failed(let theorem, let reason): "\(theorem): \(reason)"
    }
  }
}
