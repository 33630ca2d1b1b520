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
    let also =
      entry.others.isEmpty
      ? [] : ["Also: " + entry.others.map { "`\($0.id)`" }.joined(separator: ", ")]
    let answers = entry.answers.flatMap(answer).joined(separator: "\n")
    return
      (["### \(entry.entry.id): \(entry.standing.rawValue)", "> \(entry.entry.says)", answers]
      + also).joined(separator: "\n\n")
  }

  private func answer(_ answer: LedgerJudgement.Answer) -> [String] {
    let used = report.assumptions.rows(answer.assumptions).map { "[\($0.number)](#assumptions)" }
    let mark = used.isEmpty ? "" : " " + used.joined(separator: " ")
    let head = "- **\(LedgerReport.word(answer))**\(mark): \(answer.answer.says)"
    return [head] + details(answer).map { "  - \($0)" }
  }

  private func details(_ answer: LedgerJudgement.Answer) -> [String] {
    let grounds = answer.grounds.map { quoted(LedgerReport.line($0), $0.theorem.id) }
    switch answer.answer.ground {
    case .proved: return [grounds.joined(separator: ", ")]
    case .refuted:
      let repairs = answer.repairs.map { quoted(LedgerReport.line($0), $0.theorem.id) }
      return grounds + ["repaired by " + repairs.joined(separator: ", ")]
    case .refutedForGood(_, let reason): return grounds + [reason]
    case .remark(let reason): return [reason]
    }
  }

  private func quoted(_ line: String, _ id: String) -> String {
    "`\(id)`" + line.dropFirst(id.count)
  }

  private var assumptions: [String] {
    let rows = report.assumptions.rows(report.assumptionIDs)
    if rows.isEmpty { return [] }
    let lines = rows.flatMap { number, assumption in
      ["- [\(number)] `\(assumption.id)`: \(assumption.says)"]
        + report.dropped(assumption.id).map {
          "  - without it " + quoted(LedgerReport.line($0), $0.theorem.id)
        }
    }
    return ["## Assumptions", lines.joined(separator: "\n")]
  }
}
