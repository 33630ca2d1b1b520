import Logic
import Models
import Testing

@Suite("What a standard driver expects")
struct StandardDriverTests {
  private static let rows = RegisterMap.all.flatMap { map in
    map.fields.map { (map: map, field: $0) }
  }

  @Test(
    "each expectation is one of some rows of the maps",
    arguments: StandardDriver.expectations.indices)
  func expectations(index: Int) {
    let expectation = StandardDriver.expectations[index]
    #expect(!expectation.does.isEmpty)
    #expect(Self.rows.contains { $0.field.told == nil && $0.field.need == expectation.need })
  }

  @Test func aRowSaysOnlyWhatItsKindDoesNot() {
    let told = Self.rows.filter { $0.field.told != nil }
    #expect(!told.isEmpty && told.count < 5)
    for (map, field) in told {
      // A row may say alone that it has no need, which its kind has, and why.
      guard case .none? = field.told else {
        Issue.record("\(field.name) tells its need")
        continue
      }
      #expect(StandardDriver.usualNeed(of: field, in: map) != nil && field.need == nil)
    }
  }

  static let known: [(map: RegisterMap, name: String, need: DriverNeed?)] = [
    (.pci, "BAR0: address", .sizing), (.pci, "BAR0: type bits", nil),
    (.pci, "Expansion ROM Base: enable", nil), (.pci, "Vendor ID", .presence),
    (.pci, "BIST: Start", .selfClearing), (.pci, "VPD Address + Flag", .completion),
    (.pci, "Capabilities Pointer", .presence), (.pci, "Min_Gnt", nil),
    (.intel82540EM, "EERD (START/ADDR)", nil), (.intel82540EM, "EERD (DONE/DATA)", .completion),
    (.intel82540EM, "CTRL.RST", .selfClearing), (.intel82540EM, "CTRL.PHY_RST", nil),
    (.intel82540EM, "MDIC.R / .E", .completion), (.intel82540EM, "ICR", .acknowledgement),
    (.intel82540EM, "STATUS.LU", .presence), (.intel82540EM, "STATUS.FuncID", .presence),
    (.intel82540EM, "GPRC", nil), (.intel8255x, "SCB Command: read-back", .acceptance),
    (.intel8255x, "STAT/ACK: FR", .acknowledgement), (.intel8255x, "PHY Control", .selfClearing),
    (.realtekRTL8139C, "CR.RST", .selfClearing), (.realtekRTL8139C, "CR.BUFE", .acceptance),
    (.realtekRTL8139C, "TSD0: TUN/TOK", .completion),
  ]

  @Test("needs follow from kinds", arguments: known.indices)
  func needs(index: Int) throws {
    let (map, name, need) = Self.known[index]
    let field = try #require(map.fields.first { $0.name == name })
    #expect(field.need == need)
  }
}

@Suite("What a class does")
struct TreatmentTests {
  /// A field that reading clears, and both OSes' choices of what it counts.
  private func field(_ choice: UInt64, _ choice1: UInt64) -> SharedField {
    var field = SharedField()
    (field.nic.field, field.virtual.field) = (5, 7)
    (field.choice, field.choice1) = (Bits(choice), Bits(choice1))
    return field
  }

  private let behaviour = Behaviour(
    RegisterMap.intel82540EM.fields.first { $0.name == "GPRC" }!)

  @Test("class 2-b gives the error value where settings differ, and there alone")
  func settings() {
    for (choice, choice1) in [(0, 0), (3, 3), (3, 4), (0, 1)] as [(UInt64, UInt64)] {
      var field = field(choice, choice1)
      field.read(behaviour, as: .altered, changed: 0)
      #expect((field.answer.known == .max) == (choice != choice1))
      #expect(choice != choice1 || field.answer.known == 5)
    }
  }

  @Test("a class reaches the NIC where an access changes it", arguments: Treatment.allCases)
  func reach(treatment: Treatment) {
    var field = field(0, 0)
    field.read(behaviour, as: treatment, changed: 0)
    let isReached = field.nic.field.known == 0
    #expect(isReached == treatment.reachesNIC)
    let path = CommandPath.all.first { $0.name.english.hasSuffix("class \(treatment.rawValue)") }
    #expect(path?.cost == Cost(accesses: isReached ? 1 : 0, switches: 2))
  }
}

@Suite("Costs, counted in runs")
struct CostTests {
  @Test func os2PaysAsIfAlone() {
    #expect(PacketPath.sendingOfOS2.cost == PacketPath.sendingAlone.cost)
    // Alone, the buffer's address is written once for all packets.
    let setUp = PacketPath.receivingAlone.steps[0].cost
    #expect(setUp == Cost(accesses: 1))
    #expect(PacketPath.receivingOfOS2.cost + setUp == PacketPath.receivingAlone.cost)
  }

  @Test func os1PaysACopyAndSwitchesMore() {
    let (alone, shared) = (PacketPath.sendingAlone.cost, PacketPath.sendingOfOS1.cost)
    #expect(shared.copies == alone.copies + 1 && shared.accesses == alone.accesses)
    #expect(Copier.allCases.allSatisfy { PacketPath.sendingOfOS1.copies(by: $0) == 1 })
    #expect(shared.switches == 4 && alone.switches == 0)
    let received = PacketPath.receivingOfOS1.cost
    #expect(received.copies == PacketPath.receivingAlone.cost.copies + 1)
  }

}
