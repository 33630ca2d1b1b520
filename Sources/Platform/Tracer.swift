import Logic
import Processor

/// Writes a line an instruction: its number as a schedule counts, its linear address, what it is, and
/// what it changed.
///
/// ```
///       128 000f005c  hlt                            ; activity=halted
///       529 000f005d  -- vector 0x20                 ; esp=00006ffa [00006ff8]=005d0000
/// ```
/// EIP and the time stamp counter, which change with each instruction, are left out.
final class Tracer: Observer {
  private let log: (String) -> Void
  private let names: [LeafName]
  private var instruction = ""
  private var time: UInt64 = 0
  private var address: UInt32 = 0
  private var previous: Processor?

  init(log: @escaping (String) -> Void) {
    self.log = log
    let shape = Processor(.pentiumIII, memory: PhysicalMemory(frames: 1))
    names = ProcessorRecord(shape).names("")
  }

  func before(_ processor: Processor, _ time: UInt64) {
    previous = processor
    self.time = time
    address = processor.linearAddress
    instruction = processor.nextInstructionText
  }

  func after(_ processor: Processor, _ outcome: Outcome, _ time: UInt64) {
    guard let before = previous else { return }
    previous = nil
    let event = eventBefore(before, processor)
    guard let text = text(outcome, isExternal: time == self.time, event) else { return }
    let number = String(self.time + 1)
    let head = String(repeating: " ", count: max(0, 10 - number.count)) + number
    let changes = registers(before, processor) + memory(before, processor)
    let line = "\(head) \(digits(address))  \(text)"
    let gap = String(repeating: " ", count: max(0, 30 - text.count))
    log(changes.isEmpty ? line : "\(line)\(gap) ; \(changes.joined(separator: " "))")
  }

  private func text(_ outcome: Outcome, isExternal: Bool, _ event: String?) -> String? {
    switch outcome {
    case .completed: instruction
    case .delivered(let vector) where isExternal: "-- vector \(hex(vector, digits: 2))"
    case .delivered(let vector): "\(instruction) -> vector \(hex(vector, digits: 2))"
    case .shutdown: "\(event.map { "-- \($0)" } ?? instruction) -> shutdown"
    case .halted, .fault, .unknownInstruction, .unresolved: nil
    }
  }

  /// What came between two instructions, if that is what this step was.
  private func eventBefore(_ old: Processor, _ new: Processor) -> String? {
    if old.debugHits.known != 0, old.shadow != .movSS { return "debug exception" }
    if old.nmiPending, !new.nmiPending { return "NMI" }
    let isAcknowledged = (new.ports as? TimedDevices)?.clock.acknowledged == true
    return isAcknowledged ? "interrupt" : nil
  }

  private func registers(_ old: Processor, _ new: Processor) -> [String] {
    let (before, after) = (ProcessorRecord(old).leaves, ProcessorRecord(new).leaves)
    return names.indices.compactMap { index in
      let (name, a, b) = (names[index], before[index].known, after[index].known)
      if a == b || name.path == "eip" || name.path == "tsc" { return nil }
      let text = after[index].text(name)
      return "\(name.path)=\(text.hasPrefix("0x") ? String(text.dropFirst(2)) : text)"
    }
  }

  private func memory(_ old: Processor, _ new: Processor) -> [String] {
    new.memory.differences(from: old.memory).map {
      "[\(digits($0.address))]=\($0.after.known.map { digits($0) } ?? "?")"
    }
  }

  private func digits(_ number: some BinaryInteger) -> String {
    String(hex(number, digits: 8).dropFirst(2))
  }
}
