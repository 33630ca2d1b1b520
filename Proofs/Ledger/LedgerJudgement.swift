import Checker

/// The ledger with the verdicts that its theorems got.
public struct LedgerJudgement: Sendable {
  /// An answer with its theorems.
  public struct Answer: Sendable {
    public let answer: LedgerAnswer
    /// What it rests on, and how it came out.
    public let grounds: [Decided]
    /// What takes the place of what is false, and how it came out.
    public let repairs: [Decided]

    /// Whether a theorem did not come out as the ledger says, or was not decided.
    public var isOpen: Bool { !(grounds + repairs).allSatisfy(\.isAsDeclared) }

    /// The assumptions that the proofs of what it says used.
    public var assumptions: Set<String> { grounds.usedAssumptions }

    /// Whether it rests on theorems, and not on runs alone.
    var isDecided: Bool { !grounds.isEmpty }
  }

  public struct Entry: Sendable {
    public let entry: LedgerEntry
    public let answers: [Answer]
    /// Theorems that name the claim and stand in none of its answers.
    public let others: [Decided]
    public let standing: LedgerStanding
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
    func decided(_ theorems: [AnyTheorem]) -> [Decided] {
      theorems.map { Decided(theorem: $0, outcome: outcomes[$0.id]) }
    }
    self.entries = entries.map { entry in
      let answers = entry.answers.map { answer in
        Answer(
          answer: answer, grounds: decided(theorems.named(answer.evidence.theorems)),
          repairs: decided(theorems.named(answer.repair.theorems)))
      }
      return Entry(
        entry: entry, answers: answers, others: decided(theorems.others(entry)),
        standing: LedgerStanding(answers))
    }
  }

  public func count(_ standing: LedgerStanding) -> Int { entries.count { $0.standing == standing } }
}

extension [LedgerJudgement.Decided] {
  /// The assumptions that their proofs used.
  public var usedAssumptions: Set<String> {
    reduce(into: []) { $0.formUnion($1.outcome?.used ?? []) }
  }
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

  /// Those that name a claim and stand in none of its answers.
  public func others(_ entry: LedgerEntry) -> [AnyTheorem] {
    let named = Set(named(entry.answers.flatMap(\.theorems)).map(\.id))
    return filter { $0.claims.contains(entry.id) && !named.contains($0.id) }
  }
}
