import Checker
import Models

extension Proofs {
  /// What is claimed of the NIC and of the pseudo-NIC that shares it.
  static let pseudoNIC: [AnyTheorem] =
    CardAloneTheorems.all.map { AnyTheorem($0) }
    + RegisterTheorems.ofAnyDevice.map { AnyTheorem($0) }
    + [AnyTheorem(RegisterTheorems.os2GoesDirect)]
    + RegisterTheorems.inTwoSteps.map { AnyTheorem($0) }
    + VirtualRegisterTheorems.all.map { AnyTheorem($0) }
    + PacketTheorems.all.map { AnyTheorem($0) } + SharingTheorems.all.map { AnyTheorem($0) }
}
