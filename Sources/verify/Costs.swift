import ArgumentParser
import Checker
import Command
import Models
import Proofs
import Report
import Solver
import TableReports

/// `verify costs`: figures 1a, 1b and 2 compared.
struct CostsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "costs",
    abstract:
      "Compare the architectures: masters, costs of packets and interrupts, changes of OS1.",
    discussion: """
      Hops, copies, register accesses and switches are counted in runs of the models; the theorems \
      on costs prove them of every run. Exit status: 0; 64 usage, 70 internal error.
      """)

  @OptionGroup var form: TableOptions
  @OptionGroup var solver: SolverOptions

  func run() throws {
    let tables = ArchitectureTables(form.language)
    let measured = try MeasuredCosts(Session(limits: solver.limits), Solver(limits: solver.limits))
    let layout = Layout.small(.pentium)
    let routine = try Routine(SwitchRoutine(layout, RoutineDesign(layout.generation)))
    form.say([
      ("architectures", tables.relation), ("costs", tables.costs(measured)),
      ("pseudoNIC", PaperTables(form.language).costs),
      ("changesOfOS1", tables.changes(layout.changesOfOS1(routine))),
    ])
  }
}

/// `verify channels`: what one OS can learn of the other.
struct ChannelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "channels",
    abstract: "Decide by which channels one OS can learn of the other, and what closes them.",
    discussion: """
      Each channel's theorems are decided, not looked up; verify trace NAME shows the two runs of \
      one that leaks. Exit status: 0 all came out as declared, 10 one did not, 5 undecided; \
      64 usage, 70 internal error.
      """)

  @OptionGroup var form: TableOptions
  @OptionGroup var solver: SolverOptions
  @OptionGroup var cache: CacheOptions

  func run() throws {
    let names = Set(Channel.all.flatMap { [$0.asInPaper, $0.repaired].compactMap { $0 } })
    let form = form
    let theorems = Proofs.all.filter { names.contains($0.id) }
    let summary = try findings(of: theorems, solver, cache) { known in Self.say(known, form) }
    Self.say(summary, form)
    throw ExitCode(summary.exitCode)
  }

  private static func say(_ summary: Summary, _ form: TableOptions) {
    let found = Dictionary(uniqueKeysWithValues: summary.findings.map { ($0.theorem.id, $0) })
    let table = ArchitectureTables(form.language).channels { id in
      found[id].map(verdict) ?? "not decided"
    }
    form.say([("channels", table)])
  }

  private static func verdict(_ finding: Finding) -> String {
    let steps = finding.outcome?.trace.map { ", \($0.length) steps" } ?? ""
    let assumed = finding.theorem.assumptions.map(\.id).filter {
      finding.outcome?.used.contains($0) == true
    }
    let rest = assumed.isEmpty ? "" : " if " + assumed.joined(separator: ", ")
    switch finding.verdict {
    case .proved: return "closed\(rest)"
    case .refuted: return "leaks\(steps)"
    case .undecided, .vacuous: return "\(finding.verdict)"
    }
  }
}

/// How tables are written.
struct TableOptions: ParsableArguments, Sendable {
  @Option(help: "text, markdown, html, csv or json.")
  var format = Grid.Format.text

  @Option(help: "en or ja.")
  var language = Language.english

  @Flag(help: "The same as --format json.")
  var json = false

  /// - Parameter tables: with the names that they have in JSON
  func say(_ tables: [(name: String, grid: Grid)]) {
    if format == .json || json {
      Console.shared.say(JSON.object(tables.map { ($0.name, $0.grid.json) }).text)
    } else {
      let texts = tables.map { $0.grid.text(format) }
      Console.shared.say(String(texts.joined(separator: "\n").dropLast()))
    }
  }
}
