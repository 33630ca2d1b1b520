import ArgumentParser
import Checker
import Report
import Solver

/// `verify export`: every query, for other solvers to check.
struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write every query that is asked while deciding all theorems, or those named.",
    discussion: """
      Each query is a file with the answer it got as its :status; manifest.json lists them. \
      Theorems are decided one after another unless --jobs says otherwise, which keeps the \
      files the same from run to run.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case smtlib2
  }

  @Argument(help: "The theorems, by name; all where none is named.", completion: .list([]))
  var names: [String] = []

  @Option(help: "The language.")
  var format = Format.smtlib2

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The directory: a new or an empty one, or one of an earlier export, which is replaced.",
      valueName: "dir"))
  var output: String

  @OptionGroup var solver: SolverOptions
  @OptionGroup var options: OutputOptions

  func run() throws {
    let all = Catalogue.current.theorems()
    let theorems = names.isEmpty ? all : try names.map { try all.named($0) }
    let directory = try ExportDirectory(output)
    let run = Run(theorems, solver, records: true, threads: solver.jobs ?? 1)
    Interrupts.install {
      directory.discard()
      Console.shared.complain("interrupted: nothing is exported")
    }
    let summary = run.decide()
    do throws(InputError) {
      let manifest = try write(run.session.queries, to: directory)
      try directory.publish()
      let count = "\(run.session.queries.count) queries in \(output)"
      Console.shared.say(options.json ? manifest.text : count)
    } catch {
      directory.discard()
      throw error
    }
    if let failure = summary.findings.lazy.compactMap(\.failure).first {
      Console.shared.complain("internal error: \(failure)")
      throw ExitCode(70)
    }
  }

  private func write(
    _ queries: [Asked], to directory: ExportDirectory
  ) throws(InputError) -> JSON {
    var names = FileNames()
    var rows: [ExportManifest.Row] = []
    for asked in queries {
      let file = names.unique(asked.query.name) + ".smt2"
      let status = asked.answer.status
      try directory.write(SMTLIB.text(asked.query, status: status), as: file)
      rows.append(ExportManifest.Row(file: file, theorem: asked.theorem, status: status))
    }
    let manifest = ExportManifest(rows).json
    try directory.write(manifest.text + "\n", as: ExportManifest.name)
    return manifest
  }
}

/// Names for files, each given out once.
struct FileNames {
  private var taken: Set<String> = []

  /// The name where it is free, else the name and a number.
  mutating func unique(_ name: String) -> String {
    let safe = name.asFileName
    var candidate = safe
    var number = 2
    while !taken.insert(candidate.lowercased()).inserted {
      candidate = "\(safe)-\(number)"
      number += 1
    }
    return candidate
  }
}

extension String {
  /// The text with everything but letters, digits, dots and hyphens made a hyphen, 120 at most.
  var asFileName: String {
    let kept = unicodeScalars.prefix(120).map { scalar -> Character in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || "0"..."9" ~= scalar)
      return isPlain || scalar == "." || scalar == "-" ? Character(scalar) : "-"
    }
    return kept.first == "." ? "_" + String(kept) : String(kept)
  }
}
