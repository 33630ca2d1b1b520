import Models
import Proofs

/// The languages of the tables.
public enum Language: String, CaseIterable, Sendable {
  case english = "en"
  case japanese = "ja"
}

extension Text {
  public func text(_ language: Language) -> String {
    language == .english ? english : japanese
  }
}

/// The paper's tables, from what the models have.
public struct PaperTables: Sendable {
  private let language: Language

  public init(_ language: Language) { self.language = language }

  public var all: [Grid] { [table1, table2, classes, costs] }

  private func text(_ english: String, _ japanese: String) -> String {
    Text(english, japanese).text(language)
  }

  /// Kinds of registers and of I/O commands.
  public var table1: Grid {
    Grid(
      title: Table1.title.text(language),
      head: [
        text("process", "処理"), text("space", "領域"), text("kind", "種類"), text("examples", "レジスタの例"),
      ],
      rows: FunctionGroup.allCases.map { group in
        let row = group.row
        return [group.rawValue] + [row.space, row.title, row.examples].map { $0.text(language) }
      })
  }

  /// What the pseudo-NIC does, function by function, with the reasons of §5.5.
  public var table2: Grid {
    Grid(
      title: Table2.title.text(language),
      head: [
        text("process", "処理"), text("function", "機能"), text("class", "分類"), text("reason", "理由"),
      ],
      rows: Function.allCases.map { function in
        let row = Table2.row(function)
        let classes = [row.treatment, row.alternative].compactMap { $0?.rawValue }
        return [
          function.group.rawValue, function.rawValue, classes.joined(separator: ", "),
          row.reason.text(language),
        ]
      })
  }

  /// The classes of §5.4.
  public var classes: Grid {
    Grid(
      title: text("Classes", "分類"), head: [text("class", "分類"), text("what it does", "動作")],
      rows: Treatment.allCases.map { [$0.rawValue, $0.says.text(language)] })
  }

  /// What a packet costs on each path and a command by its class, against the NIC alone.
  public var costs: Grid {
    let paths = PacketPath.all.map { path in
      (path.name, Copier.allCases.map { path.copies(by: $0) }, path.cost)
    }
    let commands = CommandPath.all.map { ($0.name, Copier.allCases.map { _ in 0 }, $0.cost) }
    return Grid(
      title: text(
        "Cost of a packet and of a command by path (N6)", "経路ごとのパケットと命令の処理コスト"),
      head: [
        text("path", "経路"), text("copies by OS1", "OS1によるコピー"),
        text("copies by OS2", "OS2によるコピー"), text("copies by the card", "NICによるコピー"),
        text("register accesses", "レジスタアクセス"), text("switches", "OS切替え"),
      ],
      rows: (paths + commands).map { name, copies, cost in
        [name.text(language)] + (copies + [cost.accesses, cost.switches]).map { "\($0)" }
      })
  }

  /// A map's classification with reasons and verdicts.
  public func classification(_ judgement: Judgement) -> Grid {
    Grid(
      title: text(
        "\(judgement.map.title): \(judgement.table.name)",
        "\(judgement.map.title)：\(judgement.table.name)"),
      head: [
        text("offset", "番地"), text("field", "フィールド"), text("bits", "ビット"),
        text("access", "操作"), text("function", "機能"), text("class", "分類"),
        text("verdict", "判定"), text("sound", "健全な分類"), text("reason", "理由"),
      ],
      rows: judgement.cells.map(row))
  }

  private func row(_ cell: Judgement.Cell) -> [String] {
    let field = cell.field
    let why = cell.reason.text(language) + (cell.loss.map { " — \($0.text(language))" } ?? "")
    return [
      "\(field.space.rawValue) \(field.offset.text)", field.name, field.bits.text,
      cell.direction.rawValue, field.function?.rawValue ?? "–", cell.treatment?.rawValue ?? "–",
      cell.verdict.text.text(language), cell.derived.map(\.rawValue).joined(separator: " "), why,
    ]
  }
}

extension Judgement.Verdict {
  var text: Text {
    let japanese =
      switch self {
      case .sound: "健全"
      case .unsound: "不健全"
      case .useless: "役に立たない"
      case .hole: "該当なし"
      case .undecided: "未決"
      }
    return Text(rawValue, japanese)
  }
}
