import Logic
import Models
import Specification

/// What each step does, for any number of OSes.
enum ManySystemsSteps {
  static let rules = ManySystemsTheorems.theorem(
    "many-steps-do-what-they-say", claims: ["S5", "S7"],
    "whatever the number of OSes, one that is halted does nothing, one in user mode changes no system state, an interrupt or a trap pushes what ran and enters the kernel, and a return finds what was pushed",
    .holds, lemmas: [],
    .step { step in
      let (s, after, any) = (step.before, step.after, step.inputs())
      let acts = s.phase == .system && !s.seat.halted
      let inKernel = acts && s.seat.mode == .kernel
      var expected = s
      switch step.action.name.replacing("the running OS ", with: "") {
      case "computes in user mode": return acts && computes(step, .user)
      case "computes in kernel mode": return acts && computes(step, .kernel)
      case "edits an interrupt frame of its own":
        let frame = after.frames[any("address")]
        return inKernel
          && Formula.all(
            PushedFrame.words.map { frame[keyPath: $0.path] == any($0.item.name) as Bits<32> })
      case "turns interrupts on or off": expected.seat.interrupts = any("interrupts")
      case "traps into its kernel":
        return acts && enters(step, any("routine"), interrupts: s.seat.interrupts)
      case "leaves a routine": return inKernel && leaves(step)
      case "halts": expected.seat.halted = true
      case "masks or unmasks a line": expected.controller.masked[any("line")] = any("masked")
      case "ends an interrupt at the controller":
        return inKernel && after.controller.count == s.controller.count - 1
      case "is interrupted by its own line":
        return enters(step, s.gates[any("line")], interrupts: false)
      case "is interrupted by a line of another":
        return s.phase == .system && enters(step, s.stub[s.running], interrupts: false)
      case "the switch restores another OS":
        return after.previous == s.running && after.beforePrevious == s.previous
      default: return true
      }
      return inKernel && expected.isEqual(to: after)
    })

  /// What is not for such code to change stays: mode, interrupt flag, controller, and the items of
  /// the kernel alone, or of none.
  private static func computes(_ step: Transition<ManySystems>, _ mode: Mode) -> Formula {
    let (s, after) = (step.before, step.after)
    let kept = s.seat.cpu.items.filter { item in
      item.row.changedBy == nil || (mode == .user && item.row.changedBy != .user)
    }
    return Formula.all(
      kept.map { s.seat.cpu[$0] == after.seat.cpu[$0] } + [
        s.seat.mode == mode, after.seat.mode == mode, after.seat.interrupts == s.seat.interrupts,
        !after.seat.halted, after.controller.isEqual(to: s.controller),
        after.running == s.running, after.phase == s.phase,
      ])
  }

  /// The frame is pushed, and the kernel entered at the routine (SDM 3A 6.12.1).
  private static func enters(
    _ step: Transition<ManySystems>, _ routine: Bits<32>, interrupts: Formula
  ) -> Formula {
    let (s, after) = (step.before, step.after)
    let stackPointer: Bits<32> = step.inputs()("stackPointer")
    let stack = (s.seat.mode == .user).choose(s.kernelSS[s.running], s.seat.cpu[.ss])
    return Formula.all([
      after.frames[stackPointer].isEqual(to: s.seat.pushed), after.seat.cpu[.eip] == routine,
      after.seat.cpu[.esp] == stackPointer, after.seat.cpu[.cs] == s.kernelCS[s.running],
      after.seat.cpu[.ss] == stack, after.seat.mode == .kernel,
      after.seat.interrupts == interrupts, !after.seat.halted,
    ])
  }

  /// The frame at the stack pointer, which is the OS's own, is popped (SDM 2A IRET).
  private static func leaves(_ step: Transition<ManySystems>) -> Formula {
    let (s, after) = (step.before, step.after)
    let frame = s.frames[s.seat.cpu[.esp]]
    let words = PushedFrame.words.map { after.seat.cpu[$0.item] == frame[keyPath: $0.path] }
    return Formula.all(
      words + [
        s.belongs[s.seat.cpu[.esp]] == s.running,
        (after.seat.mode == .kernel) == (frame.mode == 1),
        after.seat.interrupts == (frame.interrupts == 1),
      ])
  }
}
