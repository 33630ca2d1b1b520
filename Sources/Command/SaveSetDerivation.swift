import Checker
import Report

/// What leaving out each item does, and the save set that remains.
struct SaveSetDerivation {
  /// An item with what became of a switch that does not save it; nil where none does.
  struct Entry {
    let row: SaveSets.Row
    let finding: Finding?

    /// Nil where that is not known.
    var isNeeded: Bool? {
      switch finding?.verdict {
      case .refuted: true
      case .proved, nil: false
      case .undecided, .vacuous: nil
      }
    }

    var why: String {
      if let finding, let trace = finding.outcome?.trace {
        return "\(trace.length) steps: \(trace.conclusion)"
      }
      if let finding, isNeeded == nil {
        return finding.failure ?? finding.outcome?.note ?? finding.verdict.rawValue
      }
      return "\(row.handling): \(row.reason)"
    }

    func need(_ palette: Palette) -> String {
      switch isNeeded {
      case true?: palette.bad("must be saved")
      case false?: palette.good("need not be  ")
      case nil: palette.doubtful("undecided    ")
      }
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
  private var undecided: [String] { entries.filter { $0.isNeeded == nil }.map(\.row.name) }
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
      let paper = entry.row.isInPaper ? "paper" : "     "
      return [
        entry.row.name.padding(width), entry.row.group.padding(3), paper, entry.need(palette),
        entry.why,
      ].joined(separator: "  ")
    }
    let list = { (names: [String]) in names.isEmpty ? "none" : names.joined(separator: " ") }
    let open = undecided.isEmpty ? [] : ["Undecided, and so kept among them: \(list(undecided))"]
    let ends =
      ["Must be saved on a \(processor): \(list(minimal))"] + open + [
        "That this is enough is \(sufficiency.verdict).",
        "Missing in the paper's set: \(list(missing))",
        "In the paper's set and not needed: \(list(superfluous))",
      ]
    let used = AssumptionList(findings.map(\.theorem))
      .text(findings.usedAssumptions, "assumptions used", palette)
    return [lines.joined(separator: "\n"), ends.joined(separator: "\n"), used].compactMap { $0 }
      .joined(separator: "\n\n")
  }

  var json: JSON {
    .object([
      ("processor", .string(processor)), ("items", .array(entries.map { JSON($0) })),
      ("minimal", .strings(minimal)), ("sufficient", .string(sufficiency.verdict.rawValue)),
      ("paper", .strings(paper)), ("missingInPaper", .strings(missing)),
      ("superfluousInPaper", .strings(superfluous)), ("undecided", .strings(undecided)),
      ("assumptions", JSON(assumptionsUsedBy: findings)),
    ])
  }
}

extension JSON {
  fileprivate init(_ entry: SaveSetDerivation.Entry) {
    self = .object([
      ("item", .string(entry.row.name)), ("group", .string(entry.row.group)),
      ("handling", .string(entry.row.handling)), ("inPaper", .truth(entry.row.isInPaper)),
      ("mustBeSaved", entry.isNeeded.map { .truth($0) } ?? .null),
      ("verdict", JSON(entry.finding?.verdict.rawValue)),
      ("steps", JSON(entry.finding?.outcome?.trace?.length)), ("why", .string(entry.why)),
    ])
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
