/// A row of the paper's table 1: what registers of a kind are for (N2).
public enum FunctionGroup: String, CaseIterable, Sendable {
  case a = "A"
  case b1 = "B-1"
  case b2 = "B-2"
  case b3 = "B-3"
  case b4 = "B-4"
  case b5 = "B-5"

  /// The row as the paper has it.
  public var row: Table1Row { Table1.rows[self]! }
}

/// A row of table 1 in both languages.
public struct Table1Row: Sendable {
  /// The space that the registers are mapped in.
  public let space: Text
  public let title: Text
  /// Examples of registers.
  public let examples: Text
}

/// A text in the languages of the reports.
public struct Text: Sendable, Hashable {
  public let english: String
  public let japanese: String

  public init(_ english: String, _ japanese: String) {
    self.english = english
    self.japanese = japanese
  }
}

public enum Table1 {
  public static let title = Text(
    "Table 1: kinds of registers and kinds of I/O commands", "表1 レジスタの種類と，I/O命令の種類の関係")

  private static let configuration = Text("PCI configuration space", "PCI設定空間")
  private static let io = Text("I/O space", "I/O空間")

  public static let rows: [FunctionGroup: Table1Row] = [
    .a: Table1Row(
      space: configuration, title: Text("PCI hardware control", "PCIハードウェア制御に関する処理"),
      examples: Text(
        "base addresses of the registers in I/O space, enabling them, bus errors, interrupt line, hardware identification",
        "I/O空間に属するレジスタ群のベースアドレス設定，設定を有効にする命令，PCIバス上でのエラー表示，割り込みラインの設定，ハードウェア識別情報の表示")),
    .b1: Table1Row(
      space: io, title: Text("sending and receiving", "送受信処理"),
      examples: Text("start commands, buffer addresses", "送受信開始命令，送受信バッファアドレス通知")),
    .b2: Table1Row(
      space: io, title: Text("interrupts", "割込み処理"),
      examples: Text("cause of an interrupt, which to raise", "割込み種類特定，NICが発生させる割込みの限定")),
    .b3: Table1Row(
      space: io, title: Text("statistics, diagnosis, error handling", "統計，NICの状態診断，エラー処理"),
      examples: Text("choosing what to measure, reading it", "計測データ種類設定，計測データ読み出し")),
    .b4: Table1Row(
      space: io, title: Text("I/O on the EEPROM", "EEPROMに対してI/Oを実行する処理"),
      examples: Text("setting the MAC address", "MACアドレスの設定")),
    .b5: Table1Row(
      space: io, title: Text("other", "その他"),
      examples: Text(
        "timer, power management, full or half duplex, reading settings",
        "タイマ機能設定，電源管理設定，送信モード（全（半）二重）設定，設定情報読み出し")),
  ]
}

extension Function {
  /// The row of table 1 that it belongs to.
  public var group: FunctionGroup {
    switch self {
    case .identification, .baseAddress, .enabling, .busError, .interruptLine, .otherPCI: .a
    case .start, .bufferAddress: .b1
    case .cause, .mask: .b2
    case .choosing, .statistics, .errors: .b3
    case .eeprom: .b4
    case .timer, .power, .duplex, .readingSettings, .other: .b5
    }
  }
}
