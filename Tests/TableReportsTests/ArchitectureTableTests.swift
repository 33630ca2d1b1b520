import Checker
import Models
import Proofs
import Solver
import TableReports
import TestSupport
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
    #expect(try Kept.isSame(text, as: "Tables/architectures.\(language.rawValue).md"))
  }

  /// What the ledger says of A10, counted.
  @Test func theLedgerCountsRight() throws {
    let layout = Layout.small(.pentium)
    let routine = try Routine(SwitchRoutine(layout, RoutineDesign(layout.generation)))
    let changes = layout.changesOfOS1(routine)
    func count(_ words: String) throws -> Int {
      try #require(changes.first { $0.what.english.contains(words) }).count
    }
    let all = try #require(Ledger.all.first { $0.id == "A10" }).answers.map(\.says)
    let says = all.joined(separator: " ")
    #expect(says.contains("\(try count("its IDT")) of \(Layout.lineCount) IDT entries"))
    #expect(says.contains("\(try count("the switch region")) page-table entries"))
    #expect(says.contains("\(try count("rules")) rules"))
    let functions = Function.allCases.count
    #expect(says.contains("of \(functions) functions of its NIC driver \(try count("refuses"))"))
    #expect(says.contains("\(try count("switches for each packet")) switches a packet sent"))
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
