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
  public let seconds: Double

  public init(_ theorem: AnyTheorem, _ end: End, seconds: Double) {
    self.theorem = theorem
    self.end = end
    self.seconds = seconds
  }

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
  public let solverSeconds: Double
  public let queries: Int
  public let isInterrupted: Bool

  public init(
    _ findings: [Finding], total: Int, seconds: Double, solverSeconds: Double, queries: Int,
    isInterrupted: Bool
  ) {
    self.findings = findings
    self.total = total
    self.seconds = seconds
    self.solverSeconds = solverSeconds
    self.queries = queries
    self.isInterrupted = isInterrupted
  }

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
}
