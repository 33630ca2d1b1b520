import Logic
import Specification

/// Looks for a run that is fair for ever by walking on known values.
///
/// At each step it takes what has waited longest of the fair steps that the assumptions allow,
/// and now and then another; it ends when it is back in a state and the way round is fair. That it
/// finds nothing says nothing. No solver is asked.
struct FairWalk<S: Value> {
  private let theorem: Theorem<S>
  private let fairness: [Fairness<S>]
  private var states: [S]
  private var steps: [KnownRun<S>.Step]
  /// By state and by step: the fairness of which a step is possible, or is taken.
  private var enabled: [Set<Int>] = []
  private var taken: [Set<Int>]
  private var random: UInt64

  /// The most steps of a walk, and the number of walks.
  private static var longest: Int { 150 }
  private static var tries: UInt64 { 6 }

  /// A fair run that begins with the given one; nil where none is found.
  static func lasso(
    _ theorem: Theorem<S>, _ response: Response<S>, from run: KnownRun<S>
  ) -> Lasso<S>? {
    for seed in 0..<tries {
      var walk = FairWalk(theorem, response.fairness, run, seed: seed)
      if let lasso = walk.walk(), lasso.isFair(response, theorem.specification) { return lasso }
    }
    return nil
  }

  private init(
    _ theorem: Theorem<S>, _ fairness: [Fairness<S>], _ run: KnownRun<S>, seed: UInt64
  ) {
    self.theorem = theorem
    self.fairness = fairness
    states = run.states
    steps = run.steps
    taken = run.steps.map { _ in [] }
    random = seed
  }

  private mutating func walk() -> Lasso<S>? {
    // What lies before the walk is never repeated.
    enabled = states.map { _ in Set(fairness.indices) }
    enabled[states.count - 1] = possible(states.last!)
    var seen = [key(states.last!): states.count - 1]
    for _ in 0..<Self.longest {
      if enabled.last!.isEmpty { return lasso(loop: states.count - 1) }
      guard let (step, after) = next() else { return nil }
      states.append(after)
      steps.append(step)
      enabled.append(possible(after))
      let last = states.count - 1
      let known = seen[key(after)]
      if let known, isFair(from: known) { return lasso(loop: known) }
      if known == nil { seen[key(after)] = last }
    }
    return nil
  }

  private func key(_ state: S) -> [Constant] { state.leaves.map { $0.known! } }

  private func possible(_ state: S) -> Set<Int> {
    Set(
      fairness.indices.filter {
        fairness[$0].isEnabled(state, in: theorem.specification).known == true
      })
  }

  private func isFair(from loop: Int) -> Bool {
    fairness.indices.allSatisfy { index in
      if taken[loop...].contains(where: { $0.contains(index) }) { return true }
      let off = enabled[loop...].map { !$0.contains(index) }
      return fairness[index].strength == .weak ? off.contains(true) : !off.contains(false)
    }
  }

  private func lasso(loop: Int) -> Lasso<S>? {
    let run = KnownRun(
      theorem.specification, assumptions: theorem.assumptions, first: states[0], steps: steps,
      isStart: true)
    return run.map { Lasso(run: $0, loop: loop) }
  }

  // MARK: - Steps

  /// A step that the assumptions allow: of the fairness that has waited longest, or any.
  private mutating func next() -> (step: KnownRun<S>.Step, after: S)? {
    let waiting = fairness.indices.sorted { last($0) < last($1) }
    let groups = waiting.map { fairness[$0].actions } + [theorem.specification.actions.map(\.name)]
    let isAny = draw(8) == 0
    for names in isAny ? groups.reversed() : groups {
      let start = draw(max(1, names.count))
      for name in names[start...] + names[..<start] {
        if let (step, after) = carriedOut(name) {
          taken.append(Set(fairness.indices.filter { isTaken($0, step, after) }))
          return (step, after)
        }
      }
    }
    return nil
  }

  /// When a step of the fairness was taken last.
  private func last(_ index: Int) -> Int { taken.lastIndex { $0.contains(index) } ?? -1 }

  private func isTaken(_ index: Int, _ step: KnownRun<S>.Step, _ after: S) -> Bool {
    fairness[index].isTaken(
      Transition(
        action: step.action, before: states.last!, after: after,
        inputs: Inputs.known(step.inputs))
    ).known == true
  }

  private func carriedOut(_ name: String) -> (step: KnownRun<S>.Step, after: S)? {
    let action = theorem.specification.actions.first { $0.name == name }!
    let chosen = fairness.first { $0.actions.contains(name) }?.inputs(states.last!) ?? [:]
    let inputs = chosen.mapValues { $0.known! }
    let (enabled, after) = action.apply(to: states.last!, .known(inputs))
    guard enabled.known == true,
      theorem.assumptions.allSatisfy({ $0.holds(after).known == true })
    else { return nil }
    return ((action, inputs), after)
  }

  /// A number below the bound (Knuth's MMIX generator).
  private mutating func draw(_ bound: Int) -> Int {
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(random >> 33) % bound
  }
}
