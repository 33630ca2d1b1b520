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
    .proved, .proved-assuming { color: #186a1e; } .open { color: #8a5a00; }
    .refuted, .refuted-and-repaired, .refuted-in-part { color: #a3161a; } .remark { color: #555; }
    """

  private func row(_ entry: LedgerJudgement.Entry) -> String {
    let id = entry.entry.id.escapedForHTML
    let also =
      entry.others.isEmpty
      ? ""
      : "<p class=\"small\">also "
        + entry.others.map { code($0.id) }.joined(separator: ", ") + "</p>"
    return """
      <tr id="\(id)"><td><b>\(id)</b></td><td>\(entry.entry.says.escapedForHTML)</td>\
      <td>\(painted(entry.standing, entry.standing.rawValue))</td>\
      <td><ul>\(entry.answers.map(answer).joined())</ul>\(also)</td></tr>
      """
  }

  private func answer(_ answer: LedgerJudgement.Answer) -> String {
    let used = report.assumptions.rows(answer.assumptions)
      .map { "<a href=\"#assumption-\($0.number)\">[\($0.number)]</a>" }
    return "<li>" + painted(answer.standing, LedgerReport.word(answer)) + " "
      + used.joined(separator: " ") + ": " + answer.answer.says.escapedForHTML
      + "<div class=\"small\">" + details(answer) + "</div></li>"
  }

  private func details(_ answer: LedgerJudgement.Answer) -> String {
    func lines(_ all: [LedgerJudgement.Decided], _ separator: String) -> String {
      all.map { line(LedgerReport.line($0), $0.theorem.id) }.joined(separator: separator)
    }
    switch answer.answer.ground {
    case .proved: return lines(answer.grounds, ", ")
    case .refuted:
      return lines(answer.grounds, "<br>") + "<br>repaired by " + lines(answer.repairs, ", ")
    case .refutedForGood(_, let reason):
      return lines(answer.grounds, "<br>") + "<br>" + reason.escapedForHTML
    case .remark(let reason): return reason.escapedForHTML
    }
  }

  private func line(_ text: String, _ id: String) -> String {
    code(id) + String(text.dropFirst(id.count)).escapedForHTML
  }

  private func code(_ id: String) -> String { "<code>\(id.escapedForHTML)</code>" }

  private func painted(_ standing: LedgerJudgement.Standing, _ text: String) -> String {
    let name = standing.rawValue.split(separator: ",")[0].replacing(" ", with: "-")
    return "<span class=\"\(name)\">\(text)</span>"
  }

  private var assumptions: String {
    let rows = report.assumptions.rows(report.assumptionIDs)
    if rows.isEmpty { return "" }
    let items = rows.map { number, assumption in
      let without = report.dropped(assumption.id).map {
        "<li>without it \(line(LedgerReport.line($0), $0.theorem.id))</li>"
      }
      return """
        <li id="assumption-\(number)">[\(number)] \(code(assumption.id)): \
        \(assumption.says.escapedForHTML)<ul class="small">\(without.joined())</ul></li>
        """
    }
    return "<h2>Assumptions</h2>\n<ul>\n" + items.joined(separator: "\n") + "\n</ul>"
  }
}
