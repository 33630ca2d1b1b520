import Checker
import Proofs
import Report
import Specification

/// What `verify claims` knows when it reports.
public struct LedgerReport: Sendable {
  public let judgement: LedgerJudgement
  public let assumptions: AssumptionList
  /// The assumptions that stand in the report: used by a proof, or tried without.
  let assumptionIDs: Set<String>
  /// What breaks without each assumption; empty where that was not tried.
  public let dropped: [AssumptionDropped]

  public init(
    _ judgement: LedgerJudgement, _ theorems: [AnyTheorem], dropped: [AssumptionDropped]
  ) {
    self.judgement = judgement
    self.dropped = dropped
    let shown = Self.shown(judgement, dropped)
    (assumptionIDs, assumptions) = (shown, AssumptionList(theorems, shown: shown))
  }

  public enum Format: String, CaseIterable, Sendable { case text, markdown, html, json }

  public func text(_ format: Format, _ palette: Palette = .plain) -> String {
    switch format {
    case .text: LedgerText(self, palette).text
    case .markdown: LedgerMarkdown(self).text
    case .html: LedgerHTML(self).text
    case .json: JSON(self).text + "\n"
    }
  }

  private static func shown(
    _ judgement: LedgerJudgement, _ dropped: [AssumptionDropped]
  ) -> Set<String> {
    judgement.entries.flatMap(\.answers)
      .reduce(into: Set(dropped.map(\.assumption))) {
        $0.formUnion($1.assumptions.union($1.repairs.usedAssumptions))
      }
  }

  var counts: String {
    let parts = LedgerStanding.allCases.filter { judgement.count($0) > 0 }
      .map { "\(judgement.count($0)) \($0.rawValue)" }
    return "\(judgement.entries.count) claims and open questions: " + parts.joined(separator: "; ")
  }

  func dropped(_ assumption: String) -> [AssumptionDropped] {
    dropped.filter { $0.assumption == assumption }
  }
}

// MARK: - Lines that the forms share

/// A line on what an answer rests on: a heading, and what stands under it.
struct LedgerLine {
  enum Part {
    case theorem(id: String, rest: String)
    case command(String)
    case words(String)
  }

  let heading: String
  /// Those that it is said under.
  var assumptions: Set<String> = []
  let parts: [Part]
}

extension LedgerReport {
  /// The proofs in one line, each refutation in one of its own, then runs, reasons and repairs.
  static func lines(_ answer: LedgerJudgement.Answer) -> [LedgerLine] {
    let says = answer.answer
    let reason = says.reason.map { [LedgerLine(heading: "", parts: [.words($0)])] } ?? []
    let own = reason + lines(says.evidence, answer.grounds)
    switch says.instead {
    case nil: return own
    case .nothing(let reason):
      return own + [LedgerLine(heading: "no repair", parts: [.words(reason)])]
    case .repaired(let what, let evidence):
      let instead = LedgerLine(
        heading: "instead", assumptions: answer.repairs.usedAssumptions, parts: [.words(what)])
      return own + [instead]
        + lines(evidence, answer.repairs)
    }
  }

  private static func lines(
    _ evidence: Evidence, _ decided: [LedgerJudgement.Decided]
  ) -> [LedgerLine] {
    let expected = decided.filter { $0.theorem.declared == .holds && $0.isAsDeclared }
    let refuted = decided.filter { $0.theorem.declared == .fails && $0.isAsDeclared }
    let others = decided.filter { !$0.isAsDeclared }
    var lines: [LedgerLine] = []
    // Named as the ledger does where all of them came out so.
    if !expected.isEmpty {
      let isAll = others.allSatisfy { $0.theorem.declared == .fails }
      let names = isAll ? evidence.proved : expected.map(\.theorem.id)
      lines.append(LedgerLine(heading: "proved", parts: names.map { .theorem(id: $0, rest: "") }))
    }
    lines += refuted.map { LedgerLine(heading: "refuted", parts: [part($0)]) }
    lines += others.map {
      LedgerLine(heading: $0.outcome?.verdict.rawValue ?? "not decided", parts: [part($0)])
    }
    if !evidence.runs.isEmpty {
      lines.append(
        LedgerLine(
          heading: evidence.runs.count == 1 ? "run" : "runs",
          parts: evidence.runs.map { .command($0.command) }))
    }
    return lines
  }

  private static func part(_ decided: LedgerJudgement.Decided) -> LedgerLine.Part {
    let trace = decided.outcome?.verdict == .refuted ? decided.outcome?.trace : nil
    return .theorem(id: decided.theorem.id, rest: trace.map(shown) ?? "")
  }

  private static func shown(_ trace: Trace) -> String {
    ", \(trace.length) \(trace.length == 1 ? "step" : "steps"): \(trace.conclusion)"
  }

  /// A theorem that no answer names, with its verdict.
  static func part(also decided: LedgerJudgement.Decided) -> LedgerLine.Part {
    .theorem(
      id: decided.theorem.id, rest: " (\(decided.outcome?.verdict.rawValue ?? "not decided"))")
  }

  /// What came of dropping an assumption from a theorem.
  static func part(_ dropped: AssumptionDropped) -> LedgerLine.Part {
    let trace = dropped.outcome?.trace
    let rest =
      switch dropped.outcome?.verdict {
      case .refuted:
        " is refuted" + (trace.map(shown) ?? "")
      case .proved: " is proved all the same"
      case .vacuous: " is vacuous"
      case .undecided, nil: " is not decided (\(dropped.outcome?.note ?? "interrupted"))"
      }
    return .theorem(id: dropped.theorem.id, rest: rest)
  }
}

extension LedgerLine.Part {
  /// - Parameter code: marks names and commands
  func text(_ plain: (String) -> String = { $0 }, code: (String) -> String = { $0 }) -> String {
    switch self {
    case .theorem(let id, let rest): code(id) + plain(rest)
    case .command(let command): code(command)
    case .words(let words): plain(words)
    }
  }
}
