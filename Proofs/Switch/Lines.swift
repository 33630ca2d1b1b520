import Logic
import Models
import Specification

/// A8, S5: what an OS can do to the other's interrupt lines at the controller that both share.
///
/// A solo run leaves open when the controller lets interrupts through; here it is asked.
enum Lines {
  private static let me = OS.os1

  static let all = [cannotMask, cannotHoldUp]

  /// The line is any: `probe` is never assigned.
  static let cannotMask = Theorem<System>(
    "os2-cannot-mask-os1s-lines", claims: ["A8", "S5"],
    "no step of OS2 masks an interrupt line of OS1", .fails,
    of: Control.design.specification, depth: 8,
    .step { step in
      guard step.os == me.other else { return true }
      let line = step.before.probe
      let masks =
        step.before.controller.masked[line] == 0 && step.after.controller.masked[line] == 1
      return !(masks && step.before.isOwned(line, by: me))
    },
    explain: { s in
      "OS2 has masked line \(s.probe), which is OS1's: OS1 no longer gets its interrupts"
    })

  static let cannotHoldUp = Theorem<System>(
    "os2-cannot-hold-up-os1s-lines", claims: ["A8", "S5"],
    "while interrupts are on, no interrupt that OS2 has not ended holds up a line of OS1", .fails,
    of: Control.design.specification, depth: 8,
    .invariant { s in
      let last = s.controller.serving[s.controller.count]
      let open = s.interrupts && s.phase == .system
      let waits = Formula.all([
        s.controller.requested[s.probe] == 1, s.controller.masked[s.probe] == 0,
        s.isOwned(s.probe, by: me),
      ])
      let others = s.controller.count != 0 && s.isOwned(last, by: me.other)
      return Formula.all([open, waits, others]).implies(Formula.all(s.controller.passes(s.probe)))
    },
    explain: { s in
      let last = s.controller.serving[s.controller.count]
      return
        "line \(s.probe) of OS1 waits although interrupts are on: OS2 has not ended the interrupt of line "
        + "\(last), which goes before it at the controller"
    })
}
