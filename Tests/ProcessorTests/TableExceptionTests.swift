import Logic
import Testing

@testable import Processor

@Suite("Exceptions of the instructions on tables, control and debug registers")
struct TableExceptionTests {
  @Test(arguments: privileged + tables + control + debug)
  func row(row: ExceptionRow) throws { try row.check() }

  /// Every instruction that needs level 0.
  static let privileged: [ExceptionRow] = [
    (I.lgdt([at(0x20000)]), "2A LGDT"), (I.lidt([at(0x20000)]), "2A LGDT"),
    (I.lldt(ax), "2A LLDT"), (I.ltr(ax), "2A LTR"), (I.mov(eax, cr0), "2B MOV CR"),
    (I.mov(cr0, eax), "2B MOV CR"), (I.mov(eax, cr2), "2B MOV CR"), (I.mov(cr2, eax), "2B MOV CR"),
    (I.mov(eax, cr3), "2B MOV CR"), (I.mov(cr3, eax), "2B MOV CR"),
    (I.mov(eax, cr4), "2B MOV CR"), (I.mov(cr4, eax), "2B MOV CR"),
    (I.mov(eax, dr(0)), "2B MOV DR"), (I.mov(dr(7), eax), "2B MOV DR"), (I.lmsw(ax), "2A LMSW"),
    (I.clts(), "2A CLTS"), (I.invlpg(byte([at(0x20000)])), "2A INVLPG"), (I.invd(), "2A INVD"),
    (I.wbinvd(), "2C WBINVD"), (I.hlt(), "2A HLT"), (I.rdmsr(), "2B RDMSR"),
    (I.wrmsr(), "2C WRMSR"), (I.cli(), "2A CLI"), (I.sti(), "2B STI"),
  ].map { ExceptionRow($0, "level 3", .protection, 0, $1, level: 3) }

  static let tables: [ExceptionRow] = [
    ExceptionRow(I.lgdt([at(0x20000)]), "page not present", .page, 0, "2A LGDT") {
      $0.unmap(0x20000)
    },
    ExceptionRow(I.lidt([at(0x20FFC)]), "its second page not present", .page, 0, "2A LGDT") {
      $0.unmap(0x21000)
    },
    ExceptionRow(I.sgdt([at(0x20000)]), "page not present", .page, 2, "2B SGDT") {
      $0.unmap(0x20000)
    },
    ExceptionRow(I.sgdt([at(0x20000)]), "read-only page at level 3", .page, 7, "3A 4.7", level: 3) {
      $0.memory[Machine.table + 0x80] = 0x20005 as Bits<32>
    },
    ExceptionRow(I.sidt([at(0x20000)]), "read-only segment", .protection, 0, "2B SIDT") {
      $0[.ds].rights = 0xC091
    },
    ExceptionRow(I.sldt(ax), "real-address mode", .undefined, "2B SLDT") { $0.cr0 = 0x10 },
    ExceptionRow(I.str(ax), "real-address mode", .undefined, "2B STR") { $0.cr0 = 0x10 },
    ExceptionRow(I.lldt(ax), "real-address mode", .undefined, "2A LLDT") { $0.cr0 = 0x10 },
    ExceptionRow(I.ltr(ax), "real-address mode", .undefined, "2A LTR") { $0.cr0 = 0x10 },
    ExceptionRow(I.lldt(ax), "selector in the LDT", .protection, 0x34, "2A LLDT") {
      $0[.eax] = 0x34
    },
    ExceptionRow(I.lldt(ax), "beyond the GDT", .protection, 0x80, "2A LLDT") { $0[.eax] = 0x80 },
    ExceptionRow(I.lldt(ax), "no LDT", .protection, 0x10, "2A LLDT") { $0[.eax] = 0x10 },
    ExceptionRow(I.lldt(ax), "not present", .segmentNotPresent, 0x30, "2A LLDT") {
      $0.setEntry(6, type: 0x02)
      $0[.eax] = 0x30
    },
    ExceptionRow(I.ltr(ax), "null selector", .protection, 0, "2A LTR"),
    ExceptionRow(I.ltr(ax), "selector in the LDT", .protection, 0x34, "2A LTR") { $0[.eax] = 0x34 },
    ExceptionRow(I.ltr(ax), "beyond the GDT", .protection, 0x80, "2A LTR") { $0[.eax] = 0x80 },
    ExceptionRow(I.ltr(ax), "busy TSS", .protection, 0x28, "2A LTR") { $0[.eax] = 0x28 },
    ExceptionRow(I.ltr(ax), "no TSS", .protection, 0x10, "2A LTR") { $0[.eax] = 0x10 },
    ExceptionRow(I.ltr(ax), "not present", .segmentNotPresent, 0x30, "2A LTR") {
      $0.setEntry(6, type: 0x09)
      $0[.eax] = 0x30
    },
    ExceptionRow(I.ltr(ax), "GDT read-only under WP", .page, 3, "3A 4.6, 2A LTR") {
      $0.setEntry(6, type: 0x89)
      $0[.eax] = 0x30
      $0.cr0 = 0x8001_0011
      $0.memory[Machine.table + 4] = 0x1005 as Bits<32>
    },
  ]

  static let control: [ExceptionRow] = [
    ExceptionRow(I.mov(cr0, eax), "PG without PE", .protection, 0, "2B MOV CR") {
      $0[.eax] = 0x8000_0010
    },
    ExceptionRow(I.mov(cr0, eax), "NW without CD", .protection, 0, "2B MOV CR") {
      $0[.eax] = 0xA000_0011
    },
    ExceptionRow(
      I.mov(cr4, eax), "PGE on a Pentium", .protection, 0, "3A 2.5", generation: .pentium
    ) {
      $0[.eax] = 0x80
    },
    ExceptionRow(
      I.mov(cr4, eax), "OSXMMEXCPT on a Pentium II", .protection, 0, "3A 2.5",
      generation: .pentiumII
    ) { $0[.eax] = 0x400 },
    ExceptionRow(I.mov(cr4, eax), "a reserved bit", .protection, 0, "3A 2.5") { $0[.eax] = 0x800 },
    ExceptionRow(I.mov(eax, cr4), "no CR4 on a 486", .undefined, "2B MOV CR", generation: .i486),
    ExceptionRow(I.mov(eax, AssemblerOperand.control(1)), "no CR1", .undefined, "2B MOV CR"),
    ExceptionRow(I.mov(AssemblerOperand.control(5), eax), "no CR5", .undefined, "2B MOV CR"),
    ExceptionRow(
      I.mov(eax, AssemblerOperand.control(1)), "no CR1, at level 3", .undefined, "3A table 6-2",
      level: 3),
    ExceptionRow(I.ud2(), "always", .undefined, "2B UD2"),
  ]

  static let debug: [ExceptionRow] = [
    ExceptionRow(I.mov(eax, dr(4)), "DR4 under DE", .undefined, "2B MOV DR") { $0.cr4 = 8 },
    ExceptionRow(I.mov(dr(5), eax), "DR5 under DE", .undefined, "2B MOV DR") { $0.cr4 = 8 },
    ExceptionRow(I.mov(eax, dr(0)), "GD", .debug, "3B 17.2.4") { $0.debug.dr7 = 0x2400 },
    ExceptionRow(I.mov(dr(3), eax), "GD", .debug, "3B 17.2.4") { $0.debug.dr7 = 0x2400 },
    ExceptionRow(I.nop(), "an instruction breakpoint", .debug, "3B 17.3.1.1") {
      $0.debug.dr0 = Bits(UInt64(Machine.code))
      $0.debug.dr7 = 0x401
    },
  ]
}
