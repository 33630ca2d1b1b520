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

/// One statement about a claim, with the theorems that decide it.
///
/// `*` at the end or the beginning of a theorem's name stands for anything.
public struct LedgerAnswer: Sendable {
  public enum Ground: Sendable {
    /// True by these theorems, all declared to hold.
    case proved([String])
    /// False by these theorems, all declared to fail; what is true in its place by the second ones.
    case refuted([String], repairedBy: [String])
    /// False by these theorems, and why there is no repair.
    case refutedForGood([String], because: String)
    /// Nothing can check it, and why.
    case remark(String)
  }

  public let says: String
  public let ground: Ground

  static func proved(_ says: String, by theorems: String...) -> LedgerAnswer {
    LedgerAnswer(says: says, ground: .proved(theorems))
  }

  static func refuted(
    _ says: String, by theorems: String..., repairedBy repairs: [String]
  ) -> LedgerAnswer {
    LedgerAnswer(says: says, ground: .refuted(theorems, repairedBy: repairs))
  }

  static func refuted(
    _ says: String, by theorems: String..., beyondRepair reason: String
  ) -> LedgerAnswer {
    LedgerAnswer(says: says, ground: .refutedForGood(theorems, because: reason))
  }

  static func remark(_ says: String, _ reason: String) -> LedgerAnswer {
    LedgerAnswer(says: says, ground: .remark(reason))
  }
}

/// Every claim of the paper and every question that it leaves open, with its answer.
public enum Ledger {
  public static let all = ofArchitectures + ofSwitching + ofSharing
}
