import Logic
import Models
import Specification

/// S1, S5, A8 (its first half): what an OS goes through beside another is what it could go through
/// alone.
enum Independence {
  /// Each step of the combined system is, for this OS, a step that it can make alone, or nothing.
  static func solo(
    _ id: String, _ os: OS, _ declared: Declared, _ design: SwitchDesign,
    assuming assumptions: [Assumption<System>], _ says: String, file: String = #filePath,
    line: Int = #line
  ) -> Theorem<System> {
    Theorem(
      id, claims: ["S1", "S5", "A8"], says, declared, of: design.specification,
      assuming: assumptions, lemmas: Lemmas.of(design), depth: 13,
      .step { isSoloStep($0, os) },
      explain: { s in
        (s.phase == .down).known == true
          ? "the processor has shut down, and \(os.title) with it"
          : Preservation.explanation(s, design.items)
      }, file: file, line: line)
  }

  /// What the OS itself has gone through: while it is stopped, nothing.
  static func view(_ s: System, _ os: OS) -> Solo {
    (s.running == os && s.phase.isOne(of: .system, .down)).choose(s.solo(os), s.stopped(os))
  }

  private static func isSoloStep(_ step: Transition<System>, _ os: OS) -> Formula {
    let before = view(step.before, os)
    let after = view(step.after, os)
    if step.action.label == figure(interruptOf: os, "a-4") {
      var entered = before
      entered.enter(
        before.own.gates[step.before.line], stackPointer: step.before.stackPointer(os))
      let arrives = before.interrupts && before.own.stackIntact
      let own = step.before.isOwned(step.before.line, by: os)
      return (arrives && own) && entered.isEqual(to: after)
    }
    if step.action.name.hasPrefix("\(os.title) "), !isForeign(step.action, os) {
      let (possible, alone) = alone(before, os, step)
      return possible && view(alone, os).isEqual(to: after)
    }
    let crashes = step.before.phase != .down && step.after.phase == .down
    return !crashes && before.isEqual(to: after)
  }

  private static func isForeign(_ action: Action<System>, _ os: OS) -> Bool {
    ["a-1", "a-2", "a-3"].contains { action.label == figure(interruptOf: os.other, $0) }
  }

  /// The same action of the same OS where the other OS never was: whether it is possible, and what
  /// comes of it. What devices and the controller do to a solo run is left open: they may do what
  /// they do here.
  private static func alone(
    _ solo: Solo, _ os: OS, _ step: Transition<System>
  ) -> (possible: Formula, after: System) {
    var s = System(Control.design.about(solo.cpu.items))
    s.running = OneOf(os)
    s.code = OneOf(os)
    s.run(os, solo)
    s.controller = step.before.controller
    s.owner = step.before.owner
    s.entries1 = step.before.entries1
    s.entries2 = step.before.entries2
    let possible = Formula.all(step.action.guards(s, step.inputs()))
    step.action.effect(&s, step.inputs())
    return (possible, s)
  }

  /// What an OS sees does not depend on what the other computes.
  static func noninterference(
    _ id: String, _ os: OS, _ declared: Declared, _ design: SwitchDesign, _ says: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<System> {
    Theorem(
      id, claims: ["S5", "S1"], says, declared, of: design.specification,
      lemmas: [Lemmas.progress(design)], depth: 8,
      .twoRun(
        Unwinding(
          alike: { isAlike($0, $1, os, design) },
          output: { s in
            let sees = s.running == os && s.phase == .system
            let nothing = Leaf(.word(0), .bits(32))
            return s.solo(os).cpu.leaves.map { sees.choose($0, nothing) }
          },
          interferes: { action, _ in Formula(!isPrivate(action, os.other)) })),
      file: file, line: line)
  }

  /// Steps that change only what is the OS's own; when it may be interrupted is seen by both.
  private static func isPrivate(_ action: Action<System>, _ os: OS) -> Bool {
    ["computes in user mode", "computes in kernel mode", "edits its descriptors"]
      .contains { action.name == "\(os.title) \($0)" }
  }

  private static func isAlike(
    _ a: System, _ b: System, _ os: OS, _ design: SwitchDesign
  ) -> Formula {
    let other = os.other
    let schedule = [
      a.running == b.running, a.phase == b.phase, a.progress == b.progress, a.line == b.line,
      a.mode == b.mode, a.interrupts == b.interrupts, a.owner == b.owner,
      a.controller.isEqual(to: b.controller), a.guest(other).depth == b.guest(other).depth,
      a.guest(other).stackIntact == b.guest(other).stackIntact,
      a.guest(other).halted == b.guest(other).halted,
      a.guest(other).frames.mode == b.guest(other).frames.mode,
      a.guest(other).frames.interrupts == b.guest(other).frames.interrupts,
      a.entries1 == b.entries1, a.entries2 == b.entries2,
    ]
    let own = [
      a.guest(os).isEqual(to: b.guest(os)), saves(a, b, os, design),
      processor(a, b, os, design),
    ]
    return Formula.all(schedule + own)
  }

  /// The save area is the same where it is still to be loaded.
  private static func saves(_ a: System, _ b: System, _ os: OS, _ design: SwitchDesign) -> Formula {
    Formula.all(
      design.portions.enumerated().map { number, portion in
        let passed = Bits<8>(UInt64(number)).isBelow(a.progress)
        let written = a.running == os && (a.phase == .saving && passed)
        let whole = a.running == os.other || a.phase == .restoring
        return (written || whole).implies(
          Formula.all(portion.map { a.saved(os)[$0] == b.saved(os)[$0] }))
      })
  }

  /// The processor is the same where it holds the OS's context.
  private static func processor(
    _ a: System, _ b: System, _ os: OS, _ design: SwitchDesign
  ) -> Formula {
    let holds = a.running == os && a.phase != .restoring
    let partly = Formula.all(
      design.portions.enumerated().map { number, portion in
        let passed = Bits<8>(UInt64(number)).isBelow(a.progress)
        let loaded = a.running == os.other && (a.phase == .restoring && passed)
        let hidden = Item.hiddenParts.filter { portion.contains($0.selector) }.map(\.hidden)
        return loaded.implies(Formula.all((portion + hidden).map { a.cpu[$0] == b.cpu[$0] }))
      })
    return holds.implies(a.cpu.isEqual(to: b.cpu)) && partly
  }

  static let all: [Theorem<System>] = {
    let complete = SwitchDesign.complete(.pentium)
    let both = [Assumptions.currentDescriptors, Assumptions.intactStacks]
    return OS.allCases.flatMap { os -> [Theorem<System>] in
      [
        solo(
          "\(os)-runs-as-if-alone", os, .holds, complete, assuming: both,
          "each step of a run is for \(os.title) a step of a solo run in which only its own interrupts arrive, or nothing"
        ),
        noninterference(
          "\(os)-sees-nothing-of-the-other", os, .holds, complete,
          "what \(os.title) finds in the processor does not depend on what the other OS computes"),
      ]
    } + [
      solo(
        "paper-set-runs-os2-as-if-alone", .os2, .fails, .paper(.pentium), assuming: both,
        "with the paper's save set each step of a run is for OS2 a step of a solo run, or nothing"),
      solo(
        "os2-runs-as-if-alone-beside-broken-stacks", .os2, .fails, complete,
        assuming: [Assumptions.currentDescriptors, Assumptions.intactStack(.os2)],
        "each step of a run is for OS2 a step of a solo run, or nothing, whatever becomes of OS1's kernel stack"
      ),
      noninterference(
        "paper-set-hides-os1-from-os2", .os2, .fails, .paper(.pentium),
        "with the paper's save set what OS2 finds in the processor does not depend on what OS1 computes"
      ),
    ]
  }()
}
