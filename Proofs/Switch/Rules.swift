import Logic
import Models
import Specification

/// S5: what an interrupt does by itself, and what no code can do to get round it.
enum Rules {
  static let all = [
    entryPushes, returnPops, controllerIsObeyed, controllerIsReached, haltedStays,
    userModeIsHarmless, downStaysDown,
  ]

  private static func theorem(
    _ id: String, claims: [String], _ says: String,
    file: String = #filePath, line: Int = #line,
    _ holds: @escaping @Sendable (Transition<System>) -> Formula
  ) -> Theorem<System> {
    Theorem(
      id, claims: claims, says, .holds, of: Control.design.specification,
      lemmas: [Lemmas.kernelMode, Lemmas.codeIsWhere, Lemmas.lineIsOthers], .step(holds),
      file: file, line: line)
  }

  static let entryPushes = theorem(
    "an-interrupt-saves-what-runs", claims: ["S5"],
    "whatever runs, an interrupt or a trap pushes its instruction pointer, flags and stack and enters the kernel"
  ) { step in
    guard let os = step.os, step.enters else { return true }
    let (before, after) = (step.before, step.after.guest(os))
    let words = Frames.words.map {
      after.frames[keyPath: $0.path][after.depth] == before.cpu[$0.item]
    }
    let user = before.mode == .user
    let stack = user.choose(before.guest(os).kernelSS, before.cpu[.ss])
    let hidden = user.choose(after.descriptors[stack], before.cpu[.ssHidden])
    return Formula.all(
      words + [
        after.depth == before.guest(os).depth + 1,
        after.frames.mode[after.depth] == (before.mode == .kernel).asBits(),
        after.frames.interrupts[after.depth] == before.interrupts.asBits(),
        step.after.mode == .kernel,
        step.after.interrupts == (step.isTrap ? before.interrupts : false),
        step.after.cpu[.eip] == (step.isTrap ? step.input("routine") : after.gates[step.line]),
        step.after.cpu[.esp] == step.input("stackPointer"),
        step.after.cpu[.cs] == after.kernelCS,
        step.after.cpu[.csHidden] == after.descriptors[after.kernelCS],
        step.after.cpu[.ss] == stack,
        step.after.cpu[.ssHidden] == hidden,
        before.guest(os).stackIntact,
        !after.halted,
      ])
  }

  static let returnPops = theorem(
    "a-return-restores-what-ran", claims: ["S5", "S7"],
    "a return from an interrupt or a trap finds what its entry pushed"
  ) { step in
    guard let os = step.os, step.action.name.contains(" leaves ") else { return true }
    let own = step.before.guest(os)
    let words = Frames.words.map {
      step.after.cpu[$0.item] == own.frames[keyPath: $0.path][own.depth]
    }
    return Formula.all(
      words + [
        step.after.cpu[.csHidden] == own.descriptors[step.after.cpu[.cs]],
        step.after.cpu[.ssHidden] == own.descriptors[step.after.cpu[.ss]],
        (step.after.mode == .kernel) == (own.frames.mode[own.depth] == 1),
        step.after.interrupts == (own.frames.interrupts[own.depth] == 1),
        step.after.guest(os).depth == own.depth - 1,
        own.depth != 0,
        step.before.mode == .kernel,
      ])
  }

  static let controllerIsObeyed = theorem(
    "interrupts-obey-the-controller", claims: ["S5"],
    "an interrupt is taken only if interrupts are on, and the line is requested, not masked, and above those in service"
  ) { step in
    let old = step.before.controller
    let new = step.after.controller
    let passes = Formula.all([
      step.before.interrupts, old.requested[step.line] == 1, old.masked[step.line] == 0,
      old.count == 0 || step.line.isBelow(old.serving[old.count]),
    ])
    guard step.isLabelled("a-1") || step.isLabelled("b-1") else {
      let crashes = step.before.phase != .down && step.after.phase == .down
      let broken = step.before.running.choose { !step.before.guest($0).stackIntact }
      let runs = step.os.map { step.before.running == $0 } ?? false
      let noStack = step.action.name.hasSuffix("without a kernel stack")
      let shutsDown = noStack ? step.after.phase == .down : true
      return shutsDown && crashes.implies(passes && (broken && runs))
    }
    let entered = [
      new.requested[step.line] == 0, new.count == old.count + 1,
      new.serving[new.count] == step.line,
    ]
    return passes && Formula.all(entered)
  }

  static let controllerIsReached = theorem(
    "only-running-code-reaches-the-controller", claims: ["S5", "A9"],
    "the controller's mask is changed, and an interrupt is ended there, by the OS that runs; one at a time"
  ) { step in
    guard !step.isLabelled("a-1"), !step.isLabelled("b-1") else { return true }
    let old = step.before.controller
    let new = step.after.controller
    let same = old.masked == new.masked && old.count == new.count
    guard let os = step.os else { return same }
    let runs = Formula.all([
      step.before.running == os, step.before.phase == .system, !step.before.guest(os).halted,
    ])
    let ended = old.count != 0 && new.count == old.count - 1
    return same || (runs && (old.count == new.count || ended))
  }

  static let haltedStays = theorem(
    "a-halted-os-waits", claims: ["S5", "A8"],
    "an OS that has halted does nothing until an interrupt"
  ) { step in
    guard let os = step.os, !step.enters || step.isTrap else { return true }
    let halts = step.before.phase == .system && step.before.guest(os).halted
    let down = step.after.phase == .down
    return (halts && !down).implies(step.before.solo(os).isEqual(to: step.after.solo(os)))
  }

  static let userModeIsHarmless = theorem(
    "user-mode-changes-no-system-state", claims: ["S3", "S5"],
    "code in user mode changes no system register, no descriptor, and neither masks interrupts nor halts"
  ) { step in
    guard let os = step.os, !step.enters else { return true }
    let (before, after) = (step.before, step.after)
    let system = before.cpu.items.filter { $0.row.changedBy == .kernel }
    let user = before.mode == .user && before.phase == .system && after.phase == .system
    return user.implies(
      Formula.all(
        system.map { before.cpu[$0] == after.cpu[$0] } + [
          before.interrupts == after.interrupts,
          before.guest(os).descriptors == after.guest(os).descriptors,
          before.guest(os).halted == after.guest(os).halted,
          before.guest(os).stackIntact == after.guest(os).stackIntact,
          before.controller.masked == after.controller.masked,
          before.controller.count == after.controller.count,
        ]))
  }
}

extension Rules {
  static let downStaysDown = theorem(
    "a-shutdown-is-the-end", claims: ["S5", "A8"],
    "after a shutdown no step changes anything but what devices request"
  ) { step in
    var same = step.before
    same.controller.requested = step.after.controller.requested
    return (step.before.phase == .down).implies(same.isEqual(to: step.after))
  }
}

extension Transition<System> {
  /// The OS whose step it is; nil for devices and for the switch.
  var os: OS? { OS.allCases.first { action.name.hasPrefix("\($0.title) ") } }

  var isTrap: Bool { action.name.hasSuffix("traps into its kernel") }

  /// Whether the step enters a routine.
  var enters: Bool { isTrap || isLabelled("a-1") || isLabelled("b-1") }

  /// The interrupt line that the step is about.
  var line: Bits<8> { inputs()("line") }

  func input(_ name: String) -> Bits<32> { inputs()(name) }
}
