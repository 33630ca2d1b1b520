import Checker
import Judge
import Models
import Solver
import Specification

/// Every theorem, in the order in which a reader should meet them.
public enum Proofs {
  public static let all = onTheSwitch + pseudoNIC

  /// Those about the protocol of the switch.
  public static let onTheSwitch: [AnyTheorem] =
    (Preservation.all + Control.all + Rules.all + Independence.all + Lines.all + Abilities.all
    + Witnesses.all)
    .map { AnyTheorem($0) }

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
