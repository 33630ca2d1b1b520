import Checker
import Specification

extension JSON {
  /// A decided theorem.
  /// - Parameter trace: the path of the file that its trace was written to
  public init(_ finding: Finding, trace: String?) {
    let (theorem, outcome) = (finding.theorem, finding.outcome)
    self = .object([
      ("id", .string(theorem.id)), ("claims", .strings(theorem.claims)),
      ("says", .string(theorem.says)), ("declared", .string(theorem.declared.rawValue)),
      ("verdict", .string(finding.verdict.rawValue)),
      ("method", .string(outcome?.method ?? "internal error")), ("depth", JSON(outcome?.depth)),
      ("seconds", .seconds(finding.seconds)),
      ("assumptions", JSON(assumptionsUsedBy: [finding])),
      ("trace", JSON(trace)),
      ("cached", .truth(finding.isCached)),
      (
        "queries",
        .object([
          ("asked", JSON(finding.effort?.asked ?? 0)),
          ("cached", JSON(finding.effort?.cached ?? 0)),
        ])
      ),
    ])
  }

  /// The assumptions that verdicts used, each once.
  public init(assumptionsUsedBy findings: [Finding]) {
    let used = findings.usedAssumptions
    var seen: Set<String> = []
    let all = findings.flatMap(\.theorem.assumptions)
      .filter { used.contains($0.id) && seen.insert($0.id).inserted }
    self = .array(all.map { Self.place($0.id, $0.file, $0.line) })
  }

  private static func place(_ id: String, _ file: String, _ line: Int) -> JSON {
    .object([
      ("id", .string(id)), ("file", .string(file)), ("line", .integer(UInt64(line))),
    ])
  }

  /// A theorem before it is decided.
  public init(_ theorem: AnyTheorem) {
    self = .object([
      ("id", .string(theorem.id)), ("claims", .strings(theorem.claims)),
      ("says", .string(theorem.says)), ("declared", .string(theorem.declared.rawValue)),
      ("specification", .string(theorem.specification)), ("file", .string(theorem.file)),
      ("line", .integer(UInt64(theorem.line))),
      ("assumptions", .array(theorem.assumptions.map { Self.place($0.id, $0.file, $0.line) })),
    ])
  }

  /// The counts.
  public init(_ summary: Summary) {
    let verdicts = Verdict.allCases.map { verdict in
      (verdict.rawValue, JSON.integer(UInt64(summary.count(verdict))))
    }
    self = .object(
      [
        ("theorems", .integer(UInt64(summary.total))),
        ("asDeclared", .integer(UInt64(summary.asDeclared))),
      ] + verdicts + [
        ("interrupted", .truth(summary.isInterrupted)), ("seconds", .seconds(summary.seconds)),
        ("solverSeconds", .seconds(summary.solverSeconds)),
        ("queries", .integer(UInt64(summary.queries))),
        ("cachedQueries", .integer(UInt64(summary.cachedQueries))),
        ("cachedVerdicts", .integer(UInt64(summary.cachedVerdicts))),
        ("exitCode", .integer(UInt64(summary.exitCode))),
      ])
  }

  /// All theorems that were decided, and the counts.
  /// - Parameters:
  ///   - traces: the paths of the files that traces were written to, by theorem
  ///   - profiled: whether it says where the time went
  public init(_ summary: Summary, traces: [String: String], profiled: Bool = false) {
    self = .object(
      [
        ("theorems", .array(summary.findings.map { JSON($0, trace: traces[$0.theorem.id]) })),
        ("summary", JSON(summary)),
      ] + (profiled ? [("profile", JSON(profile: summary))] : []))
  }
}

extension JSON {
  /// An object with more members; anything else as it is.
  public func adding(_ members: [(String, JSON)]) -> JSON {
    if case .object(let own) = self { .object(own + members) } else { self }
  }
}
