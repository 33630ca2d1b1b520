import Logic
import Specification
import Testing

@testable import Checker

@Suite("Theorems decided by explicit search")
struct ExplicitMethodTests {
  private func theorem(
    _ method: Method, assuming assumptions: [Assumption<Jugs>] = [],
    _ property: Property<Jugs>
  ) -> Theorem<Jugs> {
    Theorem(
      "jugs", claims: [], "it is so", .holds, of: Jugs.specification, assuming: assumptions,
      by: method, property)
  }

  @Test func allStatesAreAProof() throws {
    let outcome = try theorem(.explicit(.all), .invariant { $0.big.isAtMost(5) }).decided()
    #expect(outcome.verdict == .proved && outcome.method == "explicit")
    #expect(outcome.note == "\(Jugs.plain.joined().count) states")
    #expect(outcome.depth == Jugs.plain.count - 1)
  }

  @Test func aBadRunIsShown() throws {
    let outcome = try theorem(.explicit(.all), .invariant { $0.big != 4 }).decided()
    #expect(outcome.verdict == .refuted && outcome.trace?.length == outcome.depth)
    let automatic = try theorem(.automatic, .invariant { $0.big != 4 }).decided()
    #expect(automatic.verdict == .refuted && automatic.depth == outcome.depth)
  }

  @Test func aBadStepIsShown() throws {
    let property = Property<Jugs>.step { !($0.before.big == 3 && $0.after.big == 5) }
    let outcome = try theorem(.explicit(.all), property).decided()
    let automatic = try theorem(.automatic, property).decided()
    #expect(outcome.verdict == .refuted && outcome.depth == automatic.depth)
  }

  @Test func aLimitIsUndecided() throws {
    let outcome = try theorem(.explicit(.all, states: 5), .invariant { _ in true }).decided()
    #expect(outcome.verdict == .undecided && outcome.isLimited)
  }

  @Test func whatCanBeReachedIsWitnessed() throws {
    let found = try theorem(.explicit(.all), .reachable(labels: []) { $0.big == 4 }).decided()
    #expect(found.verdict == .proved && found.trace != nil)
    let never = try theorem(.explicit(.all), .reachable(labels: []) { $0.big == 6 }).decided()
    #expect(never.verdict == .refuted && never.trace == nil)
  }

  @Test func noFirstStateIsVacuous() throws {
    let assumption = Assumption<Jugs>("full", "the big jug is full") { $0.big == 5 }
    let outcome = try theorem(
      .explicit(.all), assuming: [assumption], .invariant { _ in true }
    ).decided()
    #expect(outcome.verdict == .vacuous)
  }

  @Test func leavingOutValuesIsNoProof() throws {
    let theorem = Theorem(
      "shelf", claims: [], "it is so", .holds, of: Shelf.specification,
      by: .explicit(Domain(words: 2)), .invariant { $0.places[5] == 0 })
    let outcome = try theorem.decided()
    #expect(outcome.verdict == .undecided && outcome.note!.hasSuffix("that leaves out values"))
  }

  @Test("two runs", arguments: [true, false])
  func twoRuns(seesBig: Bool) throws {
    let theorem = Theorem(
      "jugs", claims: [], "it is so", .holds, of: Jugs.specification, by: .explicit(.all),
      .twoRun(
        Unwinding(
          alike: { _, _ in true }, output: { seesBig ? $0.big.leaves : [] },
          interferes: { action, _ in Formula(action.name != "fill the small jug") })))
    let outcome = try theorem.decided()
    #expect(outcome.verdict == (seesBig ? .refuted : .proved))
    #expect(outcome.trace?.runs.count == (seesBig ? 2 : nil))
  }
}
