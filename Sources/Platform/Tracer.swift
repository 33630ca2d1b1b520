import Logic
import Processor

/// Writes a line an instruction: its time, its linear address, what it is, and what it changed.
///
/// ```
///        12 000f005c  hlt                           ; activity=halted
///        13 ffffffff  -- vector 20h                 ; esp=00006ffa [00006ff8]=f0000061
/// ```
/// EIP and the time stamp counter, which change with each instruction, are left out.
final class Tracer: Observer {
  private let log: (String) -> Void
  private let names: [String]
  private var instruction = ""
  private var time: UInt64 = 0
  private var address: UInt32 = 0
  private var previous: Processor?

  init(log: @escaping (String) -> Void) {
    self.log = log
    let shape = Processor(.pentiumIII, memory: PhysicalMemory(frames: 1))
    names = ProcessorRecord(shape).names("").map(\.path)
  }

  func before(_ processor: Processor, _ time: UInt64) {
    previous = processor
    self.time = time
    address = processor.linearAddress
    instruction = processor.nextInstructionText
  }

  func after(_ processor: Processor, _ outcome: Outcome) {
    guard let before = previous else { return }
    previous = nil
    guard let text = text(outcome) else { return }
    let number = String(time)
    let head = String(repeating: " ", count: max(0, 10 - number.count)) + number
    let changes = registers(before, processor) + memory(before, processor)
    let body = text + String(repeating: " ", count: max(0, 30 - text.count))
    let line = "\(head) \(digits(address))  \(body)"
    log(changes.isEmpty ? line : "\(line) ; \(changes.joined(separator: " "))")
  }

  private func text(_ outcome: Outcome) -> String? {
    switch outcome {
    case .completed: instruction
    case .delivered(let vector): "\(instruction) -> vector \(hex(vector, digits: 2))"
    case .shutdown: "\(instruction) -> shutdown"
    case .halted, .unknownInstruction, .unresolved: nil
    }
  }

  private func registers(_ old: Processor, _ new: Processor) -> [String] {
    let (before, after) = (ProcessorRecord(old).leaves, ProcessorRecord(new).leaves)
    return names.indices.compactMap { index in
      let (a, b) = (before[index].known, after[index].known)
      if a == b || names[index] == "eip" || names[index] == "tsc" { return nil }
      return "\(names[index])=\(b.map { digits($0.word, after[index].sort.width) } ?? "?")"
    }
  }

  private func memory(_ old: Processor, _ new: Processor) -> [String] {
    new.memory.differences(from: old.memory).map {
      "[\(digits($0.address))]=\($0.after.known.map { digits($0) } ?? "?")"
    }
  }

  /// The number in as many hexadecimal digits as its width has.
  private func digits(_ number: some BinaryInteger, _ width: Int = 32) -> String {
    String(hex(number, digits: (width + 3) / 4).dropFirst(2))
  }
}
