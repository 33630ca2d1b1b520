import ArgumentParser
import Cards
import Checker
import Command
import Models
import Platform
import Replay
import Report

/// `verify system [NAME]`: the whole system on processor, platform and card.
struct SystemCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "system",
    abstract: "Run both OSes, the switch and the pseudo-NIC, with a network card.",
    discussion: """
      Two small OSes start from a multiboot image; OS2 owns an RTL8139C and offers it to OS1 as a \
      pseudo-NIC, by real switches. Each step of figures 6 to 8 that the run comes to is held against \
      the model of the shared card, its cost against the model's count, and what comes of an OS that \
      stops against the switch's protocol. Without a name the runs are listed; “all” runs each and \
      says what came of it. Exit status: 0 as the models say, 10 not, 65 no such run; with --mutate \
      11 where no run misses an instruction.
      """)

  @Argument(help: "The run; all for every one of them.")
  var name: String?

  @Flag(name: .customLong("trace"), help: "Show every instruction.")
  var showsInstructions = false

  @Option(
    help: ArgumentHelp(
      "Write the frames on the network here (pcap; an instruction counts as a microsecond).",
      valueName: "file"))
  var pcap: String?

  @Option(
    help: ArgumentHelp(
      "Write what the run starts from here, a multiboot ELF file for verify run or QEMU.",
      valueName: "file"))
  var image: String?

  @Flag(help: "Leave out each instruction of both OSes in turn, and say which are not missed.")
  var mutate = false

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions

  func validate() throws {
    if mutate, name != nil {
      throw ValidationError("--mutate with the name of a run: expected one of them")
    }
    if name == nil || name == "all", pcap != nil || image != nil || showsInstructions {
      throw ValidationError("--pcap, --image and --trace are for one run: expected its name")
    }
  }

  private static func scenario(_ name: String) throws -> SystemScenario {
    if let found = SystemScenario.all.first(where: { $0.name == name }) { return found }
    let error = Command.InputError.noRun(
      name, nearest: name.nearest(in: SystemScenario.all.map(\.name)))
    Console.shared.complain("Error: \(error)")
    throw ExitCode(65)
  }

  func run() throws {
    if mutate { return try decide(Self.mutants, solver, output) }
    switch name {
    case nil: list()
    case "all": try runAll()
    case let name?: try run(Self.scenario(name))
    }
  }

  private func list() {
    let all = SystemScenario.all
    if output.json {
      let rows = all.map { JSON.object([("name", .string($0.name)), ("says", .string($0.says))]) }
      return Console.shared.say(JSON.array(rows).text)
    }
    let width = all.map(\.name.count).max() ?? 0
    for scenario in all { Console.shared.say("\(scenario.name.filled(width))  \(scenario.says)") }
  }

  private func runAll() throws {
    let width = SystemScenario.all.map(\.name.count).max() ?? 0
    var rows: [JSON] = []
    var isWell = true
    for scenario in SystemScenario.all {
      let outcome = try scenario.run()
      isWell = isWell && outcome.objections.isEmpty
      if output.json {
        rows.append(SystemReport(scenario, outcome).json)
      } else {
        let verdict = outcome.objections.isEmpty ? "agrees " : "DIFFERS"
        Console.shared.say("\(verdict)  \(scenario.name.filled(width))  \(scenario.says)")
        for objection in outcome.objections { Console.shared.say("           \(objection)") }
      }
    }
    if output.json { Console.shared.say(JSON.array(rows).text) }
    if !isWell { throw ExitCode(10) }
  }

  /// The whole system without each instruction of both OSes in turn.
  private static let mutants = OwnMutants("the whole system") { _ in
    try SystemMutant.all().map { mutant in
      let address = String(mutant.address, radix: 16, uppercase: true)
      let step = mutant.step.isEmpty ? "before the first step" : mutant.step
      return OwnMutant("the whole system", step, "drop \(address)h  \(mutant.text)") {
        _ throws(CheckerError) in
        do {
          return try mutant.noticedBy().map { .noticed($0, how: "not as the models say") }
            ?? .survived
        } catch { throw .failed(theorem: "\(address)h", "\(error)") }
      }
    }
  }

  private func run(_ scenario: SystemScenario) throws {
    for path in [pcap, image].compactMap({ $0 }) { try Files.checkWritable(path) }
    let outcome = try scenario.run(traces: showsInstructions)
    if let pcap { try Files.write(outcome.run.capture.bytes, to: pcap) }
    if let image { try Files.write(try scenario.file(), to: image) }
    let report = SystemReport(scenario, outcome)
    Console.shared.say(output.json ? report.json.text : report.text(Console.shared.palette))
    if !outcome.objections.isEmpty { throw ExitCode(10) }
  }
}

extension String {
  /// With spaces up to a width.
  fileprivate func filled(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
