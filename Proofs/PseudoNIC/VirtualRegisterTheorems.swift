import Logic
import Models
import Specification

/// N10: what OS1 reads is what the class says, reset value and read after write included.
enum VirtualRegisterTheorems {
  static let all = [
    answersRight("class-1-gives-what-the-nic-holds", "82540EM", "STATUS.LU", .executed),
    answersRight("class-2-a-gives-what-was-written", "82540EM", "RDBAL", .virtual),
    answersRight("class-2-b-gives-an-error-where-choices-differ", "8255x", "PHY LPA", .altered),
    answersRight(
      "class-2-c-gives-what-a-nic-of-ones-own-would", "8255x", "STAT/ACK: FR", .alteredVirtual),
    answersRight("class-3-gives-an-error", "RTL8139C", "CONFIG4", .refused),
    answersLikeOwn("base-address-answers-sizing-under-class-2-a", .virtual, .fails),
    answersLikeOwn("base-address-answers-sizing-under-class-2-c", .alteredVirtual, .holds),
  ]

  /// PCI 2.2, 6.2.5.1: ones written to a base address come back but for the bits that are wired to 0.
  private static func answersLikeOwn(
    _ id: String, _ treatment: Treatment, _ declared: Declared, file: String = #filePath,
    line: Int = #line
  ) -> Theorem<VirtualUse> {
    let behaviour = Behaviour(RegisterMap.pci.fields.first { $0.name == "BAR0: address" }!)
    return Theorem(
      id, claims: ["N10", "N11"],
      "under class \(treatment.rawValue) a base address of OS1's reads back what one of its own would, the size of its range included",
      declared, of: VirtualUse.specification(behaviour, as: treatment), lemmas: [lemma(treatment)],
      depth: 3,
      .step { step in
        guard step.action.name == VirtualUse.reads else { return true }
        return step.after.shared.answer == behaviour.peek(step.before.own)
      }, file: file, line: line)
  }

  private static func lemma(_ treatment: Treatment) -> Invariant<VirtualUse> {
    Invariant("the virtual register is what it should be") { s in
      switch treatment {
      case .virtual: s.shared.virtual.field == s.written
      case .alteredVirtual: s.own.isEqual(to: s.shared.virtual)
      case .executed, .altered, .refused: true
      }
    }
  }

  private static func answersRight(
    _ id: String, _ map: String, _ field: String, _ treatment: Treatment,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<VirtualUse> {
    let fields = RegisterMap.all.first { $0.name == map }!.fields
    let behaviour = Behaviour(fields.first { $0.name == field }!)
    return Theorem(
      id, claims: ["N10"], says(treatment), .holds,
      of: VirtualUse.specification(behaviour, as: treatment), lemmas: [lemma(treatment)],
      .step { isRight($0, behaviour, treatment) }, file: file, line: line)
  }

  private static func says(_ treatment: Treatment) -> String {
    switch treatment {
    case .executed: "under class 1 a read gives what the NIC holds, to the virtual register too"
    case .virtual:
      "under class 2-a a read gives what OS1 wrote last, before that the reset value, and neither reaches the NIC"
    case .altered:
      "under class 2-b a read gives the error value exactly where OS1's virtual setting is not OS2's actual one, else what the NIC holds"
    case .alteredVirtual:
      "under class 2-c reads and writes do what they would do on a NIC of OS1's own, and neither reaches the NIC"
    case .refused: "under class 3 a write changes nothing and a read gives the error value"
    }
  }

  private static func isRight(
    _ step: Transition<VirtualUse>, _ behaviour: Behaviour, _ treatment: Treatment
  ) -> Formula {
    let isOS1s = [VirtualUse.reads, VirtualUse.writes].contains(step.action.name)
    guard isOS1s else {
      return step.before.shared.virtual.isEqual(to: step.after.shared.virtual)
    }
    let (before, after) = (step.before.shared, step.after.shared)
    let kept = before.nic.isEqual(to: after.nic)
    let isRead = step.action.name == VirtualUse.reads
    let nothing = behaviour.isReadable ? step.before.written : 0 as Bits<64>
    let held = step.after.held
    switch treatment {
    case .executed:
      return isRead ? after.answer == held && after.virtual.field == held : true
    case .altered:
      let isError = after.answer == Treatment.error
      let rightly = before.settingsDiffer.choose(isError, after.answer == held)
      return isRead ? rightly && after.virtual.field == after.answer : true
    case .virtual: return kept && (isRead ? after.answer == nothing : true)
    case .alteredVirtual: return kept && (isRead ? after.answer == held : true)
    case .refused:
      let unchanged = before.virtual.isEqual(to: after.virtual)
      return Formula.all([kept, unchanged, isRead ? after.answer == Treatment.error : true])
    }
  }
}
