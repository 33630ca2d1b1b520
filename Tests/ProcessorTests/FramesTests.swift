import Logic
import Testing

@testable import Processor

@Suite("Stack frames, bounds and loops")
struct FramesTests {
  static let numbers: [Register] = [.eax, .ecx, .edx, .ebx, .esp, .ebp, .esi, .edi]

  /// Registers 1111_1110h to 7777_7777h and ESP 8000h.
  static func machine() -> FlatMachine {
    var machine = FlatMachine()
    for (index, register) in numbers.enumerated() {
      machine[register] = 0x1111_1111 * UInt64(index) + 0x10 * UInt64(index)
    }
    machine[.esp] = 0x8000
    return machine
  }

  // MARK: PUSHA and POPA

  @Test("PUSHAD pushes EAX first and the old ESP (SDM 2B PUSHA)")
  func pushAll() {
    var machine = Self.machine()
    let before = machine
    #expect(machine.step(bytes: [0x60]).isCompleted)
    #expect(machine[.esp] == 0x7FE0)
    for (index, register) in Self.numbers.enumerated() {
      #expect(machine.dword(0x7FFC - 4 * UInt32(index)) == before[register])
    }
  }

  @Test("PUSHA pushes the low halves")
  func pushAllWords() {
    var machine = Self.machine()
    let before = machine
    #expect(machine.step(bytes: [0x66, 0x60]).isCompleted)
    #expect(machine[.esp] == 0x7FF0)
    for (index, register) in Self.numbers.enumerated() {
      #expect(machine.word(0x7FFE - 2 * UInt32(index)) == before[register] & 0xFFFF)
    }
  }

  @Test("POPAD takes all but ESP (SDM 2B POPA)")
  func popAll() {
    var machine = FlatMachine()
    for index in 0..<8 as Range<UInt32> { machine.setDword(0x8000 + 4 * index, UInt64(index)) }
    #expect(machine.step(bytes: [0x61]).isCompleted)
    let expected: [UInt64] = [7, 6, 5, 4, 0x8020, 2, 1, 0]
    #expect(Self.numbers.map { machine[$0] } == expected)
  }

  @Test("a PUSHAD that ends outside the segment writes nothing (SDM 2B PUSHA)")
  func pushAllFault() {
    var machine = Self.machine()
    machine.cpu[.ss].limit = 0xFFFF
    machine[.esp] = 16
    machine.setDword(12, 0xABCD)
    let outcome = machine.step(bytes: [0x60])
    #expect(outcome.fault == .stack)
    #expect(outcome.faultCode == 0)
    #expect(machine.dword(12) == 0xABCD)
    #expect(machine[.esp] == 16)
  }

  @Test("a POPAD that faults changes no register")
  func popAllFault() {
    var machine = Self.machine()
    machine.cpu[.ss].limit = 0x801E
    let before = Self.numbers.map { machine[$0] }
    #expect(machine.step(bytes: [0x61]).fault == .stack)
    #expect(Self.numbers.map { machine[$0] } == before)
  }

  @Test(
    "PUSHA in real-address mode by SP (SDM 2B PUSHA)",
    arguments: [
      (7, Vector.protection), (9, .protection), (15, .protection), (17, nil), (16, nil), (8, nil),
      (5, .stack),
    ] as [(UInt64, Vector?)])
  func realMode(_ sp: UInt64, _ fault: Vector?) {
    var machine = FlatMachine.real()
    machine[.esp] = sp
    #expect(machine.step(bytes: [0x60]).fault == fault)
  }

  @Test("a 16-bit stack wraps at 64 KiB and keeps the upper half of ESP (SDM 1 6.2.3)")
  func wraps() {
    var machine = Self.machine()
    machine.cpu[.ss].rights = 0x93
    machine[.esp] = 0xABCD_0008
    #expect(machine.step(bytes: [0x60]).isCompleted)
    #expect(machine[.esp] == 0xABCD_FFE8)
    #expect(machine.dword(4) == machine[.eax])
    #expect(machine.dword(0xFFFC) == machine[.edx])
  }

  // MARK: ENTER and LEAVE

  @Test("ENTER without a level is PUSH EBP, MOV EBP ESP, SUB ESP (SDM 2A ENTER)")
  func enter() throws {
    var machine = Self.machine()
    let ebp = machine[.ebp]
    #expect(try machine.step { I.enter(0x20, 0) }.isCompleted)
    #expect((machine[.ebp], machine[.esp]) == (0x7FFC, 0x7FDC))
    #expect(machine.dword(0x7FFC) == ebp)
  }

  @Test("ENTER at level 3 copies two frame pointers and adds its own (SDM 2A ENTER)")
  func nested() throws {
    var machine = Self.machine()
    machine[.ebp] = 0x9000
    machine.setDword(0x8FFC, 0x1111)
    machine.setDword(0x8FF8, 0x2222)
    // The level is taken modulo 32.
    #expect(try machine.step { I.enter(8, 35) }.isCompleted)
    let words = [0x7FFC, 0x7FF8, 0x7FF4, 0x7FF0].map { machine.dword($0) }
    #expect(words == [0x9000, 0x1111, 0x2222, 0x7FFC])
    #expect((machine[.ebp], machine[.esp]) == (0x7FFC, 0x7FE8))
  }

  @Test("ENTER of 16 bits sets BP alone")
  func enterWords() throws {
    var machine = Self.machine()
    machine[.ebp] = 0x5555_1234
    #expect(try machine.step { I.o16(I.enter(4, 0)) }.isCompleted)
    #expect((machine[.ebp], machine[.esp]) == (0x5555_7FFE, 0x7FFA))
    #expect(machine.word(0x7FFE) == 0x1234)
  }

  @Test("ENTER faults where its final stack pointer can't be written (SDM 2A ENTER)")
  func enterFault() throws {
    var machine = Self.machine()
    machine.cpu[.ss].limit = 0xFFFF
    machine[.esp] = 0x100
    let ebp = machine[.ebp]
    #expect(try machine.step { I.enter(0x100, 0) }.fault == .stack)
    #expect((machine[.esp], machine[.ebp]) == (0x100, ebp))
  }

  @Test("LEAVE takes ESP from EBP (SDM 2A LEAVE)")
  func leave() throws {
    var machine = Self.machine()
    machine[.ebp] = 0x7000
    machine.setDword(0x7000, 0x1234_5678)
    #expect(try machine.step { I.leave() }.isCompleted)
    #expect((machine[.ebp], machine[.esp]) == (0x1234_5678, 0x7004))
  }

  @Test("LEAVE on a 16-bit stack looks at BP")
  func leaveNarrow() throws {
    var machine = Self.machine()
    machine.cpu[.ss].rights = 0x93
    machine[.ebp] = 0x5555_7000
    machine[.esp] = 0x6666_8000
    machine.setDword(0x7000, 0x1234_5678)
    #expect(try machine.step { I.o16(I.leave()) }.isCompleted)
    #expect((machine[.ebp], machine[.esp]) == (0x5555_5678, 0x6666_7002))
  }

  @Test("a LEAVE that faults changes nothing")
  func leaveFault() throws {
    var machine = Self.machine()
    machine[.ebp] = 0xFFFF_FFFE
    #expect(try machine.step { I.leave() }.fault == .stack)
    #expect((machine[.ebp], machine[.esp]) == (0xFFFF_FFFE, 0x8000))
  }

  // MARK: BOUND

  /// The index against -2 to 5, signed and with both bounds inside (SDM 2A BOUND).
  @Test(
    arguments: [
      (0, true), (5, true), (6, false), (0xFFFF_FFFE, true), (0xFFFF_FFFD, false),
      (0x7FFF_FFFF, false), (0x8000_0000, false),
    ] as [(UInt64, Bool)])
  func bound(_ index: UInt64, _ isInside: Bool) throws {
    var machine = Self.machine()
    machine.setDword(0x4000, 0xFFFF_FFFE)
    machine.setDword(0x4004, 5)
    machine[.eax] = index
    machine[.ebx] = 0x4000
    let outcome = machine.step(bytes: [0x62, 0x03])
    #expect(outcome.fault == (isInside ? nil : .bound))
    #expect(machine.cpu.eip.known == (isInside ? 0x1002 : 0x1000))
  }

  @Test("BOUND of 16 bits has bounds of 16 bits")
  func boundWords() {
    var machine = Self.machine()
    machine.setDword(0x4000, 0x0005_FFFE)
    machine[.ebx] = 0x4000
    for (index, fault) in [(0x1_0005, nil), (6, .bound), (0xFFFD, .bound), (0xFFFE, nil)]
      as [(UInt64, Vector?)]
    {
      machine[.eax] = index
      machine.cpu.eip = 0x1000
      #expect(machine.step(bytes: [0x66, 0x62, 0x03]).fault == fault)
    }
  }

  @Test("BOUND of a register is #UD (SDM 2A BOUND)")
  func boundRegister() {
    var machine = Self.machine()
    #expect(machine.step(bytes: [0x62, 0xC3]).fault == .undefined)
  }

  // MARK: LOOP and JECXZ

  struct Loop: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let ecx: UInt64
    var flags: UInt64 = 2
    let after: UInt64
    let isTaken: Bool
  }

  /// SDM 2A LOOP, Jcc. The distance is 10h.
  static let loops: [Loop] = [
    Loop(testDescription: "LOOP", bytes: [0xE2, 0x10], ecx: 2, after: 1, isTaken: true),
    Loop(testDescription: "LOOP to 0", bytes: [0xE2, 0x10], ecx: 1, after: 0, isTaken: false),
    Loop(
      testDescription: "LOOP from 0", bytes: [0xE2, 0x10], ecx: 0, after: 0xFFFF_FFFF,
      isTaken: true),
    Loop(
      testDescription: "LOOP by CX", bytes: [0x67, 0xE2, 0x10], ecx: 0x5_0001, after: 0x5_0000,
      isTaken: false),
    Loop(
      testDescription: "LOOPE with ZF", bytes: [0xE1, 0x10], ecx: 2, flags: 0x42, after: 1,
      isTaken: true),
    Loop(
      testDescription: "LOOPE without ZF", bytes: [0xE1, 0x10], ecx: 2, after: 1, isTaken: false),
    Loop(
      testDescription: "LOOPNE with ZF", bytes: [0xE0, 0x10], ecx: 2, flags: 0x42, after: 1,
      isTaken: false),
    Loop(
      testDescription: "LOOPNE without ZF", bytes: [0xE0, 0x10], ecx: 2, after: 1, isTaken: true),
    Loop(testDescription: "JECXZ", bytes: [0xE3, 0x10], ecx: 0, after: 0, isTaken: true),
    Loop(
      testDescription: "JECXZ not 0", bytes: [0xE3, 0x10], ecx: 0x1_0000, after: 0x1_0000,
      isTaken: false),
    Loop(
      testDescription: "JCXZ", bytes: [0x67, 0xE3, 0x10], ecx: 0x1_0000, after: 0x1_0000,
      isTaken: true),
  ]

  @Test(arguments: loops)
  func loop(_ row: Loop) {
    var machine = Self.machine()
    machine[.ecx] = row.ecx
    machine.flags = row.flags
    #expect(machine.step(bytes: row.bytes).isCompleted)
    #expect(machine[.ecx] == row.after)
    #expect(machine.flags == row.flags)
    let next = 0x1000 + UInt64(row.bytes.count)
    #expect(machine.cpu.eip.known == (row.isTaken ? next + 0x10 : next))
  }

  @Test("a LOOP beyond the limit of CS is #GP(0) and does not count (SDM 2A LOOP)")
  func loopFault() {
    var machine = Self.machine()
    machine.cpu[.cs].limit = 0x1005
    machine[.ecx] = 2
    let outcome = machine.step(bytes: [0xE2, 0x10])
    #expect(outcome.fault == .protection)
    #expect(outcome.faultCode == 0)
    #expect(machine[.ecx] == 2)
  }
}
