import Checker
import Models
import Proofs
import Solver
import Testing

@Suite("What OS1 gets of whole maps")
struct MapAnswerTests {
  /// Of each map a row that holds what is written and one in which accesses do more.
  static let rows: [(map: RegisterMap, names: [String])] = [
    (.pci, ["PMCSR: Data_Select", "PMCSR: PME_Status", "CONFIG_DATA (used by every A access)"]),
    (.intel82540EM, ["RCTL.LBM", "ICR"]),
    (.realtekRTL8139C, ["TCR.LBK", "BMSR (link latches low)"]),
    (.intel8255x, ["82555 Special Control", "82555 False Carrier Counter"]),
  ]

  @Test("a class carried out as another is noticed on each map", arguments: rows.indices)
  func mistakes(index: Int) throws {
    let (map, names) = Self.rows[index]
    let (session, solver) = (Session(), Solver())
    for mistake in UsedMap.Mistake.all {
      let used = UsedMap(map, .repaired, of: names, making: mistake)
      let outcome = try MapAnswerTheorems.search(
        "mistake", used, about: mistake.treatment, in: session, with: solver)
      #expect(outcome.verdict == .refuted, "\(map.name): \(mistake)")
    }
  }

  @Test("nor is the paper's design taken for right")
  func paper() throws {
    for (map, names) in Self.rows {
      let used = UsedMap(map, .paper, of: names)
      let outcome = try MapAnswerTheorems.decide("paper", used, in: Session(), with: Solver())
      #expect(outcome.verdict == .refuted, "\(map.name)")
    }
  }
}
