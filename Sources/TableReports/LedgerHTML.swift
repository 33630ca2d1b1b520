import Checker
import Proofs
import Report

/// The ledger as one page, a row for each claim; the page needs nothing beside it.
struct LedgerHTML {
  private let report: LedgerReport

  init(_ report: LedgerReport) { self.report = report }

  var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>Claims and verdicts</title>
    <style>
    \(Self.style)
    </style>
    </head>
    <body>
    <h1>Claims and verdicts</h1>
    <p>\(report.counts.escapedForHTML)</p>
    <table>
    <thead><tr><th>claim</th><th>the paper</th><th>standing</th><th>answers</th></tr></thead>
    <tbody>
    \(report.judgement.entries.map(row).joined(separator: "\n"))
    </tbody>
    </table>
    \(assumptions)
    </body>
    </html>

    """
  }

  private static let style = """
    body { font: 15px/1.45 sans-serif; max-width: 80em; margin: 2em auto; padding: 0 1em; }
    table { border-collapse: collapse; } th { text-align: left; }
    td, th { border-top: 1px solid #ccc; padding: .5em; vertical-align: top; }
    td:nth-child(2) { max-width: 22em; } ul { margin: 0; padding-left: 1.2em; }
    code { font-size: 90%; } .small { color: #555; font-size: 90%; }
    .good { color: #186a1e; } .bad { color: #a3161a; }
    .doubtful { color: #8a5a00; } .faint { color: #555; }
    """

  private func row(_ entry: LedgerJudgement.Entry) -> String {
    let id = entry.entry.id.escapedForHTML
    let names = entry.others.map { text(LedgerReport.part(also: $0)) }
    let also =
      names.isEmpty ? "" : "<p class=\"small\">also " + names.joined(separator: ", ") + "</p>"
    return """
      <tr id="\(id)"><td><b>\(id)</b></td><td>\(entry.entry.says.escapedForHTML)</td>\
      <td>\(painted(entry.standing.tone, entry.standing.rawValue))</td>\
      <td><ul>\(entry.answers.map(answer).joined())</ul>\(also)</td></tr>
      """
  }

  private func answer(_ answer: LedgerJudgement.Answer) -> String {
    let bearing = answer.answer.bearing
    let lines = LedgerReport.lines(answer).map(line).joined(separator: "<br>")
    return "<li>" + painted(answer.isOpen ? .doubtful : bearing.tone, bearing.rawValue)
      + marks(answer.assumptions) + ": " + answer.answer.says.escapedForHTML
      + "<div class=\"small\">" + lines + "</div></li>"
  }

  private func line(_ line: LedgerLine) -> String {
    let words = line.parts.map(text).joined(separator: ", ")
    return line.heading.isEmpty ? words : "\(line.heading)\(marks(line.assumptions)): \(words)"
  }

  private func marks(_ assumptions: Set<String>) -> String {
    report.assumptions.rows(assumptions)
      .map { " <a href=\"#assumption-\($0.number)\">[\($0.number)]</a>" }.joined()
  }

  private func text(_ part: LedgerLine.Part) -> String {
    part.text({ $0.escapedForHTML }, code: code)
  }

  private func code(_ id: String) -> String { "<code>\(id.escapedForHTML)</code>" }

  private func painted(_ tone: LedgerStanding.Tone, _ text: String) -> String {
    "<span class=\"\(tone.rawValue)\">\(text)</span>"
  }

  private var assumptions: String {
    let rows = report.assumptions.rows(report.assumptionIDs)
    if rows.isEmpty { return "" }
    let items = rows.map { number, assumption in
      let without = report.dropped(assumption.id).map {
        "<li>without it \(text(LedgerReport.part($0)))</li>"
      }
      return """
        <li id="assumption-\(number)">[\(number)] \(code(assumption.id)): \
        \(assumption.says.escapedForHTML)<ul class="small">\(without.joined())</ul></li>
        """
    }
    return "<h2>Assumptions</h2>\n<ul>\n" + items.joined(separator: "\n") + "\n</ul>"
  }
}
