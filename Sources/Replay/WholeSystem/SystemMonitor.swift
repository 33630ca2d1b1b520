import Cards
import Logic
import Models
import Platform
import Processor

/// Follows a run and puts it into steps: what begins at an address of either OS's code, switches,
/// and what the card does by itself.
final class SystemMonitor: Observer {
  private let image: SystemImage
  private let traces: Bool
  private(set) var steps: [SystemRun.Step] = []
  private(set) var sent: [[UInt8]] = []
  private(set) var stopped: SystemRun.Progress?
  private var model: SharedCardReplay
  /// Events of the card that were looked at.
  private var seen = 0
  private var address: UInt32 = 0
  private var previous: UInt32 = 0
  private var instruction = ""
  /// The step of the processor under way, and memory as it was when it began.
  private var current = 0
  private var began: PhysicalMemory?
  private(set) var switches = SwitchCounter()
  private let from: [UInt32: OS]
  private let to: [UInt32: OS]
  private let stops: Set<UInt32>

  init(_ image: SystemImage, traces: Bool) {
    self.image = image
    self.traces = traces
    let ring = SystemLayout.OS1.physical(SystemLayout.OS1.ring)
    model = SharedCardReplay(offered: image.design.receiveAddress ?? ring)
    func places(_ name: (OS) -> String) -> [UInt32: OS] {
      Dictionary(uniqueKeysWithValues: OS.allCases.map { (image.labels[name($0)]!, $0) })
    }
    from = places { "switch from \($0.title)" }
    to = places { "jump to \($0.title)" }
    stops = Set(places { "\($0.title) has stopped" }.keys)
  }

  // MARK: Observing

  func before(_ processor: Processor, _ time: UInt64) {
    address = UInt32(truncatingIfNeeded: (processor[.cs].base + processor.eip).known ?? 0)
    if address != previous { enter(processor, time) }
    previous = address
    if traces { instruction = processor.nextInstructionText }
  }

  func used(_ card: any BusMaster, _ processor: Processor, _ time: UInt64) {
    look(at: card as? RTL8139, processor.memory, time)
  }

  func after(_ processor: Processor, _ outcome: Outcome, _ time: UInt64) {
    switch outcome {
    case .completed: trace(instruction)
    case .delivered(let vector):
      switches.delivered = vector
      previous = 0
      trace("-- vector \(hex(vector))")
      if vector < Layout.firstVector, vector != 2 {
        begin(nil, "exception \(vector)", time, processor.memory)
      }
    case .shutdown:
      begin(nil, "the processor shuts down: a triple fault", time, processor.memory)
    default: break
    }
  }

  private func trace(_ text: String) {
    guard traces, !steps.isEmpty else { return }
    steps[current].trace.append("\(hex(address))  \(text)")
  }

  /// A new address: the beginning of a step, of a switch, of a copy.
  private func enter(_ processor: Processor, _ time: UInt64) {
    let memory = processor.memory
    if let os = from[address] {
      let line = UInt8((previous &- SystemLayout.layout.region.linear) / 8 % 16)
      let how = switches.begin(from: os, line: line, command: current)
      return begin("fig.\(os == .os1 ? 3 : 4) a", how, time, memory)
    }
    if let os = to[address] {
      switches.end(to: os, &steps)
      return
    }
    if stops.contains(address), stopped == nil { stopped = SystemRun.Progress(memory) }
    if let claim = image.claims[address] {
      let parts = claim.split(separator: ":", maxSplits: 1)
      let isLabelled = claim.hasPrefix("fig.") && parts.count == 2
      let text = isLabelled ? String(parts[1].dropFirst()) : claim
      begin(isLabelled ? String(parts[0]) : nil, text, time, memory)
    }
    if isPacketCopy(processor), !steps.isEmpty { steps[current].cost.copies += 1 }
  }

  /// REP MOVSB of more bytes than any register has.
  private func isPacketCopy(_ processor: Processor) -> Bool {
    image.copies.contains(address) && (processor[.ecx].known ?? 0) >= 14
  }

  // MARK: Steps

  private func begin(_ label: String?, _ text: String, _ time: UInt64, _ memory: PhysicalMemory) {
    end(memory, time)
    current = steps.count
    steps.append(SystemRun.Step(time: time, label: label, text: text))
    began = memory
    model.begin(label, text)
  }

  private func end(_ memory: PhysicalMemory, _ time: UInt64) {
    guard let began else { return }
    steps[current].instructions = time - steps[current].time
    steps[current].details += WatchedPlace.changes(from: began, to: memory)
    steps[current].differences += model.end(memory)
  }

  // MARK: The card

  private func look(at card: RTL8139?, _ memory: PhysicalMemory, _ time: UInt64) {
    guard let card, card.events.count > seen else { return }
    for (_, event) in card.events[seen...] { note(event, memory, time) }
    seen = card.events.count
  }

  private func note(_ event: RTL8139.Event, _ memory: PhysicalMemory, _ time: UInt64) {
    guard !steps.isEmpty else { return }
    switch event {
    case .read(let offset, _, let value):
      steps[current].cost.accesses += 1
      steps[current].details.append("in   \(RegisterName.text(offset)) → \(hex(value))")
    case .written(let offset, _, let value):
      steps[current].cost.accesses += 1
      steps[current].details.append("out  \(RegisterName.text(offset)) ← \(hex(value))")
    case .fetched(let slot, let address, let frame):
      let label = slot == 0 ? "fig.8 b-1" : "fig.6 b-1"
      card(label, "the engine copies slot \(slot)'s buffer to the FIFO", event, memory, time) {
        $0.details.append("\(frame.count) bytes from \(hex(address))")
        $0.cost.copies += 1
        $0.continues = slot == 0
      }
    case .sent(let frame):
      sent.append(frame)
      card("fig.6 b-2", "the engine sends from the FIFO", event, memory, time) {
        $0.details += Dump.lines("wire", frame)
      }
    case .arrived(let frame):
      card("fig.7 b-1", "a frame arrives from the network", event, memory, time) {
        $0.details += Dump.lines("wire", frame)
      }
    case .dropped(let frame, let reason):
      card(nil, "the card drops a frame: \(reason)", event, memory, time) {
        $0.details += Dump.lines("wire", frame)
      }
    case .stored(let address, let frame):
      card("fig.7 b-2", "the engine copies a frame to OS2's buffer", event, memory, time) {
        $0.details.append("\(frame.count) bytes to \(hex(address))")
        $0.cost.copies += 1
      }
    }
  }

  /// A step of the card's own, which does not end that of the processor.
  private func card(
    _ label: String?, _ text: String, _ event: RTL8139.Event, _ memory: PhysicalMemory,
    _ time: UInt64, _ body: (inout SystemRun.Step) -> Void
  ) {
    var step = SystemRun.Step(time: time, label: label, text: text)
    body(&step)
    step.differences = model.card(event, memory)
    steps.append(step)
  }

  // MARK: The end

  func finish(_ machine: Machine) {
    look(at: machine.card as? RTL8139, machine.processor.memory, machine.time)
    end(machine.processor.memory, machine.time)
  }
}

/// Which step a switch is a cost of: a command of OS1's has a switch to OS2 and one back, and so has
/// an interrupt that the pseudo-NIC gives OS1 while it runs.
struct SwitchCounter {
  /// Switches carried through.
  private(set) var count = 0
  /// The vector of the last external interrupt or exception.
  var delivered: UInt8?
  /// The step of OS1's whose command is being carried out.
  private var command: Int?
  private var isCommand = false
  private var wasInterrupted = false
  private var line: UInt8 = 0

  /// - Returns: what is to be said of it
  mutating func begin(from os: OS, line: UInt8, command step: Int) -> String {
    self.line = line
    let isExternal = delivered == Layout.firstVector + line
    delivered = nil
    isCommand = os == .os1 && !isExternal
    if isCommand { command = step }
    if os == .os1, isExternal { (command, wasInterrupted) = (nil, true) }
    let how = isExternal ? "by line \(line)" : "by INT, line \(line)"
    return "switch \(os.title) → \(os.other.title), \(how)"
  }

  mutating func end(to os: OS, _ steps: inout [SystemRun.Step]) {
    count += 1
    if os == .os2 {
      if isCommand, let command { steps[command].cost.switches += 1 }
      return
    }
    if let command {
      steps[command].cost.switches += 1
    } else if line == SystemDesign.interruptLine,
      let step = steps.lastIndex(where: { $0.label == "fig.8 c-3" })
    {
      steps[step].cost.switches += wasInterrupted ? 2 : 1
    }
    (command, wasInterrupted) = (nil, false)
  }
}
