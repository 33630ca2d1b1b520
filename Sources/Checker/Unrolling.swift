import Logic
import Solver
import Specification

/// The runs of a specification up to some number of steps, as terms over one start.
///
/// Each state is a function of the one before ("functional unrolling": no variable stands for an
/// inner state). At each step one action is picked, or none, and then none from there on: so one
/// query covers runs of many lengths.
struct Unrolling<S: Value> {
  /// One action at one step.
  struct Branch {
    let action: Action<S>
    /// The action is the one that this step takes.
    let picked: Formula
    /// The action may happen here.
    let enabled: Formula
    let after: S
    let inputs: Inputs
  }

  enum Start {
    /// The first states of the specification.
    case first
    /// Any state at all.
    case arbitrary
  }

  let specification: Specification<S>
  private(set) var states: [S]
  private(set) var steps: [[Branch]] = []
  /// What makes it a run: the start, and that what is picked is enabled.
  private(set) var conditions: [Formula]

  init(_ specification: Specification<S>, from start: Start) {
    self.specification = specification
    switch start {
    case .first:
      let first = specification.first("0")
      states = [first.state]
      conditions = [first.conditions]
    case .arbitrary:
      let state = specification.shape.variables("0")
      states = [state]
      conditions = [state.wellFormed]
    }
  }

  /// The prefix under which the inputs of an action are named at a step.
  static func prefix(_ step: Int, _ action: Action<S>) -> String { "\(step).\(action.name)" }

  /// Adds a step.
  /// - Parameter idle: whether the run may have ended before it
  mutating func extend(idle: Bool = false) {
    let step = steps.count
    let before = states[step]
    var open: Formula = true
    var branches: [Branch] = []
    for action in specification.actions {
      let inputs = Inputs.variables(Self.prefix(step, action))
      let (enabled, after) = action.apply(to: before, inputs)
      if enabled.known == false { continue }
      let wish = Formula.variable("\(step).pick.\(action.name)")
      let picked = open && wish
      conditions.append(picked.implies(enabled))
      branches.append(
        Branch(
          action: action, picked: picked, enabled: enabled, after: after, inputs: inputs))
      open = open && !wish
    }
    let ended = steps.last.map { !Formula.any($0.map(\.picked)) } ?? false
    conditions.append(idle ? ended.implies(open) : !open)
    steps.append(branches)
    states.append(merge(before, branches))
  }

  /// The state after whichever branch was picked; leaf by leaf, over the branches that change it.
  private func merge(_ before: S, _ branches: [Branch]) -> S {
    let old = before.leaves
    var new = old
    for branch in branches.reversed() {
      for (index, leaf) in branch.after.leaves.enumerated() where !leaf.isSame(as: old[index]) {
        new[index] = branch.picked.choose(leaf, new[index])
      }
    }
    return before.replacingLeaves(new)
  }
}
