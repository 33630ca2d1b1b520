import Logic
import Testing

@testable import Processor

@Suite("String instructions")
struct StringsTests {
  /// Registers and flags before and after one or more steps of the bytes.
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    var steps = 1
    /// EAX ECX ESI EDI and EFLAGS.
    let before: [UInt64]
    let after: [UInt64]
    /// Whether EIP is still at the instruction.
    var repeats = false

    init(
      _ description: String, _ bytes: [UInt8], steps: Int = 1, _ before: [UInt64],
      _ after: [UInt64], repeats: Bool = false
    ) {
      testDescription = description
      (self.bytes, self.steps, self.before, self.after) = (bytes, steps, before, after)
      self.repeats = repeats
    }
  }

  /// Memory at 4000h: 11 22 33 44 11 22 33 55 AA; at 5000h: 11 22 33 44 11 22 99.
  /// Flags: 2 alone, 246h-like sums by SDM 1 3.4.3.1; RF (1_0000h) between iterations, SDM 3B 17.3.1.1.
  static let rows: [Row] = [
    Row(
      "LODSB (SDM 2A LODS)", [0xAC], [0xFFFF_FFFF, 5, 0x4000, 0, 2], [0xFFFF_FF11, 5, 0x4001, 0, 2]),
    Row("LODSW", [0x66, 0xAD], [0xFFFF_FFFF, 5, 0x4000, 0, 2], [0xFFFF_2211, 5, 0x4002, 0, 2]),
    Row("LODSD down", [0xAD], [0, 5, 0x4000, 0, 0x402], [0x4433_2211, 5, 0x3FFC, 0, 0x402]),
    Row(
      "REP LODSB of count 0 does nothing (SDM 2B REP)", [0xF3, 0xAC], [7, 0, 0x4000, 0, 2],
      [7, 0, 0x4000, 0, 2]),
    Row(
      "REP LODSB stays", [0xF3, 0xAC], [0, 3, 0x4000, 0, 2], [0x11, 2, 0x4001, 0, 0x1_0002],
      repeats: true),
    Row("REP LODSB ends", [0xF3, 0xAC], steps: 3, [0, 3, 0x4000, 0, 2], [0x33, 0, 0x4003, 0, 2]),
    Row(
      "REP by F2 counts alike", [0xF2, 0xAC], steps: 3, [0, 3, 0x4000, 0, 2],
      [0x33, 0, 0x4003, 0, 2]),
    Row(
      "REP by CX and SI at 16 bits", [0x67, 0xF3, 0xAC], steps: 2,
      [0, 0x9_0002, 0xABCD_4000, 0, 2], [0x22, 0x9_0000, 0xABCD_4002, 0, 2]),
    Row(
      "SI wraps at 16 bits", [0x67, 0xAC], [0, 0, 0x7_FFFF, 0, 2], [0, 0, 0x7_0000, 0, 2]),
    Row(
      "CMPSB equal (SDM 2A CMPS)", [0xA6], [0, 0, 0x4000, 0x5000, 2], [0, 0, 0x4001, 0x5001, 0x46]),
    Row(
      "CMPSB subtracts the destination", [0xA6], [0, 0, 0x4000, 0x5001, 2],
      // 11h - 22h = EFh: CF, SF, AF
      [0, 0, 0x4001, 0x5002, 0x93]),
    Row(
      "REPE CMPSB to the difference", [0xF3, 0xA6], steps: 7, [0, 9, 0x4000, 0x5000, 2],
      // 33h - 99h = 9Ah: CF, PF, AF, SF, OF
      [0, 2, 0x4007, 0x5007, 0x897]),
    Row(
      "REPNE SCASB finds (SDM 2B SCAS)", [0xF2, 0xAE], steps: 4, [0x44, 9, 0, 0x4000, 2],
      [0x44, 5, 0, 0x4004, 0x46]),
    Row(
      "REPE SCASB ends at a difference", [0xF3, 0xAE], [0x44, 9, 0, 0x4000, 2],
      // 44h - 11h = 33h: PF
      [0x44, 8, 0, 0x4001, 0x06]),
    Row(
      "REPNE SCASD ends by the count", [0xF2, 0xAF], steps: 2, [0, 2, 0, 0x4000, 2],
      // 0 - 55332211h = AACCDDEFh: CF, AF, SF
      [0, 0, 0, 0x4008, 0x93]),
    Row(
      "the prefix order does not matter", [0x66, 0xF3, 0xAD], steps: 2, [0, 2, 0x4000, 0, 2],
      [0x4433, 0, 0x4004, 0, 2]),
  ]

  @Test(arguments: rows)
  func row(_ row: Row) {
    var machine = Self.machine
    let registers: [Register] = [.eax, .ecx, .esi, .edi]
    for (index, register) in registers.enumerated() { machine[register] = row.before[index] }
    machine.flags = row.before[4]
    machine.cpu.memory.load(row.bytes, at: 0x1000)
    for _ in 0..<row.steps { #expect(machine.cpu.step().isCompleted) }
    for (index, register) in registers.enumerated() {
      #expect(machine[register] == row.after[index], "\(register)")
    }
    #expect(machine.flags == row.after[4])
    let end: UInt64 = row.repeats ? 0x1000 : 0x1000 + UInt64(row.bytes.count)
    #expect(machine.cpu.eip.known == end)
  }

  static var machine: FlatMachine {
    var machine = FlatMachine()
    machine.cpu.memory.load([0x11, 0x22, 0x33, 0x44, 0x11, 0x22, 0x33, 0x55, 0xAA], at: 0x4000)
    machine.cpu.memory.load([0x11, 0x22, 0x33, 0x44, 0x11, 0x22, 0x99], at: 0x5000)
    return machine
  }

  @Test("MOVS reads the segment of the prefix and writes ES")
  func segments() throws {
    var machine = Self.machine
    machine.cpu[.fs].base = 0x4000
    machine.cpu[.es].base = 0x6000
    machine[.esi] = 4
    machine[.edi] = 8
    #expect(machine.step(bytes: [0x64, 0xA5]).isCompleted)
    #expect(machine.dword(0x6008) == 0x5533_2211)
    #expect((machine[.esi], machine[.edi]) == (8, 12))
  }

  @Test("a fault in the third iteration leaves the registers at its start (SDM 2B REP)")
  func restarts() throws {
    var machine = Self.machine
    machine.cpu[.es].limit = 0x6007
    (machine[.esi], machine[.edi], machine[.ecx]) = (0x4000, 0x6000, 4)
    machine.cpu.memory.load([0xF3, 0xA5], at: 0x1000)
    #expect(machine.cpu.step().isCompleted)
    #expect(machine.cpu.step().isCompleted)
    #expect(machine.cpu.step().fault == .protection)
    #expect((machine[.esi], machine[.edi], machine[.ecx]) == (0x4008, 0x6008, 2))
    #expect(machine.cpu.eip.known == 0x1000)
    #expect(machine.dword(0x6004) == 0x5533_2211)
  }

  @Test("the source may be in SS: its limit is #SS")
  func stackSegment() {
    var machine = Self.machine
    machine.cpu[.ss].limit = 0xFFF
    machine[.esi] = 0x4000
    #expect(machine.step(bytes: [0x36, 0xAC]).fault == .stack)
    #expect(machine[.esi] == 0x4000)
  }

  @Test("TF traps after each iteration (SDM 2B REP)")
  func traps() {
    var machine = Self.machine
    (machine[.esi], machine[.ecx], machine.flags) = (0x4000, 2, 0x102)
    machine.cpu.memory.load([0xF3, 0xAC], at: 0x1000)
    #expect(machine.cpu.step().isCompleted)
    #expect(machine.cpu.debugHits.known == 0x4000)
    #expect((machine[.ecx], machine.cpu.eip.known) == (1, 0x1000))
  }

  @Test("an instruction breakpoint on a repeated instruction is met once (SDM 3B 17.3.1.1)")
  func breakpoint() {
    var machine = Self.machine
    (machine[.esi], machine[.ecx], machine.flags) = (0x4000, 3, 0x1_0002)
    machine.cpu.debug.dr0 = 0x1000
    machine.cpu.debug.dr7 = 0x401
    machine.cpu.memory.load([0xF3, 0xAC], at: 0x1000)
    for _ in 0..<3 { #expect(machine.cpu.step().isCompleted) }
    #expect(machine.cpu.eip.known == 0x1002)
    machine.cpu.eip = 0x1000
    machine[.ecx] = 1
    #expect(machine.cpu.step().fault == .debug)
  }

  @Test(
    "text bears the sizes",
    arguments: [
      ([0xF3, 0xA5], "rep movsd dword ptr es:[edi], dword ptr [esi]"),
      ([0x66, 0xA7], "cmpsw word ptr [esi], word ptr es:[edi]"),
      ([0xF2, 0xAE], "repne scasb al, byte ptr es:[edi]"),
      ([0x66, 0x6F], "outsw dx, word ptr [esi]"),
      ([0x64, 0x67, 0xAC], "lodsb al, byte ptr fs:[si]"),
      ([0x60], "pushad"), ([0x66, 0x61], "popa"),
      ([0x67, 0xE3, 0xFD], "jcxz 0"),
    ] as [([UInt8], String)])
  func text(_ bytes: [UInt8], _ expected: String) throws {
    let decoded = try #require(Instruction.decoded(bytes))
    #expect(decoded.instruction.text(end: UInt32(decoded.length)) == expected)
  }

  @Test("the assembler takes the sized names")
  func assembles() throws {
    let program = Program(at: 0) {
      I.rep(I.movsd())
      I.repe(I.cmpsw())
      I.insd()
      I.finit()
    }
    #expect(
      try program.assembled().bytes == [0xF3, 0xA5, 0xF3, 0x66, 0xA7, 0x6D, 0x9B, 0xDB, 0xE3])
  }
}
