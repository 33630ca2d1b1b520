/// What became of a claim or a question as a whole, computed from its answers.
public enum LedgerStanding: String, Sendable, CaseIterable {
  case proved
  case provedAssuming = "proved assuming"
  /// Some of it is shown by runs alone.
  case provedInPart = "proved in part, else shown by runs"
  case shown = "shown by runs"
  case refutedAndRepaired = "refuted and repaired"
  /// There are answers for the claim too.
  case repairedInPart = "refuted in part, repaired"
  /// What is refuted has no repair, or only some of it has.
  case refutedInPart = "refuted in part"
  case refuted
  case answered
  case answeredAssuming = "answered assuming"
  /// The paper assumes it, and so do the models.
  case assumed
  case remark
  /// A theorem did not come out as the ledger says, or was not decided.
  case open

  /// What only adds to a claim says nothing of how it stands, nor do remarks where there is more.
  init(_ answers: [LedgerJudgement.Answer]) {
    func of(_ bearing: LedgerAnswer.Bearing) -> [LedgerJudgement.Answer] {
      answers.filter { $0.answer.bearing == bearing }
    }
    let (supporting, against) = (of(.supports), of(.contradicts))
    if answers.contains(where: \.isOpen) {
      self = .open
    } else if !against.isEmpty {
      self = Self.refuted(against, isInPart: !supporting.isEmpty)
    } else if !supporting.isEmpty {
      self = Self.proved(supporting)
    } else if !of(.answers).isEmpty {
      let isFree = of(.answers).allSatisfy { $0.assumptions.isEmpty }
      self = isFree ? .answered : .answeredAssuming
    } else {
      self = of(.assumes).isEmpty ? .remark : .assumed
    }
  }

  private static func refuted(_ against: [LedgerJudgement.Answer], isInPart: Bool) -> LedgerStanding
  {
    let isRepaired = against.allSatisfy {
      if case .repaired = $0.answer.instead { true } else { false }
    }
    if isInPart { return isRepaired ? .repairedInPart : .refutedInPart }
    return isRepaired ? .refutedAndRepaired : .refuted
  }

  private static func proved(_ supporting: [LedgerJudgement.Answer]) -> LedgerStanding {
    let decided = supporting.count(where: \.isDecided)
    if decided == 0 { return .shown }
    if decided < supporting.count { return .provedInPart }
    return supporting.allSatisfy { $0.assumptions.isEmpty } ? .proved : .provedAssuming
  }
}

extension LedgerStanding {
  /// A word for a page's style: what colour it has.
  public var tone: Tone {
    switch self {
    case .proved, .provedAssuming, .provedInPart, .answered, .answeredAssuming: .good
    case .refutedAndRepaired, .repairedInPart, .refutedInPart, .refuted: .bad
    case .open: .doubtful
    case .shown, .assumed, .remark: .faint
    }
  }

  public enum Tone: String, Sendable { case good, bad, doubtful, faint }
}
