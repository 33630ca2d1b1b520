import Checker
import Logic
import Specification

extension Threads {
  /// One theorem for each way in which a theorem can come out.
  static let theorems: [AnyTheorem] = [
    AnyTheorem(separateStacks), AnyTheorem(assumedFewTicks), AnyTheorem(quietRegister),
    AnyTheorem(twoTicks), AnyTheorem(privateRegister), AnyTheorem(privateTime),
    AnyTheorem(mistaken), AnyTheorem(deep), AnyTheorem(contradiction), AnyTheorem(factors),
    AnyTheorem(broken), AnyTheorem(latched), AnyTheorem(latches),
  ]

  static let separateStacks = Theorem(
    "separate-stacks", claims: ["S1"], "threads never share a stack", .holds, of: specification,
    .invariant { $0.os1.esp != $0.os2.esp })

  static let assumedFewTicks = Theorem(
    "assumed-few-ticks", claims: ["S1", "S2"], "there are never 500 ticks", .holds,
    of: specification,
    assuming: [
      Assumption("few-ticks", "the machine is switched off before the hundredth tick") {
        $0.ticks.isBelow(100)
      }
    ], .invariant { $0.ticks != 500 })

  static let quietRegister = Theorem(
    "quiet-register", claims: [], "the first thread's EAX stays 0", .fails, of: specification,
    .invariant { $0.os1.eax == 0 })

  static let twoTicks = Theorem(
    "two-ticks", claims: ["S7"], "the first thread gets its turn again", .holds,
    of: specification, .reachable(labels: ["a-1", "a-1"]) { $0.running == .os1 })

  static let privateRegister = Theorem(
    "private-register", claims: ["A8"], "the second thread's EAX tells nothing of the first",
    .holds, of: specification,
    .twoRun(
      Unwinding(
        alike: { a, b in
          Formula.all([a.running == b.running, a.os2.eax == b.os2.eax, a.ticks == b.ticks])
        },
        output: { $0.os2.eax.leaves },
        interferes: { action, m in action.name == "work" ? m.running == .os2 : true })))

  static let privateTime = Theorem(
    "private-time", claims: ["A8"], "the second thread can't tell the time", .fails,
    of: specification,
    .twoRun(
      Unwinding(
        alike: { a, b in a.ticks == b.ticks }, output: { $0.ticks.leaves },
        interferes: { _, m in m.running == .os2 })))

  static let mistaken = Theorem(
    "mistaken", claims: [], "there are two ticks at most", .holds, of: specification,
    .invariant { $0.ticks.isBelow(3) })

  static let deep = Theorem(
    "deep", claims: [], "there are never 1000 ticks", .holds, of: specification, depth: 4,
    .invariant { $0.ticks != 1000 })

  static let contradiction = Theorem(
    "contradiction", claims: [], "time stands still", .holds, of: specification,
    assuming: [Assumption("late-start", "the first tick is over at the start") { $0.ticks == 1 }],
    .invariant { $0.ticks == 1 })

  /// 2^61 - 1 is prime; to see that is too hard for a solver.
  static let factors = Theorem(
    "factors", claims: [], "a certain prime is no product", .holds, of: products, depth: 1,
    .invariant { $0.value != Bits((1 << 61) - 1) })

  static let broken = Theorem(
    "broken", claims: [], "what is not 0 stays so", .fails, of: twoFaced, depth: 2,
    .invariant { $0.value != 1 })

  static let latched = Theorem(
    "latched", claims: [], "the latch holds 0 or 5", .holds, of: latch,
    .invariant { $0.value == 0 || $0.value == 5 })

  static let latches = Theorem(
    "latches", claims: [], "the latch is set at some time", .holds, of: latch,
    .reachable(labels: []) { $0.value == 5 })
}
