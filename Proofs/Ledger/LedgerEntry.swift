/// A claim of the paper, or a question that it leaves open, and what is answered.
public struct LedgerEntry: Sendable {
  public enum Kind: String, Sendable {
    /// A sentence of the paper.
    case claim
    /// What the paper leaves open, and has to be decided before its claims mean anything.
    case question
  }

  /// The claim's number by the paper's sections (`A` §2 and §3, `S` §4, `N` §5); a question is
  /// `S?` or `N?` with a word.
  public let id: String
  public let kind: Kind
  /// What the paper says, or what it leaves open.
  public let says: String
  /// In the order in which they should be read; never empty.
  public let answers: [LedgerAnswer]

  static func claim(_ id: String, _ says: String, _ answers: LedgerAnswer...) -> LedgerEntry {
    LedgerEntry(id: id, kind: .claim, says: says, answers: answers)
  }

  static func question(_ id: String, _ says: String, _ answers: LedgerAnswer...) -> LedgerEntry {
    LedgerEntry(id: id, kind: .question, says: says, answers: answers)
  }
}

/// Every claim of the paper and every question that it leaves open, with its answer.
public enum Ledger {
  public static let all = ofArchitectures + ofSwitching + ofSharing
}
