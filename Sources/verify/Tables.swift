import ArgumentParser
import Command
import Models
import Proofs
import RegisterMaps
import Report
import TableReports

/// `verify tables`: the paper's tables and the maps' classifications, for reviewers.
struct TablesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tables",
    abstract: "Print the paper's tables, a map's classification, or what has changed in one.",
    discussion: """
      With --diff, an earlier output of verify nic --json is compared with what comes out now: \
      which cells changed their class, and which verdicts changed with it. Exit status: 0; 64 \
      usage, 65 bad input, 70 internal error.
      """)

  @Option(help: ArgumentHelp("The classification of this map too.", valueName: "name"))
  var nic: String?

  @Option(help: ArgumentHelp("Your own map (CSV, or CMSIS-SVD).", valueName: "file"))
  var map: String?

  @Option(help: ArgumentHelp("Classify by this table (CSV).", valueName: "file"))
  var table: String?

  @Option(help: "text, markdown, html, csv or json.")
  var format = Grid.Format.text

  @Option(help: "en or ja.")
  var language = Language.english

  @Option(help: ArgumentHelp("Compare with an earlier output (JSON).", valueName: "file"))
  var diff: String?

  @Flag(help: "The same as --format json.")
  var json = false

  @OptionGroup var solver: SolverOptions

  func run() throws {
    if let diff { return try difference(diff) }
    let tables = PaperTables(language)
    let judgement = try registers(nil).map(judged)
    let grids = tables.all + (judgement.map { [tables.classification($0)] } ?? [])
    if format == .json || json {
      let own: [(String, JSON)] = grids.prefix(4).enumerated().map { index, grid in
        (["table1", "table2", "classes", "costs"][index], grid.json)
      }
      let rest = judgement.map { JSON($0).members } ?? []
      Console.shared.say(JSON.object(own + rest).text)
    } else {
      Console.shared.say(String(grids.map { $0.text(format) }.joined(separator: "\n").dropLast()))
    }
  }

  private func difference(_ path: String) throws {
    let earlier = try MapOptions.reading(path) { text throws(MapError) in
      try JudgementDifference.Earlier(text, file: path)
    }
    guard let map = try registers(earlier.map) else {
      throw MapOptions.refusal("\(path) names no map: say which with --nic or --map")
    }
    let change = JudgementDifference(from: earlier, to: try judged(map))
    let none = "no difference in meaning"
    let text = change.lines.isEmpty ? none : change.lines.joined(separator: "\n")
    Console.shared.say(format == .json || json ? change.json.text : text)
  }

  private func registers(_ other: String?) throws -> RegisterMap? {
    guard let name = nic ?? (map == nil ? other : nil) else {
      return try map.map { try MapOptions.registers(file: $0) }
    }
    let isOwn = RegisterMap.all.contains { $0.name.lowercased() == name.lowercased() }
    return try isOwn || nic != nil
      ? MapOptions.registers(named: name) : MapOptions.registers(file: name)
  }

  private func judged(_ map: RegisterMap) throws -> Judgement {
    let classes = try table.map { path in
      try MapOptions.reading(path) { text throws(MapError) in
        try ClassificationFile.table(text, file: path, for: map)
      }
    }
    return try MapOptions.judged(map, classes ?? .paper, solver)
  }
}

extension JSON {
  /// The members of an object.
  fileprivate var members: [(String, JSON)] {
    if case .object(let fields) = self { fields.map { ($0.key, $0.value) } } else { [] }
  }
}

extension Grid.Format: ExpressibleByArgument {}
extension Language: ExpressibleByArgument {}
