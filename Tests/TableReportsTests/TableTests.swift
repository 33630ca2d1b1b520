import Models
import Proofs
import RegisterMaps
import Report
import TableReports
import TestSupport
import Testing

@Suite("Tables for review")
struct TableTests {
  @Test("the tables in the repository are those of the code", arguments: Language.allCases)
  func paperTables(language: Language) throws {
    let text = PaperTables(language).all.map { $0.text(.markdown) }.joined(separator: "\n")
    #expect(try Kept.isSame(text, as: "Tables/paper.\(language.rawValue).md"))
  }

  @Test("so are the classifications", arguments: RegisterMap.all.map(\.name))
  func classifications(name: String) throws {
    let grid = PaperTables(.english).classification(Judged.map(name))
    #expect(try Kept.isSame(grid.text(.markdown), as: "Tables/\(name).md"))
  }

  @Test("losses are told in Japanese too", arguments: RegisterMap.all.map(\.name))
  func japanese(name: String) {
    let judgement = Judged.map(name)
    let rows = PaperTables(.japanese).classification(judgement).rows
    for (cell, row) in zip(judgement.cells, rows) {
      guard let loss = cell.loss else { continue }
      #expect(row.last?.hasSuffix(" — " + loss.japanese) == true)
      #expect(loss.japanese.unicodeScalars.contains { (0x3040...0x30FF).contains($0.value) })
    }
    let text = JudgementText(judgement, Palette(isOn: false), .japanese).text(all: true)
    #expect(text.contains("健全性が証明されている") && text.contains("不健全"))
  }

  @Test("a table says the same in each form", arguments: Grid.Format.allCases)
  func forms(format: Grid.Format) {
    let grid = PaperTables(.japanese).table2
    let text = grid.text(format)
    for row in grid.rows { #expect(row.allSatisfy { text.contains($0) }) }
  }
}
