import Checker
import Foundation
import Models
import Proofs
import RegisterMaps
import Report
import Solver
import TableReports
import TestSupport
import Testing

/// Every map judged once, for all tests.
enum Judged {
  static let judge = Judge()
  static let all: [Judgement] = RegisterMap.all.map {
    try! Judgement($0, by: .paper, judge)
  }

  static func map(_ name: String) -> Judgement { all.first { $0.map.name == name }! }

  static func cell(_ map: String, _ name: String, _ direction: Direction) -> Judgement.Cell {
    Self.map(map).cells.first { $0.field.name == name && $0.direction == direction }!
  }
}

@Suite("Maps judged by the paper's table 2")
struct JudgementTests {
  @Test func totalsAreAsKept() throws {
    let lines = Judged.all.map { JudgementText($0, Palette(isOn: false)).totals + "\n" }
    #expect(try Kept.isSame(lines.joined(), as: "Tests/TableReportsTests/Golden/totals.txt"))
  }

  @Test func everyRowIsJudgedInBothDirections() {
    #expect(Judged.all.map(\.map.fields.count) == [72, 215, 115, 80])
    for judgement in Judged.all {
      #expect(judgement.cells.count == 2 * judgement.map.fields.count)
      #expect(judgement.count(.undecided) == 0)
      for cell in judgement.cells {
        #expect((cell.treatment == nil) == (cell.verdict == .hole))
        #expect((cell.field.function == nil) == (cell.verdict == .hole))
        #expect(!cell.reason.english.isEmpty && !cell.reason.japanese.isEmpty)
      }
    }
  }

  /// What the ledger says of the paper's class 1, and of rows without a function, counted.
  @Test func theLedgerCountsRight() throws {
    func says(_ id: String) throws -> String {
      try #require(Ledger.all.first { $0.id == id }).answers.map(\.says).joined(separator: " ")
    }
    let reads = Judged.all.map { judgement in
      judgement.cells.filter { $0.direction == .read && $0.treatment == .executed }
    }
    let counts = reads.map { all in "\(all.count { $0.verdict == .unsound }) of \(all.count)" }
    let (pci, i82540, rtl8139, i8255) = (counts[0], counts[1], counts[2], counts[3])
    let classOne = try says("N?class-1")
    #expect(classOne.contains("\(pci) of a PCI header is unsound, \(i82540) on the 82540EM"))
    #expect(classOne.contains("\(rtl8139) on the RTL8139C, \(i8255) on the 8255x"))
    let rows = Judged.all.map { judgement in
      let fields = judgement.map.fields
      return (holes: fields.count { $0.function == nil }, all: fields.count)
    }
    let tableOne = try says("N2")
    #expect(tableOne.contains("\(rows[0].holes) of the \(rows[0].all) rows of a PCI header"))
    for (row, name) in zip(rows.dropFirst(), ["82540EM", "RTL8139C", "8255x"]) {
      #expect(tableOne.contains("\(row.holes) of \(row.all) of the \(name)"))
    }
  }

  @Test func unsoundCellsHaveATraceThatEndsInALossAndARepair() throws {
    for cell in Judged.all.flatMap(\.cells) where cell.verdict == .unsound {
      let trace = try #require(cell.trace, "\(cell.field.name)")
      #expect(trace.runs.count == 2 && trace.firstDifference != nil)
      #expect(cell.loss?.english.isEmpty == false && cell.repair != nil, "\(cell.field.name)")
      #expect(!cell.derived.contains(try #require(cell.treatment)))
      let (loss, repair) = (try #require(cell.loss), try #require(cell.repair))
      #expect(cell.derived.contains(repair))
      // It ends where OS2 loses something or OS1 learns something, and says what.
      #expect(
        trace.conclusion == loss.english.components(separatedBy: " in the same register: ").last)
    }
  }

  @Test(
    "the repaired table is sound, and a driver can work with it",
    arguments: RegisterMap.all.map(\.name))
  func repairedTables(name: String) throws {
    let own = Judged.map(name)
    let repaired = try Judgement(own.map, by: own.repaired, Judged.judge)
    #expect(repaired.count(.unsound) == 0 && repaired.count(.undecided) == 0)
    #expect(repaired.count(.hole) == 0)
    for cell in repaired.cells where cell.verdict == .useless {
      let before = try #require(
        own.cells.first { $0.field.name == cell.field.name && $0.direction == cell.direction })
      #expect(before.repair == nil, "\(cell.field.name) \(cell.direction)")
    }
    let text = ClassificationFile.text(own.repaired)
    let again = try ClassificationFile.table(text, file: "t.csv", for: own.map)
    #expect(ClassificationFile.text(again) == text)
  }

  @Test("the map as a whole notices each class that is not sound", arguments: ["pci", "RTL8139C"])
  func wholeMaps(name: String) throws {
    let own = Judged.map(name)
    for cell in own.cells where cell.verdict == .unsound {
      let worse = Classification.Entry(
        row: cell.field.name, direction: cell.direction, try #require(cell.treatment),
        reason: "as in the paper")
      let table = Classification("repaired but for one row", own.repaired.entries + [worse])
      let outcome = try MapTheorems.decide(
        "one-row", own.map, by: table, .fails, in: Session(), with: Solver())
      #expect(outcome.verdict == .refuted, "\(cell.field.name)")
      #expect(outcome.trace?.conclusion.contains(cell.field.name) == true)
    }
  }

  static let known: [(map: String, name: String, Direction, Judgement.Verdict, loss: String)] = [
    ("82540EM", "GPRC", .read, .unsound, "never counts"),
    ("82540EM", "GPRC", .write, .sound, ""),
    ("82540EM", "GORCH", .read, .unsound, "both halves"),
    ("82540EM", "GORCL", .read, .sound, ""),
    ("82540EM", "PBM[0..16383]", .read, .unsound, "bytes of OS2's frame"),
    ("82540EM", "PBM[0..16383]", .write, .unsound, "the wrong bytes"),
    ("82540EM", "EERD (DONE/DATA)", .read, .useless, "never comes"),
    ("82540EM", "ICR", .read, .useless, "stays"),
    ("82540EM", "RDT", .write, .sound, ""),
    ("82540EM", "VET", .read, .hole, ""),
    ("8255x", "SCB Command: CUC Dump Statistical Counters", .write, .unsound, "marker"),
    ("8255x", "SCB Command: CUC Dump and Reset Counters", .write, .unsound, "become 0"),
    ("8255x", "PORT: Self-Test", .write, .unsound, "OS2's memory"),
    ("RTL8139C", "DTCCR: Cmd", .write, .unsound, "counters in OS2's memory"),
    ("RTL8139C", "TCR.HWVERID", .read, .useless, "all ones"),
    ("RTL8139C", "CR.RST", .read, .useless, "never reads 0"),
    ("pci", "Vendor ID", .read, .sound, ""),
    ("pci", "BAR0: address", .read, .useless, "sizing probe"),
    ("pci", "Interrupt Line", .read, .useless, "all ones"),
    ("pci", "PMCSR: PowerState", .read, .useless, "all ones"),
    ("pci", "VPD Address + Flag", .read, .useless, "never comes"),
    ("pci", "CONFIG_DATA (used by every A access)", .read, .unsound, "OS2's index"),
    ("pci", "MSI Data", .write, .hole, ""),
  ]

  @Test("what is known of cards comes out", arguments: known.indices)
  func knownCells(index: Int) {
    let (map, name, direction, verdict, loss) = Self.known[index]
    let cell = Judged.cell(map, name, direction)
    #expect(cell.verdict == verdict)
    #expect(loss.isEmpty ? cell.loss == nil : cell.loss?.english.contains(loss) == true)
  }

  static let answers = [
    ("82540EM", "EERD (DONE/DATA)"), ("82540EM", "EECD.DO"), ("82540EM", "MDIC.R / .E"),
    ("RTL8139C", "CR.BUFE"), ("8255x", "SCB Command: read-back"), ("8255x", "MDI Control: Ready"),
  ]

  /// The request went to a virtual register, so that the NIC never gets it.
  @Test("what answers a request is not read of a NIC that was not asked", arguments: answers)
  func answersToRequests(map: String, name: String) throws {
    let cell = Judged.cell(map, name, .read)
    #expect(cell.verdict == .useless && cell.repair == .alteredVirtual)
    let entries = [Classification.Entry(row: name, direction: nil, .executed, reason: "as offered")]
    let through = Classification("through", entries)
    let judgement = try Judgement(Judged.map(map).map, by: through, Judged.judge)
    let read = try #require(
      judgement.cells.first { $0.field.name == name && $0.direction == .read })
    #expect(read.verdict == .useless)
    let start = try #require(cell.field.startedBy)
    #expect(Judged.map(map).map.fields.contains { $0.name == start })
  }

  @Test("a second address does what the first does")
  func aliases() throws {
    let fields = Judged.map("82540EM").map.fields
    for (alias, primary) in [
      ("TDT", "TDT"), ("RDT", "RDT"), ("TDH", "TDH"), ("RDH", "RDH"), ("RDFH", "RDFH"),
      ("RDFT", "RDFT"), ("TDFH", "TDFH"), ("TDFT", "TDFT"), ("RA", "RAL[0]"),
      ("RDTR", "RDTR (timer)"), ("MTA", "MTA[0..127]"),
    ] {
      let first = try #require(fields.first { $0.name == primary })
      let second = try #require(fields.first { $0.name == alias + " alias" })
      #expect(Behaviour(first) == Behaviour(second), "\(alias)")
    }
  }

  /// OS2's own setting written again resets, clocks or sends.
  @Test(
    "what a write sets off is no setting",
    arguments: [
      ("82540EM", "CTRL_DUP"), ("82540EM", "FLA"), ("82540EM", "TDT alias"),
      ("82540EM", "PHY PCTRL"), ("RTL8139C", "BMCR"), ("RTL8139C", "FLASH"),
      ("RTL8139C", "9346CR.EEM (mode)"), ("8255x", "PHY Control"),
      ("8255x", "Flow Control command/status (82558+)"),
    ])
  func writesThatSetOff(map: String, name: String) {
    #expect(Judged.cell(map, name, .write).derived == [.virtual, .alteredVirtual, .refused])
  }

  static let like = [
    [("RTL8139C", "9346CR.EEDO"), ("8255x", "EEPROM: EEDO"), ("82540EM", "EECD.DO")],
    [("RTL8139C", "BMCR"), ("8255x", "PHY Control"), ("82540EM", "PHY PCTRL")],
    [
      ("RTL8139C", "CR.RST"), ("82540EM", "CTRL.RST"), ("82540EM", "CTRL_EXT.ASDCHK"),
      ("pci", "BIST: Start"),
    ],
    [
      ("pci", "PM Capability ID"), ("pci", "PM Next Pointer"), ("pci", "Capabilities Pointer"),
      ("82540EM", "STATUS.LU"), ("8255x", "PHY ID1"),
    ],
  ]

  @Test("like registers get like verdicts", arguments: like)
  func likeRegisters(all: [(String, String)]) {
    for (map, name) in all {
      let cell = Judged.cell(map, name, .read)
      let first = Judged.cell(all[0].0, all[0].1, .read)
      #expect(cell.verdict == .useless && cell.loss == first.loss, "\(name)")
    }
  }

  @Test(
    "a dump is seen in OS2's memory",
    arguments: [
      ("8255x", "PORT: Dump"), ("8255x", "PORT: Self-Test"), ("8255x", "CB opcode: Dump"),
      ("RTL8139C", "DTCCR: Cmd"),
    ])
  func dumps(map: String, name: String) throws {
    let trace = try #require(Judged.cell(map, name, .write).trace)
    #expect(trace.runs[0].steps.last??.action == "OS2 looks at its memory")
    let difference = try #require(trace.firstDifference)
    #expect("\(difference)".contains("seen") || trace.observed.contains("seen"))
  }

  static func fixture(_ map: RegisterMap) throws -> String {
    let files = [
      "pci": "pci_type0_pm", "82540EM": "intel_82540em", "RTL8139C": "realtek_rtl8139c",
      "8255x": "intel_8255x",
    ]
    let path = "Tests/RegisterMapsTests/Fixtures/\(files[map.name]!).csv"
    return try String(contentsOf: Kept.file(path), encoding: .utf8)
  }

  @Test("a reader's map errs on the unsound side", arguments: RegisterMap.all.map(\.name))
  func readersMaps(name: String) throws {
    let own = Judged.map(name)
    let map = try CSVMap.map(try Self.fixture(own.map), file: "x.csv")
    let judgement = try Judgement(map, by: .paper, Judged.judge)
    func key(_ cell: Judgement.Cell) -> String {
      let field = cell.field
      return "\(field.card) \(field.space) \(field.offset.text) \(field.name) \(cell.direction)"
    }
    let known = Dictionary(uniqueKeysWithValues: own.cells.map { (key($0), $0) })
    for cell in judgement.cells {
      let mine = try #require(known[key(cell)])
      #expect(Set(cell.derived).isSubset(of: mine.derived), "\(key(cell)) \(cell.derived)")
    }
    let note = JudgementText(judgement, Palette(isOn: false)).text(all: false)
    #expect(note.contains("effects inferred from `access` only"))
  }

  @Test("a map told in full is judged as ours is", arguments: RegisterMap.all.map(\.name))
  func mapsInFull(name: String) throws {
    let own = Judged.map(name)
    func quoted(_ cell: String) -> String { "\"" + cell.replacing("\"", with: "\"\"") + "\"" }
    let rows = own.map.fields.map { field in
      [
        field.card, field.space.rawValue, field.offset.text, "\(field.width)", field.name,
        field.bits.text, field.access.rawValue, field.function?.rawValue ?? "-",
        field.reading.text, field.writing.text, field.source, field.basis.rawValue,
        field.reading.kind.rawValue, field.writing.kind.rawValue, field.need?.rawValue ?? "none",
        field.startedBy ?? "-", field.answersWithZero ? "zero" : "set",
        field.isVolatile ? "yes" : "no",
      ].map(quoted).joined(separator: ",")
    }
    let head = (CSVMap.columns + CSVMap.more).joined(separator: ",")
    let map = try CSVMap.map(([head] + rows).joined(separator: "\n"), file: "x.csv")
    let judgement = try Judgement(map, by: .paper, Judged.judge)
    #expect(map.note == nil)
    for (mine, other) in zip(own.cells, judgement.cells) {
      #expect(mine.verdict == other.verdict && mine.derived == other.derived, "\(mine.field.name)")
    }
  }

  @Test("an access to a register reaches all its fields")
  func fieldsBeside() throws {
    let both: [Treatment] = [.virtual, .alteredVirtual, .refused]
    #expect(Judged.cell("RTL8139C", "TSD0: ERTXTH", .write).derived == both)
    #expect(Judged.cell("82540EM", "EERD (DONE/DATA)", .write).derived == both)
    let svd = """
      <device><name>D</name><peripherals><peripheral><name>P</name><registers>
      <register><name>R</name><fields>
      <field><name>ID</name><bitRange>[7:0]</bitRange><access>read-only</access></field>
      <field><name>N</name><bitRange>[15:8]</bitRange><access>read-only</access>
      <readAction>clear</readAction></field>
      </fields></register></registers></peripheral></peripherals></device>
      """
    let map = try SVDMap.map(svd, file: "x.svd")
    let through = Classification(
      "through", [Classification.Entry(row: "P.R.ID", direction: .read, .executed, reason: "fixed")]
    )
    let cell = try Judgement(map, by: through, Judged.judge).cells[0]
    #expect(cell.verdict == .unsound && cell.derived == both)
    #expect(
      cell.loss?.english.hasPrefix("P.R.N in the same register: OS2 reads too little") == true)
    #expect(cell.trace != nil)
  }

  @Test func aReadersMapIsJudgedAsTheTableIs() throws {
    let head = CSVMap.columns.joined(separator: ",")
    let text = """
      \(head)
      X,mmio,0x0,32,COUNT,31:0,RC,B-3.read,counter becomes 0,none,manual,doc
      X,mmio,0x4,32,CAUSE,31:0,W1C,B-2.cause,none,clears,manual,doc
      X,mmio,0x8,32,ID,31:0,RO,A.ident,none,none,manual,doc
      """
    let map = try CSVMap.map(text, file: "x.csv")
    let judgement = try Judgement(map, by: .paper, Judged.judge)
    let verdicts = judgement.cells.map(\.verdict)
    #expect(verdicts == [.unsound, .sound, .useless, .sound, .sound, .sound])
    let table = """
      row,direction,class,reason
      COUNT,read,2-c,a shadow of OS2's
      B-2.cause,both,2-c,acknowledged in the virtual register
      """
    let own = try ClassificationFile.table(table, file: "t.csv", for: map)
    let repaired = try Judgement(map, by: own, Judged.judge)
    #expect(repaired.cells.allSatisfy { $0.verdict == .sound })
    let earlier = try JudgementDifference.Earlier(JSON(judgement).text, file: "a.json")
    let lines = JudgementDifference(from: earlier, to: repaired).lines
    #expect(
      lines == [
        "judged by paper's table 2 → t.csv",
        "~ X mmio 0x0 COUNT 31:0 read: class 1 → 2-c; verdict unsound → sound; reason "
          + "\(judgement.cells[0].reason.english) → a shadow of OS2's",
        "~ X mmio 0x4 CAUSE 31:0 read: class 2-a → 2-c; verdict useless → sound; reason "
          + "\(judgement.cells[2].reason.english) → acknowledged in the virtual register",
        "~ X mmio 0x4 CAUSE 31:0 write: class 2-a → 2-c; reason "
          + "\(judgement.cells[2].reason.english) → acknowledged in the virtual register",
      ])
    #expect(JudgementDifference(from: earlier, to: judgement).lines.isEmpty)
  }

  @Test func cardsWithTheSameFieldAreToldApart() throws {
    let rows = ["X,mmio,0x0,32,F,31:0,RC", "Y,mmio,0x0,32,F,31:0,RO"]
      .map { $0 + ",B-3.read,none,none,manual,doc" }
    let text = ([CSVMap.columns.joined(separator: ",")] + rows).joined(separator: "\n")
    let judgement = try Judgement(
      try CSVMap.map(text, file: "x.csv"), by: .paper, Judged.judge)
    let earlier = try JudgementDifference.Earlier(JSON(judgement).text, file: "a.json")
    #expect(JudgementDifference(from: earlier, to: judgement).lines.isEmpty)
  }

  /// Each class of each row replaced by each other: noticed where it lets something through that
  /// has an effect, or shows a driver what it can't work with; or where it mends the row.
  @Test func aReplacedClassIsNoticedWhereItMatters() throws {
    var lines: [String] = []
    for judgement in Judged.all {
      let all = ClassMutants(judgement, Judged.judge)
      var kinds: [String: Int] = [:]
      for mutant in all.mutants {
        let (cell, treatment) = (mutant.cell, mutant.treatment)
        let wasSound = cell.derived.contains(try #require(cell.treatment))
        let isSound = cell.derived.contains(treatment)
        switch try all.end(of: mutant, Solver()) {
        case .noticed(_, let how): kinds[how, default: 0] += 1
        case .equivalent: #expect(wasSound == isSound, "\(cell.name) \(treatment)")
        case .survived, .unclear: Issue.record("\(cell.name) \(treatment)")
        }
      }
      lines.append(
        "\(judgement.map.name): \(kinds.values.reduce(0, +)) of \(all.mutants.count) noticed: "
          + kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
          .joined(separator: ", ") + "\n")
    }
    #expect(try Kept.isSame(lines.joined(), as: "Tests/TableReportsTests/Golden/mutants.txt"))
  }
}
