import Logic
import Models
import Specification

/// What OS1 learns of OS2 from what the pseudo-NIC returns. What OS2 learns of OS1's accesses is
/// N8's and N10's subject.
enum DeviceChannels {
  private static func hides(
    _ id: String, _ declared: Declared, _ specification: Specification<AnyDevice>, _ says: String,
    lemmas: [Invariant<AnyDevice>] = [], file: String = #filePath, line: Int = #line
  ) -> Theorem<AnyDevice> {
    Theorem(
      id, claims: ["N10"], says, declared, of: specification, lemmas: lemmas, depth: 4,
      .twoRun(
        Unwinding(
          alike: { a, b in
            let tables = a.readClasses == b.readClasses && a.writeClasses == b.writeClasses
            let own = a.virtual == b.virtual && a.choice1 == b.choice1
            return tables && (own && a.answer == b.answer)
          },
          output: { $0.answer.leaves },
          interferes: { action, _ in Formula(!action.name.hasPrefix("OS2 ")) })), file: file,
      line: line)
  }

  /// Class 2-a for every access.
  private static let virtualTable = Memory<16, 3>(background: 1)

  private static let allVirtual = Specification(
    "any device, every register virtual", shape: AnyDevice(),
    actions: AnyDevice.specification(.toTable).actions
  ) { s in
    (s.readClasses, s.writeClasses) = (virtualTable, virtualTable)
    return []
  }

  private static let staysVirtual = Invariant<AnyDevice>("every access is of class 2-a") { s in
    s.readClasses == virtualTable && s.writeClasses == virtualTable
  }

  static let all = [
    hides(
      "pseudo-nic-hides-os2", .fails, AnyDevice.specification(.toMap),
      "what the pseudo-NIC returns to OS1 does not depend on what OS2 did to the NIC, even if only accesses without effect go through"
    ),
    hides(
      "virtual-registers-hide-os2", .holds, allVirtual,
      "what the pseudo-NIC returns to OS1 does not depend on what OS2 did to the NIC, if every access is of class 2-a",
      lemmas: [staysVirtual]),
  ]
}
