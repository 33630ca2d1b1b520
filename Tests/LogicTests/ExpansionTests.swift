import TestSupport
import Testing

@testable import Logic

@Suite("Formulas whose small words are taken apart mean the same")
struct ValueExpansionTests {
  /// Formulas over words of one width by what is done with them: chosen, counted up, compared.
  static func formulas<let n: Int>(
    _ random: inout SplitMix, _ zero: Bits<n>
  ) -> [Formula] {
    // Two terms of one name are one variable.
    var words = ["a", "b", "a"].map { Bits<n>.variable($0) }
    var truths: [Formula] = ["p", "q"].map { .variable($0) }
    let shared = Bits<n>(random.word(n))
    for _ in 0..<24 {
      let x = words[Int(random.next() % UInt64(words.count))]
      let y = words[Int(random.next() % UInt64(words.count))]
      let k = random.next() % 4 == 0 ? shared : Bits<n>(random.word(n))
      let c = truths[Int(random.next() % UInt64(truths.count))]
      switch random.next() % 11 {
      case 0: words.append(c.choose(x, y))
      case 1: words.append(c.choose(x, k))
      case 2: words.append(c.choose(k, x))
      case 3: words.append(x + k)
      case 4: truths.append(x == k)
      case 5: truths.append(x.isBelow(k))
      case 6: truths.append(k.isBelow(x))
      case 7: truths.append(x == y)
      case 8: truths.append(c && x != k)
      // What looks into words keeps them whole, and what flows to them.
      case 9: words.append(random.next() % 8 == 0 ? x & k : x)
      default: truths.append(!c)
      }
    }
    return truths
  }

  static func agree<let n: Int>(width zero: Bits<n>) -> Int {
    var random = SplitMix(seed: UInt64(n))
    var apart = 0
    for _ in 0..<60 {
      let roots = formulas(&random, zero).map(\.asTerm)
      let (expanded, variables) = ValueExpansion.expand(TermList(roots)) ?? (roots, [])
      apart += variables.isEmpty ? 0 : 1
      #expect(Set(variables.map(\.0)).count == variables.count, "each variable once")
      for _ in 0..<20 {
        let assignment = ["a": n, "b": n, "p": 1, "q": 1].mapValues {
          Constant.word(random.word($0))
        }
        var (before, after) = (Evaluation(assignment), Evaluation(bits(of: assignment, variables)))
        for (root, new) in zip(roots, expanded) {
          #expect(before.value(of: root) == after.value(of: new), "\(n) bits: \(root)")
        }
      }
    }
    return apart
  }

  /// The assignment, with a truth value besides for each bit of what was taken apart.
  private static func bits(
    of assignment: [String: Constant], _ variables: [(String, width: Int)]
  ) -> [String: Constant] {
    var all = assignment
    for (name, width) in variables {
      let word = all.removeValue(forKey: name)!.word
      for bit in 0..<width {
        all[ValueExpansion.name(name, bit: bit)] = .word(word >> UInt64(bit) & 1)
      }
    }
    return all
  }

  @Test("under every assignment, at the narrowest and the widest")
  func sameValues() {
    let apart = [
      Self.agree(width: 0 as Bits<1>), Self.agree(width: 0 as Bits<3>),
      Self.agree(width: 0 as Bits<5>), Self.agree(width: 0 as Bits<6>),
    ]
    #expect(apart.allSatisfy { $0 > 10 }, "words are taken apart in \(apart) of 60 each")
    // Wider words are none of its business.
    #expect(Self.agree(width: 0 as Bits<7>) == 0)
  }

  @Test("a comparison of wide words beside them is left alone")
  func wideComparison() throws {
    let (wide, small) = (Bits<64>.variable("w"), Bits<2>.variable("s"))
    let roots = [wide.isBelow(Bits(1 << 63)), Bits(UInt64.max).isBelow(wide), small == 2]
    let (expanded, variables) = try #require(
      ValueExpansion.expand(TermList(roots.map(\.asTerm))))
    #expect(variables.map(\.0) == ["s"])
    #expect(expanded.count == 3)
  }
}

@Suite("Formulas without memories mean the same")
struct ReadExpansionTests {
  @Test("under every assignment, where no memories are compared")
  func sameValues() {
    var random = SplitMix(seed: 9)
    var changed = 0
    for _ in 0..<80 {
      let recipe = Recipe(length: 30, movesOnly: random.next() % 2 == 0, &random)
      let roots = recipe.cook(Recipe.variables).truths.map(\.asTerm)
      guard let expanded = ReadExpansion.expand(TermList(roots)) else { continue }
      changed += 1
      for _ in 0..<10 {
        let assignment = Recipe.assignment(&random)
        var evaluation = Evaluation(assignment)
        for (root, new) in zip(roots, expanded) {
          #expect(evaluation.value(of: root) == evaluation.value(of: new), "\(root)")
        }
      }
    }
    #expect(changed > 20)
  }
}
