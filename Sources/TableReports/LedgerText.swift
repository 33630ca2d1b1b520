import Checker
import Proofs
import Report

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
      palette.heading(entry.entry.id) + "  " + painted(entry.standing.tone, entry.standing.rawValue)
    let says = entry.entry.says.wrapped(indent: 4)
    let names = entry.others.map { LedgerReport.part(also: $0).text() }.joined(separator: ", ")
    let also = names.isEmpty ? [] : ["also: \(names)".wrapped(indent: 4)]
    return ([head, says] + entry.answers.map(answer) + also).joined(separator: "\n")
  }

  private func answer(_ answer: LedgerJudgement.Answer) -> String {
    let bearing = answer.answer.bearing
    let words = marked(bearing.rawValue, answer.assumptions, answer.answer.says)
    let hanging = words.wrapped(indent: 8).dropFirst(8 + bearing.rawValue.count)
    let head = "    " + painted(answer.isOpen ? .doubtful : bearing.tone, bearing.rawValue)
    return ([head + hanging] + LedgerReport.lines(answer).map(line)).joined(separator: "\n")
  }

  private func line(_ line: LedgerLine) -> String {
    let words = line.parts.map { $0.text() }.joined(separator: ", ")
    let text = line.heading.isEmpty ? words : marked(line.heading, line.assumptions, words)
    return text.wrapped(indent: 8)
  }

  private func marked(_ heading: String, _ assumptions: Set<String>, _ words: String) -> String {
    let marks = report.assumptions.marks(assumptions)
    return heading + (marks.isEmpty ? "" : " \(marks)") + ": " + words
  }

  private func painted(_ tone: LedgerStanding.Tone, _ text: String) -> String {
    switch tone {
    case .good: palette.good(text)
    case .bad: palette.bad(text)
    case .doubtful: palette.doubtful(text)
    case .faint: palette.faint(text)
    }
  }

  private var assumptions: String? {
    let all = report.assumptions.rows(report.assumptionIDs)
    if all.isEmpty { return nil }
    return all.map { number, assumption in
      let head = "  [\(number)] \(assumption.id)  \(assumption.file):\(assumption.line)"
      let without = report.dropped(assumption.id).map {
        "without it \(LedgerReport.part($0).text())".wrapped(indent: 6)
      }
      return ([head, assumption.says.wrapped(indent: 6)] + without).joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

extension LedgerAnswer.Bearing {
  var tone: LedgerStanding.Tone {
    switch self {
    case .supports, .answers: .good
    case .contradicts: .bad
    case .adds, .assumes, .remarks: .faint
    }
  }
}
