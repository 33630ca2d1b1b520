import ArgumentParser
import Command
import Replay
import Report
import Specification

/// `verify replay NAME|FILE.itf.json`: a trace of the protocol carried out on the processor.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Carry out a trace of the switch's protocol on processor and platform.",
    discussion: """
      Two small OSes run under the switch routine by the schedule of the trace, and after every step \
      the processor, the save areas, both OSes' memory and the 8259s are held against the trace. What \
      an OS's own software does is put into registers and memory; interrupts, traps, returns, HLT, \
      the 8259s and the routine are carried out. Exit status: 0 they agree, 10 they differ, 65 bad \
      input.
      """)

  @Argument(help: "A theorem that has a trace, or an ITF file of one (.itf.json).")
  var trace: String

  @Flag(name: .customLong("trace"), help: "Show every instruction.")
  var showsInstructions = false

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let trace = try read()
    let reports: [ReplayReport]
    do {
      reports = try trace.runs.indices.map {
        try Replayer.replay(trace, run: $0, traces: showsInstructions)
      }
    } catch let error as ReplayError {
      Console.shared.complain("Error: \(self.trace): found \(error)")
      throw ExitCode(65)
    }
    let texts = reports.map { text($0) }
    Console.shared.say(
      output.json ? JSON.array(reports.map { json($0) }).text : texts.joined(separator: "\n\n"))
    if !reports.allSatisfy(\.agrees) { throw ExitCode(10) }
  }

  private func read() throws -> Trace {
    guard trace.hasSuffix(".json") else { return try Command.trace(of: trace, solver) }
    do {
      return try ITF.trace(try Files.read(trace), file: trace)
    } catch let error as BadInput {
      Console.shared.complain("Error: \(error)")
      throw ExitCode(65)
    }
  }

  private func text(_ report: ReplayReport) -> String {
    var lines: [String] = []
    for (number, step) in report.steps.enumerated() {
      let label = step.label.map { "\($0)  " } ?? ""
      let count = step.instructions == 0 ? "" : "  (\(step.instructions) instructions)"
      let verdict = step.differences.isEmpty ? "agrees " : "DIFFERS"
      lines.append("\(number + 1)  \(verdict)  \(label)\(step.action)\(count)")
      lines += step.trace.map { "       \($0)" }
      lines += step.differences.map { "     \($0)" }
    }
    lines.append("")
    if report.isDown { lines.append("⇒ the processor has shut down") }
    if !report.lost.isEmpty {
      lines.append("⇒ on the processor: " + report.lost.joined(separator: "; "))
    }
    lines.append(
      report.agrees
        ? "\(report.steps.count) steps, \(report.instructions) instructions: the processor does what the trace says"
        : "the processor does not do what the trace says")
    return lines.joined(separator: "\n")
  }

  private func json(_ report: ReplayReport) -> JSON {
    .object([
      ("agrees", .truth(report.agrees)), ("instructions", .integer(UInt64(report.instructions))),
      ("shutdown", .truth(report.isDown)), ("lost", .strings(report.lost)),
      (
        "steps",
        .array(
          report.steps.map { step in
            .object([
              ("action", .string(step.action)), ("label", JSON(step.label)),
              ("instructions", .integer(UInt64(step.instructions))),
              ("differences", .strings(step.differences)), ("trace", .strings(step.trace)),
            ])
          })
      ),
    ])
  }
}
