import Logic
import Models
import Specification

/// Runs of the switch's protocol that go anywhere, for images to carry out.
enum RandomTrace {
  /// A run of so many steps, on the protocol's own words.
  ///
  /// - Parameter lines: 2 or 3; line 0 is OS1's, line 1 OS2's, line 2 OS1's
  static func trace(
    _ design: SwitchDesign, steps count: Int, lines: Int, seed: UInt64
  ) -> Trace {
    var random = RandomNumbers(seed: seed)
    let specification = design.specification
    let names = specification.leafNames
    var state = specification.shape.replacingLeaves(
      names.map { Leaf(.zero($0.sort), $0.sort) })
    var owner = Cells()
    owner[1] = 1
    state.owner = Memory(owner)
    state.interrupts = true
    _ = design.initial(&state)
    var states = [constants(state)]
    var steps: [Trace.Step] = []
    while steps.count < count {
      let all = choices(specification, state, lines)
      // A device's line, and what comes of it, before what an OS does by itself.
      let (action, inputs) = all[random.below(all.count)]
      state = action.apply(to: state, .known(inputs.mapValues(\.value))).after
      states.append(constants(state))
      steps.append(
        Trace.Step(
          action: action.name, label: action.label,
          inputs: inputs.sorted { $0.key < $1.key }.map { (LeafName($0, $1.sort), $1.value) }))
    }
    return Trace(
      specification: design.name, names: names, runs: [Trace.Run(states: states, steps: steps)],
      conclusion: "a run")
  }

  private typealias Input = (sort: Sort, value: Constant)

  private static func constants(_ state: System) -> [Constant] { state.leaves.map { $0.known! } }

  /// The steps that are allowed, but the loss of a stack, after which little comes.
  private static func choices(
    _ specification: Specification<System>, _ state: System, _ lines: Int
  ) -> [(Action<System>, [String: Input])] {
    specification.actions.flatMap { action -> [(Action<System>, [String: Input])] in
      if action.name.hasSuffix("loses its kernel stack") { return [] }
      return variants(action.name, lines).compactMap { inputs in
        let values = Inputs.known(inputs.mapValues(\.value))
        let isAllowed = action.guards(state, values).allSatisfy { $0.known == true }
        return isAllowed ? (action, inputs) : nil
      }
    }
  }

  private static func variants(_ action: String, _ lines: Int) -> [[String: Input]] {
    let all: [[String: Input]] = (0..<lines).map { ["line": (.bits(8), .word(UInt64($0)))] }
    if action == "a device raises a line" || action.contains("is interrupted") {
      return all
    }
    if action.hasSuffix("masks or unmasks a line") {
      return all.map { $0.merging(["masked": (.bits(1), .word(0))]) { a, _ in a } }
        + [all[0].merging(["masked": (.bits(1), .word(1))]) { a, _ in a }]
    }
    if action.contains(" computes in ") { return [["loads segments": (.truth, .word(1))]] }
    if action.hasSuffix("turns interrupts on or off") {
      return [["interrupts": (.truth, .word(1))], ["interrupts": (.truth, .word(1))]]
    }
    return [[:]]
  }
}
