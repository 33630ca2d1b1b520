import Logic
import TestSupport
import Testing

@Suite("Memories")
struct MemoryTests {
  private let base = Bits<32>.variable("base")
  private let empty = Memory<32, 32>.variable("m")

  @Test("a write is found again at the same offset, and passed over at another")
  func knownOffsetsAreForwarded() {
    var memory = empty
    memory[base + 4] = 7
    memory[base - 8] = 9
    #expect(memory[base + 4].known == 7)
    #expect(memory[base + 2 + 2].known == 7)
    #expect(memory[base - 8].known == 9)
    #expect(memory[base].known == nil)
    #expect((memory[base] == empty[base]).known == nil, "terms are told apart by identity")
    #expect(memory[base].asTerm[0] === empty.asTerm, "both writes are passed over")
  }

  @Test func anUnknownAddressBlocksWhatIsBelow() {
    var memory = empty
    memory[base] = 7
    memory[.variable("other")] = 8
    #expect(memory[base].known == nil)
    let same: [String: Constant] = ["base": .word(3), "other": .word(3)]
    #expect(known(memory[base], same).known == 8)
    let apart: [String: Constant] = ["base": .word(3), "other": .word(4)]
    #expect(known(memory[base], apart).known == 7)
  }

  @Test func aSecondWriteToOnePlaceReplacesTheFirst() {
    var memory = empty
    memory[base + 1] = 7
    memory[base + 1] = 8
    #expect(memory[base + 1].known == 8)
    #expect(memory.asTerm[0] === empty.asTerm)
  }

  @Test func aKnownMemoryStaysATable() {
    var memory = Memory<8, 8>(background: 5)
    memory[3] = 4
    memory[9] = 5
    #expect(memory.known?.cells == [3: 4])
    #expect((memory == Memory(background: 5)).known == false)
    memory[3] = 5
    #expect((memory == Memory(background: 5)).known == true)
  }
}

@Suite("Enumerations")
struct OneOfTests {
  enum Colour: CaseIterable { case red, green, blue }

  @Test func aVariableIsOneOfItsCases() {
    let colour = OneOf<Colour>.variable("c")
    for (number, value) in Colour.allCases.enumerated() {
      let assignment: [String: Constant] = ["c": .word(UInt64(number))]
      #expect(truth(colour == value, assignment) == true)
      #expect(truth(colour.wellFormed, assignment) == true)
      #expect(known(colour, assignment).known == value)
    }
    #expect(truth(colour.wellFormed, ["c": .word(3)]) == false)
  }

  @Test("every case gets its own entry", arguments: Colour.allCases)
  func choose(value: Colour) {
    func entry(_ colour: Colour) -> Bits<8> { Bits(UInt64(colour.hashValue & 0xFF)) }
    let number = UInt64(Colour.allCases.firstIndex(of: value)!)
    let chosen = known(OneOf<Colour>.variable("c").choose(entry), ["c": .word(number)])
    #expect(chosen.known == entry(value).known)
    #expect(OneOf(value).choose(entry).known == entry(value).known)
  }

  @Test func isOneOf() {
    #expect(OneOf(Colour.red).isOne(of: .red, .blue).known == true)
    #expect(OneOf(Colour.green).isOne(of: .red, .blue).known == false)
  }
}

@Suite("Branches merge")
struct MergeTests {
  struct Pair: Structure {
    var number: Bits<8> = 0
    var truth: Formula = false
    var list: [Bits<4>] = [1, 2]
    static let fields: [Field<Pair>] = [
      Field("number", \.number), Field("truth", \.truth), Field("list", \.list),
    ]
  }

  @Test("an unknown condition keeps both sides apart", arguments: [true, false])
  func unknown(value: Bool) {
    var pair = Pair()
    when(.variable("c"), &pair) {
      $0.number = 7
      $0.list[1] = 9
    } else: {
      $0.truth = true
    }
    let merged = known(pair, ["c": .word(value ? 1 : 0)])
    #expect(merged.number.known == (value ? 7 : 0))
    #expect(merged.truth.known == !value)
    #expect(merged.list.map { $0.known } == [1, value ? 9 : 2])
    #expect(pair.list[0].known == 1, "what neither side assigns stays known")
  }

  @Test func aKnownConditionDoesOneSideOnly() {
    var pair = Pair()
    when(true, &pair) {
      $0.number = 1
    } else: { _ in
      Issue.record("the other side was done")
    }
    #expect(pair.number.known == 1)
  }

  @Test func leavesAndNamesGoTogether() {
    let names = Pair().names("p")
    #expect(names.map(\.path) == ["p.number", "p.truth", "p.list[0]", "p.list[1]"])
    #expect(names.map(\.sort) == Pair().leaves.map(\.sort))
  }
}

@Suite("Long chains")
struct ChainTests {
  private static let length = 200_000

  @Test func aLongChainIsEvaluatedAndReleased() {
    var word = Bits<32>.variable("x")
    for _ in 0..<Self.length { word = ~word + .variable("y") }
    #expect(known(word, ["x": .word(5), "y": .word(0)]).known == 5)
    word = 0
    #expect(word.known == 0)
  }

  @Test func aLongMemoryIsReleased() {
    var memory = Memory<32, 32>.variable("m")
    for index in 0..<Self.length { memory[.variable("a\(index)")] = 1 }
    memory = Memory()
    #expect(memory.known == Cells())
  }
}
