import ArgumentParser
import Command
import Judge
import Proofs
import Replay
import Report
import Solver
import Specification

/// `verify replay NAME|FILE.itf.json`: a trace of the protocol carried out on the processor.
struct ReplayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Carry out a trace of the switch on processor and platform.",
    discussion: """
      Two small OSes run under the switch routine by the schedule of the trace, and after every step \
      the processor, the save areas, both OSes' memory and the 8259s are held against the trace. What \
      an OS's own software does is put into registers and memory; interrupts, traps, returns, HLT, \
      the 8259s and the routine are carried out. Of a theorem on code what refutes it is carried \
      out, with its exceptions delivered. Exit status: 0 they agree, 10 they differ, 65 bad input.
      """)

  @Argument(help: "A theorem that has a trace, or an ITF file of one (.itf.json).")
  var trace: String

  @Flag(name: .customLong("trace"), help: "Show every instruction.")
  var showsInstructions = false

  @Option(
    help: ArgumentHelp(
      "Write the scenario here as a multiboot ELF32 file that a bare machine boots; the machine's debug port tells step by step what it found.",
      valueName: "file"))
  var image: String?

  @Flag(help: "Write a flat ROM in the place of the multiboot file.")
  var rom = false

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("Of two runs the one for --image, 1 or 2.", valueName: "n"))
  var number = 1

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if image == nil, rom { throw ValidationError("--rom says how --image is written: give both") }
    guard 1...2 ~= number else { throw ValidationError("--run must be 1 or 2, not \(number)") }
  }

  func run() throws {
    if let image { try Files.checkWritable(image) }
    if !trace.hasSuffix(".json"),
      let replay = try Proofs.replay(trace, Solver(limits: solver.limits))
    {
      return try show(replay)
    }
    let trace = try read()
    let reports: [ReplayReport]
    do {
      if let image { try write(trace, image) }
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

  /// What refutes a theorem on code.
  private func show(_ replay: RoutineReplay) throws {
    guard image == nil else {
      Console.shared.complain(
        "Error: \(trace): found a theorem on code: expected one on the protocol for --image")
      throw ExitCode(65)
    }
    Console.shared.say(output.json ? json(replay).text : text(replay))
    if !replay.agrees { throw ExitCode(10) }
  }

  private func text(_ replay: RoutineReplay) -> String {
    let aftermath = replay.aftermath.map { ["⇒ \($0)"] } ?? []
    let does = replay.agrees ? "does" : "does NOT do"
    return
      ([replay.context] + (showsInstructions ? replay.lines.map { "  \($0)" } : []) + [
        "the theorem's refutation: \(replay.said)", "on the processor:         \(replay.found)",
      ] + aftermath + [
        "\(replay.instructions) instructions: the processor \(does) what the refutation says"
      ]).joined(separator: "\n")
  }

  private func json(_ replay: RoutineReplay) -> JSON {
    .object([
      ("agrees", .truth(replay.agrees)), ("context", .string(replay.context)),
      ("said", .string(replay.said)), ("found", .string(replay.found)),
      ("aftermath", JSON(replay.aftermath)),
      ("instructions", .integer(UInt64(replay.instructions))),
      ("trace", .strings(showsInstructions ? replay.lines : [])),
    ])
  }

  private func write(_ trace: Trace, _ file: String) throws {
    let image = try ReplayImage(trace, run: number - 1)
    try Files.write(rom ? try image.rom() : image.multiboot, to: file)
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
    var lines = report.start.map { "0  DIFFERS  \($0)" }
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
      ("start", .strings(report.start)), ("shutdown", .truth(report.isDown)),
      ("lost", .strings(report.lost)),
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
