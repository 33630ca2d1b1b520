import Checker
import Logic
import Solver
import Specification

/// A counter with a mode, and an edit of it: one action of four is another.
struct Counter: Structure {
  var count: Bits<16> = 0
  var limit: Bits<16> = 9
  var isOn: Formula = false

  static var fields: [Field<Counter>] {
    [Field("count", \.count), Field("limit", \.limit), Field("isOn", \.isOn)]
  }

  /// - Parameter step: how far "work" counts
  static func specification(step: UInt64 = 1) -> Specification<Counter> {
    Specification(
      "a counter", shape: Counter(),
      actions: [
        Action("start") { s, _ in
          !s.isOn
        } effect: { s, _ in
          s.isOn = true
        },
        Action("work") { s, _ in
          s.isOn
          s.count.isBelow(s.limit)
        } effect: { s, _ in
          s.count += Bits(step)
        },
        Action("reset") { s, _ in
          s.isOn
        } effect: { s, _ in
          s.count = 0
        },
        Action("stop") { s, _ in
          s.isOn
          s.count == s.limit
        } effect: { s, _ in
          s.isOn = false
        },
      ]
    ) { s in
      s = Counter()
      return []
    }
  }

  /// Three theorems: an invariant with a lemma, one that is refuted, and a run that there is.
  static func theorems(step: UInt64 = 1) -> [AnyTheorem] {
    let specification = specification(step: step)
    let limit = Invariant<Counter>("the limit stays") { $0.limit == 9 }
    return [
      AnyTheorem(
        Theorem(
          "counts-to-the-limit", claims: [], "the count is at most the limit", .holds,
          of: specification, lemmas: [limit], .invariant { $0.count.isAtMost($0.limit) })),
      AnyTheorem(
        Theorem(
          "stays-below", claims: [], "the count is never 5", .fails, of: specification,
          lemmas: [limit], .invariant { $0.count != 5 })),
      AnyTheorem(
        Theorem(
          "stops", claims: [], "it stops", .holds, of: specification, lemmas: [limit],
          .reachable(labels: []) { !$0.isOn && $0.count == 9 })),
    ]
  }

  /// Decides them one after the other.
  static func decide(
    _ theorems: [AnyTheorem], limits: Limits = Limits(), _ answers: (any AnswerStore)?
  ) throws -> (outcomes: [Outcome], statistics: Statistics) {
    let solver = Solver(limits: limits, answers: answers)
    let session = Session(limits: limits)
    let outcomes = try theorems.map { try $0.decide(session, solver) }
    return (outcomes, solver.statistics)
  }
}
