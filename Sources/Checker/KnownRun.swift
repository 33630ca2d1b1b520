import Logic
import Specification

/// A run on known values, carried out by the actions themselves.
struct KnownRun<S: Value> {
  typealias Step = (action: Action<S>, inputs: [String: Constant])

  let states: [S]
  let steps: [Step]

  /// Carries out the steps; nil where the start, a guard or an assumption does not hold.
  init?(
    _ specification: Specification<S>, assumptions: [Assumption<S>], first: S, steps: [Step],
    isStart: Bool
  ) {
    var state = first
    if isStart {
      let conditions = specification.initial(&state)
      guard Formula.all(conditions).known == true else { return nil }
    }
    var states = [state]
    for (action, inputs) in steps {
      let (enabled, after) = action.apply(to: state, Inputs.known(inputs))
      guard enabled.known == true else { return nil }
      state = after
      states.append(state)
    }
    guard
      states.allSatisfy({ state in assumptions.allSatisfy { $0.holds(state).known == true } })
    else { return nil }
    self.states = states
    self.steps = steps
  }

  /// The run that a solver's assignment describes in an unrolling.
  init?(
    _ unrolling: Unrolling<S>, _ assignment: [String: Constant], assumptions: [Assumption<S>],
    isStart: Bool
  ) {
    var evaluation = Evaluation(assignment)
    let first = evaluation.known(unrolling.first)
    var steps: [Step] = []
    for (number, branches) in unrolling.steps.enumerated() {
      guard let branch = branches.first(where: { evaluation.holds($0.picked) }) else { break }
      let prefix = Unrolling.prefix(number, branch.action) + "."
      let inputs = branch.inputs.asked.map { name in
        (name.path, assignment[prefix + name.path] ?? .zero(name.sort))
      }
      steps.append((branch.action, Dictionary(uniqueKeysWithValues: inputs)))
    }
    self.init(
      unrolling.specification, assumptions: assumptions, first: first, steps: steps,
      isStart: isStart)
  }

  /// The states and steps as plain data.
  func record(_ names: [LeafName]) -> Trace.Run {
    Trace.Run(
      states: states.map { $0.leaves.map { $0.known! } },
      steps: zip(steps, states).map { step, before in
        let inputs = Inputs.known(step.inputs)
        _ = step.action.apply(to: before, inputs)
        let asked = inputs.asked.map { (name: $0, value: step.inputs[$0.path] ?? .zero($0.sort)) }
        return Trace.Step(action: step.action.name, label: step.action.label, inputs: asked)
      })
  }
}
