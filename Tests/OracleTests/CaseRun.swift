import Logic

@testable import Processor

/// Carries out cases on our processor.
struct CaseRun {
  private let memory: PhysicalMemory

  init(image: [UInt8]) {
    var memory = PhysicalMemory(frames: image.count / 4096)
    memory.load(image, at: 0)
    self.memory = memory
  }

  /// One instruction, with all iterations of a repeated one, or one exception and its delivery.
  func result(_ item: Case) -> CaseResult {
    var start = memory
    for patch in item.patches { start.load(patch.bytes, at: patch.address) }
    var cpu = Processor(.pentiumIII, memory: start)
    item.state.apply(to: &cpu)
    var result = CaseResult()
    for _ in 0..<100_000 {
      let before = cpu.eip
      let outcome = cpu.step()
      if !outcome.isCompleted || !item.form.isString || cpu.eip.known != before.known {
        result.record(outcome)
        break
      }
    }
    if cpu.activity == .halted { result.ending = .halted }
    result.state = CaseState(cpu)
    result.changes = cpu.memory.differences(from: start)
    return result
  }
}

extension Outcome {
  var isCompleted: Bool { if case .completed = self { true } else { false } }
}

extension CaseResult {
  fileprivate mutating func record(_ outcome: Outcome) {
    switch outcome {
    case .completed: ending = .completed
    case .delivered(let vector):
      ending = .exception
      exceptions = [Exception(vector: vector, code: 0)]
    case .halted: ending = .halted
    case .shutdown: ending = .shutdown
    default: ending = .unknown
    }
  }
}

extension PhysicalMemory {
  /// The bytes that differ from another memory of the same size, which shares unchanged pages.
  fileprivate func differences(from other: PhysicalMemory) -> [UInt32: UInt8] {
    var differences: [UInt32: UInt8] = [:]
    for frame in ram.indices where ram[frame] !== other.ram[frame] {
      let (new, old) = (ram[frame].bytes, other.ram[frame].bytes)
      for offset in 0..<4096 {
        let byte = new.load(fromByteOffset: offset, as: UInt8.self)
        if byte != old.load(fromByteOffset: offset, as: UInt8.self) {
          differences[UInt32(frame << 12 + offset)] = byte
        }
      }
    }
    return differences
  }
}
