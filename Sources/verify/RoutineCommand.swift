import ArgumentParser
import Command
import Foundation
import Judge
import Models
import Platform
import Proofs
import Report
import Specification

/// `verify routine FILE --layout FILE`: a reader's own switch routine, judged.
struct RoutineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "routine",
    abstract: "Judge a switch routine: an ELF32 relocatable file or a flat binary.",
    discussion: """
      The layout file's “routine” names where the routine is entered and where it ends, its save \
      areas and their slots (Examples/routine.yaml). For every context that the assumptions allow \
      it is proved, or refuted with a run in disassembly, that each item ends in its slot, the \
      processor holds what the other slots held, nothing else is written, nothing faults, and each \
      access is continuous. Exit status: 0 proved, 10 refuted, 5 undecided, 65 bad input.
      """)

  @Argument(help: "The routine: an ELF32 relocatable file or a flat binary.")
  var file: String

  @Option(help: ArgumentHelp("The layout (YAML).", valueName: "file"))
  var layout: String

  @Option(help: "The processor, in place of the layout's.")
  var cpu: CPU?

  @Option(help: ArgumentHelp("A YAML list of the items that must survive.", valueName: "file"))
  var saveSet: String?

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions
  @OptionGroup var traces: TraceOptions

  func run() throws {
    try reportingInput {
      let read = try LayoutFile(try Files.read(layout), file: layout, cpu: cpu?.generation)
      guard !read.isOpen else {
        throw InputError(
          layout, .whole, found: "a switch region without “linear”", expected: "its address")
      }
      let place = read.layout
      let routine = try read.routine(try Files.bytes(file), file: file)
      let required = try saveSet.map {
        try LayoutFile.saveSet(try Files.read($0), file: $0, place.generation)
      }
      let theorems = RoutineProofs.theorems(
        place, routine, required: required ?? RoutineDesign(place.generation).saved, file: file)
      try decide(theorems, solver, output, traces, remark: { Self.remark($0) })
    }
  }

  /// What refutes each theorem that is refuted: the last instructions, and what is wrong.
  ///
  /// - Parameter most: how many are shown
  static func remark(_ summary: Summary, most: Int = 4) -> String? {
    let refuted = summary.findings.filter { $0.outcome?.trace != nil }
    let parts = refuted.prefix(most).compactMap { finding -> String? in
      guard let trace = finding.outcome?.trace else { return nil }
      let steps = trace.runs[0].steps.compactMap { $0 }
      let shown = steps.suffix(10).map { step in
        "  "
          + step.action.padding(toLength: max(52, step.action.count), withPad: " ", startingAt: 0)
          + (step.label.map { "; \($0)" } ?? "")
      }
      let left = steps.count > 10 ? ["  … \(steps.count - 10) steps before"] : []
      return
        (["\n\(finding.theorem.id):"] + left + shown + ["⇒ \(trace.conclusion)"])
        .joined(separator: "\n")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "\n")
  }
}
