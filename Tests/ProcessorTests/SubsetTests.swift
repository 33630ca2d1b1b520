import Logic
import Testing

@testable import Processor

@Suite("What is outside the subset is a stop with its bytes and address, never a guess")
struct SubsetTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    var generation = Generation.pentiumIII
    var setUp: @Sendable (inout Processor) -> Void = { _ in }
  }

  static let rows: [Row] = [
    Row(testDescription: "SYSENTER", bytes: [0x0F, 0x34]),
    Row(testDescription: "SYSEXIT", bytes: [0x0F, 0x35]),
    Row(testDescription: "RDPMC", bytes: [0x0F, 0x33]),
    Row(testDescription: "RSM", bytes: [0x0F, 0xAA]),
    Row(testDescription: "INT1", bytes: [0xF1]),
    Row(testDescription: "FADD", bytes: [0xD8, 0xC1]),
    Row(testDescription: "FLD", bytes: [0xD9, 0x00]),
    Row(testDescription: "EMMS", bytes: [0x0F, 0x77]),
    Row(testDescription: "PADDB", bytes: [0x0F, 0xFC, 0xC1]),
    Row(testDescription: "MOVQ", bytes: [0x0F, 0x6F, 0x00]),
    Row(testDescription: "MASKMOVQ", bytes: [0x0F, 0xF7, 0xC1]),
    Row(testDescription: "MOVNTQ", bytes: [0x0F, 0xE7, 0x00]),
    Row(testDescription: "ADDPS", bytes: [0x0F, 0x58, 0xC1]),
    Row(testDescription: "ADDSS", bytes: [0xF3, 0x0F, 0x58, 0xC1]),
    Row(testDescription: "MOVAPS", bytes: [0x0F, 0x28, 0xC1]),
    Row(testDescription: "MOVNTPS", bytes: [0x0F, 0x2B, 0x00]),
    Row(testDescription: "PREFETCHNTA", bytes: [0x0F, 0x18, 0x00]),
    Row(testDescription: "66 before FXSAVE", bytes: [0x66, 0x0F, 0xAE, 0x00]),
    Row(testDescription: "66 before SFENCE", bytes: [0x66, 0x0F, 0xAE, 0xF8]),
    Row(testDescription: "F3 before LDMXCSR", bytes: [0xF3, 0x0F, 0xAE, 0x10]),
    Row(testDescription: "MOV CR4 with PAE", bytes: [0x0F, 0x22, 0xE0]) { $0[.eax] = 0x20 },
    Row(testDescription: "the same", bytes: [0x0F, 0x22, 0xE0], generation: .pentiumII) {
      $0[.eax] = 0x20
    },
    Row(testDescription: "IRET to virtual-8086 mode", bytes: [0xCF]) {
      $0.setStack(0x100, 0x200, 0x2_0202, 0x1000, 0x300, 0, 0, 0, 0)
    },
    Row(testDescription: "IRET to a task in virtual-8086 mode", bytes: [0xCF]) {
      virtualTask(&$0, 0x8B)
      $0.memory[Machine.tss] = 0x30 as Bits<16>
      $0.eflags[.nt] = true
    },
    Row(testDescription: "a jump to one", bytes: [0xEA, 0, 0, 0, 0, 0x30, 0]) {
      virtualTask(&$0, 0x89)
    },
    Row(testDescription: "an interrupt to one", bytes: [0xCD, 0x10]) {
      virtualTask(&$0, 0x89)
      Machine.setGate(&$0.memory, 0x10, to: 0, type: 0xE5, selector: 0x30)
    },
    Row(testDescription: "a fault to one", bytes: [0x8E, 0xD8]) {
      virtualTask(&$0, 0x89)
      $0[.eax] = 0x80
      Machine.setGate(&$0.memory, 13, to: 0, type: 0x85, selector: 0x30)
    },
    Row(testDescription: "any in virtual-8086 mode", bytes: [0x90]) { $0.eflags[.vm] = true },
    Row(testDescription: "an error that NE reports from outside", bytes: [0x9B]) {
      $0.floatingPoint.status = 0x8081
      $0.floatingPoint.control = 0x37E
    },
  ]

  /// Entry 6 of the GDT: a task whose EFLAGS have VM set.
  private static func virtualTask(_ cpu: inout Processor, _ type: UInt32) {
    cpu.setEntry(6, type: type, base: 0x6000, limit: 0x67, flags: 0)
    cpu.memory[0x6000 + 0x24] = 0x2_0002 as Bits<32>
  }

  @Test(arguments: rows)
  func stops(row: Row) {
    var cpu = Machine.start(generation: row.generation)
    Machine.load(&cpu, row.bytes)
    row.setUp(&cpu)
    let before = cpu
    guard case .unknownInstruction(let bytes, let address) = cpu.step() else {
      Issue.record("carried out")
      return
    }
    #expect(Array(bytes.prefix(row.bytes.count)) == row.bytes)
    #expect(address == Machine.code)
    cpu.nmiBlocked = before.nmiBlocked
    cpu.eflags[.rf] = before.eflags[.rf]
    #expect(cpu.isEqual(to: before).known == true, "the state is that before the instruction")
  }

  @Test("PAE came with the P6: a reserved bit before (SDM 3A 2.5)")
  func reservedPAE() {
    var cpu = Machine.start(generation: .pentium)
    cpu.deliversFaults = false
    Machine.load(&cpu, [0x0F, 0x22, 0xE0])
    cpu[.eax] = 0x20
    #expect("\(cpu.step())".hasPrefix("fault"))
  }

  @Test("SFENCE came with the Pentium III; its r/m field means nothing (SDM 2B SFENCE)")
  func fence() {
    for byte in 0xF8...0xFF as ClosedRange<UInt8> {
      for generation in [Generation.pentiumII, .pentiumIII] {
        var machine = FlatMachine(generation, cpl: 3)
        let outcome = machine.step(bytes: [0x0F, 0xAE, byte])
        #expect(outcome.fault == (generation == .pentiumII ? .undefined : nil))
      }
    }
  }

  @Test(
    "LFENCE, MFENCE and CLFLUSH came later: #UD (SDM 2A, 2B)",
    arguments: [[0x0F, 0xAE, 0xE8], [0x0F, 0xAE, 0xF0], [0x0F, 0xAE, 0x38]] as [[UInt8]])
  func laterFences(bytes: [UInt8]) {
    var machine = FlatMachine(.pentiumIII)
    #expect(machine.step(bytes: bytes).fault == .undefined)
  }
}
