/// What a table says of accesses to registers of a function: the class, and why.
public struct ClassRow: Sendable {
  public let treatment: Treatment
  /// A second class where the paper names one, for accesses that the reason names.
  public let alternative: Treatment?
  public let reason: Text

  public init(_ treatment: Treatment, or alternative: Treatment? = nil, _ reason: Text) {
    self.treatment = treatment
    self.alternative = alternative
    self.reason = reason
  }
}

/// The paper's table 2 with the reasons of §5.5 (N11): for each function a class.
public enum Table2 {
  public static let title = Text("Table 2: what the pseudo-NIC does", "表2 擬似NICの動作例")

  public static func row(_ function: Function) -> ClassRow {
    switch function {
    case .identification:
      ClassRow(.executed, Text("does not hinder OS2's communication", "OS2の通信処理を妨害しない"))
    case .baseAddress:
      ClassRow(
        .virtual,
        Text(
          "would set again what OS2 has set; kept in the pseudo-NIC, it tells OS1's I/O ports",
          "OS2の設定を再設定することになるが，擬似NICが設定内容を保存すれば実現できる"))
    case .enabling, .busError, .interruptLine, .otherPCI:
      ClassRow(
        .refused,
        Text(
          "would set again what OS2 has set, and the pseudo-NIC can't do it instead",
          "OS2の設定を再設定することになり，擬似NICでは実現困難である"))
    case .start, .bufferAddress:
      ClassRow(
        .virtual,
        Text("packets go between OS1 and the pseudo-NIC", "OS1と擬似NIC間の処理である"))
    case .cause, .mask:
      ClassRow(
        .virtual,
        Text("interrupts to OS1 come from the pseudo-NIC", "OS1に関する割込み処理は擬似NICから発生させる"))
    case .choosing:
      ClassRow(
        .virtual,
        Text(
          "would change what OS2 has chosen; kept in the pseudo-NIC",
          "OS2NICドライバが行う設定を変更するが，擬似NIC上で保存することで対処可能である"))
    case .statistics:
      ClassRow(
        .executed, or: .altered,
        Text(
          "does not hinder OS2's communication; an error value where OS1 has chosen what OS2 has not",
          "OS2の通信を妨害しない．OS1で設定した事項がOS2では設定していない場合はエラー値を返す"))
    case .errors:
      ClassRow(
        .refused, Text("errors are handled by OS2 (N12)", "エラー処理はOS2側で処理される"))
    case .eeprom:
      ClassRow(
        .virtual,
        Text(
          "the MAC address is kept in the pseudo-NIC, and packets are rewritten",
          "擬似NIC上で設定情報を保存し，通信時にパケットを書き換える"))
    case .timer:
      ClassRow(.virtual, Text("OS2's timer stands in", "OS2のタイマ機能で代用できる"))
    case .power, .duplex, .readingSettings, .other:
      ClassRow(
        .refused,
        Text("OS2 must always hold it", "OS2が常に占有していなければならない命令である"))
    }
  }

  /// Why a row without a function has no class.
  public static let hole = Text("table 1 has no such function", "表1に該当する機能がない")
}

extension Treatment {
  /// What the class does, as §5.4 has it.
  public var says: Text {
    switch self {
    case .executed:
      Text(
        "executed on the NIC, and on the virtual register",
        "命令をNICで実行し，仮想レジスタに対しても実行する")
    case .virtual:
      Text("executed on the virtual register alone", "仮想レジスタに対してのみ実行する")
    case .altered:
      Text(
        "executed on the NIC after the command or the value returned is altered; the altered one on the virtual register too",
        "命令や戻り値を加工した上でNICに依頼し，仮想レジスタにも反映する")
    case .alteredVirtual:
      Text(
        "executed on the virtual register alone, the command or the value returned altered",
        "仮想レジスタに対し，命令または戻り値を加工して実行する")
    case .refused:
      Text(
        "executed nowhere: a write is dropped, a read returns an error value",
        "NICでも擬似NICでも処理せず，読み込みにはエラーとなる値を返す")
    }
  }
}
