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

  /// Decides two runs by induction, each action for itself, since what each keeps all keep: proved
  /// where each keeps the lemmas and the runs alike, else undecided.
  ///
  /// For specifications so large that an induction over all actions at once is too hard. A run that
  /// refutes the theorem is not looked for.
  public func decideByAction(
    in session: Session, with solver: Solver
  ) throws(CheckerError) -> Outcome {
    guard case .twoRun(let unwinding) = property else {
      preconditionFailure("\(id) is not about two runs")
    }
    if hidesNothing { return .hidesNothing }
    var used: Set<String> = []
    for (number, action) in specification.actions.enumerated() {
      var part = about(specification.with(actions: [action])).twoRun(unwinding)
      part.id = "\(id).\(number)"
      let engine = Engine(part, session, solver)
      let (attempt, dropped) = try engine.prove()
      switch attempt {
      case .proved where dropped.isEmpty: used.formUnion(engine.used)
      case .vacuous(let reason):
        return Outcome(.vacuous, method: "induction", used: engine.used, note: reason)
      case .proved, .failed:
        return .undecided(
          "“\(action.name)” is not proved to keep the runs alike", method: "induction", depth: 1,
          isLimited: engine.limited)
      }
    }
    return Outcome(.proved, method: "lemmas", used: used)
  }
}

extension Outcome {
  /// That of ``Theorem/hidesNothing``.
  static var hidesNothing: Outcome {
    Outcome(.vacuous, method: "two runs", note: "no step is one that only one run takes")
  }
}
