import ArgumentParser
import Command
import Foundation
import Models
import Proofs
import RegisterMaps
import Report
import TableReports

import class Checker.Session
import class Solver.Solver

/// `verify nic`: which classes are sound for each access to a NIC, and what becomes of a table's.
struct NICCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nic",
    abstract: "Derive the sound classes of a NIC's registers, and judge a table by them.",
    discussion: """
      Each field of the map is judged in both directions: sound, unsound (OS2 loses or OS1 learns \
      something, by a run that is shown), useless (sound, but a driver can't work with what it \
      gets), or a hole (table 1 has no such function). The table is the paper's table 2, with the \
      rows of --table over it.

      A map is CSV with the columns nic, space, offset, width, name, bits, access, func, \
      read_changes, write_changes, source, basis, and read_kind, write_kind, need, started_by, answer, volatile \
      where `access` does not tell enough; or CMSIS-SVD. A table is CSV with the columns row (a \
      field's name, or a function as in B-3.read), direction (read, write or both), class, reason.

      Exit status: 0; 10 where a cell is unsound in a map or table that was given; 5 undecided, \
      64 usage, 65 bad input, 70 internal error; with --mutate 11 where a replaced class makes no \
      difference and nothing says why, 5 where a limit leaves that open.
      """)

  @OptionGroup var source: MapOptions

  @Option(help: ArgumentHelp("Judge this table (CSV).", valueName: "file"))
  var table: String?

  @Flag(help: "List sound cells and holes too.")
  var all = false

  @Option(help: ArgumentHelp("Show the runs of the fields with this name.", valueName: "name"))
  var field: String?

  @Option(help: ArgumentHelp("Write the traces there, as ITF files.", valueName: "dir"))
  var traces: String?

  @Flag(help: "Replace each class by each other one, and list what the verdicts show.")
  var mutate = false

  @Flag(help: "Print the table (CSV) with a proved class wherever its own is not good.")
  var repair = false

  @Option(help: "Language of the reasons: en or ja.")
  var language = Language.english

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    let modes = [
      mutate ? "--mutate" : nil, repair ? "--repair" : nil, field.map { _ in "--field" },
    ]
    let given = modes.compactMap { $0 }
    if given.count > 1 {
      throw ValidationError("\(given.joined(separator: " and ")): expected one of them")
    }
  }

  func run() throws {
    let map = try source.registers()
    let classes = try table.map { path in
      try MapOptions.reading(path) { text throws(MapError) in
        try ClassificationFile.table(text, file: path, for: map)
      }
    }
    if let field, !map.fields.contains(where: { $0.name == field }) {
      let nearest = field.nearest(in: map.fields.map(\.name)).map { "“\($0)”" }
      let rest = nearest.isEmpty ? "" : "; the nearest are \(nearest.joined(separator: ", "))"
      throw MapOptions.refusal("no field “\(field)”\(rest)")
    }
    if mutate { return try decide(ClassMutants.of(map, by: classes ?? .paper), solver, output) }
    let judgement = try MapOptions.judged(map, classes ?? .paper, solver)
    if repair {
      let table = judgement.repaired
      let text = output.json ? JSON(table).text : String(ClassificationFile.text(table).dropLast())
      return Console.shared.say(text)
    }
    let paths = try write(judgement)
    let palette = Console.shared.palette
    if output.json {
      Console.shared.say(JSON(judgement, traces: paths, of: field).text)
    } else if let field {
      Console.shared.say(shown(judgement, field, palette))
    } else {
      Console.shared.say(JudgementText(judgement, palette, language).text(all: all))
    }
    if judgement.count(.undecided) > 0 { throw ExitCode(5) }
    let isGiven = table != nil || source.map != nil
    if isGiven, judgement.count(.unsound) > 0 { throw ExitCode(10) }
  }

  /// The runs against a field, and what is sound for it.
  private func shown(_ judgement: Judgement, _ field: String, _ palette: Palette) -> String {
    judgement.cells.filter { $0.field.name == field }.map { cell in
      let derived = cell.derived.map(\.rawValue).joined(separator: ", ")
      let head =
        "\(field), \(cell.direction): class \(cell.treatment?.rawValue ?? "–") is "
        + "\(cell.verdict.rawValue); sound are \(derived)"
      let why = cell.loss.map { "\n\($0.text(language))" } ?? ""
      return head + why + (cell.trace.map { "\n\n" + TraceText.text($0, palette) } ?? "")
    }.joined(separator: "\n")
  }

  /// Writes the traces that are asked for; equal ones are written once.
  private func write(_ judgement: Judgement) throws -> [Int: String] {
    guard let traces else { return [:] }
    var paths: [Int: String] = [:]
    try Files.makeDirectory(traces)
    for (index, cell) in judgement.cells.enumerated() {
      guard let trace = cell.trace else { continue }
      let words = "\(cell.field.offset.text)-\(cell.field.name)-\(cell.direction)"
      let name = words.map { $0.isLetter || $0.isNumber ? $0 : "-" }
      let path = "\(traces)/\(index)-\(String(name)).itf.json"
      try Files.write(ITF.text(trace), to: path)
      paths[index] = path
    }
    return paths
  }
}

/// A map that comes with the project, or the reader's own.
struct MapOptions: ParsableArguments {
  @Argument(help: "A map: \(RegisterMap.all.map(\.name).joined(separator: ", ")).")
  var name: String?

  @Option(help: ArgumentHelp("Your own map (CSV, or CMSIS-SVD).", valueName: "file"))
  var map: String?

  func validate() throws {
    if (name == nil) == (map == nil) {
      throw ValidationError("expected the name of a map, or --map FILE")
    }
  }

  func registers() throws -> RegisterMap {
    try map.map { try Self.registers(file: $0) } ?? Self.registers(named: name!)
  }

  /// A reader's own map.
  static func registers(file path: String) throws -> RegisterMap {
    try reading(path) { text throws(MapError) in
      try text.isXML ? SVDMap.map(text, file: path) : CSVMap.map(text, file: path)
    }
  }

  /// A map that comes with the project.
  static func registers(named name: String) throws -> RegisterMap {
    if let map = RegisterMap.all.first(where: { $0.name.lowercased() == name.lowercased() }) {
      return map
    }
    let names = RegisterMap.all.map(\.name).joined(separator: ", ")
    throw refusal("no map “\(name)”; there are \(names)")
  }

  static func judged(
    _ map: RegisterMap, _ table: Classification, _ solver: SolverOptions
  ) throws -> Judgement {
    do {
      return try Judgement(
        map, by: table, Judge.with(solver), limits: solver.limits, threads: solver.threads)
    } catch {
      Console.shared.complain("internal error: \(error)")
      throw ExitCode(70)
    }
  }

  /// Reads a file, and says what is wrong with it.
  static func reading<R>(
    _ path: String, _ parse: (String) throws(MapError) -> R
  ) throws -> R {
    let text = try Files.read(path)
    do { return try parse(text) } catch { throw refusal("\(error)") }
  }

  /// Ends with the exit code of bad input.
  static func refusal(_ problem: String) -> ExitCode {
    Console.shared.complain("Error: \(problem)")
    return ExitCode(65)
  }
}

extension String {
  fileprivate var isXML: Bool { drop { $0.isWhitespace || $0 == "\u{FEFF}" }.first == "<" }
}

extension Judge {
  static func with(_ options: SolverOptions) -> Judge {
    Judge(Session(limits: options.limits))
  }
}
