import Cards
import Logic
import Models
import Platform
import Processor

/// A run of the whole system on processor, platform and card, in steps, each held against the
/// model of the shared card where it is one of figures 6 to 8.
public struct SystemRun: Sendable {
  public struct Step: Sendable {
    /// When it began, in instructions.
    public let time: UInt64
    /// As in the figures: "fig.8 a-1"; nil where it is no step of theirs.
    public let label: String?
    public let text: String
    /// It ends a step that the processor began.
    public internal(set) var continues = false
    /// What happened at card, memory and wire.
    public internal(set) var details: [String] = []
    /// Instructions until the next step began.
    public internal(set) var instructions: UInt64 = 0
    /// What it cost, as the run has it.
    public internal(set) var cost = Cost()
    /// Instructions in disassembly, where they were asked for.
    public internal(set) var trace: [String] = []
    /// Where the run and the model differ.
    public internal(set) var differences: [String] = []
  }

  /// How far the OSes had come at a time.
  public struct Progress: Sendable, Equatable {
    /// Rounds of OS1's main loop, its timer's interrupts, and those by which it is asked to send.
    public var work1 = 0
    public var ticks1 = 0
    public var requests1 = 0
    /// Rounds of OS2's main loop.
    public var work2 = 0
    /// Packets that each OS's software has taken.
    public var received1 = 0
    public var received2 = 0
  }

  public internal(set) var steps: [Step] = []
  public internal(set) var end = End.limit
  public internal(set) var instructions: UInt64 = 0
  public internal(set) var switches = 0
  /// Frames that went onto the network, in order.
  public internal(set) var sent: [[UInt8]] = []
  public internal(set) var capture = PacketCapture([])
  /// When an OS had stopped, and at the end.
  public internal(set) var stopped: Progress?
  public internal(set) var last = Progress()

  public var differences: [String] { steps.flatMap(\.differences) }
}

extension SystemRun {
  /// Runs an image with the card until a time, in instructions.
  public init(
    _ image: SystemImage, events: [Schedule.Event], until limit: UInt64, traces: Bool = false
  ) throws(InputError) {
    var machine = try image.machine(events)
    let monitor = SystemMonitor(image, traces: traces)
    end = machine.run(until: limit, observer: monitor)
    monitor.finish(machine)
    steps = monitor.steps
    instructions = machine.time
    switches = monitor.switches.count
    sent = monitor.sent
    stopped = monitor.stopped
    last = Progress(machine.processor.memory)
    capture = (machine.card as! RTL8139).capture
  }
}

extension SystemImage {
  /// The image as a file that a multiboot loader takes.
  public var file: [UInt8] { MultibootFile(memory, entry: entry).bytes }

  /// RAM of the machine, up to the end of OS2's large page.
  private static let mebibytes = 8

  /// A machine with the card, the image loaded.
  func machine(_ events: [Schedule.Event]) throws(InputError) -> Machine {
    let image = try Image(file, file: "the system's image", mebibytes: Self.mebibytes)
    var schedule = Schedule()
    schedule.events = events
    var machine = Machine(
      .pentium, image: image, mebibytes: Self.mebibytes, schedule: schedule)
    machine.insert(RTL8139(address: SystemDesign.address2))
    return machine
  }
}

extension SystemRun.Progress {
  init(_ memory: PhysicalMemory) {
    func word(_ address: UInt32, _ os: OS) -> Int {
      let physical = SystemLayout.layout[os].physical(address)!
      return Int((memory[physical] as Bits<32>).known ?? 0)
    }
    work1 = word(SystemLayout.OS1.work, .os1)
    ticks1 = word(SystemLayout.OS1.ticks, .os1)
    requests1 = word(SystemLayout.OS1.requests, .os1)
    received1 = word(SystemLayout.OS1.received, .os1)
    work2 = word(SystemLayout.OS2.work, .os2)
    received2 = word(SystemLayout.OS2.received, .os2)
  }
}
