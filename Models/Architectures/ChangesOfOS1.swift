import Processor

/// Something of OS1 that must be other than if it were alone (A10), counted on a layout and a
/// routine.
public struct ChangeOfOS1: Sendable {
  public let what: Text
  public let count: Int
  /// Of how many; nil where that says nothing.
  public let outOf: Int?
  /// The claim that asks for it.
  public let claim: String

  init(_ what: Text, _ count: Int, of outOf: Int? = nil, _ claim: String) {
    (self.what, self.count, self.outOf, self.claim) = (what, count, outOf, claim)
  }
}

extension Layout {
  /// What the switch and the pseudo-NIC ask of OS1, on this layout.
  public func changesOfOS1(_ routine: Routine) -> [ChangeOfOS1] {
    onTheSwitch(routine) + Self.onTheNIC
  }

  private func onTheSwitch(_ routine: Routine) -> [ChangeOfOS1] {
    let pages = Int(region.size / 0x1000)
    let last = region.linear + region.size - 1
    let tables = Int(last >> 22 - region.linear >> 22) + 1
    let outside = routine.sections.filter { !region.contains($0.linear) }
    return [
      ChangeOfOS1(
        Text("entries of its IDT: lines of OS2 lead to the switch", "IDTのエントリ（OS2の割込み）"),
        os2.lines.count, of: Int(Self.lineCount), "S6, S7"),
      ChangeOfOS1(
        Text("entries of its page tables: the switch region", "ページテーブルのエントリ（切替え領域）"), pages,
        "S4"),
      ChangeOfOS1(Text("page tables that they are in", "そのページテーブル"), tables, "S4"),
      ChangeOfOS1(
        Text("bytes of the switch's code outside the switch region", "切替え領域外の切替えコード（バイト）"),
        outside.reduce(0) { $0 + $1.bytes.count }, "S6"),
      ChangeOfOS1(
        Text("rules that its own code must keep, else no proof", "守るべき規則"),
        RoutineAssumption.ofInterrupts.count { $0.isRuleForOS }, "S1"),
    ]
  }

  /// Functions of table 1 as its NIC driver finds them, and its commands that become switches.
  private static var onTheNIC: [ChangeOfOS1] {
    let functions = Function.allCases
    func count(_ treatments: Treatment...) -> Int {
      functions.count { treatments.contains(Table2.row($0).treatment) }
    }
    let all = functions.count
    return [
      ChangeOfOS1(
        Text("functions of its NIC driver that the pseudo-NIC refuses (class 3)", "擬似NICが拒否する機能"),
        count(.refused), of: all, "N11"),
      ChangeOfOS1(
        Text("functions that reach virtual registers alone (class 2-a, 2-c)", "仮想レジスタのみの機能"),
        count(.virtual, .alteredVirtual), of: all, "N11"),
      ChangeOfOS1(
        Text("functions that reach the NIC (class 1, 2-b)", "NICに達する機能"),
        count(.executed, .altered), of: all, "N11"),
      ChangeOfOS1(
        Text("switches for each packet that its driver sends", "送信ごとのOS切替え"),
        PacketPath.sendingOfOS1.cost.switches, "N5"),
    ]
  }
}
