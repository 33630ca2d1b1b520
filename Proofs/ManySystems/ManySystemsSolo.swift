import Logic
import Models
import Specification

/// S1, S5, A8 (its first half) for any number of OSes: each goes through what it could go through
/// alone.
enum ManySystemsSolo {
  static let runsAsIfAlone = ManySystemsTheorems.theorem(
    "many-run-as-if-alone", claims: ["S1", "S5", "A8"],
    "whatever the number of OSes, each step of a run is for an OS a step of a solo run in which only its own interrupts arrive, or nothing",
    .holds, assuming: [ManySystemsTheorems.areasApart],
    .step { isSoloStep($0) })

  private static func isSoloStep(_ step: Transition<ManySystems>) -> Formula {
    let (before, after) = (step.before, step.after)
    let nothing = isSame(before.view, after)
    if step.action.label == "a-4" {
      let entered = before.expected(before.gates[before.line])
      let arrives = before.stopped.seat.interrupts && before.owner[before.line] == before.subject
      return (after.running == before.subject).choose(arrives && isSame(entered, after), nothing)
    }
    guard step.isOwn else { return nothing }
    let (possible, alone) = alone(step)
    return (before.running == before.subject).choose(
      possible && isSame(alone.view, after), nothing)
  }

  /// The same step where no other OS ever was.
  private static func alone(
    _ step: Transition<ManySystems>
  ) -> (possible: Formula, after: ManySystems) {
    var s = ManySystems(ManySystemsDesign.byOwner.context)
    let before = step.before
    (s.running, s.subject, s.probe) = (before.subject, before.subject, before.probe)
    s.seat = before.view.seat
    (s.controller, s.owner, s.gates) = (before.controller, before.owner, before.gates)
    (s.kernelCS, s.kernelSS) = (before.kernelCS, before.kernelSS)
    (s.belongs, s.memory, s.frames) = (before.belongs, before.memory, before.frames)
    let possible = Formula.all(step.action.guards(s, step.inputs()))
    step.action.effect(&s, step.inputs())
    return (possible, s)
  }

  /// The subject has gone through that, as far as the address shows if it is its own.
  private static func isSame(_ view: View, _ s: ManySystems) -> Formula {
    let own = s.belongs[s.probe] == s.subject
    let memory = view.word == s.view.word && view.frame.isEqual(to: s.view.frame)
    return view.seat.isEqual(to: s.view.seat) && own.implies(memory)
  }
}
