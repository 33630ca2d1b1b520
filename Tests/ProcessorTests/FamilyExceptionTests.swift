import Logic
import Testing

@testable import Processor

/// The same exceptions for all instructions of a kind.
@Suite("Exceptions of segment pops and pushes, far pointers, returns, flags and identification")
struct FamilyExceptionTests {
  @Test(arguments: segments + farPointers + transfers + stack + identification)
  func row(row: ExceptionRow) throws { try row.check() }

  private static let place: UInt32 = 0x20000

  /// Data that is not present in entry 6.
  private static func absent(_ cpu: inout Processor) { cpu.setEntry(6, type: 0x12) }

  static let segments: [ExceptionRow] =
    [ds, es, fs, gs].flatMap { segment in
      [
        ExceptionRow(I.pop(segment), "beyond the GDT", .protection, 0x80, "2B POP") {
          $0.setStack(0x80)
        },
        ExceptionRow(I.pop(segment), "not present", .segmentNotPresent, 0x30, "2B POP") {
          absent(&$0)
          $0.setStack(0x30)
        },
        full(I.pop(segment), "2B POP"),
      ]
    } + [es, cs, ss, ds, fs, gs].map { full(I.push($0), "2B PUSH") } + [
      ExceptionRow(I.pop(ss), "null selector", .protection, 0, "2B POP") { $0.setStack(0) },
      ExceptionRow(I.db(0x8C, 0xF0), "no segment register 6", .undefined, "2B MOV"),
    ]

  static let farPointers: [ExceptionRow] =
    [
      I.lds(eax, [at(0x20000)]), I.les(eax, [at(0x20000)]), I.lfs(eax, [at(0x20000)]),
      I.lgs(eax, [at(0x20000)]),
    ].flatMap { line in
      [
        ExceptionRow(line, "beyond the GDT", .protection, 0x80, "2A LDS") {
          $0.memory[place + 4] = 0x80 as Bits<16>
        },
        ExceptionRow(line, "not present", .segmentNotPresent, 0x30, "2A LDS") {
          absent(&$0)
          $0.memory[place + 4] = 0x30 as Bits<16>
        },
      ]
    } + [
      ExceptionRow(I.lss(eax, [at(0x20000)]), "not present", .stack, 0x30, "2A LDS") {
        $0.setEntry(6, type: 0x13)
        $0.memory[place + 4] = 0x30 as Bits<16>
      }
    ]

  /// Far jumps and calls whose target is in memory.
  static let transfers: [ExceptionRow] =
    [(I.ljmp([at(0x20000)]), "2A JMP"), (I.lcall([at(0x20000)]), "2A CALL")].flatMap { line, name in
      [
        ExceptionRow(line, "beyond the GDT", .protection, 0x80, name) {
          $0.memory[place + 4] = 0x80 as Bits<16>
        },
        ExceptionRow(line, "not present", .segmentNotPresent, 0x30, name) {
          $0.setEntry(6, type: 0x1B)
          $0.memory[place + 4] = 0x30 as Bits<16>
        },
        ExceptionRow(line, "TSS too small", .invalidTSS, 0x30, name) {
          $0.setEntry(6, type: 0x89, base: 0x6000, limit: 0x66, flags: 0)
          $0.memory[place + 4] = 0x30 as Bits<16>
        },
      ]
    } + [
      ExceptionRow(I.lcall([at(0x20000)]), "stack full", .stack, 0, "2A CALL") {
        $0.memory[place + 4] = 8 as Bits<16>
        $0[.ss].limit = 0xFFF
      },
      ExceptionRow(I.ljmp(there), "GDT not present", .page, 0, "2A JMP") { $0.unmap(Machine.gdt) },
      ExceptionRow(I.lcall(there), "stack not present", .page, 2, "2A CALL") {
        $0.unmap(Machine.stack)
      },
      ExceptionRow(I.int(0x10), "no room on the inner stack", .stack, 0x38, "2A INT n", level: 3) {
        $0.memory[Machine.tss + 8] = 0x38 as Bits<16>
        $0.setEntry(7, type: 0x93, limit: 0xFFF, flags: 4)
      },
    ]

  private static let there = AssemblerOperand.far(8, .number(Int64(Machine.code)))

  static let stack: [ExceptionRow] =
    [(I.retf(), "2B RET"), (I.retf(8), "2B RET"), (I.iret(), "2A IRET"), (I.popf(), "2B POPF")]
    .flatMap { line, name in
      [
        full(line, name), unaligned(line, name),
        ExceptionRow(line, "stack not present", .page, 0, name) {
          $0.unmap(Machine.stack + 0x1000)
        },
      ]
    } + [
      full(I.pushf(), "2B PUSHF"), unaligned(I.pushf(), "2B PUSHF"),
      ExceptionRow(I.pushf(), "stack not present", .page, 2, "2B PUSHF") {
        $0.unmap(Machine.stack)
      },
      ExceptionRow(I.retf(8), "beyond the GDT", .protection, 0x80, "2B RET") {
        $0.setStack(Machine.code, 0x80)
      },
      ExceptionRow(I.retf(8), "not present", .segmentNotPresent, 0x30, "2B RET") {
        $0.setEntry(6, type: 0x1B)
        $0.setStack(Machine.code, 0x30)
      },
    ]

  private static func full(_ line: I, _ section: String) -> ExceptionRow {
    ExceptionRow(line, "over SS's limit", .stack, 0, section) { $0[.ss].limit = 0xFFF }
  }

  private static func unaligned(_ line: I, _ section: String) -> ExceptionRow {
    ExceptionRow(line, "unaligned stack", .alignment, 0, section, level: 3) {
      $0.cr0 = $0.cr0 | 0x4_0000
      $0.eflags[.ac] = true
      $0[.esp] = $0[.esp] - 2
    }
  }

  static let identification: [ExceptionRow] =
    [
      (I.cpuid(), "2A CPUID"), (I.rdtsc(), "2B RDTSC"), (I.rdmsr(), "2B RDMSR"),
      (I.wrmsr(), "2C WRMSR"),
    ].map { ExceptionRow($0, "not on a 486", .undefined, $1, generation: .i486) } + [
      ExceptionRow(I.rdtsc(), "TSD at level 3", .protection, 0, "2B RDTSC", level: 3) {
        $0.cr4 = 4
      },
      ExceptionRow(I.rdmsr(), "no such register", .protection, 0, "2B RDMSR") {
        $0[.ecx] = 0xC000_0080
      },
      ExceptionRow(I.wrmsr(), "no such register", .protection, 0, "2C WRMSR") {
        $0[.ecx] = 0xC000_0080
      },
    ]
}
