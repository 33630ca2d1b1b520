import Logic

@testable import Processor

/// One instruction at level 0 of ``Machine``, assembled once and run from many states.
struct SingleInstruction {
  private let start: Processor

  init(_ line: I, generation: Generation = .pentiumIII) throws {
    var cpu = Machine.start(generation: generation, paging: false)
    Machine.load(&cpu, try Program(at: Machine.code) { line }.assembled().bytes)
    cpu.deliversFaults = false
    start = cpu
  }

  /// The state after the instruction, which must complete or fault.
  func run(
    _ registers: [Register: UInt32] = [:], flags: Set<Flag> = [],
    memory: [UInt32: UInt32] = [:], _ change: (inout Processor) -> Void = { _ in }
  ) -> After {
    var cpu = start
    for (register, value) in registers { cpu[register] = Bits(UInt64(value)) }
    for flag in flags { cpu.eflags[flag] = true }
    for (address, value) in memory { cpu.memory[address] = Bits<32>(UInt64(value)) }
    change(&cpu)
    let outcome = cpu.step()
    return After(cpu: cpu, outcome: outcome)
  }

  struct After {
    let cpu: Processor
    let outcome: Outcome

    subscript(register: Register) -> UInt32 { UInt32(cpu[register].known!) }
    subscript(flag: Flag) -> Bool { cpu.eflags[flag].known! }
    /// The word at a physical address.
    subscript(address: UInt32) -> UInt32 { UInt32((cpu.memory[address] as Bits<32>).known!) }

    /// The flags of those given that are set.
    func flags(of flags: Set<Flag>) -> Set<Flag> { flags.filter { self[$0] } }

    /// The exception that was raised.
    var fault: Vector? { if case .fault(let fault) = outcome { fault.vector } else { nil } }
    var isCompleted: Bool { if case .completed = outcome { true } else { false } }
  }
}

/// AL, AX or EAX, and the like, by number.
func register(_ number: UInt8, bits: Int) -> AssemblerOperand {
  .register(number, bits: UInt8(bits))
}

/// Words of so many bits: edges and random ones.
func samples(bits: Int, seed: UInt64, count: Int = 6) -> [UInt32] {
  let mask = UInt32(truncatingIfNeeded: (UInt64(1) << UInt64(bits)) - 1)
  let high = UInt32(1) << UInt32(bits - 1)
  var generator = Generator(seed: seed)
  let random = (0..<count).map { _ in UInt32(truncatingIfNeeded: generator.next()) & mask }
  return [0, 1, 2, high - 1, high, high + 1, mask - 1, mask] + random
}
