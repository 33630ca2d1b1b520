import Cache
import Checker
import Foundation
import Logic
import Solver
import TestSupport
import Testing

@Suite("Answers that are kept")
struct AnswerTests {
  @Test func aSecondRunAsksNothing() throws {
    try Scratch.with { scratch in
      let directory = scratch.path
      let first = try Counter.decide(Counter.theorems(), Cache(directory: directory))
      #expect(first.statistics.queries > 5)
      let cache = Cache(directory: directory)
      let second = try Counter.decide(Counter.theorems(), cache)
      #expect(second.statistics.queries == 0 && second.statistics.secondTries == 0)
      #expect(second.statistics.kept == first.statistics.queries + first.statistics.kept)
      #expect(second.outcomes.map(Text.init) == first.outcomes.map(Text.init))
      #expect(cache.remarks.isEmpty)
    }
  }

  @Test func afterAnEditOnlyWhatChangedIsAsked() throws {
    try Scratch.with { scratch in
      let directory = scratch.path
      _ = try Counter.decide(Counter.theorems(), Cache(directory: directory))
      let edited = Counter.theorems(step: 2)
      let anew = try Counter.decide(edited, nil)
      let cached = try Counter.decide(edited, Cache(directory: directory))
      #expect(cached.statistics.kept > 3)
      #expect(cached.statistics.queries > 0)
      #expect(cached.statistics.queries + cached.statistics.kept == anew.statistics.queries)
      #expect(cached.outcomes.map(\.verdict) == anew.outcomes.map(\.verdict))
      // The edit shows: a count of 1, 3, 5 … passes a limit.
      #expect(cached.outcomes.map(\.verdict) == [.refuted, .proved, .undecided])
    }
  }

  @Test(
    "another limit is another question",
    arguments: [Limits(seed: 1), Limits(resources: 1_000_000), Limits(milliseconds: 60_000)])
  func limits(_ limits: Limits) throws {
    try Scratch.with { scratch in
      let directory = scratch.path
      let first = try Counter.decide(Counter.theorems(), Cache(directory: directory))
      let other = try Counter.decide(
        Counter.theorems(), limits: limits, Cache(directory: directory))
      #expect(other.statistics.queries == first.statistics.queries)
      #expect(other.outcomes.map(\.verdict) == first.outcomes.map(\.verdict))
    }
  }

  @Test func anUnknownIsNotKept() throws {
    try Scratch.with { scratch in
      let directory = scratch.path
      let (x, y) = (Bits<64>.variable("x"), Bits<64>.variable("y"))
      let high = Bits<64>(1 << 32)
      let query = Query(
        "factors", [x * y == Bits((1 << 61) - 1), x.isBelow(high), y.isBelow(high), x != 1, y != 1])
      for _ in 0..<2 {
        let solver = Solver(
          limits: Limits(resources: 2000), answers: Cache(directory: directory))
        guard case .unknown = try solver.check(query) else {
          Issue.record("the limit was not reached")
          return
        }
        #expect(solver.statistics.kept == 0 && Scratch.names(scratch).isEmpty)
      }
    }
  }

  @Test("a damaged entry is ignored, with a note", arguments: Damage.allCases)
  func damage(_ damage: Damage) throws {
    try Scratch.with { scratch in
      let directory = scratch.path
      let first = try Counter.decide(Counter.theorems(), Cache(directory: directory))
      let names = Scratch.names(scratch)
      try damage.apply(to: names.map { "\(directory)/\($0)" })
      let cache = Cache(directory: directory)
      let second = try Counter.decide(Counter.theorems(), cache)
      #expect(second.statistics.queries == first.statistics.queries)
      #expect(second.outcomes.map(Text.init) == first.outcomes.map(Text.init))
      #expect(
        cache.remarks == ["\(names.count) entries were damaged in the cache, and ignored"])
      // What was damaged has been replaced.
      let third = try Counter.decide(Counter.theorems(), Cache(directory: directory))
      #expect(third.statistics.queries == 0)
    }
  }

  @Test func aModelThatDoesNotEvaluateIsNoAnswer() throws {
    let x = Bits<16>.variable("x")
    let query = Query("seven", [x == 7])
    let wrong = Wrong(.satisfiable(["x": .word(6)]))
    guard case .satisfiable(let model) = try Solver(answers: wrong).check(query) else {
      Issue.record("it has a model")
      return
    }
    #expect(model["x"] == .word(7))
    #expect(wrong.rejected == 1)
  }

  @Test func processesShareADirectory() async throws {
    try await withThrowingTaskGroup(of: [Verdict].self) { group in
      let scratch = try Oracle.temporaryDirectory()
      defer { try? FileManager.default.removeItem(at: scratch) }
      let directory = scratch.path
      for _ in 0..<8 {
        group.addTask {
          let cache = Cache(directory: directory)
          defer { #expect(cache.remarks.isEmpty) }
          return try Counter.decide(Counter.theorems(), cache).outcomes.map(\.verdict)
        }
      }
      for try await verdicts in group { #expect(verdicts == [.proved, .refuted, .proved]) }
      #expect(Scratch.names(scratch).allSatisfy { !$0.contains("partial") })
    }
  }
}
