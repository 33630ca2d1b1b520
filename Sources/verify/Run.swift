import ArgumentParser
import Cards
import Command
import Platform
import Synchronization

import enum Processor.Generation

/// `verify run IMAGE`: carries out an image and shows what it wrote to the debug port.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run a ROM image or a multiboot kernel on the IA-32 model.",
    discussion: """
      Standard output carries the bytes written to port E9h alone; the end and the last state go \
      to standard error. A flat image ends at 4 GiB and is entered at the reset vector; a multiboot \
      ELF file is loaded to memory and entered as its specification has it.

      Exit status: 0 HLT with interrupts off, 1 triple fault, 2 unknown instruction, 3 HLT with \
      interrupts on and none to come, 5 limit reached, 64 usage, 65 bad input, 70 internal \
      error, 74 output that can't be written, 130 Ctrl-C, after which the end, the last state and \
      the dump are still written.
      """)

  @Argument(help: "A flat ROM image or a multiboot ELF32 file.")
  var image: String

  @Option(help: "The processor.")
  var cpu = CPU.pentiumIII

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("RAM in MiB, 1 to 3072.", valueName: "mib"))
  var memory = 32

  @Option(
    parsing: .unconditional, help: "End after so many instructions; time asleep counts.")
  var limit = UInt64.max

  @Flag(help: "Write each instruction with what it changed to standard error.")
  var trace = false

  @Flag(help: "Write the end and the last state to standard error as JSON.")
  var json = false

  @Option(help: ArgumentHelp("Interrupts and NMIs from outside (YAML).", valueName: "file"))
  var schedule: String?

  @Option(help: ArgumentHelp("Start from this state (JSON).", valueName: "file"))
  var state: String?

  @Option(help: ArgumentHelp("Write the last state here (JSON).", valueName: "file"))
  var dump: String?

  @Option(
    help: ArgumentHelp(
      "A network card, RTL8139C: PCI device 3, I/O ports from C000h, line 11.", valueName: "card"))
  var nic: Card?

  @Option(
    help: ArgumentHelp(
      "Write the frames on the network here (pcap; an instruction counts as a microsecond).",
      valueName: "file"))
  var pcap: String?

  func validate() throws {
    guard 1...3072 ~= memory else {
      throw ValidationError("--memory must be from 1 to 3072 MiB, not \(memory)")
    }
    if limit == 0 { throw ValidationError("--limit 0: expected 1 instruction or more") }
    if pcap != nil, nic == nil {
      throw ValidationError("--pcap without --nic: expected a network card")
    }
    if nic != nil, state != nil || dump != nil {
      throw ValidationError("--nic excludes --state and --dump, which do not hold a card's state")
    }
    if trace, json { throw ValidationError("--trace and --json exclude one another") }
  }

  func run() throws {
    for path in [dump, pcap].compactMap({ $0 }) { try Files.checkWritable(path) }
    var run = Run(image: image)
    run.generation = cpu.generation
    run.mebibytes = memory
    run.limit = limit
    (run.traces, run.json) = (trace, json)
    (run.schedule, run.state, run.dump) = (schedule, state, dump)
    run.card = nic.map { _ in RTL8139() }
    var capture = PacketCapture([])
    let interruption = Interruption()
    Interrupts.ask { interruption.request() }
    run.isInterrupted = { interruption.isRequested }
    let code: Int32
    do {
      let console = Console.shared
      var streams = Run.Streams(output: { console.put($0) }, log: { console.complain($0) })
      streams.ended = { machine in
        if let card = machine.card as? RTL8139 { capture = card.capture }
      }
      code = try run(streams).exitCode
    } catch let error {
      Console.shared.complain("Error: \(error)")
      throw ExitCode(65)
    }
    if let pcap { try Files.write(capture.bytes, to: pcap) }
    throw ExitCode(code)
  }
}

/// Whether Ctrl-C came.
private final class Interruption: Sendable {
  private let requested = Atomic(false)

  var isRequested: Bool { requested.load(ordering: .relaxed) }

  func request() { requested.store(true, ordering: .relaxed) }
}

/// A processor by its name on the command line, which is that in files.
enum CPU: String, ExpressibleByArgument, CaseIterable {
  case i486 = "486"
  case pentium
  case pentiumII = "pentium-ii"
  case pentiumIII = "pentium-iii"

  var generation: Generation { Generation.allCases.first { $0.name == rawValue }! }
}

/// A network card by its name on the command line.
enum Card: String, ExpressibleByArgument, CaseIterable {
  case rtl8139C = "RTL8139C"
}
