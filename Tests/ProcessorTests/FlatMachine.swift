import Logic
import Testing

@testable import Processor

/// A processor in protected mode with flat segments, to try single instructions on.
///
/// Code is at 1000h; physical memory has 64 KiB.
struct FlatMachine {
  var cpu: Processor

  init(_ generation: Generation = .pentiumIII, cpl: UInt64 = 0) {
    cpu = Processor(generation, memory: PhysicalMemory(frames: 16))
    cpu.deliversFaults = false
    cpu.cr0 = 0x31
    cpu.cpl = Bits(cpl)
    for segment in Segment.allCases {
      let selector: Bits<16> = Bits((segment == .cs ? 8 : 16) | cpl)
      cpu[segment] = SegmentRegister(
        selector: selector, base: 0, limit: 0xFFFF_FFFF,
        rights: Bits((segment == .cs ? 0xC09B : 0xC093) | cpl << 5))
    }
    cpu.eip = 0x1000
    cpu[.esp] = 0x8000
  }

  /// The same in real-address mode.
  static func real(_ generation: Generation = .pentiumIII) -> FlatMachine {
    var machine = FlatMachine(generation)
    machine.cpu.cr0 = 0x30
    for segment in Segment.allCases {
      machine.cpu[segment] = SegmentRegister(selector: 0, base: 0, limit: 0xFFFF, rights: 0x93)
    }
    return machine
  }

  /// Puts lines at EIP and carries out one step.
  mutating func step(@Program.Builder _ lines: () -> [I]) throws -> Outcome {
    let isBig = try #require(cpu[.cs].isBig.known as Bool?)
    let eip = UInt32(try #require(cpu.eip.known))
    let program = Program(at: eip) {
      I.bits(isBig ? 32 : 16)
      lines()
    }
    cpu.memory.load(try program.assembled().bytes, at: eip)
    return cpu.step()
  }

  /// Carries out the bytes of one instruction at EIP.
  mutating func step(bytes: [UInt8]) -> Outcome {
    cpu.memory.load(bytes, at: UInt32(cpu.eip.known!))
    return cpu.step()
  }

  subscript(register: Register) -> UInt64 {
    get { cpu[register].known! }
    set { cpu[register] = Bits(newValue) }
  }

  var flags: UInt64 {
    get { cpu.eflags.bits.known! }
    set { cpu.eflags.bits = Bits(newValue) }
  }

  func dword(_ address: UInt32) -> UInt64 { (cpu.memory[address] as Bits<32>).known! }
  func word(_ address: UInt32) -> UInt64 { (cpu.memory[address] as Bits<16>).known! }
  func byte(_ address: UInt32) -> UInt64 { (cpu.memory[address] as Bits<8>).known! }
  mutating func setDword(_ address: UInt32, _ value: UInt64) {
    cpu.memory[address] = Bits<32>(value)
  }
}

extension Outcome {
  /// The vector of the exception that the step met.
  var fault: Vector? {
    if case .fault(let fault) = self { fault.vector } else { nil }
  }

  /// The error code of the exception that the step met.
  var faultCode: UInt64? {
    if case .fault(let fault) = self { fault.code?.known } else { nil }
  }

  var isCompleted: Bool {
    if case .completed = self { true } else { false }
  }

  var isUnknownInstruction: Bool {
    if case .unknownInstruction = self { true } else { false }
  }
}
