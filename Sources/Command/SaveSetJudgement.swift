import Checker
import Report

/// Whether a reader's own save set is enough.
struct SaveSetJudgement {
  let file: String
  let processor: String
  let finding: Finding
  /// What it leaves out and must be saved.
  let missing: [String]
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
      return "\(file) \(palette.bad("is not enough")) on a \(processor): \(lost).\n"
        + "It leaves out what must be saved: \(missing.joined(separator: " "))"
    case .undecided:
      return "\(palette.doubtful("Undecided")) whether \(file) is enough on a \(processor)\(note)."
    case .vacuous:
      return "Nothing is shown of \(file) on a \(processor): what is claimed is vacuous\(note)."
    }
  }
}
