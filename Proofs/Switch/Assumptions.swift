import Logic
import Models
import Specification

/// What the theorems of the switch may take for true of the two OSes.
enum Assumptions {
  /// Loading a segment register derives its hidden part anew (trap: Linux machine_kexec_32.c).
  static let currentDescriptors = Assumption<System>(
    "current-descriptors",
    "when an OS is stopped, the hidden part of each segment register is that of the descriptor in memory: it reloads the register after it edits a descriptor in use"
  ) { s in
    OS.both { os in
      let stopped = s.stopped(os)
      let parts = Item.hiddenParts.filter { stopped.cpu.items.contains($0.hidden) }
      return Formula.all(
        parts.map { part in
          stopped.cpu[part.hidden] == stopped.own.descriptors[stopped.cpu[part.selector]]
        })
    }
  }

  static let intactStacks = Assumption<System>(
    "intact-stacks",
    "an OS always has a kernel stack that an interrupt can push to: both use the task state segment as intended"
  ) { s in
    s.os1.stackIntact && s.os2.stackIntact
  }

  static func intactStack(_ os: OS) -> Assumption<System> {
    Assumption(
      "intact-stack-\(os)", "\(os.title) always has a kernel stack that an interrupt can push to"
    ) { $0.guest(os).stackIntact }
  }

  static let stoppedInUserMode = Assumption<System>(
    "stopped-in-user-mode",
    "an OS is interrupted by the other's lines in user mode only: its kernel runs with interrupts off"
  ) { s in
    s.stopped1.mode == .user && s.stopped2.mode == .user
  }
}
