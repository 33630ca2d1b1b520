import Checker
import Report

/// Whether a reader's own save set is enough.
struct SaveSetJudgement {
  let file: String
  let processor: String
  let finding: Finding
  /// What it leaves out of a complete set.
  let missing: [String]

  func text(_ palette: Palette) -> String {
    let used = AssumptionList([finding.theorem])
      .text([finding].usedAssumptions, "assumptions used", palette)
    let trace = finding.outcome?.trace.map { String(TraceText.text($0, palette).dropLast()) }
    return [sentence(palette), used, trace].compactMap { $0 }.joined(separator: "\n\n")
  }

  private func sentence(_ palette: Palette) -> String {
    let note = finding.outcome?.note.map { ": \($0)" } ?? ""
    switch finding.verdict {
    case .proved: return "\(file) \(palette.good("is enough")) on a \(processor)."
    case .refuted:
      let lost = finding.outcome?.trace?.conclusion ?? ""
      return "\(file) \(palette.bad("is not enough")) on a \(processor): \(lost).\n"
        + "It leaves out, of a complete set: \(missing.joined(separator: " "))"
    case .undecided:
      return "\(palette.doubtful("Undecided")) whether \(file) is enough on a \(processor)\(note)."
    case .vacuous:
      return "Nothing is shown of \(file) on a \(processor): what is claimed is vacuous\(note)."
    }
  }
}
