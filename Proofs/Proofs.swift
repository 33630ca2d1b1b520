import Checker
import Judge
import Models
import Solver
import Specification

/// Every theorem, in the order in which a reader should meet them.
public enum Proofs {
  public static let all =
    onArchitectures + onTheSwitch + onTheMachine + onManySystems + pseudoNIC
    + confidentiality

  /// Those about figures 1a, 1b and 2.
  static let onArchitectures: [AnyTheorem] =
    MasteryTheorems.all.map { AnyTheorem($0) } + SendingTheorems.all.map { AnyTheorem($0) }
    + ArrivalTheorems.all.map { AnyTheorem($0) }

  /// Those about any number of OSes.
  static let onManySystems: [AnyTheorem] = ManySystemsTheorems.all.map { AnyTheorem($0) }

  /// Those about what one OS can learn of the other.
  static let confidentiality: [AnyTheorem] =
    (RegisterChannels.all + ControllerChannels.all).map { AnyTheorem($0) }
    + (TranslationRules.all + TranslationChannels.all).map { AnyTheorem($0) }
    + TimeChannels.all.map { AnyTheorem($0) }
    + DeviceChannels.all.map { AnyTheorem($0) }

  /// Those about the protocol of the switch.
  public static let onTheSwitch: [AnyTheorem] =
    (Preservation.all + Control.all + Rules.all + Independence.all + Lines.all + Abilities.all
    + Witnesses.all)
    .map { AnyTheorem($0) }

  /// Those about both OSes on one machine, one of which may break down.
  public static let onTheMachine: [AnyTheorem] =
    StoppedOS.all.map { AnyTheorem($0) } + MachineTheorems.all.map { AnyTheorem($0) }
    + ResponseTime.all.map { AnyTheorem($0) }

  /// Theorems about the switch as machine code, which are decided by running it on the processor.
  public static let code: [AnyTheorem] = CodeTheorems.all

  /// A theorem on code, carried out by the processor and held against what its refutation says; nil
  /// where there is no such theorem, or nothing refutes it.
  public static func replay(
    _ id: String, _ solver: Solver
  ) throws(CheckerError) -> RoutineReplay? {
    if let theorem = CodeTheorems.judged.first(where: { $0.id == id }) {
      return theorem.declared == .holds ? nil : try theorem.replay(solver)
    }
    return try KnownTraps.all.first { $0.id == id }?.replay()
  }

  /// The specification that all kinds of theorems are about.
  public static let reference = Control.design.name

  /// The specifications that changes are tried on unless others are named.
  public static let references =
    MasteryTheorems.references + SendingTheorems.references + [reference] + pseudoNICReferences
    + TranslationChannels.references + TimeChannels.references + [ManySystemsTheorems.reference]

  /// That a resumed OS finds its whole context with a switch of this design.
  public static func keepsWholeContext(
    _ id: String, _ declared: Declared, _ design: SwitchDesign, file: String = #filePath,
    line: Int = #line
  ) -> AnyTheorem {
    AnyTheorem(
      Preservation.theorem(
        id, "with \(design.name) a resumed OS finds its whole context as it was", declared, design,
        of: design.items, assuming: [Assumptions.currentDescriptors],
        file: file, line: line))
  }
}
