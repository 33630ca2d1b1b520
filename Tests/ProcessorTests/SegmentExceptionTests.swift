import Logic
import Testing

@testable import Processor

@Suite("Exceptions of segment loads and of accesses through segments")
struct SegmentExceptionTests {
  @Test(arguments: data + stack + accesses)
  func row(row: ExceptionRow) throws { try row.check() }

  static let data: [ExceptionRow] = [
    ExceptionRow(I.mov(ds, ax), "beyond the GDT", .protection, 0x80, "2B MOV") { $0[.eax] = 0x80 },
    ExceptionRow(I.mov(es, ax), "no LDT", .protection, 0x34, "2B MOV") { $0[.eax] = 0x34 },
    ExceptionRow(I.mov(fs, ax), "a system descriptor", .protection, 0x28, "2B MOV") {
      $0[.eax] = 0x28
    },
    ExceptionRow(I.mov(gs, ax), "execute-only code", .protection, 0x30, "2B MOV") {
      $0.setEntry(6, type: 0x98)
      $0[.eax] = 0x30
    },
    ExceptionRow(I.mov(ds, ax), "DPL above CPL", .protection, 0x10, "2B MOV", level: 3) {
      $0[.eax] = 0x13
    },
    ExceptionRow(I.mov(ds, ax), "RPL above DPL", .protection, 0x10, "2B MOV") { $0[.eax] = 0x13 },
    ExceptionRow(I.mov(ds, ax), "not present", .segmentNotPresent, 0x30, "2B MOV") {
      $0.setEntry(6, type: 0x12)
      $0[.eax] = 0x30
    },
    ExceptionRow(I.mov(cs, ax), "CS", .undefined, "2B MOV"),
    ExceptionRow(I.pop(ds), "beyond the GDT", .protection, 0x80, "2B POP") { $0.setStack(0x80) },
    ExceptionRow(I.pop(fs), "not present", .segmentNotPresent, 0x30, "2B POP") {
      $0.setEntry(6, type: 0x12)
      $0.setStack(0x30)
    },
    ExceptionRow(I.lds(eax, [at(0x20000)]), "beyond the GDT", .protection, 0x80, "2A LDS") {
      $0.memory[0x20004] = 0x80 as Bits<16>
    },
    ExceptionRow(I.lgs(eax, [at(0x20000)]), "page not present", .page, 0, "2A LDS") {
      $0.unmap(0x20000)
    },
    ExceptionRow(I.lss(eax, [at(0x20000)]), "null selector", .protection, 0, "2A LDS"),
    ExceptionRow(I.lar(eax, ax), "real-address mode", .undefined, "2A LAR") { $0.cr0 = 0x10 },
    ExceptionRow(I.lsl(eax, ax), "real-address mode", .undefined, "2A LSL") { $0.cr0 = 0x10 },
    ExceptionRow(I.verr(ax), "real-address mode", .undefined, "2C VERR") { $0.cr0 = 0x10 },
    ExceptionRow(I.verw(ax), "real-address mode", .undefined, "2C VERR") { $0.cr0 = 0x10 },
    ExceptionRow(I.arpl(ax, bx), "real-address mode", .undefined, "2A ARPL") { $0.cr0 = 0x10 },
  ]

  static let stack: [ExceptionRow] = [
    ExceptionRow(I.mov(ss, ax), "null selector", .protection, 0, "2B MOV"),
    ExceptionRow(I.mov(ss, ax), "beyond the GDT", .protection, 0x80, "2B MOV") { $0[.eax] = 0x80 },
    ExceptionRow(I.mov(ss, ax), "RPL other than CPL", .protection, 0x10, "2B MOV") {
      $0[.eax] = 0x11
    },
    ExceptionRow(I.mov(ss, ax), "DPL other than CPL", .protection, 0x20, "2B MOV") {
      $0[.eax] = 0x20
    },
    ExceptionRow(I.mov(ss, ax), "read-only data", .protection, 0x30, "2B MOV") {
      $0.setEntry(6, type: 0x91)
      $0[.eax] = 0x30
    },
    ExceptionRow(I.mov(ss, ax), "code", .protection, 0x08, "2B MOV") { $0[.eax] = 0x08 },
    ExceptionRow(I.mov(ss, ax), "not present", .stack, 0x30, "2B MOV") {
      $0.setEntry(6, type: 0x13)
      $0[.eax] = 0x30
    },
    ExceptionRow(I.pop(ss), "not present", .stack, 0x30, "2B POP") {
      $0.setEntry(6, type: 0x13)
      $0.setStack(0x30)
    },
  ]

  static let accesses: [ExceptionRow] = [
    ExceptionRow(I.mov(eax, [at(0xFFFD)]), "over the limit", .protection, 0, "3A 5.3") {
      $0[.ds].limit = 0xFFFF
    },
    ExceptionRow(I.mov(eax, [at(0xFFF)]), "inside an expand-down limit", .protection, 0, "3A 5.3") {
      $0[.ds].limit = 0xFFF
      $0[.ds].rights = 0xC097
    },
    ExceptionRow(I.mov(eax, [at(0xFFFE)]), "over 64 KiB, expand-down", .protection, 0, "3A 5.3") {
      $0[.ds].limit = 0xFFF
      $0[.ds].rights = 0x8097
    },
    ExceptionRow(I.mov(eax, [at(0x20000)]), "null DS", .protection, 0, "3A 3.4.2") {
      $0[.ds] = .null(0)
    },
    ExceptionRow(I.mov([at(0x20000)], eax), "read-only DS", .protection, 0, "3A 5.4") {
      $0[.ds].rights = 0xC091
    },
    ExceptionRow(
      I.mov(dword([at(0x20000)], in: .cs), eax), "a write to CS", .protection, 0, "3A 5.4"),
    ExceptionRow(
      I.mov(eax, dword([at(0x20000)], in: .cs)), "execute-only CS", .protection, 0, "3A 5.4"
    ) { $0[.cs].rights = 0xC099 },
    ExceptionRow(I.mov(eax, dword([at(esp)])), "over SS's limit", .stack, 0, "3A 6.15 #SS") {
      $0[.ss].limit = 0xFFF
    },
    ExceptionRow(I.push(eax), "over SS's limit", .stack, 0, "2B PUSH") { $0[.ss].limit = 0xFFF },
    ExceptionRow(I.pop(eax), "over SS's limit", .stack, 0, "2B POP") { $0[.ss].limit = 0xFFF },
    ExceptionRow(I.mov(eax, [at(0x20000)]), "supervisor's page", .page, 5, "3A 4.7", level: 3) {
      $0.memory[Machine.table + 0x80] = 0x20003 as Bits<32>
    },
    ExceptionRow(I.mov(eax, [at(0x20000)]), "not present at level 3", .page, 4, "3A 4.7", level: 3)
    {
      $0.unmap(0x20000)
    },
    ExceptionRow(I.mov([at(0x20000)], eax), "read-only page under WP", .page, 3, "3A 4.6") {
      $0.cr0 = 0x8001_0011
      $0.memory[Machine.table + 0x80] = 0x20005 as Bits<32>
    },
    ExceptionRow(
      I.mov(eax, [at(0x20002)]), "unaligned, checked", .alignment, 0, "3A 6.15 #AC", level: 3
    ) {
      $0.cr0 = $0.cr0 | 0x4_0000
      $0.eflags[.ac] = true
    },
    ExceptionRow(I.mov(eax, [at(0x40_0000)]), "reserved bits, 4 MiB", .page, 9, "3A table 4-4") {
      $0.cr4 = 0x10
      $0.memory[Machine.directory + 4] = 0x0042_0087 as Bits<32>
    },
    ExceptionRow(I.mov(eax, [at(0x40_0000)]), "no page table", .page, 0, "3A 4.7"),
    ExceptionRow(I.nop(), "EIP over CS's limit", .protection, 0, "3A 5.3") {
      $0[.cs].limit = 0xFFFF
    },
  ]
}
