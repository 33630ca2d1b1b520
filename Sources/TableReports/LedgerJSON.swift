import Checker
import Proofs
import Report

extension JSON {
  /// The ledger: its claims with their answers, the assumptions with what breaks without each, and
  /// how many claims stand how.
  public init(_ report: LedgerReport) {
    let standings = LedgerStanding.allCases.map { standing in
      (standing.rawValue, JSON.integer(UInt64(report.judgement.count(standing))))
    }
    self = .object([
      ("claims", .array(report.judgement.entries.map { JSON($0) })),
      (
        "assumptions",
        .array(report.assumptions.rows(report.assumptionIDs).map { JSON($0.assumption, report) })
      ),
      ("summary", .object(standings)),
    ])
  }

  private init(_ entry: LedgerJudgement.Entry) {
    self = .object([
      ("id", .string(entry.entry.id)), ("kind", .string(entry.entry.kind.rawValue)),
      ("says", .string(entry.entry.says)), ("standing", .string(entry.standing.rawValue)),
      ("answers", .array(entry.answers.map { JSON($0) })),
      ("also", .array(entry.others.map { JSON($0.theorem.id, $0.outcome) })),
    ])
  }

  private init(_ answer: LedgerJudgement.Answer) {
    let says = answer.answer
    let instead: JSON =
      switch says.instead {
      case .repaired(let what, let evidence):
        .object([
          ("says", .string(what)), ("theorems", Self.theorems(answer.repairs)),
          ("runs", .strings(evidence.runs.map(\.command))),
          ("assumptions", .strings(answer.repairs.usedAssumptions.sorted())),
        ])
      case .nothing(let reason): .object([("reason", .string(reason))])
      case nil: .null
      }
    self = .object([
      ("bearing", .string(says.bearing.rawValue)), ("says", .string(says.says)),
      ("open", .truth(answer.isOpen)), ("theorems", Self.theorems(answer.grounds)),
      ("runs", .strings(says.evidence.runs.map(\.command))), ("instead", instead),
      ("assumptions", .strings(answer.assumptions.sorted())), ("reason", JSON(says.reason)),
    ])
  }

  private static func theorems(_ decided: [LedgerJudgement.Decided]) -> JSON {
    .array(decided.map { JSON($0.theorem.id, $0.outcome) })
  }

  private init(_ assumption: AnyTheorem.Assumed, _ report: LedgerReport) {
    self = .object([
      ("id", .string(assumption.id)), ("says", .string(assumption.says)),
      ("file", .string(assumption.file)), ("line", .integer(UInt64(assumption.line))),
      (
        "without",
        .array(report.dropped(assumption.id).map { JSON($0.theorem.id, $0.outcome) })
      ),
    ])
  }

  /// How a theorem came out; `conclusion` is the last sentence of the trace that refutes it.
  private init(_ theorem: String, _ outcome: Outcome?) {
    let trace = outcome?.verdict == .refuted ? outcome?.trace : nil
    self = .object([
      ("theorem", .string(theorem)), ("verdict", JSON(outcome?.verdict.rawValue)),
      ("steps", JSON(trace?.length)), ("conclusion", JSON(trace?.conclusion)),
    ])
  }
}
