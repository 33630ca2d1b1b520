import Logic
import Models
import Specification

/// The invariants from which the theorems on any number of OSes follow; as ``Lemmas``, of the one
/// subject.
enum ManySystemsLemmas {
  static let all = [
    quiet, aboutAnother(.owner), interruptible, memory, processorBeforeSave, saveArea, restored,
  ]

  static let quiet = Invariant<ManySystems>("a switch runs in the kernel with interrupts off") {
    s in
    isSwitching(s).implies(
      Formula.all([s.seat.mode == .kernel, !s.seat.interrupts, !s.seat.halted]))
  }

  static func aboutAnother(_ target: ManySystemsDesign.Target) -> Invariant<ManySystems> {
    Invariant("a switch is about a line of the OS that it goes to") { s in
      let leaving = s.phase.isOne(of: .foreign, .saving, .restoring)
      let foreign = leaving.implies(s.owner[s.line] != s.running)
      let found = target == .owner ? s.owner[s.line] : s.successor[s.running]
      let decided = s.phase.isOne(of: .saving, .restoring).implies(s.target == found)
      let there = (s.phase == .restored).implies(s.running == s.owner[s.line])
      return Formula.all([foreign, decided, there, s.phase != .down])
    }
  }

  static let interruptible = Invariant<ManySystems>("the subject was stopped where it could be") {
    s in
    s.isStopped.implies(s.stopped.seat.interrupts && s.belongs[s.stoppedAt] == s.subject)
  }

  static let memory = Invariant<ManySystems>("the subject's memory is as it was left") { s in
    let expected = s.expected(0)
    let own = s.belongs[s.probe] == s.subject
    let kept = s.memory[s.probe] == expected.word && s.frames[s.probe].isEqual(to: expected.frame)
    return (s.isStopped && own).implies(kept)
  }

  static let processorBeforeSave = Invariant<ManySystems>(
    "before the save the processor is as the subject's interrupt left it"
  ) { s in
    let before = s.running == s.subject && s.phase.isOne(of: .foreign, .saving)
    return before.implies(agree(s) { s.seat.cpu[$0] })
  }

  static let saveArea = Invariant<ManySystems>("the subject's save area holds its context") { s in
    let unsaved = s.running == s.subject && s.phase.isOne(of: .foreign, .saving)
    return (s.isStopped && !unsaved).implies(agree(s) { s.saved[$0, s.area[s.subject]] })
  }

  static let restored = Invariant<ManySystems>(
    "after the restore the processor is as the subject's interrupt left it"
  ) { s in
    let after = s.running == s.subject && s.phase == .restored
    return after.implies(agree(s) { s.seat.cpu[$0] })
  }

  /// The words agree with what the subject must find; the instruction pointer is that of the switch
  /// until the jump.
  private static func agree(_ s: ManySystems, _ word: (Item) -> Bits<32>) -> Formula {
    let expected = s.expected(0).seat.cpu
    return Formula.all(s.saved.items.filter { $0 != .eip }.map { word($0) == expected[$0] })
  }

  static func isSwitching(_ s: ManySystems) -> Formula {
    s.phase.isOne(of: .foreign, .saving, .restoring, .restored)
  }
}
