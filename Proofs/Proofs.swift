import Checker
import Models
import Specification

/// Every theorem, in the order in which a reader should meet them.
public enum Proofs {
  public static let all: [AnyTheorem] =
    (Preservation.all + Control.all + Rules.all + Independence.all + Abilities.all + Witnesses.all)
    .map { AnyTheorem($0) } + pseudoNIC

  /// What is claimed of the NIC and of the pseudo-NIC that shares it.
  static let pseudoNIC: [AnyTheorem] =
    CardAloneTheorems.all.map { AnyTheorem($0) }
    + RegisterTheorems.ofAnyDevice.map { AnyTheorem($0) }
    + [AnyTheorem(RegisterTheorems.os2GoesDirect)]
    + RegisterTheorems.inTwoSteps.map { AnyTheorem($0) }
    + PacketTheorems.all.map { AnyTheorem($0) } + SharingTheorems.all.map { AnyTheorem($0) }

  /// The specification that all kinds of theorems are about.
  public static let reference = Control.design.name

  /// That a resumed OS finds its whole context with a switch of this design.
  public static func keepsWholeContext(
    _ id: String, _ declared: Declared, _ design: SwitchDesign
  ) -> AnyTheorem {
    AnyTheorem(
      Preservation.theorem(
        id, "with \(design.name) a resumed OS finds its whole context as it was", declared, design,
        of: design.items, assuming: [Assumptions.currentDescriptors]))
  }
}
