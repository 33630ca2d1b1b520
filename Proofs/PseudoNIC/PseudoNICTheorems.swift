import Checker
import Models

extension Proofs {
  /// What is claimed of the NIC and of the pseudo-NIC that shares it.
  static let pseudoNIC: [AnyTheorem] =
    CardAloneTheorems.all.map { AnyTheorem($0) }
    + RegisterTheorems.ofAnyDevice.map { AnyTheorem($0) }
    + [RegisterTheorems.os2GoesDirect, RegisterTheorems.os1IsAnswered].map { AnyTheorem($0) }
    + RegisterTheorems.inTwoSteps.map { AnyTheorem($0) }
    + (RegisterTheorems.ofSlots.map { AnyTheorem($0) }
      + RegisterTheorems.ofLock.map { AnyTheorem($0) })
    + CommandUnitTheorems.all.map { AnyTheorem($0) }
    + VirtualRegisterTheorems.all.map { AnyTheorem($0) }
    + PacketTheorems.all.map { AnyTheorem($0) } + SharingTheorems.all.map { AnyTheorem($0) }
    + NoDisturbanceTheorems.all.map { AnyTheorem($0) }
    + WaitingTheorems.all.map { AnyTheorem($0) } + ServiceTheorems.all.map { AnyTheorem($0) }
    + MapTheorems.all + MapAnswerTheorems.all

  /// The specifications of it that changes are tried on: those that hold.
  public static let pseudoNICReferences = [
    CardAlone.specification.name, PseudoNICDesign.repaired.specification.name,
    AnyDevice.specification(.toMap).name, TwoStep.specification(.latchRestored).name,
    TwoStep.specification(.transactionShadowed).name, CommandUnit.specification(.restored).name,
  ]
}
