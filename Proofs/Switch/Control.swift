import Logic
import Models
import Specification

/// S2, S5–S9: when a switch happens, whose code does it, and where control is afterwards.
enum Control {
  static let design = SwitchDesign.complete(.pentium)

  static let all = [
    changesAll, switchOnlyForOthers, noSwitchForOwn, othersAlwaysSwitch, routineOnlyStarts,
    codeIsOS2s,
    notInterrupted, memoryIsApart, controlAfterA5, returnsToUserMode,
    returnsToUserModeIfStoppedThere, returnsToUserModeByB2,
  ]

  private static func theorem(
    _ id: String, claims: [String], _ says: String, _ declared: Declared,
    assuming assumptions: [Assumption<System>] = [],
    lemmas: [Invariant<System>] = [Lemmas.kernelMode, Lemmas.codeIsWhere, Lemmas.lineIsOthers],
    _ property: Property<System>, explain: (@Sendable (System) -> String)? = nil,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<System> {
    Theorem(
      id, claims: claims, says, declared, of: design.specification, assuming: assumptions,
      lemmas: lemmas, property, explain: explain, file: file, line: line)
  }

  // MARK: - What is switched

  /// (a) GDTR and (b) IDTR, (c) paging, (d) what a process switch needs: S2.
  static let changesAll = theorem(
    "all-of-it-must-be-switched", claims: ["S2", "S3"],
    "some switch finds other descriptor tables, another CR3 and other run state in each item that it loads",
    .holds,
    .possible { step in
      guard step.action.name.hasPrefix("the switch restores") else { return false }
      return Formula.all(
        design.items.filter { design.saved.contains($0) }
          .map { step.before.cpu[$0] != step.after.cpu[$0] })
    })

  // MARK: - When a switch happens

  static let switchOnlyForOthers = theorem(
    "switch-only-for-others-interrupt", claims: ["S5", "S7", "S8", "S9"],
    "the processor goes to the other OS only by a switch that an interrupt of the other began",
    .holds,
    .step { step in
      let line = step.before.line
      let moves = step.before.running != step.after.running
      let owned = step.after.running.choose { step.before.isOwned(line, by: $0) }
      return moves.implies(owned && step.before.phase == .restoring)
    })

  static let noSwitchForOwn = theorem(
    "no-switch-for-own-interrupt", claims: ["S8", "S9"],
    "an interrupt of the running OS leads to its own routine and starts no switch", .holds,
    .step { step in
      guard step.isLabelled("b-1") else { return true }
      let line = step.line
      let own = step.before.running.choose { step.before.isOwned(line, by: $0) }
      let stays = step.after.running == step.before.running && step.after.phase == .system
      return own && (stays && step.after.code == step.after.running)
    })

  static let othersAlwaysSwitch = theorem(
    "others-interrupt-always-switches", claims: ["S5", "S7", "S9"],
    "an interrupt of the other OS that is taken leads to a routine that can only start the switch",
    .holds,
    .step { step in
      if step.isLabelled("a-1") {
        let entry = step.after.running.choose { step.after.entries($0)[step.after.guest($0).depth] }
        return step.after.phase == .foreign && entry == Bits(Entry.switched.rawValue)
      }
      let left = step.before.phase == .foreign && step.after.phase != .foreign
      return left.implies(step.after.phase == .saving)
    })

  static let notInterrupted = theorem(
    "switch-is-not-interrupted", claims: ["S1", "S5"],
    "while a switch goes on no interrupt is taken: interrupts are off and the kernel runs", .holds,
    .invariant { Lemmas.kernelMode.holds($0) })

  // MARK: - Whose code does it

  static let routineOnlyStarts = theorem(
    "foreign-routine-only-starts-the-switch", claims: ["S6", "S7", "A10"],
    "a step of an OS's routine for a foreign interrupt changes nothing but where control is",
    .holds,
    .step { step in
      guard step.isLabelled("a-2") else { return true }
      var moved = step.before
      moved.phase = step.after.phase
      moved.code = step.after.code
      let os = OS.allCases.first { step.action.label == figure(interruptOf: $0.other, "a-2") }!
      let own = step.before.running == os && step.before.code == os
      return own && moved.isEqual(to: step.after)
    })

  static let codeIsOS2s = theorem(
    "saving-and-restoring-is-os2s-code", claims: ["S6", "S9"],
    "the save areas are written, and the processor is loaded from them, by OS2's code alone",
    .holds,
    .step { step in
      let kept = OS.both { step.before.saved($0).isEqual(to: step.after.saved($0)) }
      let stays = step.before.running == step.after.running
      return (kept && stays) || step.before.code == .os2
    })

  static let memoryIsApart = theorem(
    "memory-is-apart", claims: ["A9", "S1"],
    "no step changes the memory of an OS that does not run", .holds,
    .step { step in
      OS.both { os in
        let kept = step.before.guest(os).isEqual(to: step.after.guest(os))
        return step.before.running == os || kept
      }
    })

  // MARK: - Where control is afterwards

  static let controlAfterA5 = theorem(
    "control-after-a-5", claims: ["S7", "S9"],
    "after a-5 the OS whose interrupt it was goes on, in the mode that its frame holds", .holds,
    .step { step in
      guard step.isLabelled("a-5") else { return true }
      return OS.both { os in
        let own = step.before.guest(os)
        let kernel = own.frames.mode[own.depth] == 1
        let mode = (step.after.mode == .kernel) == kernel
        let stays = step.after.running == os && step.after.code == os
        return (step.before.running == os).implies(mode && stays)
      }
    })

  static let returnsToUserMode = theorem(
    "a-5-returns-to-user-mode", claims: ["S7", "S9"], "a-5 returns to user mode", .fails,
    .step { step in
      step.isLabelled("a-5") ? step.after.mode == .user : true
    },
    explain: { s in
      "\(s.running.known!.title) had been stopped in its kernel, and goes on there"
    })

  static let returnsToUserModeIfStoppedThere = theorem(
    "a-5-returns-to-user-mode-if-stopped-there", claims: ["S7", "S9"],
    "a-5 returns to user mode if no OS is stopped in its kernel", .holds,
    assuming: [Assumptions.stoppedInUserMode], lemmas: [Lemmas.codeIsWhere, switchedFrames],
    .step { step in
      guard step.isLabelled("a-5") else { return true }
      let depth = step.before.running.choose { step.before.guest($0).depth }
      return (depth == step.before.probe).implies(step.after.mode == .user)
    })

  static let returnsToUserModeByB2 = theorem(
    "b-2-returns-to-user-mode", claims: ["S8", "S9"], "b-2 returns to user mode", .fails,
    .step { step in
      step.isLabelled("b-2") ? step.after.mode == .user : true
    },
    explain: { s in
      "\(s.running.known!.title) had been interrupted in its kernel, and goes on there"
    })

  private static let switchedFrames = Invariant<System>(
    "a frame of a switched interrupt is of user mode"
  ) { s in
    OS.both { os in
      let switched = s.entries(os)[s.probe] == Bits(Entry.switched.rawValue)
      let live = s.probe.isAtMost(s.guest(os).depth) && s.probe != 0
      return (switched && live).implies(s.guest(os).frames.mode[s.probe] == 0)
    }
  }
}

extension Transition<System> {
  /// Whether the step has this label, in figure 3 or 4.
  func isLabelled(_ step: String) -> Bool {
    OS.allCases.contains { action.label == figure(interruptOf: $0, step) }
  }
}
