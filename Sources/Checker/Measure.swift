import Logic
import Specification

/// What must hold of states and steps for a ``Progress`` to bring about what is awaited.
struct Measure<S: Value>: Sendable {
  let progress: Progress<S>
  let fairness: [Fairness<S>]
  let specification: Specification<S>

  init(_ progress: Progress<S>, _ fairness: [Fairness<S>], _ specification: Specification<S>) {
    self.progress = progress
    self.fairness = fairness
    self.specification = specification
  }

  /// The ids of the fairness that it rests on.
  var used: Set<String> {
    progress.helps.reduce(into: []) { used, help in
      used.insert(help.fairness)
      if let enabling = help.enabling { used.formUnion(nested(enabling).used) }
    }
  }

  private func nested(_ progress: Progress<S>) -> Measure {
    Measure(progress, fairness, specification)
  }

  private func fairness(_ help: Progress<S>.Help) -> Fairness<S> {
    guard let found = fairness.first(where: { $0.id == help.fairness }) else {
      preconditionFailure("no fairness “\(help.fairness)” among the theorem's")
    }
    precondition(
      (found.strength == .strong) == (help.enabling != nil),
      "\(found.id): strong fairness wants a reason why it becomes possible, weak fairness none")
    return found
  }

  /// For each help whether it is the first that applies.
  private func picks(_ state: S) -> [Formula] {
    var open: Formula = true
    return progress.helps.map { help in
      let applies = help.applies(state)
      defer { open = open && !applies }
      return open && applies
    }
  }

  /// In the state some help applies, and what it names is possible or becomes so.
  func isCovered(_ state: S) -> Formula {
    let picks = picks(state)
    let ready = zip(progress.helps, picks).map { help, isPicked in
      let enabled = fairness(help).isEnabled(state, in: specification)
      let later = help.enabling.map { nested($0).isCovered(state) } ?? false
      return isPicked.implies(enabled || later)
    }
    return Formula.any(picks) && Formula.all(ready)
  }

  /// The step does not raise the measure; one of the help's lowers it, and while it stays the same
  /// the help stays.
  /// - Parameter isAwaited: it is awaited before the step and after
  func holds(_ step: Transition<S>, _ isAwaited: Formula) -> Formula {
    let (old, new) = (progress.rank(step.before), progress.rank(step.after))
    precondition(old.count == new.count, "a measure of another length")
    let isSame = Formula.all(zip(old, new).map { $0 == $1 })
    let isLower = Self.isLower(new[...], old[...])
    let (before, after) = (picks(step.before), picks(step.after))
    let each = progress.helps.indices.map { index in
      let fairness = fairness(progress.helps[index])
      let lowers = fairness.isTaken(step).implies(isLower)
      let stays = isSame.implies(after[index])
      let inside = isAwaited && before[index]
      var rest: Formula = true
      if let enabling = progress.helps[index].enabling {
        let waits = [step.before, step.after].map { !fairness.isEnabled($0, in: specification) }
        rest = nested(enabling).holds(step, Formula.all([inside, isSame] + waits))
      }
      return inside.implies(lowers && stays) && rest
    }
    return isAwaited.implies(isLower || isSame) && Formula.all(each)
  }

  private static func isLower(_ a: ArraySlice<Bits<8>>, _ b: ArraySlice<Bits<8>>) -> Formula {
    guard let first = a.first, let other = b.first else { return false }
    let rest = isLower(a.dropFirst(), b.dropFirst())
    return first.isBelow(other) || (first == other && rest)
  }
}
