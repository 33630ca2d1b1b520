import Checker
import Report

/// What leaving out each item does, and the save set that remains.
struct SaveSetDerivation {
  /// An item with what became of a switch that does not save it; nil where none does.
  struct Entry {
    let row: SaveSets.Row
    let finding: Finding?
    /// Ctrl-C came first.
    let isOpen: Bool

    /// Nil where that is not known.
    var isNeeded: Bool? {
      switch isOpen ? .undecided : finding?.verdict {
      case .refuted: true
      case .proved, nil: false
      case .undecided, .vacuous: nil
      }
    }

    var why: String {
      if isOpen { return "interrupted" }
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
  /// What must be saved: what is not proved superfluous.
  let minimal: [String]
  /// That it is enough; nil where Ctrl-C came first.
  let sufficiency: Finding?

  init(
    _ sets: SaveSets, _ processor: String, _ findings: [Finding], _ sufficiency: Finding?
  ) {
    self.processor = processor
    self.sufficiency = sufficiency
    let found = Dictionary(uniqueKeysWithValues: findings.map { ($0.theorem.id, $0) })
    let complete = sets.complete(processor)
    entries = sets.rows(processor).map { row in
      let finding = found[SaveSets.Question.without(row.name)]
      let isOpen = finding == nil && complete.contains(row.name)
      return Entry(row: row, finding: finding, isOpen: isOpen)
    }
    minimal = complete.filter { found[SaveSets.Question.without($0)]?.verdict != .proved }
  }

  var findings: [Finding] { (entries.map(\.finding) + [sufficiency]).compactMap { $0 } }

  private var paper: [String] { entries.filter(\.row.isInPaper).map(\.row.name) }
  private var undecided: [String] { entries.filter { $0.isNeeded == nil }.map(\.row.name) }
  private var missing: [String] { minimal.filter { !paper.contains($0) } }
  private var superfluous: [String] { paper.filter { !minimal.contains($0) } }

  var exitCode: Int32 {
    if findings.contains(where: { $0.failure != nil }) { return 70 }
    if sufficiency?.verdict == .refuted { return 10 }
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
    guard let sufficiency else {
      let count = entries.count { !$0.isOpen }
      let end = "interrupted: \(count) of \(entries.count) items decided; no save set is derived"
      return lines.joined(separator: "\n") + "\n\n" + end
    }
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
    // Nothing follows from some of the items.
    let derived = { (names: [String]) in self.sufficiency == nil ? JSON.null : .strings(names) }
    return .object([
      ("processor", .string(processor)), ("items", .array(entries.map { JSON($0) })),
      ("minimal", derived(minimal)), ("sufficient", JSON(sufficiency?.verdict.rawValue)),
      ("paper", .strings(paper)), ("missingInPaper", derived(missing)),
      ("superfluousInPaper", derived(superfluous)), ("undecided", .strings(undecided)),
      ("assumptions", JSON(assumptionsUsedBy: findings)),
      ("interrupted", .truth(sufficiency == nil)),
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
