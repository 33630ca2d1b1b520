import Logic
import Models
import Specification

/// Two rows of a map that act together: what goes wrong with the paper's virtual registers (N10), and
/// that what is proved of whole maps happens.
enum MapAnswerExamples {
  static let all: [Theorem<MapUse>] = [
    likeOwn("interrupt-mask-of-os1s-by-single-registers", .intel82540EM, "IMC", acting: "IMS"),
    likeOwn(
      "eeprom-bits-of-os1s-by-single-registers", .realtekRTL8139C, "9346CR.EECS/SK/DI",
      acting: "9346CR.EEDO"),
    likeOwn(
      "phy-transaction-of-os1s-by-single-registers", .intel8255x,
      "MDI Control (data,reg,phy,op,IE)", acting: "MDI Control: Ready"),
    errors("error-values-are-errors", .intel82540EM, "GPRC", chosenBy: "RCTL.LBM"),
    choices("choices-outlive-reads-of-the-nic", .intel82540EM, "GPRC", chosenBy: "RCTL.LBM"),
    happens("pci-compares-choices", .pci, "PM Data", chosenBy: "PMCSR: Data_Select"),
    happens("82540em-compares-choices", .intel82540EM, "GPRC", chosenBy: "RCTL.LBM"),
    happens("rtl8139c-compares-choices", .realtekRTL8139C, "MPC", chosenBy: "TCR.LBK"),
    happens(
      "8255x-compares-choices", .intel8255x, "82555 False Carrier Counter",
      chosenBy: "82555 Special Control"),
  ]

  /// - Parameter other: the row that accesses to the first act on
  private static func likeOwn(
    _ id: String, _ map: RegisterMap, _ name: String, acting other: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<MapUse> {
    let used = UsedMap(map, .paper, of: [name, other])
    let (first, second) = (map.number(name), map.number(other))
    return Theorem(
      id, claims: ["N10"],
      "with a virtual register for each register, what OS1 reads of \(other) under class 2-c after a write of \(name) is what a NIC of its own would give",
      .fails, of: used.part { $0.treatment == .alteredVirtual }, depth: 2,
      .step { step in
        guard let access = used.accesses[step.action.name], access.treated.direction == .read else {
          return true
        }
        let (before, row) = (step.before, access.row(step.inputs()))
        let own = before.ownPort(row, access.treated.behaviour)
        let isRight = step.after.shared.rows[row].answer == access.treated.behaviour.peek(own)
        return (row == second && before.shared.beside[first] == second).implies(isRight)
      },
      explain: { _ in "OS1 reads of \(other) what it held before the write of \(name)" },
      file: file, line: line)
  }

  /// All ones is a value that a register may hold.
  private static func errors(
    _ id: String, _ map: RegisterMap, _ name: String, chosenBy chooser: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<MapUse> {
    let used = UsedMap(map, .paper, of: [name, chooser])
    return Theorem(
      id, claims: ["N10"],
      "where OS1 reads the error value of \(name) under class 2-b, it has chosen in \(chooser) what OS2 has not",
      .fails, of: used.part(isCompared), depth: 2,
      .step { step in
        let (before, row) = (step.before, map.number(name))
        let isError = step.after.shared.rows[row].answer == Treatment.error
        return (isError && before.shared.chooser[row] == map.number(chooser))
          .implies(before.shared.settingsDiffer(row))
      }, explain: { _ in "OS1 reads the error value, and has chosen what OS2 has" },
      file: file, line: line)
  }

  /// A read of class 1 puts what OS2 chose where OS1's choice was kept.
  private static func choices(
    _ id: String, _ map: RegisterMap, _ name: String, chosenBy chooser: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<MapUse> {
    let used = UsedMap(map, .repaired, of: [name, chooser])
    let part = used.part { access in
      isKept(access) || isCompared(access)
        || (access.treatment == .executed && access.direction == .read)
    }
    return Theorem(
      id, claims: ["N10", "N11"],
      "class 2-b returns the error value where what OS1 wrote last to \(chooser), which keeps it, is not what OS2 has chosen, whatever the class of its reads",
      .fails, of: part, depth: 3,
      .step { step in
        let (before, row) = (step.before, map.number(name))
        guard let access = used.accesses[step.action.name], isCompared(access.treated) else {
          return true
        }
        let differs = before.written != before.shared.rows[before.probe].nic.field
        let isError = step.after.shared.rows[row].answer == Treatment.error
        return Formula.all([
          access.row(step.inputs()) == row, before.probe == map.number(chooser),
          before.shared.chooser[row] == before.probe, differs,
        ]).implies(isError)
      },
      explain: { _ in "OS1 has chosen what OS2 has not, and reads a value for its own" },
      file: file, line: line)
  }

  private static func happens(
    _ id: String, _ map: RegisterMap, _ name: String, chosenBy chooser: String,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<MapUse> {
    let used = UsedMap(map, .repaired, of: [name, chooser])
    return Theorem(
      id, claims: ["N10"],
      "OS1 chooses in \(chooser) what OS2 has not and reads an error of \(name), then chooses what OS2 has and reads what the NIC holds",
      .holds, of: used.part { isKept($0) || isCompared($0) }, depth: 4,
      .possible { step in
        guard let access = used.accesses[step.action.name], isCompared(access.treated) else {
          return false
        }
        let row = map.number(name)
        let (before, after) = (step.before.shared.rows[row], step.after.shared.rows[row])
        return Formula.all([
          access.row(step.inputs()) == row,
          step.before.shared.chooser[row] == map.number(chooser),
          step.before.probe == map.number(chooser), step.before.keepsWritten,
          !step.before.shared.settingsDiffer(row), before.answer == Treatment.error,
          after.answer == before.nic.field,
        ])
      }, explain: { _ in "OS1 reads what the NIC holds, where it had read an error" },
      file: file, line: line)
  }

  private static func isCompared(_ access: TreatedAccess) -> Bool {
    access.direction == .read && access.treatment == .altered
  }

  private static func isKept(_ access: TreatedAccess) -> Bool {
    access.direction == .write && access.treatment == .virtual
  }
}

extension RegisterMap {
  /// The number of a row that there is.
  fileprivate func number(_ name: String) -> Bits<16> { Bits(UInt64(row(name))) }
}
