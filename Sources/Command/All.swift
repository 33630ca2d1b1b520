import ArgumentParser
import Checker
import Report

/// `verify`: all theorems.
struct All: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all", abstract: "Decide all theorems (the default).")

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var traces: TraceOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var profile: ProfileOptions

  func run() throws {
    try decide(Catalogue.current.theorems(), solver, output, traces, cache, profile)
  }
}

/// `verify check NAME…`: some of them.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Decide the theorems named.")

  @Argument(help: "The theorems, by name.", completion: .list([]))
  var names: [String]

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var traces: TraceOptions
  @OptionGroup var cache: CacheOptions
  @OptionGroup var profile: ProfileOptions

  func run() throws {
    let theorems = Catalogue.current.theorems()
    let chosen = try unique(names).map { try theorems.named($0) }
    try decide(chosen, solver, output, traces, cache, profile)
  }

  private func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

/// Where traces are kept.
public struct TraceOptions: ParsableArguments {
  public init() {}

  @Option(
    name: .customLong("traces"),
    help: ArgumentHelp("Write the traces there, as ITF files by theorem.", valueName: "dir"))
  var directory: String?

  /// Writes the traces that were found.
  /// - Returns: the paths by theorem
  func write(_ findings: [Finding]) throws(InputError) -> [String: String] {
    guard let directory else { return [:] }
    var paths: [String: String] = [:]
    for finding in findings {
      guard let trace = finding.outcome?.trace else { continue }
      let path = "\(directory)/\(finding.theorem.id.asFileName).itf.json"
      try Files.write(ITF.text(trace), to: path)
      paths[finding.theorem.id] = path
    }
    return paths
  }
}

extension [AnyTheorem] {
  /// The theorem with this name.
  func named(_ name: String) throws(InputError) -> AnyTheorem {
    if let theorem = first(where: { $0.id == name }) { return theorem }
    throw .noTheorem(name, nearest: name.nearest(in: map(\.id)))
  }
}

/// Decides the theorems and says how they came out, in the exit code too.
///
/// - Parameters:
///   - cache: verdicts are kept there, and taken from there, where it is given: for theorems that
///     depend on nothing but the program
///   - more: what is added to the JSON
///   - remark: what is said below the table
public func decide(
  _ theorems: [AnyTheorem], _ solver: SolverOptions, _ output: OutputOptions,
  _ traces: TraceOptions, _ cache: CacheOptions? = nil,
  _ profile: ProfileOptions? = nil,
  more: @escaping @Sendable (Summary) -> [(String, JSON)] = { _ in [] },
  remark: (Summary) -> String? = { _ in nil }
) throws {
  if let directory = traces.directory { try Files.makeWritableDirectory(directory) }
  let console = Console.shared
  let table = VerdictTable(theorems, console.palette)
  let run = Run(theorems, solver, cache: try cache?.open(), keepsVerdicts: true)
  let isJSON = output.json
  let isProfiled = profile?.isOn ?? false
  let say: @Sendable (Summary, [String: String]) -> Void = { summary, paths in
    console.status("")
    console.say(
      isJSON
        ? JSON(summary, traces: paths, profiled: isProfiled).adding(more(summary)).text
        : "\n" + table.text(summary))
    if isProfiled, !isJSON { console.say(ProfileTable(console.palette).text(summary) + "\n") }
  }
  Interrupts.install { say(run.summary(isInterrupted: true), [:]) }
  let summary = run.decide { finding in
    if !isJSON { console.say(table.line(finding)) }
  }
  say(summary, try traces.write(summary.findings))
  if !isJSON, let remark = remark(summary) { console.say(remark) }
  for finding in summary.findings {
    if let failure = finding.failure { console.complain("internal error: \(failure)") }
  }
  throw ExitCode(summary.exitCode)
}
