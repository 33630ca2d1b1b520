import Checker
import Proofs
import Report

/// The ledger in Markdown: a section for each claim.
struct LedgerMarkdown {
  private let report: LedgerReport

  init(_ report: LedgerReport) { self.report = report }

  var text: String {
    let entries = report.judgement.entries.map(entry)
    return ([report.counts] + entries + assumptions).joined(separator: "\n\n") + "\n"
  }

  private func entry(_ entry: LedgerJudgement.Entry) -> String {
    let names = entry.others.map { text(LedgerReport.part(also: $0)) }
    let also = names.isEmpty ? [] : ["Also: " + names.joined(separator: ", ")]
    let answers = entry.answers.flatMap(answer).joined(separator: "\n")
    return
      (["### \(entry.entry.id): \(entry.standing.rawValue)", "> \(entry.entry.says)", answers]
      + also).joined(separator: "\n\n")
  }

  private func answer(_ answer: LedgerJudgement.Answer) -> [String] {
    let open = answer.isOpen ? " (open)" : ""
    let bearing = "**\(answer.answer.bearing.rawValue)**\(open)\(marks(answer.assumptions))"
    let head = "- \(bearing): \(answer.answer.says)"
    return [head] + LedgerReport.lines(answer).map { "  - \(line($0))" }
  }

  private func line(_ line: LedgerLine) -> String {
    let words = line.parts.map(text).joined(separator: ", ")
    return line.heading.isEmpty ? words : "\(line.heading)\(marks(line.assumptions)): \(words)"
  }

  private func marks(_ assumptions: Set<String>) -> String {
    report.assumptions.rows(assumptions).map { " [\($0.number)](#assumptions)" }.joined()
  }

  private func text(_ part: LedgerLine.Part) -> String { part.text(code: { "`\($0)`" }) }

  private var assumptions: [String] {
    let rows = report.assumptions.rows(report.assumptionIDs)
    if rows.isEmpty { return [] }
    let lines = rows.flatMap { number, assumption in
      ["- [\(number)] `\(assumption.id)`: \(assumption.says)"]
        + report.dropped(assumption.id).map {
          "  - without it " + text(LedgerReport.part($0))
        }
    }
    return ["## Assumptions", lines.joined(separator: "\n")]
  }
}
