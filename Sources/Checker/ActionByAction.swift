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

  /// Decides two runs, an invariant or a property of steps by induction, each action for itself, since
  /// what each keeps all keep: proved where each keeps the lemmas and what is claimed, else undecided.
  ///
  /// For specifications so large that an induction over all actions at once is too hard. A run that
  /// refutes the theorem is not looked for.
  public func decideByAction(
    in session: Session, with solver: Solver
  ) throws(CheckerError) -> Outcome {
    if hidesNothing { return .hidesNothing }
    var used: Set<String> = []
    for (number, action) in specification.actions.enumerated() {
      let part = about(specification.with(actions: [action]))
      let (failure, assumed) = try part.prove("\(id).\(number)", action.name, session, solver)
      if let failure { return failure }
      used.formUnion(assumed)
    }
    return Outcome(.proved, method: "lemmas", used: used)
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
