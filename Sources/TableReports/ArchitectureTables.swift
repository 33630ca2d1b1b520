import Models
import Proofs

/// Figures 1a, 1b and 2 beside one another: who is whose master, what things cost, what of OS1 must
/// change.
public struct ArchitectureTables: Sendable {
  private let language: Language

  public init(_ language: Language) { self.language = language }

  private func text(_ english: String, _ japanese: String) -> String {
    Text(english, japanese).text(language)
  }

  /// The relation that the models are made from (A1, A2, A8, A9).
  public var relation: Grid {
    Grid(
      title: text("Who is whose master, and who commands which device", "構成"),
      head: [
        text("architecture", "構成"), text("part", "要素"), text("master", "マスタ"),
        text("commands directly", "直接制御する装置"), text("switched to by", "切替え契機"),
      ],
      rows: Architecture.all.flatMap { machine in
        machine.components.map { component in
          let devices = Device.allCases.filter { machine.owners[$0] == component }
          let isSwitched = machine.switched.contains(component)
          return [
            machine.title.text(language), component.rawValue,
            machine.masters[component]?.rawValue ?? "–",
            devices.isEmpty ? "–" : devices.map(\.rawValue).joined(separator: ", "),
            isSwitched
              ? text("its own interrupts", "自分の割込み")
              : machine.masters[component] == nil
                ? text("any interrupt", "全割込み") : text("its master", "マスタ"),
          ]
        }
      })
  }

  /// Hops, copies, register accesses and switches (A7).
  public func costs(_ measured: MeasuredCosts) -> Grid {
    Grid(
      title: text("What a packet and an interrupt cost (A7)", "パケットと割込みのコスト"),
      head: [
        text("architecture", "構成"), "OS", text("what", "処理"), text("hops", "経由数"),
        text("copies", "コピー"), text("register accesses", "レジスタアクセス"), text("switches", "切替え"),
      ],
      rows: measured.rows.map { row in
        [row.architecture.title.text(language), row.os.title, row.what.text(language)]
          + [row.hops, row.copies, row.accesses, row.switches].map { "\($0)" }
      })
  }

  /// What of OS1 must be other than alone (A10).
  public func changes(_ changes: [ChangeOfOS1]) -> Grid {
    Grid(
      title: text("What of OS1 must change (A10)", "OS1の変更点"),
      head: [
        text("what", "内容"), text("how many", "個数"), text("of", "全体"), text("claim", "項目"),
      ],
      rows: changes.map { change in
        [
          change.what.text(language), "\(change.count)", change.outOf.map { "\($0)" } ?? "–",
          change.claim,
        ]
      })
  }

  /// What one OS can learn of the other: each channel, with how its theorems came out.
  public func channels(_ verdict: (String) -> String) -> Grid {
    Grid(
      title: text("What one OS can learn of the other", "一方のOSが他方について知り得ること"),
      head: [
        text("channel", "経路"), text("of", "対象"), text("as in the paper", "論文の方式"),
        text("repaired", "修正後"), text("by", "方法"), text("theorems", "定理"),
      ],
      rows: Channel.all.map { channel in
        [
          channel.name, channel.secret.title, verdict(channel.asInPaper),
          channel.repaired.map(verdict) ?? "–", channel.repair,
          [channel.asInPaper, channel.repaired].compactMap { $0 }.joined(separator: ", "),
        ]
      })
  }
}
