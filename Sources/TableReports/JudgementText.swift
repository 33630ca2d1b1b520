import Models
import Proofs
import Report

/// A judgement as text: what is not simply sound, a line each with why, and the totals.
public struct JudgementText {
  private let judgement: Judgement
  private let palette: Palette

  public init(_ judgement: Judgement, _ palette: Palette) {
    self.judgement = judgement
    self.palette = palette
  }

  /// - Parameter all: whether sound cells and holes are listed too
  public func text(all: Bool) -> String {
    let cells = judgement.cells.filter { all || $0.loss != nil || $0.verdict == .undecided }
    let rows = cells.map(columns)
    let widths = (0..<5).map { column in rows.map { $0[column].count }.max() ?? 0 }
    let lines = zip(cells, rows).map { cell, row in
      let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      let verdict = paint(cell.verdict, padded[4])
      let why = cell.loss.map { $0 + repair(cell) } ?? cell.reason.english
      return (padded.dropLast() + [verdict, why]).joined(separator: "  ")
    }
    return (lines + (lines.isEmpty ? [] : [""]) + [totals] + note).joined(separator: "\n")
  }

  private var note: [String] { judgement.map.note.map { ["note: \($0)"] } ?? [] }

  private func columns(_ cell: Judgement.Cell) -> [String] {
    [
      "\(cell.field.space.rawValue) \(cell.field.offset.text)", cell.field.name,
      cell.direction.rawValue, cell.treatment?.rawValue ?? "–", cell.verdict.rawValue,
    ]
  }

  private func repair(_ cell: Judgement.Cell) -> String {
    cell.repair.map { "; class \($0.rawValue) is proved sound here" } ?? ""
  }

  private func paint(_ verdict: Judgement.Verdict, _ text: String) -> String {
    switch verdict {
    case .sound: palette.good(text)
    case .unsound, .undecided: palette.bad(text)
    case .useless, .hole: palette.faint(text)
    }
  }

  /// "82540EM by paper's table 2: 215 rows, 430 cells: 231 sound, …"
  public var totals: String {
    let counts = Judgement.Verdict.allCases.filter { judgement.count($0) > 0 || $0 != .undecided }
      .map { "\(judgement.count($0)) \($0.rawValue)" }
    let size = "\(judgement.map.fields.count) rows, \(judgement.cells.count) cells"
    return "\(judgement.map.name) by \(judgement.table.name): \(size): "
      + counts.joined(separator: ", ")
  }
}
