/// What it comes to for drivers when an access goes through to the NIC that must not.
public enum Loss {
  /// A sentence with the words of the map behind it.
  public static func text(_ field: RegisterField, _ direction: Direction) -> String {
    let isRead = direction == .read
    let words = isRead ? field.reading.text : field.writing.text
    let sentence = isRead ? reading(field) : writing(field)
    return words == "none" ? sentence : "\(sentence) (\(words))"
  }

  private static func reading(_ field: RegisterField) -> String {
    switch field.reading.kind {
    case .nothing: "OS1 reads it, and nothing changes"
    case .clears where field.function == .cause:
      "OS2 reads no cause of its interrupt: the event is lost"
    case .clears: "OS2 reads too little: what \(field.name) had counted it never counts"
    case .clearsBoth: "both halves are gone: octets that OS2 never counts"
    case .rearms: "the event that \(field.name) held is gone before OS2 has seen it"
    case .indexed: "the register that OS2's index names is read, and cleared, in its place"
    case .exposes: "OS1 reads bytes of OS2's frame"
    case .changes: "\(field.name) is no longer what OS2 left there"
    }
  }

  private static func writing(_ field: RegisterField) -> String {
    switch field.writing.kind {
    case .nothing: "OS1 writes it, and nothing changes"
    case .stores, .storesSized, .storesUnlocked, .setsOnes, .changes:
      "the NIC goes by what OS1 wrote, not by what OS2 did"
    case .clearsOnes where field.function == .cause:
      "the cause is acknowledged in OS2's place: OS2's interrupt is lost"
    case .clearsOnes: "an event that OS2 has not seen yet is erased"
    case .clearsOnesBeside: "events that OS2 waits for are masked"
    case .zeroes: "what OS2 has not read yet becomes 0"
    case .doorbell: "the engine goes to work on what OS2 has not prepared"
    case .starts: "the transaction that OS2 waits for is replaced by OS1's"
    case .shifts: "the serial transaction that OS2 has begun is shifted out of step"
    case .command: "the NIC does what OS2 has not asked for"
    case .raises: "OS2 gets an interrupt that it can't explain"
    case .dumps:
      "the completion marker that OS2 watches is overwritten: a dump that it never asked for"
    case .dumpsAndResets:
      "OS2's counters become 0 and its completion marker is overwritten: frames that it never counts"
    case .dumpsTally: "the counters in OS2's memory are overwritten: a dump that it never asked for"
    case .dumpsTo: "the NIC writes into OS2's memory, at an address that OS1 chose"
    case .selects: "OS2's next access to the data port reaches another register"
    case .indexed: "the register that OS2's index names is written with OS1's value"
    case .overwritesFrames: "OS2's frame goes out with the wrong bytes"
    }
  }
}
