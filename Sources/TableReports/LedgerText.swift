import Checker
import Proofs
import Report

/// What `verify claims` knows when it reports.
public struct LedgerReport: Sendable {
  public let judgement: LedgerJudgement
  public let assumptions: AssumptionList
  /// What breaks without each assumption; empty where that was not tried.
  public let dropped: [AssumptionDropped]

  public init(
    _ judgement: LedgerJudgement, _ theorems: [AnyTheorem], dropped: [AssumptionDropped]
  ) {
    self.judgement = judgement
    self.dropped = dropped
    assumptions = AssumptionList(theorems)
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

  // MARK: Sentences that the forms share

  /// The assumptions that stand in the report: used by a proof, or tried without.
  var assumptionIDs: Set<String> {
    judgement.entries.flatMap(\.answers)
      .reduce(into: Set(dropped.map(\.assumption))) { $0.formUnion($1.assumptions) }
  }

  /// The numbers of the assumptions that these used.
  func marks(_ decided: [LedgerJudgement.Decided]) -> String {
    assumptions.marks(decided.reduce(into: []) { $0.formUnion($1.outcome?.used ?? []) })
  }

  var counts: String {
    let parts = LedgerJudgement.Standing.allCases.filter { judgement.count($0) > 0 }
      .map { "\(judgement.count($0)) \($0.rawValue)" }
    return "\(judgement.entries.count) claims and open questions: " + parts.joined(separator: "; ")
  }

  /// One line on how a theorem came out.
  static func line(_ decided: LedgerJudgement.Decided) -> String {
    let id = decided.theorem.id
    guard let outcome = decided.outcome else { return "\(id) (not decided)" }
    guard outcome.verdict == .refuted, let trace = outcome.trace else {
      return outcome.verdict == .proved ? id : "\(id) (\(outcome.verdict))"
    }
    return "\(id), \(trace.length) steps: \(trace.conclusion)"
  }

  /// What came of dropping an assumption from a theorem.
  static func line(_ dropped: AssumptionDropped) -> String {
    let id = dropped.theorem.id
    switch dropped.outcome?.verdict {
    case .refuted:
      let trace = dropped.outcome?.trace
      return "\(id) is refuted"
        + (trace.map { ", \($0.length) steps: \($0.conclusion)" } ?? "")
    case .proved: return "\(id) is proved all the same"
    case .vacuous: return "\(id) is vacuous"
    case .undecided, nil: return "\(id) is not decided (\(dropped.outcome?.note ?? "interrupted"))"
    }
  }

  func dropped(_ assumption: String) -> [AssumptionDropped] {
    dropped.filter { $0.assumption == assumption }
  }

  /// A mark for a list of answers.
  static func word(_ answer: LedgerJudgement.Answer) -> String {
    switch answer.standing {
    case .refutedAndRepaired: "refuted"
    case let other: other.rawValue
    }
  }
}

/// The ledger for a terminal.
struct LedgerText {
  private let report: LedgerReport
  private let palette: Palette

  init(_ report: LedgerReport, _ palette: Palette) {
    self.report = report
    self.palette = palette
  }

  var text: String {
    let entries = report.judgement.entries.map(entry)
    let assumptions = assumptions.map { [palette.heading("assumptions") + "\n" + $0] } ?? []
    return (entries + assumptions + [report.counts]).joined(separator: "\n\n") + "\n"
  }

  private func entry(_ entry: LedgerJudgement.Entry) -> String {
    let head =
      palette.heading(entry.entry.id) + "  " + painted(entry.standing, entry.standing.rawValue)
    let says = entry.entry.says.wrapped(indent: 4)
    let also = entry.others.isEmpty ? [] : ["also: \(names(entry.others))".wrapped(indent: 4)]
    return ([head, says] + entry.answers.map(answer) + also).joined(separator: "\n")
  }

  private func answer(_ answer: LedgerJudgement.Answer) -> String {
    let marks = report.marks(answer.grounds)
    let head =
      "    " + painted(answer.standing, LedgerReport.word(answer))
      + (marks.isEmpty ? ": " : " \(marks): ")
    let says = answer.answer.says.wrapped(indent: 8)
    return ([head + says.drop { $0 == " " }] + grounds(answer).map { $0.wrapped(indent: 8) })
      .joined(separator: "\n")
  }

  private func grounds(_ answer: LedgerJudgement.Answer) -> [String] {
    switch answer.answer.ground {
    case .proved: [names(answer.grounds, as: answer.answer.grounds)]
    case .refuted:
      answer.grounds.map(LedgerReport.line)
        + ["repaired by " + names(answer.repairs, as: answer.answer.repairs) + assuming(answer)]
    case .refutedForGood(_, let reason): answer.grounds.map(LedgerReport.line) + [reason]
    case .remark(let reason): [reason]
    }
  }

  private func names(_ theorems: [AnyTheorem]) -> String {
    theorems.map(\.id).joined(separator: ", ")
  }

  /// The theorems as the ledger names them, where they came out as it says; else each.
  private func names(_ decided: [LedgerJudgement.Decided], as names: [String]) -> String {
    (decided.allSatisfy(\.isAsDeclared) ? names : decided.map(LedgerReport.line))
      .joined(separator: ", ")
  }

  private func assuming(_ answer: LedgerJudgement.Answer) -> String {
    let marks = report.marks(answer.repairs)
    return marks.isEmpty ? "" : ", assuming \(marks)"
  }

  private func painted(_ standing: LedgerJudgement.Standing, _ text: String) -> String {
    switch standing {
    case .proved, .provedAssuming: palette.good(text)
    case .refutedAndRepaired, .refutedInPart, .refuted: palette.bad(text)
    case .open: palette.doubtful(text)
    case .remark: palette.faint(text)
    }
  }

  private var assumptions: String? {
    let all = report.assumptions.rows(report.assumptionIDs)
    if all.isEmpty { return nil }
    return all.map { number, assumption in
      let head = "  [\(number)] \(assumption.id)  \(assumption.file):\(assumption.line)"
      let without = report.dropped(assumption.id).map {
        "without it \(LedgerReport.line($0))".wrapped(indent: 6)
      }
      return ([head, assumption.says.wrapped(indent: 6)] + without).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}
