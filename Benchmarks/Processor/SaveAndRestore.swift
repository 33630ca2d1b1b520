import Logic
import Processor

/// A context save and restore of 89 instructions on a state whose data is unknown.
enum SaveAndRestore {
  static let save = 0x6000
  static let program = Program(at: 0x1000) {
    I.pushf()
    I.cli()
    I.mov([at(save)], eax)
    for (index, register) in registers.enumerated() { I.mov([at(save + 4 + 4 * index)], register) }
    for index in 0..<4 {
      I.mov(eax, dr(UInt8(index)))
      I.mov([at(save + 0x40 + 4 * index)], eax)
    }
    for (index, control) in [cr0, cr2, cr3, cr4].enumerated() {
      I.mov(eax, control)
      I.mov([at(save + 0x50 + 4 * index)], eax)
    }
    for (index, segment) in [ds, es, fs, gs].enumerated() {
      I.mov(word([at(save + 0x60 + 4 * index)]), segment)
    }
    I.sgdt([at(save + 0x80)])
    I.sidt([at(save + 0x88)])
    I.sldt(word([at(save + 0x90)]))
    I.str(word([at(save + 0x94)]))
    for index in 0..<3 {
      I.mov(ecx, 0x174 + index)
      I.rdmsr()
      I.mov([at(save + 0xA0 + 4 * index)], eax)
    }
    I.fxsave([at(save + 0x200)])
    I.pop(dword([at(save + 0x98)]))
    // What the other system leaves in the registers.
    for register in registers { I.xor(register, register) }
    I.fxrstor([at(save + 0x200)])
    for index in 0..<3 {
      I.mov(ecx, 0x174 + index)
      I.mov(eax, [at(save + 0xA0 + 4 * index)])
      I.wrmsr()
    }
    I.lgdt([at(save + 0x80)])
    I.lidt([at(save + 0x88)])
    I.lldt(word([at(save + 0x90)]))
    for (index, segment) in [ds, es, fs, gs].enumerated() {
      I.mov(segment, word([at(save + 0x60 + 4 * index)]))
    }
    for (index, control) in [cr3, cr2].enumerated() {
      I.mov(eax, [at(save + (index == 0 ? 0x58 : 0x54))])
      I.mov(control, eax)
    }
    for index in 0..<4 {
      I.mov(eax, [at(save + 0x40 + 4 * index)])
      I.mov(dr(UInt8(index)), eax)
    }
    for (index, register) in registers.enumerated() { I.mov(register, [at(save + 4 + 4 * index)]) }
    I.mov(eax, [at(save)])
    I.push(dword([at(save + 0x98)]))
    I.popf()
    I.hlt()
  }
  private static let registers = [ecx, edx, ebx, ebp, esi, edi]

  static func start(_ known: Processor) throws -> Processor {
    var cpu = known
    cpu.memory.load(try program.assembled().bytes, at: 0x1000)
    for register in Register.allCases where register != .esp {
      cpu[register] = .variable("\(register)")
    }
    cpu[.esp] = 0x7FF0
    for flag in [Flag.cf, .pf, .af, .zf, .sf, .of, .df] { cpu.eflags[flag] = .variable("\(flag)") }
    cpu.cr2 = .variable("cr2")
    cpu.debug.dr0 = .variable("dr0")
    cpu.debug.dr1 = .variable("dr1")
    cpu.debug.dr2 = .variable("dr2")
    cpu.debug.dr3 = .variable("dr3")
    cpu.gdtr = TableRegister(base: 0x5000, limit: 0x7F)
    let flatCode: [UInt64] = [0xFFFF, 0xCF_9B00, 0xFFFF, 0xCF_9300]
    for (index, word) in flatCode.enumerated() {
      cpu.memory[0x5008 + UInt32(4 * index)] = Bits<32>(word)
    }
    for segment in [Segment.ds, .es, .ss, .fs, .gs] { cpu[segment].selector = 0x10 }
    return cpu
  }

  static func measure(_ known: Processor) throws {
    let start = try start(known)
    var paths: [Path] = []
    let times = (0..<20).map { _ in
      let before = processorSeconds()
      paths = SymbolicRun(limit: 1000).paths(from: start)
      return processorSeconds() - before
    }.sorted()
    show(
      "\(program.lines.count) instructions, symbolic, \(paths.count) path", times[10] * 1000,
      "ms (target 20)")
    for path in paths {
      let kept = Register.allCases.filter { (path.state[$0] == start[$0]).known == true }
      print("  ends \(path.end!), and keeps \(kept.map { "\($0)" }.joined(separator: " "))")
    }
  }
}
