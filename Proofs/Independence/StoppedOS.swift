import Logic
import Models
import Specification

/// A8 in the paper's own design: what an OS does to the other by stopping.
enum StoppedOS {
  private static let specification = SwitchDesign.complete(.pentium).specification

  /// OS2 has halted, and no interrupt gets in.
  private static func isStopped(_ s: System) -> Formula {
    Formula.all([s.running == .os2, s.phase == .system, s.os2.halted, !s.interrupts])
  }

  /// The line is any: `probe` is never assigned.
  static let stopsTheOther = Theorem<System>(
    "a-stopped-os-stops-the-other", claims: ["A8"],
    "where OS2 has halted and an interrupt of OS1 waits that nothing masks, it can still come",
    .fails, of: specification, depth: 10,
    .invariant { s in
      let waits = s.controller.requested[s.probe] == 1 && s.controller.masked[s.probe] == 0
      return !(isStopped(s) && (waits && s.isOwned(s.probe, by: .os1)))
    },
    explain: { s in
      "OS2 has halted with interrupts off: line \(s.probe) of OS1 waits for ever, and OS1 with it"
    })

  static let isTheEnd = Theorem<System>(
    "a-halt-with-interrupts-off-is-the-end", claims: ["A8"],
    "after OS2 has halted with interrupts off no step changes anything but what devices request",
    .holds, of: specification,
    .step { step in
      var same = step.before
      same.controller.requested = step.after.controller.requested
      return isStopped(step.before).implies(same.isEqual(to: step.after))
    })

  static let all = [stopsTheOther, isTheEnd]
}
