import Logic
import Testing

@testable import Processor

/// One exception of one instruction: what is run, in what state, and what the SDM says comes of it.
struct ExceptionRow: Sendable, CustomTestStringConvertible {
  let line: I
  /// Why, in a few words.
  let reason: String
  let vector: Vector
  let code: UInt64?
  /// Where the SDM says it.
  let section: String
  let level: UInt8
  let generation: Generation
  let setUp: @Sendable (inout Processor) -> Void

  init(
    _ line: I, _ reason: String, _ vector: Vector, _ code: UInt64?, _ section: String,
    level: UInt8 = 0, generation: Generation = .pentiumIII,
    setUp: @escaping @Sendable (inout Processor) -> Void = { _ in }
  ) {
    self.line = line
    self.reason = reason
    self.vector = vector
    self.code = code
    self.section = section
    self.level = level
    self.generation = generation
    self.setUp = setUp
  }

  /// An exception without an error code.
  init(
    _ line: I, _ reason: String, _ vector: Vector, _ section: String, level: UInt8 = 0,
    generation: Generation = .pentiumIII,
    setUp: @escaping @Sendable (inout Processor) -> Void = { _ in }
  ) {
    self.init(
      line, reason, vector, nil, section, level: level, generation: generation, setUp: setUp)
  }

  var testDescription: String {
    let bytes = (try? Program(at: Machine.code) { line }.assembled().bytes) ?? []
    let text = Instruction.decoded(bytes, generation)?.instruction.text() ?? "\(bytes)"
    return "\(text): \(reason) is \(vector) (\(section))"
  }

  /// Checks the fault, and that no register changed but CR2 and DR6.
  func check() throws {
    var cpu = Machine.start(level, generation: generation)
    cpu.deliversFaults = false
    Machine.load(&cpu, try Program(at: Machine.code) { line }.assembled().bytes)
    setUp(&cpu)
    let before = cpu
    guard case .fault(let fault) = cpu.step() else {
      Issue.record("no exception")
      return
    }
    #expect(fault.vector == vector)
    #expect(fault.code?.known == code)
    cpu.cr2 = before.cr2
    cpu.debug.dr6 = before.debug.dr6
    let isSame = cpu.isEqual(to: before).known
    #expect(isSame == true, "the instruction can start again")
  }
}

extension Processor {
  /// Puts a descriptor into entry `index` of the GDT: its selector is `8 * index`.
  mutating func setEntry(
    _ index: UInt32, type: UInt32, base: UInt32 = 0, limit: UInt32 = 0xFFFFF, flags: UInt32 = 0xC
  ) {
    let (low, high) = Machine.descriptor(base: base, limit: limit, type: type, flags: flags)
    memory[Machine.gdt + 8 * index] = Bits<32>(UInt64(low))
    memory[Machine.gdt + 8 * index + 4] = Bits<32>(UInt64(high))
  }

  /// Puts a gate into entry `index` of the GDT.
  mutating func setGate(
    _ index: UInt32, type: UInt32, selector: UInt32, offset: UInt32 = Machine.code,
    count: UInt32 = 0
  ) {
    memory[Machine.gdt + 8 * index] = Bits<32>(UInt64(selector << 16 | offset & 0xFFFF))
    let high = offset & 0xFFFF_0000 | type << 8 | count
    memory[Machine.gdt + 8 * index + 4] = Bits<32>(UInt64(high))
  }

  /// Puts words on the stack, the first on top.
  mutating func setStack(_ words: UInt32...) {
    let top = UInt32(self[.esp].known!) - UInt32(4 * words.count)
    for (index, word) in words.enumerated() {
      memory[top + UInt32(4 * index)] = Bits<32>(UInt64(word))
    }
    self[.esp] = Bits(UInt64(top))
  }

  /// Makes a page not present.
  mutating func unmap(_ address: UInt32) {
    memory[Machine.table + (address >> 12) * 4] = 0 as Bits<32>
  }
}
