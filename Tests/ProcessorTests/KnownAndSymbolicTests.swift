import Logic
import Testing

@testable import Processor

@Suite("A symbolic run, evaluated, gives what the known run gives")
struct KnownAndSymbolicTests {
  @Test(arguments: InstructionTable.forms.indices)
  func everyForm(row: Int) throws {
    var generator = Generator(seed: UInt64(row) + 1)
    let instances = Instances.all(row: UInt16(row)).filter { $0.addressSize == 32 }
    for size in [8, 16, 32] as [UInt8] {
      // A few of each size; the operands' values are those of the round trip.
      let some = instances.filter { $0.operandSize == size }.shuffled(using: &generator).prefix(3)
      for instruction in some {
        try compare(instruction, generator.next() % 2 == 0 ? 0 : 3, &generator)
      }
    }
  }

  private func compare(
    _ instruction: Instruction, _ level: UInt8, _ generator: inout Generator
  ) throws {
    let start = Self.start(instruction, level)
    let run = SymbolicRun(limit: 1)
    let paths = run.paths(from: start)
    for _ in 0..<3 {
      var evaluation = Evaluation(Self.assignment(start, &generator))
      let taken = paths.filter { evaluation.holds($0.condition) }
      let note = "\(instruction.text()) at level \(level)"
      #expect(taken.count == 1, "\(note): \(taken.count) of \(paths.count) paths")
      guard let path = taken.first else { continue }
      if case .unresolved = path.end { continue }
      var known = Self.known(start, &evaluation)
      known.deliversFaults = false
      let outcome = known.step()
      let isSame = Self.isSame(outcome, path.end, &evaluation)
      #expect(isSame, "\(note): \(outcome), \(path.end!)")
      let state = Self.known(path.state, &evaluation)
      let differing = zip(known.names(""), zip(known.leaves, state.leaves)).filter {
        $1.0.known != $1.1.known
      }
      #expect(differing.isEmpty, "\(note): \(differing.map(\.0.path))")
      #expect(Self.hasSameMemory(known, state), "\(note): memory")
    }
  }

  /// The instruction at CS:EIP, what it addresses with known, everything else unknown.
  private static func start(_ instruction: Instruction, _ level: UInt8) -> Processor {
    var cpu = Machine.start(level)
    Machine.load(&cpu, instruction.encoded())
    for register in Register.allCases { cpu[register] = .variable("\(register)") }
    cpu[.esp] = Bits(UInt64(Machine.stack + 0x800))
    cpu[.esi] = Bits(UInt64(Machine.data + 0x100))
    cpu[.edi] = Bits(UInt64(Machine.data + 0x200))
    for index in 0..<3 {
      guard case .memory(let address) = instruction[index] else { continue }
      for register in [address.base, address.index].compactMap({ $0 }) where register != .esp {
        cpu[register] = Bits(UInt64(Machine.data + 0x100))
      }
    }
    for flag in [Flag.cf, .pf, .af, .zf, .sf, .of, .df, .nt, .ac, .id] {
      cpu.eflags[flag] = .variable("\(flag)")
    }
    cpu.cr2 = .variable("cr2")
    cpu.tsc = .variable("tsc")
    cpu.memory.makeUnknown(Machine.stack + 0x7C0..<Machine.stack + 0x880, "stack")
    cpu.memory.makeUnknown(Machine.data..<Machine.data + 0x300, "data")
    return cpu
  }

  private static func assignment(
    _ start: Processor, _ generator: inout Generator
  ) -> [String: Constant] {
    var assignment: [String: Constant] = [:]
    var terms = start.leaves.map(\.term)
    for frame in [Machine.stack >> 12, Machine.data >> 12] {
      let page = start.memory.page(frame)
      for index in 0..<1024 where page.word(index).known == nil {
        terms.append(page.word(index).asTerm)
      }
    }
    for term in terms where term.op == .variable {
      assignment[term.name] = .word(generator.word() & term.sort.mask)
    }
    return assignment
  }

  /// The state with every register and word of memory evaluated.
  private static func known(_ state: Processor, _ evaluation: inout Evaluation) -> Processor {
    var known = evaluation.known(state)
    for frame in known.memory.ram.indices {
      let page = known.memory.page(UInt32(frame))
      if page.isKnown { continue }
      for index in 0..<1024 {
        if page.word(index).known != nil { continue }
        let value: Bits<32> = evaluation.known(page.word(index))
        known.memory[UInt32(frame) << 12 | UInt32(4 * index)] = value
      }
    }
    return known
  }

  private static func isSame(
    _ outcome: Outcome, _ end: Path.End?, _ evaluation: inout Evaluation
  ) -> Bool {
    switch (outcome, end) {
    case (.completed, .limit), (.completed, .unresolved),
      (.unknownInstruction, .unknownInstruction):
      return true
    case (.halted, .halted), (.shutdown, .shutdown): return true
    case (.fault(let a), .fault(let b)):
      let code = b.code.map { evaluation.known($0) }
      return a.vector == b.vector && a.code?.known == code?.known
    default: return false
    }
  }

  private static func hasSameMemory(_ a: Processor, _ b: Processor) -> Bool {
    a.memory.ram.indices.allSatisfy { frame in
      let (a, b) = (a.memory.page(UInt32(frame)), b.memory.page(UInt32(frame)))
      return a === b || (0..<1024).allSatisfy { a.word($0).known == b.word($0).known }
    }
  }
}

/// Random numbers from a seed (SplitMix64, Steele, Lea and Flood 2014), some of them small or edges.
struct Generator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }

  mutating func word() -> UInt64 {
    switch next() % 4 {
    case 0: [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF, 0x8000, 0x80][Int(next() % 8)]
    case 1: next() % 64
    default: next()
    }
  }
}
