import Checker
import Logic
import Solver
import Specification
import Testing

@Suite("Each kind of theorem comes out as it must")
struct VerdictTests {
  /// A theorem with the verdict and method that it must get.
  struct Row: CustomTestStringConvertible, Sendable {
    let says: String
    let theorem: Theorem<Crossing>
    let verdict: Verdict
    let method: String
    var depth: Int?

    init(
      _ says: String, _ verdict: Verdict, _ method: String, _ depth: Int?,
      _ theorem: Theorem<Crossing>
    ) {
      (self.says, self.verdict, self.method, self.depth) = (says, verdict, method, depth)
      self.theorem = theorem
    }

    var testDescription: String { says }
  }

  private static let oneGreen = Invariant<Crossing>("one road goes at most") {
    !($0.first == .green && $0.second == .green)
  }
  private static let wrongLemma = Invariant<Crossing>("no car ever passes") { $0.cars == 0 }
  private static let dead = Action<Crossing>("flies") { s, _ in
    s.first == .green
    s.first == .red
  } effect: { s, _ in
    s.cars = 0
  }

  static let invariants = [
    Row(
      "an invariant that is inductive", .proved, "induction", nil,
      Crossing.theorem(.holds, .invariant { oneGreen.holds($0) })),
    Row(
      "an invariant that a lemma implies", .proved, "lemmas", nil,
      Crossing.theorem(
        .holds, lemmas: [oneGreen],
        .invariant { ($0.first == .green).implies($0.second != .green) })),
    Row(
      "an invariant that needs two steps back", .proved, "k-induction", 2,
      Crossing.theorem(
        .holds, of: stages, .invariant { $0.cars != 7 })),
    Row(
      "an invariant that fails", .refuted, "search", 4,
      Crossing.theorem(.fails, .invariant { $0.cars != 3 })),
    Row(
      "an invariant that fails although it is declared to hold", .refuted, "search", 4,
      Crossing.theorem(.holds, .invariant { $0.cars != 3 })),
    Row(
      "an invariant that fails beyond the depth", .undecided, "search", 6,
      Crossing.theorem(.holds, .invariant { $0.cars != 100 })),
    Row(
      "an invariant that fails at the start", .refuted, "search", 0,
      Crossing.theorem(.fails, .invariant { $0.dust != 5 })),
    Row(
      "an invariant that an assumption saves", .proved, "lemmas", nil,
      Crossing.theorem(
        .holds, assuming: [Assumption("clean", "there is no dust") { $0.dust == 0 }],
        lemmas: [oneGreen], .invariant { $0.dust != 5 && oneGreen.holds($0) })),
    Row(
      "assumptions that contradict the start", .vacuous, "induction", nil,
      Crossing.theorem(
        .holds, assuming: [Assumption("late", "a car has passed") { $0.cars != 0 }],
        .invariant { $0.cars != 0 })),
    Row(
      "an action that can never happen", .vacuous, "induction", nil,
      Crossing.theorem(
        .holds, of: Crossing.specification(Crossing.actions + [dead]),
        .invariant { oneGreen.holds($0) })),
  ]

  /// One car at most passes before a stop: that 7 is never reached shows only two steps back.
  private static let stages = Crossing.specification([
    Action("odd to even", when: { s, _ in s.cars == 1 }, effect: { s, _ in s.cars = 0 }),
    Action("even to odd", when: { s, _ in s.cars == 0 }, effect: { s, _ in s.cars = 1 }),
    Action("never there", when: { s, _ in s.cars == 6 }, effect: { s, _ in s.cars = 7 }),
    Action(
      "nor back", when: { s, _ in s.cars == 7 }, effect: { s, _ in s.cars = 0 }),
  ])

  static let others = [
    Row(
      "a step property that holds", .proved, "one step", nil,
      Crossing.theorem(.holds, .step { $0.before.cars.isAtMost($0.after.cars) })),
    Row(
      "a step property that fails", .refuted, "search", 2,
      Crossing.theorem(.fails, .step { $0.before.cars == $0.after.cars })),
    Row(
      "labels that can be passed in this order", .proved, "witness", 4,
      Crossing.theorem(
        .holds, .reachable(labels: ["go-1", "pass", "stop", "go-2"]) { $0.second == .green })),
    Row(
      "labels that can't", .refuted, "lemmas", nil,
      Crossing.theorem(
        .holds, lemmas: [oneGreen], depth: 3,
        .reachable(labels: ["go-1"]) { !oneGreen.holds($0) })),
    Row(
      "a goal that is farther than the depth", .undecided, "search", 6,
      Crossing.theorem(
        .holds,
        .reachable(labels: ["go-1"] + Array(repeating: "pass", count: 6)) { $0.cars == 6 })),
    Row(
      "a goal that no unlabelled step leads to", .refuted, "induction", nil,
      Crossing.theorem(.holds, .reachable(labels: []) { $0.cars == 50 })),
    Row(
      "an observer who sees nothing of the dust", .proved, "lemmas", nil,
      Crossing.theorem(.holds, .twoRun(lights))),
    Row(
      "an observer who sees the cars of a hidden step", .refuted, "search", 2,
      Crossing.theorem(.fails, .twoRun(cars))),
  ]

  /// The lights do not depend on whether cars pass.
  private static let lights = Unwinding<Crossing>(
    alike: { $0.first == $1.first && $0.second == $1.second },
    output: { $0.first.leaves + $0.second.leaves },
    interferes: { action, _ in Formula(action.label != "pass") })
  private static let cars = Unwinding<Crossing>(
    alike: { $0.isEqual(to: $1) }, output: { $0.cars.leaves },
    interferes: { action, _ in Formula(action.label != "pass") })

  @Test("verdict, method and depth", arguments: invariants + others)
  func verdicts(row: Row) throws {
    let outcome = try row.theorem.decided()
    #expect(outcome.verdict == row.verdict)
    #expect(outcome.method == row.method)
    #expect(outcome.depth == row.depth)
    let isShown = outcome.method == "search" && outcome.verdict == .refuted
    #expect((outcome.trace != nil) == (isShown || outcome.method == "witness"))
    if let trace = outcome.trace { #expect(trace.length == row.depth) }
  }

  @Test func aProofNamesTheAssumptionsItUsed() throws {
    let theorem = Crossing.theorem(
      .holds,
      assuming: [
        Assumption("clean", "there is no dust") { $0.dust == 0 },
        Assumption("few", "there are few cars") { $0.cars.isBelow(10) },
      ], .invariant { $0.dust != 5 })
    #expect(try theorem.decided().used == ["clean"])
  }

  @Test func aLimitIsUndecidedAndSaysSo() throws {
    let session = Session(limits: Limits(resources: 1))
    let theorem = Crossing.theorem(.holds, .invariant { Self.oneGreen.holds($0) })
    let outcome = try theorem.decided(session)
    #expect(outcome.verdict == .undecided)
    #expect(outcome.isLimited)
  }

  @Test func aStepThatAnInductionCannotExcludeIsShown() throws {
    let theorem = Crossing.theorem(.holds, depth: 2, .invariant { $0.cars != 100 })
    let step = try #require(try theorem.decided().failedStep)
    #expect(step.length == 1)
    let cars = try #require(step.names.firstIndex { $0.path == "cars" })
    #expect(step.runs[0].states.map { $0[cars] } == [.word(99), .word(100)])
  }

  @Test func aLemmaThatIsNoInvariantIsLeftOut() throws {
    let theorem = Crossing.theorem(
      .holds, lemmas: [Self.wrongLemma, Self.oneGreen],
      .invariant { ($0.first == .green).implies($0.second == .red) })
    let outcome = try theorem.decided()
    #expect(outcome.verdict == .proved)
    #expect(outcome.dropped == ["no car ever passes"])
  }

  @Test func whatDoesNotMatterIsZero() throws {
    let theorem = Crossing.theorem(.fails, .invariant { $0.colour != 0xBEEF })
    let trace = try #require(try theorem.decided().trace)
    let inputs = trace.runs[0].steps.compactMap { $0 }.flatMap(\.inputs)
    #expect(inputs.map(\.name.path) == ["colour", "dust"])
    #expect(inputs.map(\.value) == [.word(0xBEEF), .word(0)])
    #expect(trace.runs[0].states[0].allSatisfy { $0 == .word(0) })
  }

  @Test func bothRunsOfARefutationAreShown() throws {
    let theorem = Crossing.theorem(.fails, .twoRun(Self.cars))
    let trace = try #require(try theorem.decided().trace)
    #expect(trace.runs.count == 2)
    #expect(trace.runs[0].steps.map { $0?.action } == ["first goes", "a car passes"])
    #expect(trace.runs[1].steps.map { $0?.action } == ["first goes", nil])
    #expect(trace.observed == ["cars"])
    #expect(
      trace.conclusion
        == "here the observer sees a difference: cars is 1h in run 1 and 0h in run 2")
  }
}
