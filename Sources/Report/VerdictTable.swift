import Checker
import Specification

/// The lines in which theorems and verdicts are listed, aligned over the theorems that there are.
public struct VerdictTable: Sendable {
  private let widths: [Int]
  private let assumptions: AssumptionList
  private let palette: Palette

  /// - Parameter theorems: all that will get a line
  public init(_ theorems: [AnyTheorem], _ palette: Palette = .plain) {
    self.palette = palette
    assumptions = AssumptionList(theorems)
    widths = [
      Verdict.allCases.map(\.rawValue.count).max()!,
      theorems.map(\.id.count).max() ?? 0,
      theorems.map { Self.claims($0).count }.max() ?? 0,
      "k-induction".count, 5, 9,
    ]
  }

  private static func claims(_ theorem: AnyTheorem) -> String {
    theorem.claims.joined(separator: " ")
  }

  /// One theorem: verdict, id, claims, method, depth, seconds, the numbers of the assumptions used;
  /// below it, indented, what else is to be said.
  public func line(_ finding: Finding) -> String {
    let outcome = finding.outcome
    let depth = outcome?.depth.map { "\($0)" } ?? ""
    let seconds = JSON.seconds(finding.seconds).line + " s"
    let cells = [
      painted(finding), finding.theorem.id.padded(widths[1]),
      Self.claims(finding.theorem).padded(widths[2]),
      (outcome?.method ?? "").padded(widths[3]), depth.rightAligned(widths[4]),
      seconds.rightAligned(widths[5]),
    ]
    let row = Self.trimmed(
      ([cells.joined(separator: "  ")] + remarks(finding)).joined(separator: "  "))
    return ([row] + notes(finding).map { $0.wrapped(indent: widths[0] + 2) })
      .joined(separator: "\n")
  }

  private func painted(_ finding: Finding) -> String {
    let verdict = (finding.failure == nil ? finding.verdict.rawValue : "failed").padded(widths[0])
    if finding.isAsDeclared { return palette.good(verdict) }
    return finding.verdict == .undecided ? palette.doubtful(verdict) : palette.bad(verdict)
  }

  private func remarks(_ finding: Finding) -> [String] {
    var remarks: [String] = []
    if finding.isContrary {
      remarks.append(
        palette.bad("← declared to \(finding.theorem.declared == .holds ? "hold" : "fail")"))
    }
    if finding.isCached {
      remarks.append("cached")
    } else if let effort = finding.effort, effort.cached > 0 {
      remarks.append("\(effort.cached) of \(effort.asked + effort.cached) answers cached")
    }
    if let used = finding.outcome?.used, !used.isEmpty { remarks.append(assumptions.marks(used)) }
    return remarks
  }

  private func notes(_ finding: Finding) -> [String] {
    var notes: [String] = []
    if let failure = finding.failure { notes.append("internal error: \(failure)") }
    if let note = finding.outcome?.note { notes.append(note) }
    if let dropped = finding.outcome?.dropped, !dropped.isEmpty {
      notes.append("lemmas left out: \(dropped.joined(separator: ", "))")
    }
    return notes
  }

  private static func trimmed(_ line: String) -> String {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return String(line)
  }

  /// All findings in the order of the theorems, below a line of headings; the assumptions that they
  /// used, and the counts.
  public func text(_ summary: Summary) -> String {
    let titles = ["verdict", "theorem", "claims", "method", "depth", "seconds"]
    let heads = zip(titles, widths).enumerated().map { index, pair in
      index < 4 ? pair.0.padded(pair.1) : pair.0.rightAligned(pair.1)
    }
    let lines = summary.findings.map { line($0) }
    let table = ([palette.heading(heads.joined(separator: "  "))] + lines).joined(separator: "\n")
    let used = assumptions.text(
      summary.findings.usedAssumptions, "assumptions used", palette)
    return [table, used, counts(summary)].compactMap { $0 }.joined(separator: "\n\n") + "\n"
  }

  /// What became of all of them, in a line.
  public func counts(_ summary: Summary) -> String {
    let verdicts = Verdict.allCases.filter { summary.count($0) > 0 }
      .map { "\(summary.count($0)) \($0.rawValue)" }
    let declared =
      summary.asDeclared == summary.total
      ? palette.good("all as declared")
      : palette.bad("\(summary.asDeclared) of \(summary.total) as declared")
    let missing = summary.total - summary.findings.count
    let cached = [(summary.cachedVerdicts, "verdict"), (summary.cachedQueries, "answer")]
      .filter { $0.0 > 0 }.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }.joined(separator: " and ")
    let cost =
      "\(JSON.seconds(summary.seconds).line) s, \(summary.queries) queries, "
      + "\(JSON.seconds(summary.solverSeconds).line) s in the solver"
      + (cached.isEmpty ? "" : ", \(cached) cached")
    let parts =
      verdicts + (missing > 0 ? ["\(missing) not decided"] : []) + [declared]
    let interrupted = summary.isInterrupted ? palette.bad("interrupted; ") : ""
    return interrupted + parts.joined(separator: ", ") + " (\(cost))"
  }

  /// The theorems with what they are declared to come out as, as a table in Markdown.
  public static func markdown(_ theorems: [AnyTheorem]) -> String {
    let rows = theorems.map { theorem in
      let verdict = theorem.declared == .holds ? "proved" : "**refuted**"
      return "| `\(theorem.id)` | \(claims(theorem)) | \(theorem.says) | \(verdict) |"
    }
    return (["| theorem | claims | says | verdict |", "|---|---|---|---|"] + rows)
      .joined(separator: "\n") + "\n"
  }

  /// The theorems before they are decided: id, claims, declared, place, what they say, and what
  /// they may assume.
  public func list(_ theorems: [AnyTheorem]) -> String {
    let lines = theorems.map { theorem in
      let cells = [
        palette.heading(theorem.id.padded(widths[1])), Self.claims(theorem).padded(widths[2]),
        theorem.declared.rawValue.padded(5), "\(theorem.file):\(theorem.line)",
      ]
      let names = assumptions.names(Set(theorem.assumptions.map(\.id)))
      return cells.joined(separator: "  ") + "\n    " + theorem.says
        + (names.isEmpty ? "" : "\n    may assume \(names)")
    }.joined(separator: "\n")
    let ids = Set(theorems.flatMap(\.assumptions).map(\.id))
    return [lines, assumptions.text(ids, "assumptions", palette)].compactMap { $0 }
      .joined(separator: "\n\n")
  }
}
