import Logic
import Solver
import Specification
import Testing

@testable import Checker

@Suite("The search for shortest runs")
struct SearchTests {
  /// Two counters; the second goes on by itself, or with the first.
  struct Counters: Structure, Equatable {
    var first: Bits<4> = 0
    var second: Bits<8> = 0
    static let fields: [Field<Counters>] = [Field("first", \.first), Field("second", \.second)]

    static func == (a: Counters, b: Counters) -> Bool {
      a.first.known == b.first.known && a.second.known == b.second.known
    }
  }

  /// It stops for good when the first counter is at `end`.
  static func specification(end: UInt64) -> Specification<Counters> {
    let tick = Action<Counters>("tick") { s, _ in
      s.first != Bits(end)
    } effect: { s, any in
      s.first += 1
      s.second += any("jump").choose(2, 1)
    }
    let wait = Action<Counters>("wait") { s, _ in
      s.first.isBelow(2)
      s.second.isBelow(2)
    } effect: { s, _ in
      s.second += 1
    }
    return Specification("counters \(end)", shape: Counters(), actions: [tick, wait]) { s in
      s = Counters()
      return []
    }
  }

  static func theorem(
    end: UInt64, _ good: @escaping @Sendable (Counters) -> Formula
  ) -> Theorem<Counters> {
    Theorem(
      "counters", claims: [], "it stays", .fails, of: specification(end: end), depth: 20,
      .invariant(good))
  }

  @Test(
    "are as long as explicit search says, also where runs end inside a window",
    arguments: [(10, 9), (14, 14), (15, 9), (15, 13), (9, 9)] as [(UInt64, UInt64)])
  func shortest(end: UInt64, goal: UInt64) throws {
    let theorem = Self.theorem(end: end) { $0.first != Bits(goal) }
    let found = try theorem.decide(in: Session(), with: Solver())
    #expect(found.verdict == .refuted)
    #expect(found.depth == Int(goal))
    #expect(found.trace?.runs[0].steps.count == Int(goal))
  }

  @Test("find none where every run ends before")
  func none() throws {
    let theorem = Self.theorem(end: 10) { $0.first != 11 }
    let outcome = try theorem.decide(in: Session(), with: Solver())
    #expect(outcome.verdict != .refuted)
  }

  @Test("meet where explicit search gets, whatever is kept apart", arguments: 0..<5)
  func places(depth: Int) throws {
    typealias Runs = Unrolling<Counters>
    let specification = Self.specification(end: 10)
    var reached: [[String]] = []
    for apart in [Runs.Apart.few, .all] {
      var runs = Runs(specification, from: .first, apart: apart)
      for _ in 0..<depth { runs.extend() }
      reached.append(try Self.states(runs, depth).sorted())
    }
    #expect(reached[0] == reached[1])
    #expect(reached[0] == Self.explicit(specification, depth).sorted())
  }

  /// The states after so many steps, found by the solver place by place.
  private static func states(_ runs: Unrolling<Counters>, _ depth: Int) throws -> Set<String> {
    var found: Set<String> = []
    for place in runs.places[depth] {
      var seen: [Counters] = []
      while true {
        let new = seen.map { !place.state.isEqual(to: $0) }
        let query = Query("count", runs.conditions + [place.reached] + new)
        guard case .satisfiable(let assignment) = try Solver().check(query) else { break }
        var evaluation = Evaluation(assignment)
        seen.append(evaluation.known(place.state))
        found.insert("\(seen.last!)")
      }
    }
    return found
  }

  private static func explicit(
    _ specification: Specification<Counters>, _ depth: Int
  ) -> Set<String> {
    var states = [Counters()]
    for _ in 0..<depth {
      states = states.flatMap { state in
        specification.actions.flatMap { action in
          [0, 1].compactMap { (jump: UInt64) -> Counters? in
            let (enabled, after) = action.apply(to: state, .known(["jump": .word(jump)]))
            return enabled.known == true ? after : nil
          }
        }
      }
    }
    return Set(states.map { "\($0)" })
  }
}

@Suite("Lemmas that are proved once")
struct LemmaKeyTests {
  @Test("serve for the same specification, lemmas and assumptions alone")
  func keys() {
    func safety(
      _ specification: Specification<SearchTests.Counters>, _ limit: UInt64
    ) -> Safety<SearchTests.Counters> {
      let lemma = Invariant<SearchTests.Counters>("bounded", file: "F", line: 1) {
        $0.first.isAtMost(Bits(limit))
      }
      return Safety(
        id: "t", specification: specification, assumptions: [], lemmas: [lemma], depth: 1,
        good: .state { _ in true }, conclusion: { _ in "" })
    }
    let one = SearchTests.specification(end: 10)
    let another = SearchTests.specification(end: 10)
    #expect(safety(one, 10).lemmaKey == safety(one, 10).lemmaKey)
    #expect(safety(one, 10).lemmaKey != safety(one, 11).lemmaKey)
    #expect(safety(one, 10).lemmaKey != safety(another, 10).lemmaKey)
  }

  /// A wide and a narrow word, of which both have to hold something.
  struct Words: Structure {
    var wide: Bits<32> = 0
    var narrow: Bits<8> = 0
    static let fields: [Field<Words>] = [Field("wide", \.wide), Field("narrow", \.narrow)]
  }

  @Test func aNumberThatFitsNoNarrowWordIsNotPutThere() throws {
    // The first number to be made 1 fits the wide word alone, and 1 is in the narrow one.
    let set = Action<Words>("set") { _, _ in
    } effect: { s, any in
      s.wide = any("wide")
      s.narrow = any("narrow")
    }
    let specification = Specification("words", shape: Words(), actions: [set]) { s in
      s = Words()
      return []
    }
    let theorem = Theorem(
      "words", claims: [], "the wide word is below 1000h, or the narrow one is not 1", .fails,
      of: specification, .invariant { $0.wide.isBelow(0x1000) || $0.narrow != 1 })
    let outcome = try theorem.decide(in: Session(), with: Solver())
    #expect(outcome.verdict == .refuted)
    #expect(outcome.trace?.runs[0].states.last?[1] == .word(1))
  }
}
