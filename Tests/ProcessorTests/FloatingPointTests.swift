import Logic
import Testing

@testable import Processor

@Suite("x87 and SSE state")
struct FloatingPointTests {
  // MARK: #NM and #UD

  /// Which of EM, MP, TS and OSFXSR an instruction looks at, by the SDM's page of the instruction.
  enum Kind: Sendable {
    /// #NM by EM or TS.
    case x87
    /// #NM by MP and TS both (SDM 2C WAIT).
    case wait
    /// #UD by EM or without OSFXSR, then #NM by TS.
    case sse

    func fault(em: Bool, mp: Bool, ts: Bool, fxsr: Bool) -> Vector? {
      switch self {
      case .x87: em || ts ? .deviceNotAvailable : nil
      case .wait: mp && ts ? .deviceNotAvailable : nil
      case .sse: em || !fxsr ? .undefined : ts ? .deviceNotAvailable : nil
      }
    }
  }

  static let instructions: [(name: String, bytes: [UInt8], kind: Kind)] = [
    ("FNCLEX", [0xDB, 0xE2], .x87), ("FNINIT", [0xDB, 0xE3], .x87), ("FNOP", [0xD9, 0xD0], .x87),
    ("FLDCW", [0xD9, 0x2B], .x87), ("FNSTCW", [0xD9, 0x3B], .x87), ("FNSTSW", [0xDD, 0x3B], .x87),
    ("FNSTSW AX", [0xDF, 0xE0], .x87), ("FNSTENV", [0xD9, 0x33], .x87),
    ("FLDENV", [0xD9, 0x23], .x87), ("FNSAVE", [0xDD, 0x33], .x87), ("FRSTOR", [0xDD, 0x23], .x87),
    ("FXSAVE", [0x0F, 0xAE, 0x03], .x87), ("FXRSTOR", [0x0F, 0xAE, 0x0B], .x87),
    ("LDMXCSR", [0x0F, 0xAE, 0x13], .sse), ("STMXCSR", [0x0F, 0xAE, 0x1B], .sse),
    ("WAIT", [0x9B], .wait),
  ]

  @Test(arguments: instructions.indices)
  func availability(_ index: Int) {
    let (name, bytes, kind) = Self.instructions[index]
    for bits in 0..<16 as Range<UInt64> {
      var machine = FlatMachine()
      machine[.ebx] = 0x4000
      machine.cpu.cr0 = Bits(0x31 | (bits & 7) << 1)
      machine.cpu.cr4 = bits & 8 == 0 ? 0 : 0x200
      let expected = kind.fault(
        em: bits & 2 != 0, mp: bits & 1 != 0, ts: bits & 4 != 0, fxsr: bits & 8 != 0)
      #expect(machine.step(bytes: bytes).fault == expected, "\(name) \(bits)")
    }
  }

  @Test(
    "what is outside the subset still faults with #NM, and else stops",
    arguments: [
      [0xD8, 0xC1], [0xD9, 0x03], [0xD9, 0xE8], [0xDB, 0xE4], [0xDD, 0xE1], [0xDF, 0x23],
    ] as [[UInt8]])
  func escapes(_ bytes: [UInt8]) {
    var machine = FlatMachine()
    machine[.ebx] = 0x4000
    #expect(machine.step(bytes: bytes).isUnknownInstruction)
    machine.cpu.cr0 = 0x39
    #expect(machine.step(bytes: bytes).fault == .deviceNotAvailable)
  }

  @Test("FXSAVE came with the Pentium II, LDMXCSR with the Pentium III: #UD before")
  func generations() {
    var machine = FlatMachine(.pentium)
    #expect(machine.step(bytes: [0x0F, 0xAE, 0x03]).fault == .undefined)
    machine = FlatMachine(.pentiumII)
    #expect(machine.step(bytes: [0x0F, 0xAE, 0x13]).fault == .undefined)
  }

  @Test(
    "#MF before instructions that wait, where NE is set (SDM 1 8.7)",
    arguments: [
      ("WAIT", [0x9B], true), ("FLDCW", [0xD9, 0x2B], true), ("FLDENV", [0xD9, 0x23], true),
      ("FRSTOR", [0xDD, 0x23], true), ("FNOP", [0xD9, 0xD0], true), ("FADD", [0xD8, 0xC1], true),
      ("FNSTSW AX", [0xDF, 0xE0], false), ("FNSAVE", [0xDD, 0x33], false),
      ("FNCLEX", [0xDB, 0xE2], false), ("FXSAVE", [0x0F, 0xAE, 0x03], false),
      ("FXRSTOR", [0x0F, 0xAE, 0x0B], false),
    ] as [(String, [UInt8], Bool)])
  func pending(_ name: String, _ bytes: [UInt8], _ waits: Bool) {
    var machine = FlatMachine()
    machine[.ebx] = 0x4000
    machine.cpu.floatingPoint.status = 0x8081
    machine.cpu.floatingPoint.control = 0x37E
    #expect(machine.step(bytes: bytes).fault == (waits ? .math : nil))
    guard waits else { return }
    machine.cpu.cr0 = 0x11
    #expect(machine.step(bytes: bytes).isUnknownInstruction)
  }

  // MARK: Control and status

  @Test("FNINIT (SDM 2A FINIT, 3A table 9-1)")
  func initializes() {
    var machine = FlatMachine()
    machine.cpu.floatingPoint = Self.filled
    #expect(machine.step(bytes: [0xDB, 0xE3]).isCompleted)
    let x87 = machine.cpu.floatingPoint
    let words = [x87.control, x87.status, x87.tag, x87.opcode].map { $0.known }
    #expect(words == [0x37F, 0, 0xFFFF, 0])
    #expect([x87.instructionOffset, x87.dataOffset].map { $0.known } == [0, 0])
    #expect([x87.instructionSelector, x87.dataSelector].map { $0.known } == [0, 0])
    #expect(x87.significands.map { $0.known } == Self.filled.significands.map { $0.known })
    #expect(x87.mxcsr.known == Self.filled.mxcsr.known)
  }

  @Test("FLDCW unmasks what waits: ES and B (SDM 1 8.1.3)")
  func unmasks() {
    var machine = FlatMachine()
    machine[.ebx] = 0x4000
    machine.cpu.floatingPoint.status = 0x0001
    machine.setDword(0x4000, 0xFFFE)
    #expect(machine.step(bytes: [0xD9, 0x2B]).isCompleted)
    #expect(machine.cpu.floatingPoint.control.known == 0x1F7E)
    #expect(machine.cpu.floatingPoint.status.known == 0x8081)
    #expect(machine.step(bytes: [0xDB, 0xE2]).isCompleted)
    #expect(machine.cpu.floatingPoint.status.known == 0)
  }

  @Test("FNSTSW AX keeps the upper half of EAX; FNSTCW m16")
  func stores() {
    var machine = FlatMachine()
    machine.cpu.floatingPoint.status = 0x3800
    (machine[.eax], machine[.ebx]) = (0x1234_5678, 0x4000)
    #expect(machine.step(bytes: [0xDF, 0xE0]).isCompleted)
    #expect(machine[.eax] == 0x1234_3800)
    machine.setDword(0x4000, 0xABCD_0000)
    #expect(machine.step(bytes: [0xD9, 0x3B]).isCompleted)
    #expect(machine.dword(0x4000) == 0xABCD_037F)
  }

  @Test("LDMXCSR refuses bits that MXCSR does not have (SDM 2A LDMXCSR)")
  func mxcsr() {
    for (value, isValid) in [(0xFFBF, true), (0x40, false), (0x1_1F80, false)] as [(UInt64, Bool)] {
      var machine = FlatMachine()
      machine.cpu.cr4 = 0x200
      machine[.ebx] = 0x4000
      machine.setDword(0x4000, value)
      let outcome = machine.step(bytes: [0x0F, 0xAE, 0x13])
      #expect(outcome.fault == (isValid ? nil : .protection))
      #expect(machine.cpu.floatingPoint.mxcsr.known == (isValid ? value : 0x1F80))
    }
  }

  // MARK: Areas

  /// TOP 5; physical 5 valid, 6 zero, 7 special, the rest empty; nothing waits.
  static let filled: FloatingPoint = {
    var x87 = FloatingPoint()
    x87.control = 0x27F
    x87.status = 0x2821
    x87.tag = 0x93FF
    x87.opcode = 0x5A5
    (x87.instructionOffset, x87.instructionSelector) = (0x0001_2345, 0x18)
    (x87.dataOffset, x87.dataSelector) = (0x0006_789A, 0x23)
    for index in 0..<8 {
      x87.significands[index] = Bits(0x8000_0000_0000_0000 | UInt64(index))
      x87.exponents[index] = Bits(0x3FFF + UInt64(index))
    }
    (x87.significands[1], x87.exponents[1]) = (0, 0)
    x87.exponents[2] = 0x7FFF
    x87.tag = 0x9000 | 0x03FF
    x87.mxcsr = 0x1FA0
    for index in 0..<16 { x87.xmm[index] = Bits(0x1111_1111_1111_1111 * UInt64(index)) }
    return x87
  }()

  private static func values(_ x87: FloatingPoint) -> [String] {
    zip(x87.names(""), x87.leaves).map { "\($0.path) \($1.term)" }
  }

  private func machine(_ x87: FloatingPoint = filled) -> FlatMachine {
    var machine = FlatMachine()
    machine.cpu.floatingPoint = x87
    machine.cpu.cr4 = 0x200
    machine[.ebx] = 0x4000
    return machine
  }

  /// SDM 1 figures 8-9 to 8-12; words of the operand size, unused halves of 32-bit words as ones.
  @Test("FNSTENV in each of its layouts")
  func layouts() {
    var wide = machine()
    #expect(wide.step(bytes: [0xD9, 0x33]).isCompleted)
    #expect(
      (0..<7).map { wide.dword(0x4000 + 4 * $0) } == [
        0xFFFF_027F, 0xFFFF_2821, 0xFFFF_93FF, 0x0001_2345, 0x05A5_0018, 0x0006_789A, 0xFFFF_0023,
      ])
    var narrow = machine()
    #expect(narrow.step(bytes: [0x66, 0xD9, 0x33]).isCompleted)
    #expect(
      (0..<7).map { narrow.word(0x4000 + 2 * $0) } == [
        0x27F, 0x2821, 0x93FF, 0x2345, 0x18, 0x789A, 0x23,
      ])
    // In real-address mode linear addresses: 180h + 12345h and 230h + 6789Ah.
    var real = FlatMachine.real()
    real.cpu.floatingPoint = Self.filled
    real[.ebx] = 0x4000
    #expect(real.step(bytes: [0xD9, 0x37]).isCompleted)
    #expect(
      (0..<7).map { real.word(0x4000 + 2 * $0) } == [
        0x27F, 0x2821, 0x93FF, 0x24C5, 0x15A5, 0x7ACA, 0x6000,
      ])
    real.cpu.floatingPoint = Self.filled
    #expect(real.step(bytes: [0x66, 0xD9, 0x37]).isCompleted)
    #expect(
      (0..<7).map { real.dword(0x4000 + 4 * $0) } == [
        0xFFFF_027F, 0xFFFF_2821, 0xFFFF_93FF, 0xFFFF_24C5, 0x0000_15A5, 0xFFFF_7ACA, 0x0000_6000,
      ])
    #expect(real.cpu.floatingPoint.control.known == 0x27F)
  }

  @Test("FNSTENV masks all exceptions (SDM 2A FSTENV)")
  func masks() {
    var machine = machine()
    machine.cpu.floatingPoint.setControl(0x340)
    #expect(machine.cpu.floatingPoint.status.known == 0xA8A1)
    #expect(machine.step(bytes: [0xD9, 0x33]).isCompleted)
    #expect(machine.word(0x4004) == 0xA8A1)
    #expect(machine.cpu.floatingPoint.control.known == 0x37F)
    #expect(machine.cpu.floatingPoint.status.known == 0x2821)
  }

  @Test(
    "FRSTOR brings back what FNSAVE saved, which leaves FNINIT's state",
    arguments: [
      ([0xDD, 0x33], [0xDD, 0x23]), ([0x0F, 0xAE, 0x03], [0x0F, 0xAE, 0x0B]),
    ] as [([UInt8], [UInt8])])
  func restores(_ save: [UInt8], _ load: [UInt8]) {
    var machine = machine()
    #expect(machine.step(bytes: save).isCompleted)
    let isFXSAVE = save.count == 3
    #expect((machine.cpu.floatingPoint.tag.known == 0xFFFF) == !isFXSAVE)
    var blank = FloatingPoint()
    if !isFXSAVE { (blank.mxcsr, blank.xmm) = (Self.filled.mxcsr, Self.filled.xmm) }
    machine.cpu.floatingPoint = blank
    #expect(machine.step(bytes: load).isCompleted)
    #expect(Self.values(machine.cpu.floatingPoint) == Self.values(Self.filled))
  }

  @Test("FNSAVE has ST(0) first, 10 bytes each (SDM 1 figure 8-9)")
  func registers() {
    var machine = machine()
    #expect(machine.step(bytes: [0xDD, 0x33]).isCompleted)
    #expect(machine.dword(0x4000 + 28) == 0)
    #expect(machine.word(0x4000 + 28 + 8) == 0x3FFF)
    #expect(machine.word(0x4000 + 28 + 78) == 0x4006)
    #expect(machine.dword(0x4000 + 28 + 70) == 7)
  }

  @Test("FXSAVE's image (SDM 2A FXSAVE)")
  func extendedImage() {
    var machine = machine()
    #expect(machine.step(bytes: [0x0F, 0xAE, 0x03]).isCompleted)
    // The abridged tag has bits 5, 6 and 7.
    #expect(
      (0..<8).map { machine.dword(0x4000 + 4 * $0) } == [
        0x2821_027F, 0x05A5_00E0, 0x0001_2345, 0x18, 0x0006_789A, 0x23, 0x1FA0, 0xFFBF,
      ])
    #expect(machine.dword(0x4000 + 32 + 7 * 16) == 7)
    #expect(machine.word(0x4000 + 32 + 7 * 16 + 8) == 0x4006)
    #expect(machine.dword(0x4000 + 160 + 15 * 8) == 0xFFFF_FFFF)
  }

  @Test("without OSFXSR the XMM registers stay out of FXSAVE and FXRSTOR (SDM 2A FXRSTOR)")
  func withoutOSFXSR() {
    var machine = machine()
    machine.cpu.cr4 = 0
    machine.setDword(0x4000 + 168, 0xABCD)
    #expect(machine.step(bytes: [0x0F, 0xAE, 0x03]).isCompleted)
    #expect(machine.dword(0x4000 + 168) == 0xABCD)
    #expect(machine.step(bytes: [0x0F, 0xAE, 0x0B]).isCompleted)
    #expect(machine.cpu.floatingPoint.xmm[1].known == 0x1111_1111_1111_1111)
  }

  @Test("loaded tags follow the contents but for empty ones (SDM 1 8.1.7)")
  func tags() {
    var machine = machine()
    #expect(machine.step(bytes: [0xDD, 0x33]).isCompleted)
    // All valid, physical 0 empty: contents decide.
    machine.setDword(0x4008, 3)
    #expect(machine.step(bytes: [0xDD, 0x23]).isCompleted)
    // ST(0) is physical 5: valid, 6 zero, 7 special, 0 empty, 1–4 valid.
    #expect(machine.cpu.floatingPoint.tag.known == 0x9003)
  }

  // MARK: Faults

  @Test(
    "FXSAVE and FXRSTOR off a multiple of 16 are #GP(0) (SDM 2A FXSAVE)",
    arguments: [0x03, 0x0B] as [UInt8])
  func alignment(_ modRM: UInt8) {
    var machine = machine()
    machine[.ebx] = 0x4008
    let outcome = machine.step(bytes: [0x0F, 0xAE, modRM])
    #expect(outcome.fault == .protection)
    #expect(outcome.faultCode == 0)
    machine.cpu[.ds].base = 8
    #expect(machine.step(bytes: [0x0F, 0xAE, modRM]).isCompleted)
  }

  @Test("FXRSTOR of an impossible MXCSR is #GP(0) and loads nothing")
  func badImage() {
    var machine = machine()
    machine.setDword(0x4000 + 24, 0x1_0000)
    #expect(machine.step(bytes: [0x0F, 0xAE, 0x0B]).fault == .protection)
    #expect(Self.values(machine.cpu.floatingPoint) == Self.values(Self.filled))
  }

  @Test(
    "an area that ends outside its segment changes neither memory nor registers",
    arguments: [
      ([0xD9, 0x33], 28), ([0xD9, 0x23], 28), ([0xDD, 0x33], 108), ([0xDD, 0x23], 108),
      ([0x0F, 0xAE, 0x03], 288), ([0x0F, 0xAE, 0x0B], 288),
    ] as [([UInt8], UInt64)])
  func limits(_ bytes: [UInt8], _ count: UInt64) {
    var machine = machine()
    machine.cpu[.ds].limit = Bits(0x4000 + count - 2)
    #expect(machine.step(bytes: bytes).fault == .protection)
    #expect((0..<128).allSatisfy { machine.dword(0x4000 + 4 * $0) == 0 })
    #expect(Self.values(machine.cpu.floatingPoint) == Self.values(Self.filled))
    machine.cpu[.ds].limit = Bits(0x4000 + count - 1)
    #expect(machine.step(bytes: bytes).isCompleted)
  }
}
