import Models
import Proofs
import Report

/// A judgement as text: what is not simply sound, a line each with why, and the totals.
public struct JudgementText {
  private let judgement: Judgement
  private let palette: Palette
  private let language: Language

  public init(_ judgement: Judgement, _ palette: Palette, _ language: Language = .english) {
    self.judgement = judgement
    self.palette = palette
    self.language = language
  }

  /// - Parameter all: whether sound cells and holes are listed too
  public func text(all: Bool) -> String {
    let cells = judgement.cells.filter { all || $0.loss != nil || $0.verdict == .undecided }
    let rows = cells.map(columns)
    let widths = (0..<5).map { column in rows.map { $0[column].columns }.max() ?? 0 }
    let lines = zip(cells, rows).map { cell, row in
      let padded = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.columns) }
      let verdict = paint(cell.verdict, padded[4])
      let why = cell.loss.map { $0.text(language) + repair(cell) } ?? cell.reason.text(language)
      return (padded.dropLast() + [verdict, why]).joined(separator: "  ")
    }
    return (lines + (lines.isEmpty ? [] : [""]) + [totals] + note).joined(separator: "\n")
  }

  private var note: [String] { judgement.map.note.map { ["note: \($0)"] } ?? [] }

  private func columns(_ cell: Judgement.Cell) -> [String] {
    [
      "\(cell.field.space.rawValue) \(cell.field.offset.text)", cell.field.name,
      cell.direction.rawValue, cell.treatment?.rawValue ?? "–",
      cell.verdict.text.text(language),
    ]
  }

  private func repair(_ cell: Judgement.Cell) -> String {
    cell.repair.map {
      Text("; class \($0.rawValue) is proved sound here", "；ここでは分類\($0.rawValue)の健全性が証明されている")
        .text(language)
    } ?? ""
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
    let (rows, cells) = (judgement.map.fields.count, judgement.cells.count)
    let counts = Judgement.Verdict.allCases.filter { judgement.count($0) > 0 || $0 != .undecided }
      .map { "\(judgement.count($0)) \($0.text.text(language))" }
    let size = Text("\(rows) rows, \(cells) cells", "\(rows) 行，\(cells) 操作").text(language)
    let by = Text(" by ", "，").text(language)
    return "\(judgement.map.name)\(by)\(judgement.table.name): \(size): "
      + counts.joined(separator: ", ")
  }
}
