/// What it comes to for drivers when an access goes through to the NIC that must not.
public enum Loss {
  /// A sentence with the words of the map behind it.
  public static func text(_ field: RegisterField, _ direction: Direction) -> Text {
    let isRead = direction == .read
    let words = isRead ? field.reading.text : field.writing.text
    let sentence = isRead ? reading(field) : writing(field)
    return words == "none"
      ? sentence : Text("\(sentence.english) (\(words))", "\(sentence.japanese)（\(words)）")
  }

  /// The same where a field beside it in the register loses something.
  public static func beside(_ other: RegisterField, _ direction: Direction) -> Text {
    let loss = text(other, direction)
    return Text(
      "\(other.name) in the same register: \(loss.english)",
      "同じレジスタの\(other.name)：\(loss.japanese)")
  }

  private static func reading(_ field: RegisterField) -> Text {
    switch field.reading.kind {
    case .nothing: Text("OS1 reads it, and nothing changes", "OS1が読んでも何も変わらない")
    case .clears where field.function == .cause:
      Text(
        "OS2 reads no cause of its interrupt: the event is lost",
        "OS2は自らの割込みの原因を読めない：事象が失われる")
    case .clears:
      Text(
        "OS2 reads too little: what \(field.name) had counted it never counts",
        "OS2の読む値が少なすぎる：\(field.name)がそれまでに数えた分をOS2は数えられない")
    case .clearsBoth:
      Text(
        "both halves are gone: octets that OS2 never counts",
        "両半分とも消える：OS2が数えられないオクテットがある")
    case .rearms:
      Text(
        "the event that \(field.name) held is gone before OS2 has seen it",
        "\(field.name)が保持していた事象は，OS2が見る前に消える")
    case .indexed:
      Text(
        "the register that OS2's index names is read, and cleared, in its place",
        "OS2のインデックスが指すレジスタが代わりに読まれ，消去される")
    case .exposes: Text("OS1 reads bytes of OS2's frame", "OS1がOS2のフレームの内容を読む")
    case .changes:
      Text("\(field.name) is no longer what OS2 left there", "\(field.name)はOS2が設定したままではない")
    }
  }

  private static func writing(_ field: RegisterField) -> Text {
    switch field.writing.kind {
    case .nothing: Text("OS1 writes it, and nothing changes", "OS1が書いても何も変わらない")
    case .stores, .storesSized, .storesUnlocked, .setsOnes, .changes:
      Text(
        "the NIC goes by what OS1 wrote, not by what OS2 did",
        "NICは，OS2ではなくOS1が書いた値に従う")
    case .clearsOnes where field.function == .cause:
      Text(
        "the cause is acknowledged in OS2's place: OS2's interrupt is lost",
        "OS2に代わって原因が確認済みとなる：OS2の割込みが失われる")
    case .clearsOnes:
      Text("an event that OS2 has not seen yet is erased", "OS2がまだ見ていない事象が消える")
    case .clearsOnesBeside: Text("events that OS2 waits for are masked", "OS2が待つ事象がマスクされる")
    case .zeroes: Text("what OS2 has not read yet becomes 0", "OS2がまだ読んでいない値が0になる")
    case .doorbell:
      Text(
        "the engine goes to work on what OS2 has not prepared",
        "OS2が準備していないものをエンジンが処理し始める")
    case .starts:
      Text(
        "the transaction that OS2 waits for is replaced by OS1's",
        "OS2が待つトランザクションがOS1のものに置き換わる")
    case .shifts:
      Text(
        "the serial transaction that OS2 has begun is shifted out of step",
        "OS2が始めたシリアル転送がずれる")
    case .command: Text("the NIC does what OS2 has not asked for", "OS2が求めていないことをNICが行う")
    case .raises: Text("OS2 gets an interrupt that it can't explain", "OS2に説明のつかない割込みが上がる")
    case .selects:
      Text(
        "OS2's next access to the data port reaches another register",
        "OS2が次にデータポートで触れるのは別のレジスタである")
    case .indexed:
      Text(
        "the register that OS2's index names is written with OS1's value",
        "OS2のインデックスが指すレジスタにOS1の値が書かれる")
    case .overwritesFrames:
      Text("OS2's frame goes out with the wrong bytes", "OS2のフレームが誤った内容で送られる")
    case .dumps, .dumpsAndResets, .dumpsTally, .dumpsTo: dumping(field.writing.kind)
    }
  }

  private static func dumping(_ kind: WriteEffect.Kind) -> Text {
    switch kind {
    case .dumpsAndResets:
      Text(
        "OS2's counters become 0 and its completion marker is overwritten: frames that it never counts",
        "OS2のカウンタが0になり，完了マーカが上書きされる：OS2が数えられないフレームがある")
    case .dumpsTally:
      Text(
        "the counters in OS2's memory are overwritten: a dump that it never asked for",
        "OS2のメモリ上のカウンタが上書きされる：OS2が求めていないダンプである")
    case .dumpsTo:
      Text(
        "the NIC writes into OS2's memory, at an address that OS1 chose",
        "NICが，OS1の選んだ番地でOS2のメモリに書き込む")
    default:
      Text(
        "the completion marker that OS2 watches is overwritten: a dump that it never asked for",
        "OS2が見ている完了マーカが上書きされる：OS2が求めていないダンプである")
    }
  }
}

extension DriverNeed {
  /// What a driver does that does not get it.
  public var lack: Text {
    switch self {
    case .sizing:
      Text(
        "a sizing probe reads back what it wrote: the driver finds no such range",
        "サイズを調べると書いた値がそのまま読める：ドライバはその領域を見つけられない")
    case .completion: Text("the bit that the driver waits for never comes", "ドライバが待つビットが立たない")
    case .acceptance:
      Text(
        "the field never reads 0: the driver waits for it in vain",
        "フィールドが0にならない：ドライバは待ち続ける")
    case .selfClearing:
      Text(
        "the bit never reads 0 again: the driver waits for the end of it",
        "ビットが0に戻らない：ドライバは終わりを待ち続ける")
    case .acknowledgement:
      Text(
        "an acknowledged cause stays: the interrupt routine never ends",
        "確認した原因が残る：割込みルーチンが終わらない")
    case .presence:
      Text(
        "all ones: the driver takes the card for absent or dead",
        "すべて1である：ドライバはカードがない，または故障したとみなす")
    }
  }
}
