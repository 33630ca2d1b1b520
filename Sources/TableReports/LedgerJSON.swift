import Checker
import Proofs
import Report

extension JSON {
  /// The ledger: its claims with their answers, the assumptions with what breaks without each, and
  /// how many claims stand how.
  public init(_ report: LedgerReport) {
    let standings = LedgerJudgement.Standing.allCases.map { standing in
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
      ("also", .strings(entry.others.map(\.id))),
    ])
  }

  private init(_ answer: LedgerJudgement.Answer) {
    let reason: String? =
      switch answer.answer.ground {
      case .remark(let reason), .refutedForGood(_, let reason): reason
      case .proved, .refuted: nil
      }
    self = .object([
      ("says", .string(answer.answer.says)), ("standing", .string(answer.standing.rawValue)),
      ("theorems", .array(answer.grounds.map { JSON($0.theorem.id, $0.outcome) })),
      ("repairs", .array(answer.repairs.map { JSON($0.theorem.id, $0.outcome) })),
      ("assumptions", .strings(answer.assumptions.sorted())), ("reason", JSON(reason)),
    ])
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
