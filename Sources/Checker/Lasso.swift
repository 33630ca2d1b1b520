import Logic
import Specification

/// A run on known values that comes back to a state and repeats what it did since, for ever.
struct Lasso<S: Value> {
  let run: KnownRun<S>
  /// The number of the state that the last one repeats; the last one's own where nothing more
  /// happens.
  let loop: Int

  private var states: ArraySlice<S> { run.states[loop...] }

  private var steps: [Transition<S>] {
    run.steps.indices.dropFirst(loop).map { index in
      let step = run.steps[index]
      return Transition(
        action: step.action, before: run.states[index], after: run.states[index + 1],
        inputs: Inputs.known(step.inputs))
    }
  }

  private var closes: Bool { run.states.last!.isEqual(to: run.states[loop]).known == true }

  /// What is awaited from the loop on never comes.
  private func awaits(_ response: Response<S>) -> Bool {
    var isAwaited = response.isAwaited(run.states[0])
    var all = [isAwaited]
    for state in run.states.dropFirst() {
      isAwaited = response.isAwaited(isAwaited, state)
      all.append(isAwaited)
    }
    return all[loop...].allSatisfy { $0.known == true }
  }

  /// The loop passes over no fair step for ever.
  private func isFair(_ fairness: Fairness<S>, _ specification: Specification<S>) -> Bool {
    if steps.contains(where: { fairness.isTaken($0).known == true }) { return true }
    let off = states.map { fairness.isEnabled($0, in: specification).known == false }
    return fairness.strength == .weak ? off.contains(true) : off.allSatisfy { $0 }
  }

  /// Whether it refutes the response: it closes, is fair, and what is awaited never comes.
  func refutes(_ response: Response<S>, _ specification: Specification<S>) -> Bool {
    closes && awaits(response) && response.fairness.allSatisfy { isFair($0, specification) }
  }

  /// Whether it is a fair run, whatever it awaits.
  func isFair(_ response: Response<S>, _ specification: Specification<S>) -> Bool {
    closes && response.fairness.allSatisfy { isFair($0, specification) }
  }

  func record(_ specification: Specification<S>, _ conclusion: String) -> Trace {
    let names = specification.leafNames
    return Trace(
      specification: specification.name, names: names, runs: [run.record(names)],
      conclusion: conclusion, loop: loop)
  }
}
