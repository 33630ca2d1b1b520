import ArgumentParser
import Checker
import Report
import Specification

/// `verify trace NAME`: what refutes a theorem, or witnesses it.
struct ShowTrace: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Show the run that refutes or witnesses a theorem.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, json, itf
  }

  @Argument(help: "The theorem.")
  var name: String

  @Option(help: "How it is written.")
  var format: Format?

  @Option(name: .shortAndLong, help: ArgumentHelp("Write it to a file.", valueName: "file"))
  var output: String?

  @Flag(help: "The same as --format json.")
  var json = false

  @OptionGroup var solver: SolverOptions
  @OptionGroup var cache: CacheOptions

  func validate() throws {
    if json, let format, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) exclude one another")
    }
  }

  func run() throws {
    let theorem = try Catalogue.current.theorems().named(name)
    Interrupts.install { Console.shared.complain("interrupted: \(theorem.id) is not decided") }
    let summary = Run([theorem], solver, cache: try cache.open(), keepsVerdicts: true).decide()
    let finding = summary.findings[0]
    if let failure = finding.failure { Console.shared.complain("internal error: \(failure)") }
    if let outcome = finding.outcome { try show(outcome, of: theorem) }
    throw ExitCode(summary.exitCode)
  }

  private func show(_ outcome: Outcome, of theorem: AnyTheorem) throws(InputError) {
    guard let trace = outcome.trace ?? outcome.failedStep else {
      // The exit code says that it is undecided; another verdict makes it a wrong question.
      if outcome.verdict == .undecided {
        let note = outcome.note.map { " (\($0))" } ?? ""
        return Console.shared.complain("\(theorem.id) is undecided\(note): there is no trace of it")
      }
      throw .noTrace(theorem: theorem.id, verdict: outcome.verdict)
    }
    let isReached = outcome.trace != nil
    let palette = output == nil ? Console.shared.palette : .plain
    let text =
      switch format ?? (json ? .json : .text) {
      case .text: heading(theorem, outcome, isReached) + TraceText.text(trace, palette)
      case .json: JSON(trace, of: theorem, outcome.verdict, isReached: isReached).text + "\n"
      case .itf: ITF.text(isReached ? trace : trace.mayBeUnreachable)
      }
    if let output {
      try Files.write(text, to: output)
    } else {
      Console.shared.say(String(text.dropLast()))
    }
  }

  private func heading(_ theorem: AnyTheorem, _ outcome: Outcome, _ isReached: Bool) -> String {
    let head = "\(theorem.id) is \(outcome.verdict): \(theorem.says)\n"
    return isReached ? head + "\n" : head + "\n\(Trace.unreachableWarning)\n"
  }
}

extension Trace {
  /// What is said above a step that an induction could not exclude.
  static let unreachableWarning =
    "An induction fails on the step below. It starts in a state that may be unreachable."

  /// The same, with the warning in its conclusion.
  var mayBeUnreachable: Trace {
    Trace(
      specification: specification, names: names, runs: runs,
      conclusion: "\(Self.unreachableWarning) \(conclusion)", observed: observed)
  }
}

extension JSON {
  init(_ trace: Trace, of theorem: AnyTheorem, _ verdict: Verdict, isReached: Bool) {
    self = .object([
      ("id", .string(theorem.id)), ("says", .string(theorem.says)),
      ("verdict", .string(verdict.rawValue)), ("startIsReachable", .truth(isReached)),
      ("trace", JSON(trace)),
    ])
  }
}
