import ArgumentParser
import Checker
import Report

/// `verify saveset`: what a switch must save, and whether a set of items is enough.
struct SaveSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "saveset", abstract: "Derive the minimal save set, or check one.",
    discussion: """
      Each item is left out of a complete save set in turn: either a run shows what is lost, or \
      it is proved that nothing is. With --save-set, the items listed in a YAML file are judged \
      instead; the exit code is 10 where they are not enough.
      """)

  @Option(help: ArgumentHelp("The processor generation.", valueName: "generation"))
  var cpu: String?

  @Option(help: ArgumentHelp("A YAML list of the items to save.", valueName: "file"))
  var saveSet: String?

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var traces: TraceOptions

  func validate() throws {
    let all = Catalogue.current.saveSets!.processors
    if let cpu, !all.contains(cpu) {
      throw ValidationError("--cpu \(cpu): expected \(all.joined(separator: ", "))")
    }
  }

  func run() throws {
    let sets = Catalogue.current.saveSets!
    let processor = cpu ?? sets.usualProcessor
    if let directory = traces.directory { try Files.makeDirectory(directory) }
    if let saveSet {
      let names = try sets.names(in: saveSet, processor: processor)
      return try check([
        sets.theorem(
          SaveSets.Question(
            id: "save-set", processor: processor, saved: names, declared: .holds))
      ])
    }
    Interrupts.install { Console.shared.complain("interrupted: no save set is derived") }
    let derivation = Derivation(sets, processor, solver)
    _ = try traces.write(derivation.findings)
    let palette = Console.shared.palette
    Console.shared.say(output.json ? derivation.json.text : derivation.text(palette))
    throw ExitCode(derivation.exitCode)
  }

  private func check(_ theorems: [AnyTheorem]) throws {
    Interrupts.install { Console.shared.complain("interrupted: the save set is not judged") }
    let summary = Run(theorems, solver).decide()
    let paths = try traces.write(summary.findings)
    let table = VerdictTable(theorems, Console.shared.palette)
    let trace = summary.findings[0].outcome?.trace
    let shown = trace.map { "\n\n" + TraceText.text($0, Console.shared.palette).dropLast() } ?? ""
    let text = table.line(summary.findings[0]) + shown
    Console.shared.say(output.json ? JSON(summary, traces: paths).text : text)
    throw ExitCode(summary.exitCode)
  }
}

/// What leaving out each item does, and the save set that remains.
struct Derivation {
  /// An item with what became of a switch that does not save it; nil where none does.
  struct Entry {
    let row: SaveSets.Row
    let finding: Finding?

    var isNeeded: Bool { finding?.verdict == .refuted }

    var why: String {
      if let finding, let trace = finding.outcome?.trace {
        return "\(trace.length) steps: \(trace.conclusion)"
      }
      return "\(row.handling): \(row.reason)"
    }
  }

  let processor: String
  let entries: [Entry]
  /// What must be saved.
  let minimal: [String]
  /// That it is enough.
  let sufficiency: Finding

  init(_ sets: SaveSets, _ processor: String, _ options: SolverOptions) {
    self.processor = processor
    let rows = sets.rows(processor)
    let complete = sets.complete(processor)
    let theorems = complete.map { item in
      sets.theorem(
        SaveSets.Question(
          id: "without-\(item)", processor: processor, saved: complete.filter { $0 != item },
          declared: .fails))
    }
    let findings = Run(theorems, options).decide().findings
    let found = Dictionary(uniqueKeysWithValues: zip(complete, findings))
    entries = rows.map { Entry(row: $0, finding: found[$0.name]) }
    // What is not proved superfluous stays.
    minimal = complete.filter { found[$0]?.verdict != .proved }
    let whole = sets.theorem(
      SaveSets.Question(
        id: "minimal-save-set", processor: processor, saved: minimal, declared: .holds))
    sufficiency = Run([whole], options).decide().findings[0]
  }

  var findings: [Finding] { entries.compactMap(\.finding) + [sufficiency] }

  private var paper: [String] { entries.filter(\.row.isInPaper).map(\.row.name) }
  private var missing: [String] { minimal.filter { !paper.contains($0) } }
  private var superfluous: [String] { paper.filter { !minimal.contains($0) } }

  var exitCode: Int32 {
    if findings.contains(where: { $0.failure != nil }) { return 70 }
    if sufficiency.verdict == .refuted { return 10 }
    if findings.contains(where: { $0.verdict == .vacuous }) { return 11 }
    return findings.contains { $0.verdict == .undecided } ? 5 : 0
  }

  func text(_ palette: Palette) -> String {
    let width = entries.map(\.row.name.count).max() ?? 0
    let lines = entries.map { entry in
      let need = entry.isNeeded ? "must be saved" : "need not be  "
      let paper = entry.row.isInPaper ? "paper" : "     "
      return [
        entry.row.name.padding(width), entry.row.group.padding(3), paper,
        entry.isNeeded ? palette.bad(need) : palette.good(need), entry.why,
      ].joined(separator: "  ")
    }
    let list = { (names: [String]) in names.isEmpty ? "none" : names.joined(separator: " ") }
    return
      (lines + [
        "", "Must be saved on a \(processor): \(list(minimal))",
        "That this is enough is \(sufficiency.verdict).",
        "Missing in the paper's set: \(list(missing))",
        "In the paper's set and not needed: \(list(superfluous))",
      ]).joined(separator: "\n")
  }

  var json: JSON {
    .object([
      ("processor", .string(processor)), ("items", .array(entries.map { JSON($0) })),
      ("minimal", .strings(minimal)), ("sufficient", .string(sufficiency.verdict.rawValue)),
      ("paper", .strings(paper)), ("missingInPaper", .strings(missing)),
      ("superfluousInPaper", .strings(superfluous)),
    ])
  }
}

extension JSON {
  fileprivate init(_ entry: Derivation.Entry) {
    self = .object([
      ("item", .string(entry.row.name)), ("group", .string(entry.row.group)),
      ("handling", .string(entry.row.handling)), ("inPaper", .truth(entry.row.isInPaper)),
      ("mustBeSaved", .truth(entry.isNeeded)), ("verdict", JSON(entry.finding?.verdict.rawValue)),
      ("steps", JSON(entry.finding?.outcome?.trace?.length)), ("why", .string(entry.why)),
    ])
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
