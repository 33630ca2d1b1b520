import Checker
import Models
import Proofs
import Solver
import TableReports
import Testing

@Suite("Tables of the architectures")
struct ArchitectureTableTests {
  private static let measured = try! MeasuredCosts(Session(), Solver())

  @Test("the tables in the repository are those of the code", arguments: Language.allCases)
  func rendered(language: Language) throws {
    let tables = ArchitectureTables(language)
    let layout = Layout.small(.pentium)
    let routine = try Routine(SwitchRoutine(layout, RoutineDesign(layout.generation)))
    let grids = [
      tables.relation, tables.costs(Self.measured),
      tables.changes(layout.changesOfOS1(routine)),
    ]
    let text = grids.map { $0.text(.markdown) }.joined(separator: "\n")
    try Kept.check(text, "Tables/architectures.\(language.rawValue).md")
  }

  @Test func aChannelIsShownAsItsTheoremsCameOut() {
    let grid = ArchitectureTables(.english).channels { "verdict of \($0)" }
    #expect(grid.rows.count == Channel.all.count)
    for (row, channel) in zip(grid.rows, Channel.all) {
      #expect(row[0] == channel.name && row[2] == "verdict of \(channel.asInPaper)")
      #expect(row[3] == (channel.repaired.map { "verdict of \($0)" } ?? "–"))
    }
  }
}
