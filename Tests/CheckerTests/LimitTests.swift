import Checker
import Logic
import Solver
import Specification
import Testing

/// A word that becomes a product, and a counter.
private struct Mill: Structure {
  var product: Bits<64> = 0
  var turns: Bits<8> = 0

  static var fields: [Field<Mill>] { [Field("product", \.product), Field("turns", \.turns)] }

  static let multiply = Action<Mill>("multiply") { _, any in
    (any("a") as Bits<31>) != 1
    (any("b") as Bits<31>) != 1
  } effect: { m, any in
    let (a, b): (Bits<31>, Bits<31>) = (any("a"), any("b"))
    m.product = a.zeroExtended() * b.zeroExtended()
  }

  static let turn = Action<Mill>("turn") { m, _ in
    m.turns != 0xFF
  } effect: { m, _ in
    m.turns += 1
  }

  static let specification = Specification(
    "mill", shape: Mill(), actions: [multiply, turn]
  ) { m in
    m = Mill()
    return []
  }

  /// That the product is no prime is too hard for a solver; the counter is easy.
  static func theorem(_ declared: Declared) -> Theorem<Mill> {
    Theorem(
      "mill", claims: [], "there are no two turns and no prime product", declared,
      of: specification, depth: 4,
      .invariant { $0.product != Bits((1 << 61) - 1) && $0.turns != 2 })
  }
}

@Suite("Limits")
struct LimitTests {
  @Test("a run found after a limit was reached may not be a shortest one, and says so")
  func shorterRunsAreNotExcluded() throws {
    for declared in [Declared.fails, .holds] {
      let session = Session(limits: Limits(resources: 2_000_000), records: true)
      let outcome = try Mill.theorem(declared).decided(session)
      #expect(outcome.verdict == .refuted && outcome.depth == 2)
      #expect(session.queries.contains { $0.answer.status == "unknown" })
      #expect(outcome.isLimited)
      #expect(outcome.note?.contains("shorter runs are not excluded") == true)
      #expect(outcome.trace?.conclusion.contains("shorter runs are not excluded") == true)
    }
  }

  @Test func aShortestRunSaysNothingOfTheKind() throws {
    let theorem = Crossing.theorem(.fails, .invariant { $0.cars != 3 })
    let outcome = try theorem.decided()
    #expect(outcome.note == nil && !outcome.isLimited)
  }

  @Test("a response that a limit left open says so", arguments: [Declared.holds, .fails])
  func responses(declared: Declared) throws {
    for progress: Progress<Ring>? in [nil, Ring.progress] {
      let theorem = Ring.theorem(
        declared: declared,
        .infinitelyOften({ $0.holder == 2 }, under: [Ring.passing], because: progress))
      let outcome = try theorem.decided(Session(limits: Limits(resources: 1)))
      #expect(outcome.verdict == .undecided && outcome.isLimited, "\(outcome)")
      #expect(outcome.note == "a limit was reached")
    }
  }

  @Test func aRunThatALimitHidIsNotTakenForGone() throws {
    let theorem = AnyTheorem(
      Mutex.entersInTheEnd(.fails, [Mutex.leaving, Mutex.entering(.weak)]))
    let baseline = try theorem.decide(Session(), Solver())
    let change = try #require(
      theorem.mutations().first { "\($0.action): \($0.change)" == "second leaves: keep second" })
    let limits = Limits(resources: 1)
    let notice = try theorem.notices(
      change, baseline, Session(limits: limits), Solver(limits: limits))
    guard case .unclear = notice else {
      Issue.record("\(notice)")
      return
    }
  }
}
