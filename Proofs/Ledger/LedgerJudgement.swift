import Checker

/// The ledger with the verdicts that its theorems got.
public struct LedgerJudgement: Sendable {
  /// What became of a statement, or of a claim as a whole.
  public enum Standing: String, Sendable, CaseIterable {
    case proved
    case provedAssuming = "proved assuming"
    case refutedAndRepaired = "refuted and repaired"
    case refutedInPart = "refuted in part, repaired"
    case refuted
    case remark
    /// A theorem did not come out as the ledger says, or was not decided.
    case open
  }

  /// An answer with its theorems.
  public struct Answer: Sendable {
    public let answer: LedgerAnswer
    /// Those that prove or refute it, and how they came out.
    public let grounds: [Decided]
    public let repairs: [Decided]
    public let standing: Standing

    /// The assumptions that its proofs used.
    public var assumptions: Set<String> {
      (grounds + repairs).reduce(into: []) { $0.formUnion($1.outcome?.used ?? []) }
    }
  }

  public struct Entry: Sendable {
    public let entry: LedgerEntry
    public let answers: [Answer]
    /// Theorems that name the claim and stand in none of its answers.
    public let others: [AnyTheorem]
    public let standing: Standing
  }

  /// A theorem, and how it came out where it has been decided.
  public struct Decided: Sendable {
    public let theorem: AnyTheorem
    public let outcome: Outcome?

    public var isAsDeclared: Bool { outcome.map { theorem.isAsDeclared($0) } ?? false }
  }

  public let entries: [Entry]

  /// - Parameter outcomes: by name of the theorem
  public init(
    _ entries: [LedgerEntry], _ theorems: [AnyTheorem], _ outcomes: [String: Outcome]
  ) {
    func decided(_ ids: [String]) -> [Decided] {
      theorems.named(ids).map { Decided(theorem: $0, outcome: outcomes[$0.id]) }
    }
    self.entries = entries.map { entry in
      let answers = entry.answers.map { answer in
        let (grounds, repairs) = (decided(answer.grounds), decided(answer.repairs))
        return Answer(
          answer: answer, grounds: grounds, repairs: repairs,
          standing: Self.standing(answer, grounds, repairs))
      }
      let named = Set(answers.flatMap { $0.grounds + $0.repairs }.map(\.theorem.id))
      return Entry(
        entry: entry, answers: answers,
        others: theorems.filter { $0.claims.contains(entry.id) && !named.contains($0.id) },
        standing: Self.standing(answers.map(\.standing)))
    }
  }

  private static func standing(
    _ answer: LedgerAnswer, _ grounds: [Decided], _ repairs: [Decided]
  ) -> Standing {
    guard (grounds + repairs).allSatisfy(\.isAsDeclared) else { return .open }
    switch answer.ground {
    case .proved:
      return grounds.allSatisfy { $0.outcome!.used.isEmpty } ? .proved : .provedAssuming
    case .refuted: return .refutedAndRepaired
    case .refutedForGood: return .refuted
    case .remark: return .remark
    }
  }

  /// Of a claim from those of its answers; remarks say nothing where theorems do.
  static func standing(_ answers: [Standing]) -> Standing {
    let decided = Set(answers).subtracting([.remark])
    if decided.contains(.open) { return .open }
    if decided.isEmpty { return .remark }
    if decided.contains(.refuted) { return .refuted }
    guard decided.contains(.refutedAndRepaired) else {
      return decided == [.proved] ? .proved : .provedAssuming
    }
    return decided.count == 1 ? .refutedAndRepaired : .refutedInPart
  }

  public func count(_ standing: Standing) -> Int { entries.count { $0.standing == standing } }
}

extension LedgerAnswer {
  /// The names of what proves or refutes it.
  public var grounds: [String] {
    switch ground {
    case .proved(let ids), .refuted(let ids, _), .refutedForGood(let ids, _): ids
    case .remark: []
    }
  }

  public var repairs: [String] {
    if case .refuted(_, let repairs) = ground { repairs } else { [] }
  }

  /// The names of all of them.
  public var theorems: [String] { grounds + repairs }
}

extension [AnyTheorem] {
  /// Those with these names, each once; `*` at the end or the beginning of a name stands for
  /// anything.
  public func named(_ names: [String]) -> [AnyTheorem] {
    var seen: Set<String> = []
    return names.flatMap { name in
      filter { theorem in
        if name.hasSuffix("*") { return theorem.id.hasPrefix(name.dropLast()) }
        return name.hasPrefix("*") ? theorem.id.hasSuffix(name.dropFirst()) : theorem.id == name
      }
    }.filter { seen.insert($0.id).inserted }
  }
}

// MARK: - What the assumptions buy

/// What breaks where a theorem is not granted one of its assumptions.
public struct AssumptionDropped: Sendable {
  public let assumption: String
  public let theorem: AnyTheorem
  /// How the theorem comes out without it; nil where it was not decided.
  public let outcome: Outcome?

  public init(assumption: String, theorem: AnyTheorem, outcome: Outcome?) {
    self.assumption = assumption
    self.theorem = theorem
    self.outcome = outcome
  }
}

extension Ledger {
  /// Every theorem declared to hold without each of its assumptions in turn.
  ///
  /// Such a theorem is searched for a refutation first.
  public static func dropping(
    _ theorems: [AnyTheorem]
  ) -> [(assumption: String, theorem: AnyTheorem)] {
    theorems.filter { $0.declared == .holds }.flatMap { theorem in
      theorem.assumptions.compactMap { assumption in
        theorem.without(assumption.id).map { (assumption.id, $0) }
      }
    }
  }
}
