import Logic
import Solver
import Specification
import Testing

@testable import Checker

@Suite("Liveness under fairness")
struct LivenessTests {
  private static let methods: [Method] = [.automatic, .explicit(.all)]

  private let arrives = Property<Ring>.infinitelyOften(
    { $0.holder == 2 }, under: [Ring.passing], because: Ring.progress)

  // MARK: - Proof

  @Test func aMeasureProvesIt() throws {
    let outcome = try Ring.theorem(arrives).decided()
    #expect(outcome.verdict == .proved && outcome.method == "measure", "\(outcome)")
    #expect(outcome.used == ["passes"])
  }

  @Test func allStatesProveIt() throws {
    let outcome = try Ring.theorem(by: .explicit(.all), arrives).decided()
    #expect(outcome.verdict == .proved && outcome.method == "explicit")
  }

  @Test func strongFairnessWantsAReason() throws {
    let fairness = [Mutex.leaving, Mutex.entering(.strong)]
    let outcome = try Mutex.entersInTheEnd(.holds, fairness, because: Mutex.progress).decided()
    #expect(outcome.verdict == .proved && outcome.used == ["leaves", "enters"])
    let explicit = try Mutex.entersInTheEnd(.holds, fairness, by: .explicit(.all)).decided()
    #expect(explicit.verdict == .proved)
  }

  @Test(
    "a measure that is none proves nothing",
    arguments: [
      Progress<Ring>({ _ in [0] }, [.init("passes")]),
      Progress({ s in [s.holder.zeroExtended()] }, [.init("passes")]),
      Progress({ s in [(2 - s.holder).zeroExtended()] }, [.init("passes") { $0.isBusy }]),
      Progress({ s in [s.isBusy.asBits()] }, [.init("passes")]),
      Progress({ s in [(2 - s.holder).zeroExtended()] }, []),
    ])
  func badMeasures(progress: Progress<Ring>) throws {
    let property = Property.infinitelyOften(
      { $0.holder == 2 }, under: [Ring.passing], because: progress)
    #expect(try Ring.theorem(property).decided().verdict == .undecided)
  }

  @Test func withoutAMeasureItIsOpen() throws {
    let property = Property<Ring>.eventually({ $0.holder == 2 }, under: [Ring.passing])
    let outcome = try Ring.theorem(property).decided()
    #expect(outcome.verdict == .undecided && outcome.trace == nil)
  }

  // MARK: - Refutation

  @Test("without fairness a run may stop", arguments: methods)
  func stops(method: Method) throws {
    let theorem = Ring.theorem(
      declared: .fails, by: method, .eventually({ $0.holder == 2 }, under: []))
    let outcome = try theorem.decided()
    let trace = try #require(outcome.trace)
    #expect(outcome.verdict == .refuted && trace.length == 0 && trace.loop == 0)
  }

  @Test("fairness of another step makes a loop of it", arguments: methods)
  func loops(method: Method) throws {
    let theorem = Ring.theorem(
      declared: .fails, by: method, .eventually({ $0.holder != 0 }, under: [Ring.working]))
    let trace = try #require(try theorem.decided().trace)
    #expect(trace.loop == 0 && trace.length == 2)
    let steps = trace.runs[0].steps.map { $0?.action }
    #expect(steps == ["the holder works", "the holder works"])
  }

  @Test("weak fairness starves who waits, strong fairness does not", arguments: methods)
  func starvation(method: Method) throws {
    let fairness = [Mutex.leaving, Mutex.entering(.weak)]
    let outcome = try Mutex.entersInTheEnd(.fails, fairness, by: method).decided()
    let trace = try #require(outcome.trace)
    let loop = try #require(trace.loop)
    #expect(outcome.verdict == .refuted)
    let again = Set(trace.runs[0].steps[loop...].map { $0!.action })
    #expect(again == ["second asks", "second enters", "second leaves"])
  }

  @Test("a request that is answered once is called for again", arguments: methods)
  func again(method: Method) throws {
    let once = Ring.theorem(
      by: method,
      .eventually(
        { $0.holder == 1 }, under: [Ring.passing],
        because: Progress(
          { s in [(s.holder == 0).choose(1, 2)] }, [.init("passes")])))
    #expect(try once.decided().verdict == .proved)
    let never = Ring.theorem(
      declared: .fails, by: method,
      .leadsTo({ $0.holder == 1 }, { $0.isBusy }, under: [Ring.passing]))
    let trace = try #require(try never.decided().trace)
    #expect(trace.loop != nil && trace.length - trace.loop! == 3)
  }

  // MARK: - Vacuity

  @Test("what is never called for is vacuous", arguments: methods)
  func premise(method: Method) throws {
    let theorem = Ring.theorem(
      by: method,
      .leadsTo(
        { $0.holder == 3 }, { $0.holder == 2 }, under: [Ring.passing], because: Ring.progress))
    let outcome = try theorem.decided()
    #expect(outcome.verdict == .vacuous && outcome.note == "it is never called for")
  }

  @Test("fairness that can't be met is vacuous", arguments: methods)
  func unfair(method: Method) throws {
    let assumption = Assumption<Ring>("first", "the first station has the token") { $0.holder == 0 }
    let theorem = Ring.theorem(assuming: [assumption], by: method, arrives)
    let outcome = try theorem.decided()
    #expect(outcome.verdict == .vacuous && outcome.note!.hasPrefix("no run is fair"))
  }

  @Test("assumptions that leave fair runs are not vacuous", arguments: methods)
  func restricted(method: Method) throws {
    let assumption = Assumption<Ring>("idle", "no station works") { !$0.isBusy }
    let theorem = Ring.theorem(assuming: [assumption], by: method, arrives)
    #expect(try theorem.decided().verdict == .proved)
  }

  // MARK: - Mutation

  @Test func aProofNoticesWhatItDependsOn() throws {
    #expect(
      try noticed(Ring.theorem(arrives)) == [
        "the token is passed on: keep holder", "the token is passed on: free holder",
      ])
  }

  @Test func aLassoNoticesWhatItDependsOn() throws {
    let theorem = Mutex.entersInTheEnd(.fails, [Mutex.leaving, Mutex.entering(.weak)])
    let noticed = try noticed(theorem)
    #expect(noticed.contains("second leaves: keep second"))
    #expect(!noticed.contains { $0.hasPrefix("first leaves") })
  }

  private func noticed<S: Value>(_ theorem: Theorem<S>) throws -> [String] {
    let any = AnyTheorem(theorem)
    let baseline = try any.decide(Session(), Solver())
    #expect(any.isAsDeclared(baseline))
    return try any.mutations().filter { mutation in
      if case .noticed = try any.notices(mutation, baseline, Session(), Solver()) { return true }
      return false
    }.map { "\($0.action): \($0.change)" }
  }

  @Test func withoutItsFairnessItIsRefuted() throws {
    let theorem = try #require(Ring.theorem(arrives).without("passes"))
    #expect(try theorem.decided().verdict == .refuted)
    #expect(Ring.theorem(arrives).without("works") == nil)
  }

  // MARK: - Re-evaluation

  @Test func aRunThatDoesNotCloseOrIsUnfairRefutesNothing() throws {
    let pass = Ring.specification.actions[0]
    func lasso(_ steps: Int, loop: Int) throws -> Lasso<Ring> {
      let run = KnownRun(
        Ring.specification, assumptions: [], first: Ring(),
        steps: (0..<steps).map { _ in (pass, [:]) }, isStart: true)
      return Lasso(run: try #require(run), loop: loop)
    }
    func refutes(_ lasso: Lasso<Ring>, _ goal: UInt64, _ fairness: [Fairness<Ring>]) -> Bool {
      let property = Property<Ring>.eventually({ $0.holder == Bits(goal) }, under: fairness)
      guard case .response(let response) = property else { return false }
      return lasso.refutes(response, Ring.specification)
    }
    #expect(refutes(try lasso(3, loop: 0), 3, [Ring.passing]))
    #expect(!refutes(try lasso(2, loop: 0), 3, [Ring.passing]), "it does not close")
    #expect(!refutes(try lasso(3, loop: 0), 2, [Ring.passing]), "it comes")
    #expect(!refutes(try lasso(0, loop: 0), 3, [Ring.passing]), "it passes over a fair step")
    #expect(refutes(try lasso(3, loop: 0), 3, [Ring.passing, Ring.working]), "it is off at times")
  }
}
