import Logic
import Testing

@testable import Processor

@Suite("Exceptions of far transfers, interrupts and returns")
struct TransferExceptionTests {
  @Test(arguments: direct + gates + tasks + interrupts + returns)
  func row(row: ExceptionRow) throws { try row.check() }

  private static func to(_ selector: UInt16, _ offset: UInt32 = Machine.code) -> AssemblerOperand {
    .far(selector, .number(Int64(offset)))
  }

  /// A far jump and a far call alike.
  private static func both(
    _ selector: UInt16, _ reason: String, _ vector: Vector, _ code: UInt64, _ offset: UInt32 = 0,
    level: UInt8 = 0, setUp: @escaping @Sendable (inout Processor) -> Void = { _ in }
  ) -> [ExceptionRow] {
    [
      ExceptionRow(
        I.ljmp(to(selector, offset)), reason, vector, code, "2A JMP", level: level, setUp: setUp),
      ExceptionRow(
        I.lcall(to(selector, offset)), reason, vector, code, "2A CALL", level: level, setUp: setUp),
    ]
  }

  static let direct: [ExceptionRow] = [
    both(0, "null selector", .protection, 0),
    both(0x80, "beyond the GDT", .protection, 0x80),
    both(0x10, "data", .protection, 0x10),
    both(0x08, "DPL below CPL", .protection, 0x08, level: 3),
    both(0x1B, "DPL above CPL", .protection, 0x18),
    both(0x0B, "RPL above CPL", .protection, 0x08),
    both(0x30, "conforming, DPL above CPL", .protection, 0x30) { $0.setEntry(6, type: 0xFF) },
    both(0x30, "not present", .segmentNotPresent, 0x30) { $0.setEntry(6, type: 0x1B) },
    both(0x30, "EIP over the limit", .protection, 0, 0x1000) {
      $0.setEntry(6, type: 0x9B, limit: 0xFFF, flags: 4)
    },
    [
      ExceptionRow(I.lcall(to(0x08)), "stack full", .stack, 0, "2A CALL") { $0[.ss].limit = 0xFFF },
      ExceptionRow(I.ljmp([at(0x20000)]), "page not present", .page, 0, "2A JMP") {
        $0.unmap(0x20000)
      },
      ExceptionRow(I.jmp(eax), "EIP over the limit", .protection, 0, "2A JMP") {
        $0[.cs].limit = 0x1FFFF
        $0[.eax] = 0x20000
      },
    ],
  ].flatMap { $0 }

  static let gates: [ExceptionRow] = [
    both(0x33, "gate's DPL below CPL", .protection, 0x30, level: 3) {
      $0.setGate(6, type: 0x8C, selector: 8)
    },
    both(0x33, "gate's DPL below RPL", .protection, 0x30) {
      $0.setGate(6, type: 0x8C, selector: 8)
    },
    both(0x30, "gate not present", .segmentNotPresent, 0x30) {
      $0.setGate(6, type: 0x0C, selector: 8)
    },
    both(0x30, "null selector in the gate", .protection, 0) {
      $0.setGate(6, type: 0x8C, selector: 0)
    },
    both(0x30, "gate beyond the GDT", .protection, 0x80) {
      $0.setGate(6, type: 0x8C, selector: 0x80)
    },
    both(0x30, "gate to data", .protection, 0x10) { $0.setGate(6, type: 0x8C, selector: 0x10) },
    both(0x30, "gate to an outer level", .protection, 0x18) {
      $0.setGate(6, type: 0x8C, selector: 0x18)
    },
    both(0x30, "gate's code not present", .segmentNotPresent, 0x38) {
      $0.setGate(6, type: 0x8C, selector: 0x38)
      $0.setEntry(7, type: 0x1B)
    },
    both(0x30, "an interrupt gate", .protection, 0x30) { $0.setGate(6, type: 0x8E, selector: 8) },
    [
      inward(I.ljmp(to(0x33)), "a jump inward", .protection, 8) { _ in },
      inward(I.lcall(to(0x33)), "no room for SS0 in the TSS", .invalidTSS, 0x28) {
        $0.tr.limit = 8
      },
      inward(I.lcall(to(0x33)), "SS0 null", .invalidTSS, 0) {
        $0.memory[Machine.tss + 8] = 0 as Bits<16>
      },
      inward(I.lcall(to(0x33)), "SS0 beyond the GDT", .invalidTSS, 0x80) {
        $0.memory[Machine.tss + 8] = 0x80 as Bits<16>
      },
      inward(I.lcall(to(0x33)), "SS0 of another level", .invalidTSS, 0x20) {
        $0.memory[Machine.tss + 8] = 0x23 as Bits<16>
      },
      inward(I.lcall(to(0x33)), "SS0 read-only", .invalidTSS, 0x38) {
        $0.memory[Machine.tss + 8] = 0x38 as Bits<16>
        $0.setEntry(7, type: 0x91)
      },
      inward(I.lcall(to(0x33)), "SS0 not present", .stack, 0x38) {
        $0.memory[Machine.tss + 8] = 0x38 as Bits<16>
        $0.setEntry(7, type: 0x13)
      },
      inward(I.lcall(to(0x33)), "no room on the inner stack", .stack, 0x38) {
        $0.memory[Machine.tss + 8] = 0x38 as Bits<16>
        $0.setEntry(7, type: 0x93, limit: 0xFFF, flags: 4)
      },
    ],
  ].flatMap { $0 }

  /// Through a call gate from level 3 to level 0.
  private static func inward(
    _ line: I, _ reason: String, _ vector: Vector, _ code: UInt64,
    setUp: @escaping @Sendable (inout Processor) -> Void
  ) -> ExceptionRow {
    ExceptionRow(line, reason, vector, code, "2A CALL, 3A 5.8.5", level: 3) {
      $0.setGate(6, type: 0xEC, selector: 8)
      setUp(&$0)
    }
  }

  static let tasks: [ExceptionRow] = [
    both(0x28, "busy TSS", .protection, 0x28),
    both(0x30, "TSS's DPL below CPL", .protection, 0x30, level: 3) {
      $0.setEntry(6, type: 0x89, base: 0x6000, limit: 0x67, flags: 0)
    },
    both(0x30, "TSS not present", .segmentNotPresent, 0x30) {
      $0.setEntry(6, type: 0x09, base: 0x6000, limit: 0x67, flags: 0)
    },
    both(0x30, "TSS too small", .invalidTSS, 0x30) {
      $0.setEntry(6, type: 0x89, base: 0x6000, limit: 0x66, flags: 0)
    },
    both(0x30, "task gate not present", .segmentNotPresent, 0x30) {
      $0.setGate(6, type: 0x05, selector: 0x38)
    },
    both(0x30, "task gate to the LDT", .protection, 0x3C) {
      $0.setGate(6, type: 0x85, selector: 0x3C)
    },
    both(0x30, "task gate to a busy TSS", .protection, 0x28) {
      $0.setGate(6, type: 0x85, selector: 0x28)
    },
  ].flatMap { $0 }

  static let interrupts: [ExceptionRow] = [
    ExceptionRow(I.int(0x40), "beyond the IDT", .protection, 0x202, "2A INT n") {
      $0.idtr.limit = 0x1FF
    },
    ExceptionRow(I.int(0x40), "no gate", .protection, 0x202, "2A INT n"),
    ExceptionRow(I.int(0x10), "gate's DPL below CPL", .protection, 0x82, "2A INT n", level: 3) {
      Machine.setGate(&$0.memory, 0x10, to: Machine.code, type: 0x8E)
    },
    ExceptionRow(I.int3(), "gate's DPL below CPL", .protection, 0x1A, "2A INT n", level: 3) {
      Machine.setGate(&$0.memory, 3, to: Machine.code, type: 0x8E)
    },
    ExceptionRow(I.into(), "gate's DPL below CPL", .protection, 0x22, "2A INT n", level: 3) {
      Machine.setGate(&$0.memory, 4, to: Machine.code, type: 0x8E)
      $0.eflags[.of] = true
    },
    ExceptionRow(I.int(0x10), "gate not present", .segmentNotPresent, 0x82, "2A INT n") {
      Machine.setGate(&$0.memory, 0x10, to: Machine.code, type: 0x6E)
    },
    ExceptionRow(I.int(0x10), "null selector", .protection, 0, "2A INT n") {
      Machine.setGate(&$0.memory, 0x10, to: Machine.code, selector: 0)
    },
    ExceptionRow(I.int(0x10), "data", .protection, 0x10, "2A INT n") {
      Machine.setGate(&$0.memory, 0x10, to: Machine.code, selector: 0x10)
    },
    ExceptionRow(I.int(0x10), "outer level", .protection, 0x18, "2A INT n") {
      Machine.setGate(&$0.memory, 0x10, to: Machine.code, selector: 0x18)
    },
    ExceptionRow(I.int(0x10), "code not present", .segmentNotPresent, 0x30, "2A INT n") {
      $0.setEntry(6, type: 0x1B)
      Machine.setGate(&$0.memory, 0x10, to: Machine.code, selector: 0x30)
    },
    ExceptionRow(I.int(0x10), "inner stack's page not present", .page, 2, "2A INT n", level: 3) {
      $0.unmap(Machine.innerStack - 4)
    },
    ExceptionRow(I.int(0x10), "SS0 null", .invalidTSS, 0, "2A INT n", level: 3) {
      $0.memory[Machine.tss + 8] = 0 as Bits<16>
    },
    ExceptionRow(I.int(0x10), "EIP over the limit", .protection, 0, "2A INT n") {
      $0.setEntry(6, type: 0x9B, limit: 0xFFF, flags: 4)
      Machine.setGate(&$0.memory, 0x10, to: Machine.code, selector: 0x30)
    },
  ]

  static let returns: [ExceptionRow] =
    [I.iret(), I.retf()].flatMap { line -> [ExceptionRow] in
      func row(
        _ reason: String, _ vector: Vector, _ code: UInt64, level: UInt8 = 0,
        setUp: @escaping @Sendable (inout Processor) -> Void
      ) -> ExceptionRow {
        ExceptionRow(line, reason, vector, code, "2A IRET, 2B RET", level: level, setUp: setUp)
      }
      return [
        row("null selector", .protection, 0) { $0.setStack(Machine.code, 0, 2) },
        row("beyond the GDT", .protection, 0x80) { $0.setStack(Machine.code, 0x80, 2) },
        row("data", .protection, 0x10) { $0.setStack(Machine.code, 0x10, 2) },
        row("inward", .protection, 8, level: 3) { $0.setStack(Machine.code, 8, 2) },
        row("DPL other than RPL", .protection, 0x18) { $0.setStack(Machine.code, 0x18, 2) },
        row("not present", .segmentNotPresent, 0x30) {
          $0.setEntry(6, type: 0x1B)
          $0.setStack(Machine.code, 0x30, 2)
        },
        row("EIP over the limit", .protection, 0) {
          $0.setEntry(6, type: 0x9B, limit: 0xFFF, flags: 4)
          $0.setStack(Machine.code, 0x30, 2)
        },
        row("over the stack's limit", .stack, 0) { $0[.ss].limit = 0xFFF },
      ]
    } + outward

  private static let outward: [ExceptionRow] = [
    ExceptionRow(I.iret(), "outward, SS null", .protection, 0, "2A IRET") {
      $0.setStack(Machine.code, 0x1B, 2, 0, 0)
    },
    ExceptionRow(I.iret(), "outward, SS of another level", .protection, 0x10, "2A IRET") {
      $0.setStack(Machine.code, 0x1B, 2, 0, 0x10)
    },
    ExceptionRow(I.retf(), "outward, SS not present", .stack, 0x30, "2B RET") {
      $0.setEntry(6, type: 0x73)
      $0.setStack(Machine.code, 0x1B, 0, 0x33)
    },
    ExceptionRow(I.iret(), "NT, link not busy", .invalidTSS, 0x30, "2A IRET") {
      $0.setEntry(6, type: 0x89, base: 0x6000, limit: 0x67, flags: 0)
      $0.memory[Machine.tss] = 0x30 as Bits<16>
      $0.eflags[.nt] = true
    },
    ExceptionRow(I.iret(), "NT, link null", .invalidTSS, 0, "2A IRET") { $0.eflags[.nt] = true },
    ExceptionRow(I.iret(), "NT, link not present", .segmentNotPresent, 0x30, "2A IRET") {
      $0.setEntry(6, type: 0x0B, base: 0x6000, limit: 0x67, flags: 0)
      $0.memory[Machine.tss] = 0x30 as Bits<16>
      $0.eflags[.nt] = true
    },
  ]
}
