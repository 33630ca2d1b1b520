import Logic
import Testing

@testable import Processor

/// A symbolic step, its terms evaluated at a random state, gives what the known step gives there.
@Suite("Known and symbolic steps agree: strings, frames, decimal adjusts, ports, state")
struct FamilySymbolicTests {
  static let families: [[Form]] = [
    InstructionTable.strings, InstructionTable.decimalAdjust, InstructionTable.frames,
    InstructionTable.ports, InstructionTable.identification, InstructionTable.floatingPoint,
  ]

  static let rows: [UInt16] = families.joined().filter { $0.mnemonic != "esc" }.map { form in
    UInt16(
      InstructionTable.forms.firstIndex {
        $0.encoding == form.encoding && $0.mnemonic == form.mnemonic
      }!)
  }

  @Test(arguments: rows)
  func everyForm(_ row: UInt16) throws {
    for instruction in Self.instances(row) {
      for seed in 0..<2 as Range<UInt64> {
        try agree(instruction, Source(seed: seed &* 0x9E37_79B9 &+ UInt64(row)))
      }
    }
  }

  /// The instances of a row with every memory operand at DS:EBX.
  private static func instances(_ row: UInt16) -> Set<Instruction> {
    Set(
      Instances.all(row: row).map { instruction in
        var copy = instruction
        for index in 0..<3 {
          if case .memory = copy[index] { copy[index] = .memory(Address(base: .ebx)) }
        }
        return copy
      })
  }

  private func agree(_ instruction: Instruction, _ source: Source) throws {
    var numbers = source
    var known = numbers.processor(instruction)
    var variables = numbers
    variables.isSymbolic = true
    let symbolic = variables.processor(instruction)
    let assignment = numbers.assignment
    let run = SymbolicRun(
      limit: 1,
      isFeasible: { conditions in
        var evaluation = Evaluation(assignment)
        return conditions.allSatisfy { evaluation.holds($0) }
      })
    let paths = run.paths(from: symbolic)
    known.deliversFaults = false
    let outcome = known.step()
    try #require(paths.count == 1, "\(instruction.text())")
    let text = "\(instruction.text()) \(outcome) \(String(describing: paths[0].end))"
    switch paths[0].end {
    case .fault(let fault)?: #expect(outcome.fault == fault.vector, "\(text)")
    case .limit?: #expect(outcome.isCompleted, "\(text)")
    default: Issue.record("\(text)")
    }
    compare(paths[0].state, known, assignment, text)
  }

  private func compare(
    _ symbolic: Processor, _ known: Processor, _ assignment: [String: Constant], _ text: String
  ) {
    var evaluation = Evaluation(assignment)
    for register in Register.allCases {
      #expect(
        evaluation.known(symbolic[register]).known == known[register].known, "\(text) \(register)")
    }
    #expect(evaluation.known(symbolic.eip).known == known.eip.known, "\(text) EIP")
    let flags = evaluation.known(symbolic.eflags.bits).known
    #expect(flags == known.eflags.bits.known, "\(text) EFLAGS")
    let (a, b) = (evaluation.known(symbolic.floatingPoint), known.floatingPoint)
    for (name, pair) in zip(b.names(""), zip(a.leaves, b.leaves)) {
      #expect(pair.0.known == pair.1.known, "\(text) \(name.path)")
    }
    #expect(evaluation.known(symbolic.sysenter.cs).known == known.sysenter.cs.known, "\(text)")
    for address in Source.area {
      let word: Bits<32> = symbolic.memory[address]
      let expected: Bits<32> = known.memory[address]
      #expect(evaluation.known(word).known == expected.known, "\(text) [\(address)]")
    }
  }
}

/// Makes the same random state twice: of numbers, and of variables that stand for them.
private struct Source {
  var isSymbolic = false
  private(set) var assignment: [String: Constant] = [:]
  private var random: UInt64

  init(seed: UInt64) { random = seed }

  /// Words that may change: operands, the destination of strings, the stack.
  static let area: [UInt32] = [(0x4000, 0x4240), (0x5000, 0x5010), (0x7F00, 0x8040)].flatMap {
    Array(stride(from: $0.0, to: $0.1, by: 4)) as [UInt32]
  }

  private mutating func word<let n: Int>(_ name: String, mask: UInt64 = .max) -> Bits<n> {
    if isSymbolic { return .variable(name) }
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    // Small numbers now and then, so that conditions go both ways.
    let spread = random >> 60 < 6 ? random >> 20 & 3 : (random >> 11) ^ (random << 40)
    let value = Bits<n>(truncating: spread & mask)
    assignment[name] = .word(value.known!)
    return value
  }

  mutating func processor(_ instruction: Instruction) -> Processor {
    var cpu = FlatMachine().cpu
    cpu.cr4 = 0x200
    let isPort = instruction.form.operands.contains(.dx) || instruction.form.encoding.hasPrefix("6")
    for register in [Register.eax, .ecx, .edx] where register != .edx || !isPort {
      cpu[register] = word("\(register)")
    }
    (cpu[.ebx], cpu[.ebp], cpu[.esi], cpu[.edi]) = (0x4000, 0x7FF0, 0x4000, 0x5004)
    for flag in [Flag.cf, .pf, .af, .zf, .sf, .df, .of] {
      let bit: Bits<1> = word("\(flag)")
      cpu.eflags[flag] = bit == 1
    }
    for address in Self.area {
      // MXCSR in FXSAVE's image and as an operand: mostly valid.
      let mask: UInt64 = address == 0x4000 || address == 0x4018 ? 0x1_FFBF : .max
      cpu.memory[address] = word("m\(address)", mask: mask) as Bits<32>
    }
    cpu.floatingPoint.status = word("status", mask: 0x7F7F)
    cpu.floatingPoint.control = word("control")
    cpu.floatingPoint.tag = word("tag")
    for index in 0..<8 {
      cpu.floatingPoint.significands[index] = word("st\(index)")
      cpu.floatingPoint.exponents[index] = word("exponent\(index)")
      cpu.floatingPoint.xmm[index] = word("xmm\(index)")
    }
    cpu.sysenter.cs = word("sysenter")
    cpu.memory.load(instruction.encoded(), at: 0x1000)
    return cpu
  }
}
