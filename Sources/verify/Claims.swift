import ArgumentParser
import Checker
import Command
import Proofs
import Report
import TableReports

/// `verify claims`: each claim of the paper, and each question that it leaves open, with its answer.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Say of each claim of the paper how it stands, and on what that rests.",
    discussion: """
      The theorems that answer the claims, and those that name them otherwise, are decided; the \
      former, where declared to hold, once more without each of their assumptions, to say what breaks. \
      The runs that an answer points to are not carried out. Exit status as with “verify”.
      """)

  @Argument(help: "The claims (S3) or questions (S?enough); all where none is named.")
  var ids: [String] = []

  @Option(help: "text, markdown, html or json.")
  var format = LedgerReport.Format.text

  @Flag(help: "The same as --format json.")
  var json = false

  @Flag(inversion: .prefixedNo, help: "Decide what breaks without each assumption.")
  var dropping = true

  @OptionGroup var solver: SolverOptions
  @OptionGroup var cache: CacheOptions

  func run() throws {
    let entries = try chosen()
    let all = Catalogue.current.theorems()
    let theorems = all.named(entries.flatMap(\.answers).flatMap(\.theorems))
    let others = all.named(entries.flatMap { all.others($0) }.map(\.id))
    let named = Set(theorems.map(\.id))
    let decided = theorems + others.filter { !named.contains($0.id) }
    let summary = try findings(of: decided, solver, cache) { known in
      say(entries, all, known.findings, [])
    }
    let cases = dropping ? Ledger.dropping(theorems) : []
    let without = try findings(of: cases.map(\.theorem), solver, cache) { _ in
      say(entries, all, summary.findings, [])
    }
    say(
      entries, all, summary.findings,
      zip(cases, without.findings).map {
        AssumptionDropped(assumption: $0.assumption, theorem: $0.theorem, outcome: $1.outcome)
      })
    for finding in summary.findings + without.findings {
      if let failure = finding.failure { Console.shared.complain("internal error: \(failure)") }
    }
    throw ExitCode(summary.exitCode)
  }

  private func chosen() throws(InputError) -> [LedgerEntry] {
    if ids.isEmpty { return Ledger.all }
    for id in ids where !Ledger.all.contains(where: { $0.id == id }) {
      throw .noClaim(id, nearest: id.nearest(in: Ledger.all.map(\.id)))
    }
    return Ledger.all.filter { ids.contains($0.id) }
  }

  private func say(
    _ entries: [LedgerEntry], _ theorems: [AnyTheorem], _ findings: [Finding],
    _ dropped: [AssumptionDropped]
  ) {
    let outcomes = findings.compactMap { finding in
      finding.outcome.map { (finding.theorem.id, $0) }
    }
    let judgement = LedgerJudgement(
      entries, theorems, Dictionary(uniqueKeysWithValues: outcomes))
    let report = LedgerReport(judgement, theorems, dropped: dropped)
    let text = report.text(json ? .json : format, Console.shared.palette)
    Console.shared.say(String(text.dropLast()))
  }
}

extension LedgerReport.Format: ExpressibleByArgument {}
