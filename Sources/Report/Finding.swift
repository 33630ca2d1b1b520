import Checker
import Specification

/// A theorem with how it came out.
public struct Finding: Sendable {
  public enum End: Sendable {
    case decided(Outcome)
    /// The checker itself failed, with its message.
    case failed(String)
  }

  public let theorem: AnyTheorem
  public let end: End
  /// On the wall.
  public let seconds: Double
  /// What it took; nil where the verdict was kept from an earlier run.
  public let effort: Effort?

  public init(_ theorem: AnyTheorem, _ end: End, seconds: Double, effort: Effort?) {
    self.theorem = theorem
    self.end = end
    self.seconds = seconds
    self.effort = effort
  }

  /// The verdict was kept from an earlier run, or all the answers were that it rests on.
  public var isCached: Bool { effort.map { $0.asked == 0 && $0.cached > 0 } ?? true }

  public var outcome: Outcome? { if case .decided(let outcome) = end { outcome } else { nil } }

  public var failure: String? { if case .failed(let message) = end { message } else { nil } }

  /// A theorem that the checker failed at is as good as undecided.
  public var verdict: Verdict { outcome?.verdict ?? .undecided }

  public var isAsDeclared: Bool { outcome.map { theorem.isAsDeclared($0) } ?? false }

  /// It was decided, and the other way than declared.
  public var isContrary: Bool {
    !isAsDeclared && (verdict == .proved || verdict == .refuted)
  }
}

/// What became of all the theorems.
public struct Summary: Sendable {
  public let findings: [Finding]
  /// Those that there are, decided or not.
  public let total: Int
  /// On the wall, from first to last.
  public let seconds: Double
  /// Inside the solver's own check, summed over threads.
  public var solverSeconds: Double { efforts.reduce(0) { $0 + $1.solverSeconds } }
  /// Queries that the solver was asked.
  public var queries: Int { efforts.reduce(0) { $0 + $1.asked } }
  /// Queries whose answers were kept from earlier runs.
  public var cachedQueries: Int { efforts.reduce(0) { $0 + $1.cached } }
  /// Verdicts that were kept as a whole.
  public var cachedVerdicts: Int { findings.count { $0.effort == nil } }
  public let isInterrupted: Bool

  public init(_ findings: [Finding], total: Int, seconds: Double, isInterrupted: Bool) {
    self.findings = findings
    self.total = total
    self.seconds = seconds
    self.isInterrupted = isInterrupted
  }

  private var efforts: [Effort] { findings.compactMap(\.effort) }

  public func count(_ verdict: Verdict) -> Int { findings.count { $0.verdict == verdict } }

  public var asDeclared: Int { findings.count { $0.isAsDeclared } }

  /// The exit code: the most serious thing that happened to any theorem.
  public var exitCode: Int32 {
    if isInterrupted { return 130 }
    if findings.contains(where: { $0.failure != nil }) { return 70 }
    if findings.contains(where: \.isContrary) { return 10 }
    if findings.contains(where: { $0.verdict == .vacuous }) { return 11 }
    return findings.contains { $0.verdict == .undecided } ? 5 : 0
  }

  /// The code of the most serious of several things that happened.
  public static func gravest(_ codes: [Int32]) -> Int32 {
    [70, 10, 11, 5].first(where: codes.contains) ?? 0
  }
}
