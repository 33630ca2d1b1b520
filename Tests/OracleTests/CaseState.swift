import Foundation
import Logic

@testable import Processor

/// The state of a processor as numbers, in the order of `bochscpu_cases.py`.
struct CaseState: Equatable {
  struct Segment: Equatable {
    var selector: UInt16 = 0
    /// Zero where the hidden part may not be used: a null selector was loaded.
    var usable: UInt16 = 0
    var base: UInt32 = 0
    var limit: UInt32 = 0
    var rights: UInt16 = 0
  }

  struct Table: Equatable {
    var base: UInt32 = 0
    var limit: UInt32 = 0
  }

  /// By the names in ``registerNames``.
  var registers: [UInt32] = Array(repeating: 0, count: Self.registerNames.count)
  /// ES CS SS DS FS GS LDTR TR.
  var segments: [Segment] = Array(repeating: Segment(), count: 8)
  /// GDTR and IDTR.
  var tables: [Table] = Array(repeating: Table(), count: 2)

  static let registerNames = [
    "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "eip", "eflags", "cr0", "cr2", "cr3",
    "cr4", "dr0", "dr1", "dr2", "dr3", "dr6", "dr7", "sysenter cs", "sysenter esp",
    "sysenter eip",
  ]
  static let segmentNames = ["es", "cs", "ss", "ds", "fs", "gs", "ldtr", "tr"]
  static let tableNames = ["gdtr", "idtr"]

  var eip: UInt32 { registers[8] }
}

// MARK: - To and from the processor

extension CaseState {
  /// The state of a processor, which is known.
  init(_ cpu: Processor) {
    let debug = cpu.debug
    let words: [Bits<32>] =
      (0..<8).map { cpu.registers[$0] } + [cpu.eip, cpu.eflags.bits, cpu.cr0, cpu.cr2, cpu.cr3]
      + [cpu.cr4, debug.dr0, debug.dr1, debug.dr2, debug.dr3, debug.dr6, debug.dr7]
      + [cpu.sysenter.cs, cpu.sysenter.esp, cpu.sysenter.eip]
    registers = words.map { UInt32($0.known!) }
    segments = (0..<6).map { Segment(cpu.segments[$0]) } + [Segment(cpu.ldtr), Segment(cpu.tr)]
    tables = [cpu.gdtr, cpu.idtr].map {
      Table(base: UInt32($0.base.known!), limit: UInt32($0.limit.known!))
    }
  }

  /// Brings a processor to this state.
  func apply(to cpu: inout Processor) {
    let words = registers.map { Bits<32>(UInt64($0)) }
    for index in 0..<8 { cpu.registers[index] = words[index] }
    cpu.eip = words[8]
    cpu.eflags = Flags(words[9])
    (cpu.cr0, cpu.cr2, cpu.cr3, cpu.cr4) = (words[10], words[11], words[12], words[13])
    (cpu.debug.dr0, cpu.debug.dr1) = (words[14], words[15])
    (cpu.debug.dr2, cpu.debug.dr3) = (words[16], words[17])
    (cpu.debug.dr6, cpu.debug.dr7) = (words[18], words[19])
    (cpu.sysenter.cs, cpu.sysenter.esp, cpu.sysenter.eip) = (words[20], words[21], words[22])
    for index in 0..<6 { cpu.segments[index] = segments[index].register }
    (cpu.ldtr, cpu.tr) = (segments[6].register, segments[7].register)
    cpu.gdtr = tables[0].register
    cpu.idtr = tables[1].register
    cpu.cpl = registers[10] & 1 == 0 ? 0 : Bits(UInt64(segments[1].selector & 3))
  }
}

extension CaseState.Segment {
  init(_ register: SegmentRegister) {
    let rights = UInt16(register.rights.known!)
    selector = UInt16(register.selector.known!)
    guard rights & 0x80 != 0 else { return }
    usable = 1
    base = UInt32(register.base.known!)
    limit = UInt32(register.limit.known!)
    self.rights = rights
  }

  var register: SegmentRegister {
    SegmentRegister(
      selector: Bits(UInt64(selector)), base: Bits(UInt64(base)), limit: Bits(UInt64(limit)),
      rights: Bits(UInt64(rights)))
  }
}

extension CaseState.Table {
  var register: TableRegister {
    TableRegister(base: Bits(UInt64(base)), limit: Bits(UInt64(limit)))
  }
}

// MARK: - As bytes

extension CaseState {
  func write(to data: inout Data) {
    for word in registers { data.append(word) }
    for segment in segments {
      data.append(segment.selector)
      data.append(segment.usable)
      data.append(segment.base)
      data.append(segment.limit)
      data.append(segment.rights)
      data.append(0 as UInt16)
    }
    for table in tables {
      data.append(table.base)
      data.append(table.limit)
    }
  }

  init(_ bytes: inout ByteReader) {
    for index in registers.indices { registers[index] = bytes.next() }
    for index in segments.indices {
      segments[index] = Segment(
        selector: bytes.next(), usable: bytes.next(), base: bytes.next(), limit: bytes.next(),
        rights: bytes.next())
      let _: UInt16 = bytes.next()
    }
    for index in tables.indices {
      tables[index] = Table(base: bytes.next(), limit: bytes.next())
    }
  }
}

extension Data {
  /// Appends a number, little-endian.
  mutating func append<Number: FixedWidthInteger>(_ number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

/// Takes little-endian numbers off bytes.
struct ByteReader {
  private let bytes: [UInt8]
  private(set) var position = 0

  init(_ data: Data) { bytes = [UInt8](data) }

  var isAtEnd: Bool { position >= bytes.count }

  mutating func next<Number: FixedWidthInteger>() -> Number {
    let count = Number.bitWidth / 8
    defer { position += count }
    return bytes.withUnsafeBytes {
      Number(littleEndian: $0.loadUnaligned(fromByteOffset: position, as: Number.self))
    }
  }
}
