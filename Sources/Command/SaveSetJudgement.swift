import Checker
import Report

/// Whether a reader's own save set is enough.
struct SaveSetJudgement {
  let file: String
  let processor: String
  let finding: Finding
  /// What it leaves out of a complete one; refuted is that a switch can do without it.
  let leftOut: [(name: String, verdict: Verdict)]
  /// What it names that no switch saves.
  let notOfASet: [SaveSets.Row]

  func text(_ palette: Palette) -> String {
    let used = AssumptionList([finding.theorem])
      .text([finding].usedAssumptions, "assumptions used", palette)
    let trace = finding.outcome?.trace.map { String(TraceText.text($0, palette).dropLast()) }
    let notes = notOfASet.map { row in
      "\(row.name) makes no difference in a save set; \(row.handling): \(row.reason)."
    }
    let judgement = ([sentence(palette)] + notes).joined(separator: "\n")
    return [judgement, used, trace].compactMap { $0 }.joined(separator: "\n\n")
  }

  private func sentence(_ palette: Palette) -> String {
    let note = finding.outcome?.note.map { ": \($0)" } ?? ""
    switch finding.verdict {
    case .proved: return "\(file) \(palette.good("is enough")) on a \(processor)."
    case .refuted:
      let lost = finding.outcome?.trace?.conclusion ?? ""
      let notes = [
        ("It leaves out what must be saved", leftOut.filter { $0.verdict == .refuted }),
        (
          "Not decided of what it leaves out",
          leftOut.filter { $0.verdict == .undecided || $0.verdict == .vacuous }
        ),
      ].filter { !$0.1.isEmpty }
        .map { "\($0.0): \($0.1.map(\.name).joined(separator: " "))" }
      let head = "\(file) \(palette.bad("is not enough")) on a \(processor): \(lost)."
      return ([head] + notes).joined(separator: "\n")
    case .undecided:
      return "\(palette.doubtful("Undecided")) whether \(file) is enough on a \(processor)\(note)."
    case .vacuous:
      return "Nothing is shown of \(file) on a \(processor): what is claimed is vacuous\(note)."
    }
  }
}
