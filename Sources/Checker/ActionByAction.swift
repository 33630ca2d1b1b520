import Logic
import Solver
import Specification

extension Theorem {
  /// It is about two runs, and no action of its specification has a step that only one of them takes:
  /// then they are the same run, and nothing is said.
  var hidesNothing: Bool {
    guard case .twoRun(let unwinding) = property else { return false }
    return unwinding.hidden(specification).isEmpty
  }

  /// Decides two runs, an invariant or a property of steps by induction, a few actions at a time, since
  /// what each keeps all keep: proved where each keeps the lemmas and what is claimed, else undecided.
  ///
  /// For specifications so large that an induction over all actions at once is too hard. A run that
  /// refutes the theorem is not looked for.
  public func decideByAction(
    in session: Session, with solver: Solver
  ) throws(CheckerError) -> Outcome {
    if hidesNothing { return .hidesNothing }
    let actions = specification.actions
    var used: Set<String> = []
    for first in stride(from: 0, to: actions.count, by: Self.actionsAtOnce) {
      let some = Array(actions[first..<min(first + Self.actionsAtOnce, actions.count)])
      let (failure, assumed) = try prove(some, from: first, session, solver)
      if let failure { return failure }
      used.formUnion(assumed)
    }
    return Outcome(.proved, method: "lemmas", used: used)
  }

  /// So many share the queries about first states, and are still easy together.
  private static var actionsAtOnce: Int { 8 }

  /// Proves it of these actions; where that fails of each for itself, so that one is named.
  private func prove(
    _ actions: [Action<S>], from number: Int, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> (Outcome?, Set<String>) {
    let part = about(specification.with(actions: actions))
    let name = "\(id).\(number)" + (actions.count == 1 ? "" : "-\(number + actions.count - 1)")
    let proved = try part.prove(name, actions[0].name, session, solver)
    guard proved.0 != nil, actions.count > 1 else { return proved }
    var used: Set<String> = []
    for (index, action) in actions.enumerated() {
      let (failure, assumed) = try prove([action], from: number + index, session, solver)
      if let failure { return (failure, []) }
      used.formUnion(assumed)
    }
    return (nil, used)
  }

  /// - Returns: what stands against it, nil where it is proved, and the assumptions that were used
  private func prove(
    _ id: String, _ action: String, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> (Outcome?, Set<String>) {
    switch property {
    case .twoRun(let unwinding):
      try twoRun(unwinding).prove(id, action, session, solver)
    case .step(let holds): try safety(.step(holds)).prove(id, action, session, solver)
    case .invariant(let holds): try safety(.state(holds)).prove(id, action, session, solver)
    case .possible, .reachable, .response:
      preconditionFailure("\(id) is no statement about each action")
    }
  }
}

extension Safety {
  fileprivate func prove(
    _ id: String, _ action: String, _ session: Session, _ solver: Solver
  ) throws(CheckerError) -> (Outcome?, Set<String>) {
    var part = self
    part.id = id
    let engine = Engine(part, session, solver)
    let (attempt, dropped) = try engine.prove()
    switch attempt {
    case .proved where dropped.isEmpty: return (nil, engine.used)
    case .vacuous(let reason):
      return (Outcome(.vacuous, method: "induction", used: engine.used, note: reason), [])
    case .proved, .failed:
      return (
        .undecided(
          "“\(action)” is not proved to keep what is claimed", method: "induction", depth: 1,
          isLimited: engine.limited), []
      )
    }
  }
}

extension Outcome {
  /// That of ``Theorem/hidesNothing``.
  static var hidesNothing: Outcome {
    Outcome(.vacuous, method: "two runs", note: "no step is one that only one run takes")
  }
}
