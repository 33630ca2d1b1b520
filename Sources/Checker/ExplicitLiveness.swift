import Logic
import Specification

extension Theorem {
  /// Decides a response by going through the states with the values of a domain: refuted where a
  /// fair component awaits it for ever, proved where there is none and no value is left out.
  func decideExplicitly(_ response: Response<S>, _ domain: Domain, limit: Int) -> Outcome {
    let all = awaiting(response, in: response.awaiting(specification), .state { _ in true })
    var search = ExplicitSearch(all, domain, limit: limit, keepsEdges: true)
    let result = search.run()
    let note = "\(search.count) states"
    guard case .exhausted = result else {
      return Outcome(
        .undecided, method: "explicit", depth: max(0, search.statesByDepth.count - 1),
        note: "stopped after \(note)", isLimited: true)
    }
    let waiting = Set(search.states.indices.filter { search.states[$0].isAwaited.known == true })
    if waiting.isEmpty {
      return Outcome(.vacuous, method: "explicit", note: "it is never called for")
    }
    let cycles = graph(response, search)
    if let part = cycles.component(within: waiting) {
      return found(part, cycles, response, search, note)
    }
    if cycles.component(within: cycles.reachable(from: waiting)) == nil {
      return Outcome(.vacuous, method: "explicit", note: Self.noFairRun)
    }
    return search.exhausted(using: assumptions.map(\.id) + response.fairness.map(\.id))
  }

  private func found(
    _ part: Set<Int>, _ cycles: FairCycles, _ response: Response<S>,
    _ search: ExplicitSearch<Awaiting<S>>, _ note: String
  ) -> Outcome {
    let (start, loop) = cycles.loop(through: part)
    let whole = search.run(to: start, then: loop.map { search.edges[$0].step })
    let steps = whole.steps.map { step in
      (specification.actions.first { $0.name == step.action.name }!, step.inputs)
    }
    let run = KnownRun(
      specification, assumptions: assumptions, first: whole.states[0].state, steps: steps,
      isStart: true)!
    let lasso = Lasso(run: run, loop: steps.count - loop.count)
    precondition(
      lasso.refutes(response, specification), "\(id): a loop of the graph does not run again")
    let trace = lasso.record(specification, conclusion(run.states.last!))
    return Outcome(.refuted, method: "explicit", depth: trace.length, trace: trace, note: note)
  }

  /// The graph that was gone through, with the fairness that each edge is a step of.
  private func graph(
    _ response: Response<S>, _ search: ExplicitSearch<Awaiting<S>>
  ) -> FairCycles {
    let fairness = response.fairness
    let enabled = search.states.map { state in
      Set(
        fairness.indices.filter {
          fairness[$0].isEnabled(state.state, in: specification).known == true
        })
    }
    var edges = search.states.map { _ in [FairCycles.Edge]() }
    for (number, edge) in search.edges.enumerated() {
      let step = Transition(
        action: specification.actions.first { $0.name == edge.step.action.name }!,
        before: search.states[edge.from].state, after: search.states[edge.to].state,
        inputs: Inputs.known(edge.step.inputs))
      let taken = fairness.indices.filter { fairness[$0].isTaken(step).known == true }
      edges[edge.from].append(.init(to: edge.to, taken: Set(taken), number: number))
    }
    return FairCycles(
      edges: edges, enabled: enabled, isStrong: fairness.map { $0.strength == .strong })
  }
}
