import Logic
import Solver
import Specification
import Testing

@testable import Checker

/// A safety statement to be searched.
func safety<S: Value>(
  _ specification: Specification<S>, assuming assumptions: [Assumption<S>] = [], depth: Int = 12,
  _ good: Safety<S>.Good = .state { _ in true }
) -> Safety<S> {
  Safety(
    id: "test", specification: specification, assumptions: assumptions, lemmas: [], depth: depth,
    good: good, conclusion: { _ in "it is so" })
}

@Suite("Explicit search")
struct ExplicitSearchTests {
  private let counts = Jugs.plain.map(\.count)

  @Test func statesAreCountedAsThePlainRiddleCountsThem() {
    var search = ExplicitSearch(safety(Jugs.specification), .all)
    guard case .exhausted = search.run() else {
      Issue.record("not all states were seen")
      return
    }
    #expect(search.statesByDepth == counts)
    #expect(!search.isRestricted)
  }

  @Test("the shortest run is found, by both searches", arguments: 0...5)
  func shortest(measure: Int) throws {
    let steps = try #require(
      Jugs.plain.firstIndex { $0.contains { $0[1] == measure } }, "it can be measured")
    let safety = safety(Jugs.specification, .state { $0.big != Bits(UInt64(measure)) })
    var search = ExplicitSearch(safety, .all)
    guard case .bad(let run) = search.run() else {
      Issue.record("no run was found")
      return
    }
    #expect(run.steps.count == steps)
    #expect(safety.isBad(run))
    let engine = Engine(safety, Session(), Solver())
    #expect(try engine.search(depth: 8)?.steps.count == steps, "the solver's search differs")
  }

  @Test func aLimitIsNoProof() {
    var few = ExplicitSearch(safety(Jugs.specification), .all, limit: 5)
    guard case .limited = few.run() else {
      Issue.record("five states are not all")
      return
    }
    var near = ExplicitSearch(safety(Jugs.specification), .all)
    guard case .limited = near.run(depth: 3) else {
      Issue.record("three steps are not all")
      return
    }
    #expect(near.statesByDepth == Array(counts.prefix(4)))
  }

  /// Counted by hand: place 0 and the light are open at the start, 2 × 2 states.
  @Test func firstStatesAreThoseThatTheConditionsAllow() {
    var search = ExplicitSearch(safety(Shelf.specification), Domain(words: 2))
    guard case .limited = search.run(depth: 0) else {
      Issue.record("there are more states")
      return
    }
    #expect(search.statesByDepth == [4])
    #expect(search.isRestricted)
  }

  @Test func assumptionsPrune() {
    let noRed = Assumption<Shelf>("no-red", "the light is never red") { $0.light != .red }
    let all = states(safety(Shelf.specification))
    let some = states(safety(Shelf.specification, assuming: [noRed]))
    #expect(some.total < all.total)
    let bad = safety(Shelf.specification, assuming: [noRed], .state { $0.light != .red })
    #expect(states(bad).total == some.total, "a state that is ruled out is not reached")
  }

  private func states<S>(_ safety: Safety<S>) -> (total: Int, byDepth: [Int]) {
    var search = ExplicitSearch(safety, Domain(words: 2))
    guard case .exhausted = search.run() else { return (-1, []) }
    return (search.count, search.statesByDepth)
  }

  @Test("every way of choosing is gone once")
  func branches() {
    let branches = Branches()
    var ways: [[Int]] = []
    repeat {
      let first = branches.choose(3)
      ways.append(first == 1 ? [1, branches.choose(2)] : [first])
    } while branches.advance()
    #expect(ways == [[0], [1, 0], [1, 1], [2]])
  }
}
