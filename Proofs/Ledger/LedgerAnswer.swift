/// One statement about a claim, true by what stands beside it, and how it bears on the claim.
public struct LedgerAnswer: Sendable {
  public enum Bearing: String, Sendable, CaseIterable {
    /// The claim, or a part of it, is true.
    case supports = "for"
    /// The claim, or a part of it, is false as it stands.
    case contradicts = "against"
    /// What is open has this answer.
    case answers = "answer"
    /// Neither: what a reader of the claim should know.
    case adds = "besides"
    /// The claim is an assumption, which the models make too, and how.
    case assumes = "assumed"
    /// Nothing can check it, and why.
    case remarks = "remark"
  }

  /// What takes the place of what is false.
  public enum Instead: Sendable {
    case repaired(String, Evidence)
    case nothing(because: String)
  }

  public let bearing: Bearing
  public let says: String
  public let evidence: Evidence
  /// For what contradicts alone.
  public let instead: Instead?
  /// Why nothing can check it, for a remark; how the models make it, for an assumption.
  public let reason: String?

  private init(
    _ bearing: Bearing, _ says: String, _ evidence: Evidence = Evidence(),
    instead: Instead? = nil, reason: String? = nil
  ) {
    self.bearing = bearing
    self.says = says
    self.evidence = evidence
    self.instead = instead
    self.reason = reason
  }

  static func supports(
    _ says: String, proved: [String] = [], refuted: [String] = [], runs: [LedgerRun] = []
  ) -> LedgerAnswer {
    LedgerAnswer(.supports, says, Evidence(proved, refuted, runs))
  }

  static func contradicts(
    _ says: String, proved: [String] = [], refuted: [String] = [], runs: [LedgerRun] = [],
    instead: Instead
  ) -> LedgerAnswer {
    LedgerAnswer(.contradicts, says, Evidence(proved, refuted, runs), instead: instead)
  }

  static func answers(
    _ says: String, proved: [String] = [], refuted: [String] = [], runs: [LedgerRun] = []
  ) -> LedgerAnswer {
    LedgerAnswer(.answers, says, Evidence(proved, refuted, runs))
  }

  static func adds(
    _ says: String, proved: [String] = [], refuted: [String] = [], runs: [LedgerRun] = []
  ) -> LedgerAnswer {
    LedgerAnswer(.adds, says, Evidence(proved, refuted, runs))
  }

  static func assumes(
    _ says: String, _ how: String, proved: [String] = [], refuted: [String] = [],
    runs: [LedgerRun] = []
  ) -> LedgerAnswer {
    LedgerAnswer(.assumes, says, Evidence(proved, refuted, runs), reason: how)
  }

  static func remarks(_ says: String, _ reason: String) -> LedgerAnswer {
    LedgerAnswer(.remarks, says, reason: reason)
  }

  /// What stands for what takes the place of what is false; nothing where nothing does.
  public var repair: Evidence {
    if case .repaired(_, let evidence) = instead { evidence } else { Evidence() }
  }

  /// The names of all theorems that it rests on.
  public var theorems: [String] { evidence.theorems + repair.theorems }
  /// All runs that it points to.
  public var runs: [LedgerRun] { evidence.runs + repair.runs }
}

extension LedgerAnswer.Instead {
  static func repaired(
    _ says: String, proved: [String] = [], refuted: [String] = [], runs: [LedgerRun] = []
  ) -> LedgerAnswer.Instead {
    .repaired(says, Evidence(proved, refuted, runs))
  }
}

/// What a statement rests on.
///
/// `*` at the end or the beginning of a theorem's name stands for anything.
public struct Evidence: Sendable {
  /// Theorems that are declared to hold.
  public let proved: [String]
  /// Theorems that are declared to fail: each gives a run.
  public let refuted: [String]
  /// Runs that show it and prove nothing.
  public let runs: [LedgerRun]

  init(_ proved: [String] = [], _ refuted: [String] = [], _ runs: [LedgerRun] = []) {
    self.proved = proved
    self.refuted = refuted
    self.runs = runs
  }

  public var theorems: [String] { proved + refuted }
}

/// One concrete run, or a count, which shows something and proves nothing.
public enum LedgerRun: Sendable, Hashable {
  /// The whole system, by the run's name; `*` at the end stands for anything.
  case system(String)
  /// A refutation carried out on the processor model, by its theorem.
  case replay(String)
  /// What another command prints.
  case output(String)

  /// The command that carries it out.
  public var command: String {
    switch self {
    case .system(let name): "verify system \(name)"
    case .replay(let name): "verify replay \(name)"
    case .output(let arguments): "verify \(arguments)"
    }
  }
}
