import Checker
import Models
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
