import Logic
import Models
import Specification

/// The invariants of the switch from which the theorems follow.
///
/// An OS is *stopped* from the interrupt that takes the processor from it to the jump that gives
/// it back. While it is stopped, its memory, its save area and, before the save and after the
/// restore, the processor hold what the interrupt left: ``System/expected(_:_:)``.
enum Lemmas {
  static func of(_ design: SwitchDesign) -> [Invariant<System>] {
    [kernelMode, codeIsWhere, lineIsOthers, progress(design)]
      + OS.allCases.flatMap { os in
        [
          interruptible(os), memory(os), processorBeforeSave(design, os), saveArea(design, os),
          restored(design, os),
        ]
      }
  }

  static let kernelMode = Invariant<System>("a switch runs in the kernel with interrupts off") {
    s in
    isSwitching(s).implies(s.mode == .kernel && !s.interrupts)
  }

  static let codeIsWhere = Invariant<System>("saving and restoring is OS2's code") { s in
    let ofOS2 = s.phase.isOne(of: .saving, .restoring, .restored)
    return ofOS2.choose(s.code == .os2, s.phase == .down || s.code == s.running)
  }

  static let lineIsOthers = Invariant<System>("a switch is about a line of the OS it goes to") {
    s in
    let leaving = s.phase.isOne(of: .foreign, .saving, .restoring)
    let toOS2 = (leaving && s.running == .os1) || (s.phase == .restored && s.running == .os2)
    return isSwitching(s).implies(
      toOS2.choose(s.isOwned(s.line, by: .os2), s.isOwned(s.line, by: .os1)))
  }

  static func progress(_ design: SwitchDesign) -> Invariant<System> {
    Invariant("portions are counted") { s in
      s.phase.isOne(of: .saving, .restoring)
        .choose(s.progress.isBelow(Bits(UInt64(design.portions.count))), s.progress == 0)
    }
  }

  static func interruptible(_ os: OS) -> Invariant<System> {
    Invariant("\(os.title) was stopped where it could be interrupted") { s in
      isStopped(s, os).implies(s.stopped(os).interrupts && s.stopped(os).own.stackIntact)
    }
  }

  static func memory(_ os: OS) -> Invariant<System> {
    Invariant("\(os.title)'s memory is as it was left") { s in
      isStopped(s, os).implies(s.guest(os).isEqual(to: s.expected(os, s.line).own))
    }
  }

  static func processorBeforeSave(_ design: SwitchDesign, _ os: OS) -> Invariant<System> {
    Invariant("before the save the processor is as \(os.title)'s interrupt left it") { s in
      let before = s.running == os && s.phase.isOne(of: .foreign, .saving)
      return before.implies(agree(s.cpu, s, os, design.items))
    }
  }

  static func saveArea(_ design: SwitchDesign, _ os: OS) -> Invariant<System> {
    Invariant("\(os.title)'s save area holds its context") { s in
      let all = isStopped(s, os) && !(s.running == os && s.phase.isOne(of: .foreign, .saving))
      let saving = s.running == os && s.phase == .saving
      return Formula.all(
        design.portions.enumerated().map { number, portion in
          let passed = Bits<8>(UInt64(number)).isBelow(s.progress)
          return (all || (saving && passed)).implies(agree(s.saved(os), s, os, portion))
        })
    }
  }

  static func restored(_ design: SwitchDesign, _ os: OS) -> Invariant<System> {
    Invariant("after the restore the processor is as \(os.title)'s interrupt left it") { s in
      let all = s.running == os && s.phase == .restored
      let restoring = s.running == os.other && s.phase == .restoring
      return Formula.all(
        design.portions.enumerated().map { number, portion in
          let passed = Bits<8>(UInt64(number)).isBelow(s.progress)
          let visible = (all || (restoring && passed)).implies(agree(s.cpu, s, os, portion))
          let hidden = Item.hiddenParts.filter { portion.contains($0.selector) }.map { part in
            s.cpu[part.hidden] == s.guest(os).descriptors[s.cpu[part.selector]]
          }
          return visible && (all || (restoring && passed)).implies(Formula.all(hidden))
        })
    }
  }

  /// The context agrees with what the OS must find, on these items; the instruction pointer is
  /// that of the switch until the jump.
  private static func agree(
    _ context: Context, _ s: System, _ os: OS, _ items: [Item]
  ) -> Formula {
    let expected = s.expected(os, s.line).cpu
    return Formula.all(items.filter { $0 != .eip }.map { context[$0] == expected[$0] })
  }

  static func isSwitching(_ s: System) -> Formula {
    s.phase.isOne(of: .foreign, .saving, .restoring, .restored)
  }

  static func isStopped(_ s: System, _ os: OS) -> Formula {
    s.phase != .down && !(s.running == os && s.phase == .system)
  }
}
