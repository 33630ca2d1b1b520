import Logic
import Testing

@testable import Models

@Suite("A structure's table of fields has every stored property, in order")
struct FieldTests {
  private static let design = SwitchDesign.complete(.pentiumIII)

  /// Every structure among the models.
  static let structures: [any Structure & Sendable] = [
    Frames(), Guest(), Solo(design.items), Controller(), System(design),
    Port(), SharedField(), Frame(), Slot(), FIFO(Frame(), capacity: 2), CardAlone(),
    VirtualRegisters(), Flow(), SharedCard(), AnyDevice(), TwoStep(), VirtualUse(),
    TransmitSlots(), ByComponent<Formula>(false), Mastery(), Counts(), Sending(), Arrival(),
    PushedFrame(), FrameMemory(), Seat(design.items), View(seat: Seat(design.items)),
    ManySystems(design), SharedTime(), CachedTranslations(), AddressSpace(), SharedTranslations(),
  ]

  /// Where the name of a field is not that of its property, the path that it stands for.
  private static let renamed = [
    "saved.os1": "saved1", "saved.os2": "saved2", "entries.os1": "entries1",
    "entries.os2": "entries2", "stopped.os1": "stopped1", "stopped.os2": "stopped2",
    "stopped.os1.stackPointer": "stackPointer1", "stopped.os2.stackPointer": "stackPointer2",
  ]

  @Test(arguments: structures.indices)
  func everyPropertyHasARow(index: Int) {
    let value = Self.structures[index]
    let properties = Mirror(reflecting: value).children.map { $0.label! }
    #expect(fieldNames(value) == properties, "\(type(of: value))")
  }

  private func fieldNames<S: Structure>(_ value: S) -> [String] {
    S.fields.map { Self.renamed[$0.name] ?? $0.name }
  }

  @Test("each row leads to its own leaves", arguments: structures.indices)
  func rowsLeadWhereTheySay(index: Int) throws {
    let value = Self.structures[index]
    let names = value.names("").map(\.path)
    #expect(Set(names).count == names.count, "two leaves have one name")
    #expect(value.leaves.count == names.count)
    try check(value)
  }

  /// A change to the leaves of one property is seen in that property alone.
  private func check<S: Structure>(_ value: S) throws {
    let all = value.leaves.count
    var place = 0
    for (row, child) in Mirror(reflecting: value).children.enumerated() {
      let part = try #require(child.value as? any Value)
      let size = part.leaves.count
      var leaves = value.leaves
      for index in place..<place + size { leaves[index] = other(leaves[index]) }
      let changed = Mirror(reflecting: value.replacingLeaves(leaves)).children
      for (number, new) in changed.enumerated() {
        let old = Array(Mirror(reflecting: value).children)[number].value as! any Value
        let isSame = zip(old.leaves, (new.value as! any Value).leaves).allSatisfy {
          $0.isSame(as: $1)
        }
        #expect(isSame == (number != row), "\(S.self), \(child.label ?? "")")
      }
      place += size
    }
    #expect(place == all)
  }

  private func other(_ leaf: Leaf) -> Leaf {
    switch leaf.known! {
    case .word(let word): Leaf(.word(word ^ 1), leaf.sort)
    case .memory(var cells):
      {
        cells[0] = cells[0] ^ 1
        return Leaf(.memory(cells), leaf.sort)
      }()
    }
  }
}

@Suite("The table of items")
struct ItemTests {
  @Test func namesAreUnique() {
    #expect(Set(Item.allCases.map(\.name)).count == Item.allCases.count)
    for item in Item.allCases { #expect(Item(name: item.name) == item) }
  }

  @Test("a reason and a source for each", arguments: Item.allCases)
  func reasons(item: Item) {
    #expect(!item.row.reason.isEmpty && !item.row.source.isEmpty)
  }

  @Test("hidden parts are no items that code writes")
  func hiddenParts() {
    for part in Item.hiddenParts {
      #expect(part.hidden.row.disposition == .rebuilt && part.hidden.row.changedBy == nil)
      #expect(part.hidden.name == "\(part.selector.name).hidden")
    }
    let rebuilt = Item.allCases.filter { $0.row.disposition == .rebuilt && $0.isContext }
    #expect(Set(rebuilt) == Set(Item.hiddenParts.map(\.hidden)))
  }

  @Test("a later processor has all that an earlier one has", arguments: Generation.allCases)
  func generations(generation: Generation) {
    let items = Set(Item.context(of: generation))
    for earlier in Generation.allCases where earlier < generation {
      #expect(Set(Item.context(of: earlier)).isStrictSubset(of: items))
    }
  }

  @Test("portions are a partition of the save set", arguments: [1, 3, 7, 100])
  func portions(size: Int) {
    let items = Item.context(of: .pentium)
    let design = SwitchDesign("test", items: items, saved: Item.paperSet, portion: size)
    #expect(Set(design.portions.joined()) == design.saved)
    #expect(design.portions.joined().count == design.saved.count)
    #expect(design.portions.allSatisfy { $0.count <= size && !$0.isEmpty })
    #expect(design.dropping(.fpu).saved == design.saved.subtracting([.fpu]))
  }
}
