import Logic
import Models
import Specification

/// S1, S5–S9 and A8 (its first half) for any number of OSes at once.
///
/// An OS's name is never computed with, so that the solver sees an uninterpreted sort: a proof holds
/// whatever the number of names. What is said of the subject, which is any OS, holds of each.
enum ManySystemsTheorems {
  private static let design = ManySystemsDesign.byOwner
  static let reference = design.name

  static func theorem(
    _ id: String, claims: [String], _ says: String, _ declared: Declared,
    _ design: ManySystemsDesign = design, assuming assumptions: [Assumption<ManySystems>] = [],
    lemmas: [Invariant<ManySystems>]? = nil, depth: Int = 8, file: String = #filePath,
    line: Int = #line, _ property: Property<ManySystems>,
    explain: (@Sendable (ManySystems) -> String)? = nil
  ) -> Theorem<ManySystems> {
    Theorem(
      id, claims: claims, says, declared, of: design.specification, assuming: assumptions,
      lemmas: lemmas ?? ManySystemsLemmas.all, depth: depth, property, explain: explain, file: file,
      line: line)
  }

  static let areasApart = Assumption<ManySystems>(
    "save-areas-are-apart",
    "no two OSes have the same save area: the switch's layout gives each one of its own"
  ) { s in
    let others = [s.running, s.target].map { other in
      other == s.subject || s.area[other] != s.area[s.subject]
    }
    return Formula.all(others)
  }

  // MARK: - Preservation

  private static func keepsContext(
    _ id: String, _ declared: Declared, assuming assumptions: [Assumption<ManySystems>],
    file: String = #filePath, line: Int = #line
  ) -> Theorem<ManySystems> {
    theorem(
      id, claims: ["S1", "S3"],
      "whatever the number of OSes, a resumed one finds its whole context and its memory as they were",
      declared, assuming: assumptions, file: file, line: line,
      .step { step in
        guard step.action.label == "a-4" else { return true }
        let (before, after) = (step.before, step.after)
        let expected = before.expected(before.gates[before.line])
        let own = after.belongs[after.probe] == after.subject
        return (after.running == after.subject).implies(isSame(expected, after.present, own))
      },
      explain: { s in
        "OS \(s.running) goes on with another's context: the save areas of OS \(s.running) and OS \(s.previous) are \(s.area[s.running]) and \(s.area[s.previous])"
      })
  }

  /// The processor agrees, and the OS's memory at the address if it is its own.
  private static func isSame(_ a: View, _ b: View, _ own: Formula) -> Formula {
    let memory = a.word == b.word && a.frame.isEqual(to: b.frame)
    return a.seat.isEqual(to: b.seat) && own.implies(memory)
  }

  // MARK: - Whom a switch goes to

  private static func goesToOwner(
    _ id: String, _ declared: Declared, _ design: ManySystemsDesign, _ says: String,
    assuming assumptions: [Assumption<ManySystems>] = [], file: String = #filePath,
    line: Int = #line
  ) -> Theorem<ManySystems> {
    theorem(
      id, claims: ["S5", "S7", "S9"], says, declared, design, assuming: assumptions,
      lemmas: [ManySystemsLemmas.quiet, ManySystemsLemmas.aboutAnother(design.target)], file: file,
      line: line,
      .step { step in
        let (before, after) = (step.before, step.after)
        let moves = before.running != after.running
        let jumps = step.action.label == "a-4" ? after.running == before.owner[before.line] : true
        return moves.implies(
          before.phase == .restoring && after.running == before.owner[before.line])
          && jumps
      },
      explain: { s in
        "line \(s.line) is OS \(s.owner[s.line])'s, but the switch goes to OS \(s.running)"
      })
  }

  /// Said of the three names that a switch to the next looks at.
  private static let twoOSes = Assumption<ManySystems>(
    "two-oses",
    "there are two OSes, so that of any three names two are the same, and the next one is another"
  ) { s in
    let (running, owner, next) = (s.running, s.owner[s.line], s.successor[s.running])
    return next != running && Formula.any([running == owner, running == next, owner == next])
  }

  // MARK: - Rules

  private static let ownLineStays = theorem(
    "many-no-switch-for-own-interrupt", claims: ["S8", "S9"],
    "whatever the number of OSes, an interrupt of the running OS leads to its own routine, and no other step of it leads away",
    .holds, lemmas: [],
    .step { step in
      let (before, after) = (step.before, step.after)
      if step.action.label == "b-1" {
        let line: Bits<8> = step.inputs()("line")
        let routine = after.seat.cpu[.eip] == before.gates[line]
        let own = before.owner[line] == before.running
        return Formula.all([
          own, routine, after.running == before.running, after.phase == .system,
          after.seat.mode == .kernel, !after.seat.interrupts, !after.seat.halted,
        ])
      }
      guard step.isOwn else { return true }
      return after.running == before.running && after.phase == .system
    })

  private static let obeysController = theorem(
    "many-interrupts-obey-the-controller", claims: ["S5"],
    "whatever the number of OSes, an interrupt is taken only where it is let in and the controller passes it, and the controller is reached by the OS that runs alone",
    .holds, lemmas: [],
    .step { step in
      let (old, new) = (step.before.controller, step.after.controller)
      let line: Bits<8> = step.inputs()("line")
      if step.action.label == "a-1" || step.action.label == "b-1" {
        let passes = Formula.all([
          step.before.seat.interrupts, old.requested[line] == 1, old.masked[line] == 0,
          old.count == 0 || line.isBelow(old.serving[old.count]), old.count != 0xFF,
        ])
        let entered = Formula.all([
          new.requested[line] == 0, new.count == old.count + 1, new.serving[new.count] == line,
        ])
        return passes && entered
      }
      let same = old.masked == new.masked && old.count == new.count
      let ended = old.count != 0 && new.count == old.count - 1
      let acts = Formula.all(
        [step.before.phase == .system, !step.before.seat.halted, step.before.seat.mode == .kernel])
      return same || (acts && (old.count == new.count || ended))
    })

  private static let memoryIsApart = theorem(
    "many-memory-is-apart", claims: ["A9", "S1"],
    "whatever the number of OSes, no step changes memory that is not the running OS's", .holds,
    lemmas: [],
    .step { step in
      let (before, after) = (step.before, step.after)
      let kept =
        before.memory[before.probe] == after.memory[before.probe]
        && before.frames[before.probe].isEqual(to: after.frames[before.probe])
      return before.belongs[before.probe] == before.running || kept
    })

  private static let notInterrupted = theorem(
    "many-switch-is-not-interrupted", claims: ["S1", "S5"],
    "whatever the number of OSes, no interrupt is taken while a switch goes on", .holds,
    lemmas: [], .invariant { ManySystemsLemmas.quiet.holds($0) })

  // MARK: - Turns

  /// So few items that a run of this length is found soon.
  private static let few = ManySystemsDesign(
    "any number of OSes, few items",
    SwitchDesign("few", items: [.eip, .esp, .cr3], saved: [.eip, .esp, .cr3]), .owner)

  private static let threeTakeTurns = theorem(
    "three-oses-take-turns", claims: ["S7", "S9"],
    "three OSes get the processor one after the other", .holds, few, lemmas: [], depth: 14,
    .reachable(
      labels: Array(repeating: ["a-1", "a-2", "a-3", "a-3", "a-4"], count: 2).flatMap { $0 }
    ) {
      s in
      Formula.all([
        s.running != s.previous, s.previous != s.beforePrevious, s.running != s.beforePrevious,
      ])
    })

  static let all: [Theorem<ManySystems>] = [
    keepsContext("many-keep-their-context", .holds, assuming: [areasApart]),
    keepsContext("many-keep-their-context-in-one-save-area", .fails, assuming: []),
    goesToOwner(
      "many-switch-goes-to-the-lines-owner", .holds, design,
      "whatever the number of OSes, a switch goes to the OS that owns the line, and to no other"),
    goesToOwner(
      "many-switch-to-the-next", .fails, .bySuccessor,
      "a switch that goes to the next OS, as one between two goes to the other, reaches the line's owner"
    ),
    goesToOwner(
      "two-switch-to-the-next", .holds, .bySuccessor,
      "a switch that goes to the next OS reaches the line's owner where there are two",
      assuming: [twoOSes]),
    ManySystemsSolo.runsAsIfAlone, ManySystemsSteps.rules,
    ownLineStays, obeysController, memoryIsApart, notInterrupted, threeTakeTurns,
  ]
}

extension Transition<ManySystems> {
  /// Whether it is a step of the running OS's own software.
  var isOwn: Bool { action.name.hasPrefix("the running OS ") && action.label != "a-1" }
}
