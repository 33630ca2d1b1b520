import Checker
import Models
import Proofs
import RegisterMaps
import Solver
import Testing

@Suite("Maps judged within limits")
struct LimitedJudgementTests {
  /// So little that no question gets an answer.
  private static let little = Limits(resources: 1)

  /// Two fields of a register: a read of the second clears it.
  private static func map(_ fields: String) throws -> RegisterMap {
    try SVDMap.map(
      """
      <device><name>D</name><peripherals><peripheral><name>P</name><registers>
      <register><name>R</name><fields>\(fields)</fields></register>
      </registers></peripheral></peripherals></device>
      """, file: "x.svd")
  }

  private static let identity =
    "<field><name>ID</name><bitRange>[7:0]</bitRange><access>read-only</access></field>"
  private static let count =
    "<field><name>N</name><bitRange>[15:8]</bitRange><access>read-only</access>"
    + "<readAction>clear</readAction></field>"

  private static func table(_ treatment: Treatment) -> Classification {
    Classification(
      "one row",
      [Classification.Entry(row: "P.R.ID", direction: .read, treatment, reason: "a test")])
  }

  @Test("a field beside one of which nothing is known leaves the cell open")
  func neighbours() throws {
    let (judge, table) = (Judge(), Self.table(.executed))
    let alone = try Judgement(try Self.map(Self.identity), by: table, judge)
    #expect(alone.cells[0].verdict == .sound)
    let both = try Self.map(Self.identity + Self.count)
    let open = try Judgement(both, by: table, judge, limits: Self.little).cells[0]
    #expect(open.verdict == .undecided && open.trace == nil && open.loss == nil)
    #expect(!open.derived.contains(.executed))
  }

  @Test("whether a driver can work with it is left open, and asked again")
  func usability() throws {
    let row = "X,mmio,0x4,32,CAUSE,31:0,W1C,B-2.cause,none,clears,manual,doc"
    let map = try CSVMap.map(
      [CSVMap.columns.joined(separator: ","), row].joined(separator: "\n"), file: "x.csv")
    let judge = Judge()
    for field in map.fields {
      for treatment in Treatment.allCases {
        for direction in [Direction.read, .write] {
          let access = TreatedAccess(Behaviour(field), direction, as: treatment)
          _ = try judge.finding(access, with: Solver())
        }
      }
    }
    let open = try Judgement(map, by: .paper, judge, limits: Self.little).cells[0]
    #expect(open.verdict == .undecided)
    #expect(try Judgement(map, by: .paper, judge).cells[0].verdict == .useless)
  }

  @Test("a class of which nothing is known is not noticed")
  func mutants() throws {
    let judgement = Judged.map("pci")
    func ends(_ judge: Judge, _ solver: Solver) throws -> [OwnMutant.End] {
      let all = ClassMutants(judgement, judge)
      return try all.mutants.map { try all.end(of: $0, solver) }
    }
    let known = try ends(Judged.judge, Solver())
    #expect(!known.contains { if case .unclear = $0 { true } else { false } })
    var unclear = 0
    for (one, other) in zip(try ends(Judge(), Solver(limits: Self.little)), known) {
      if case .unclear = one { unclear += 1 } else { #expect("\(one)" == "\(other)") }
    }
    #expect(unclear > 0)
  }
}
