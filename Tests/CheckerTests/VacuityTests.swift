import Checker
import Logic
import Specification
import Testing

@Suite("What could not fail is vacuous, not proved")
struct VacuityTests {
  private static let methods: [Method] = [.automatic, .explicit(.all)]

  // MARK: - Two runs

  @Test("two runs with no step that one of them leaves out", arguments: methods)
  func nothingHidden(method: Method) throws {
    let outcome = try Desk.theorem(
      by: method,
      .twoRun(
        Unwinding(
          alike: { $0.isEqual(to: $1) }, output: \.leaves,
          interferes: { action, _ in Formula(!action.name.hasPrefix("secretly ")) }))
    ).decided()
    #expect(outcome.verdict == .vacuous)
    #expect(outcome.note == "no step is one that only one run takes")
  }

  @Test("two runs whose hidden step can't happen", arguments: methods)
  func hiddenCantHappen(method: Method) throws {
    let outcome = try Desk.theorem(
      by: method,
      .twoRun(
        Unwinding(
          alike: { $0.isEqual(to: $1) }, output: \.leaves,
          interferes: { action, s in action.name == "ask" ? !s.isAsked : true }))
    ).decided()
    #expect(outcome.verdict == .vacuous)
    #expect(outcome.note == "“a step that only one run takes” can never happen")
  }

  // MARK: - Responses

  @Test("a run is fair, but none in which it is called for", arguments: methods)
  func onlyUncalledRunsAreFair(method: Method) throws {
    let free = try Desk.theorem(by: method, Desk.answers).decided()
    #expect(free.verdict == .proved, "\(free)")
    let outcome = try Desk.theorem(assuming: [Desk.mute], by: method, Desk.answers).decided()
    #expect(outcome.verdict == .vacuous, "\(outcome)")
    #expect(outcome.note?.hasPrefix("no run is fair once it is called for") == true)
  }

  // MARK: - Explicit search

  private static let closed = Action<Desk>("close") { s, _ in
    s.isAnswered
    !s.isAsked
  } effect: { s, _ in
    s.isBusy = false
  }

  @Test(
    "an action that can never happen, in an explicit proof",
    arguments: [
      .invariant { !$0.isAnswered || $0.isAsked },
      .step { $0.before.isAsked.implies($0.after.isAsked) }, Desk.answers,
    ] as [Property<Desk>])
  func deadAction(property: Property<Desk>) throws {
    let specification = Desk.specification([Desk.ask, Desk.serve, Self.closed])
    let outcome = try Desk.theorem(of: specification, by: .explicit(.all), property).decided()
    #expect(outcome.verdict == .vacuous)
    #expect(outcome.note == "“close” can never happen")
  }

  @Test func assumptionsThatNoStepMeetsInAnExplicitProof() throws {
    let still = Assumption<Desk>("still", "nothing happens") { !$0.isAsked && !$0.isBusy }
    let outcome = try Desk.theorem(
      assuming: [still], by: .explicit(.all), .step { _ in false }
    ).decided()
    #expect(outcome.verdict == .vacuous)
    #expect(outcome.note == "the assumptions leave no action")
  }

  @Test("an action that the assumptions alone rule out is no fault", arguments: methods)
  func ruledOut(method: Method) throws {
    let away = Assumption<Desk>("away", "nobody asks") { !$0.isAsked }
    let outcome = try Desk.theorem(
      assuming: [away], by: method, .invariant { !$0.isAnswered }
    ).decided()
    #expect(outcome.verdict == .proved, "\(outcome)")
  }

  // MARK: - Witnesses

  @Test("a witness under assumptions that contradict the start", arguments: methods)
  func contradiction(method: Method) throws {
    let late = Assumption<Desk>("late", "somebody has asked") { $0.isAsked }
    for property: Property<Desk> in [
      .reachable(labels: []) { $0.isAnswered }, .possible { Formula($0.action.name == "serve") },
    ] {
      let outcome = try Desk.theorem(assuming: [late], by: method, property).decided()
      #expect(outcome.verdict == .vacuous)
      #expect(outcome.note == "no first state meets the assumptions")
    }
  }
}
