import Logic

@testable import Processor

/// A machine for tests: flat segments at a level, paging on, tables in their places.
enum Machine {
  static let gdt: UInt32 = 0x1000
  static let idt: UInt32 = 0x2000
  static let directory: UInt32 = 0x3000
  static let table: UInt32 = 0x4000
  static let tss: UInt32 = 0x5000
  static let code: UInt32 = 0x10000
  static let data: UInt32 = 0x20000
  static let stack: UInt32 = 0x30000
  static let innerStack: UInt32 = 0x38000

  // Selectors of the GDT.
  static let code0: UInt16 = 0x08, data0: UInt16 = 0x10, code3: UInt16 = 0x1B
  static let data3: UInt16 = 0x23, task: UInt16 = 0x28

  static func descriptor(base: UInt32, limit: UInt32, type: UInt32, flags: UInt32) -> (
    UInt32, UInt32
  ) {
    let low = (base & 0xFFFF) << 16 | limit & 0xFFFF
    let high = base & 0xFF00_0000 | base >> 16 & 0xFF | type << 8 | limit & 0xF0000 | flags << 20
    return (low, high)
  }

  /// - Parameter level: 0 or 3
  static func start(
    _ level: UInt8 = 0, generation: Generation = .pentiumIII, paging: Bool = true
  ) -> Processor {
    var memory = PhysicalMemory(mebibytes: 1)
    let entries: [(UInt32, UInt32)] = [
      (0, 0), descriptor(base: 0, limit: 0xFFFFF, type: 0x9B, flags: 0xC),
      descriptor(base: 0, limit: 0xFFFFF, type: 0x93, flags: 0xC),
      descriptor(base: 0, limit: 0xFFFFF, type: 0xFB, flags: 0xC),
      descriptor(base: 0, limit: 0xFFFFF, type: 0xF3, flags: 0xC),
      descriptor(base: tss, limit: 0x67, type: 0x8B, flags: 0),
    ]
    for (index, entry) in entries.enumerated() {
      memory[gdt + UInt32(8 * index)] = Bits<32>(UInt64(entry.0))
      memory[gdt + UInt32(8 * index) + 4] = Bits<32>(UInt64(entry.1))
    }
    memory[tss + 4] = Bits<32>(UInt64(innerStack))
    memory[tss + 8] = Bits<16>(UInt64(data0))
    memory[tss + 0x66] = 0xFFFF as Bits<16>
    memory[directory] = Bits<32>(UInt64(table | 7))
    for page in 0..<256 as Range<UInt32> {
      memory[table + 4 * page] = Bits<32>(UInt64(page << 12 | 7))
    }
    for vector in 0..<32 as Range<UInt32> {
      setGate(&memory, UInt8(vector), to: code + 0x800 + 8 * vector)
    }
    var cpu = Processor(generation, memory: memory)
    cpu.gdtr = TableRegister(base: Bits(UInt64(gdt)), limit: 0x7F)
    cpu.idtr = TableRegister(base: Bits(UInt64(idt)), limit: 0x7FF)
    cpu.cr0 = paging ? 0x8000_0011 : 0x11
    cpu.cr3 = Bits(UInt64(directory))
    cpu.tr = SegmentRegister(
      selector: Bits(UInt64(task)), base: Bits(UInt64(tss)), limit: 0x67, rights: 0x8B)
    setLevel(&cpu, level)
    cpu.eip = Bits(UInt64(code))
    cpu[.esp] = Bits(UInt64(stack + 0x1000))
    return cpu
  }

  static func setLevel(_ cpu: inout Processor, _ level: UInt8) {
    let isUser = level == 3
    cpu.cpl = Bits(UInt64(level))
    for segment in Segment.allCases {
      let isCode = segment == .cs
      let selector = isCode ? (isUser ? code3 : code0) : (isUser ? data3 : data0)
      cpu[segment] = SegmentRegister(
        selector: Bits(UInt64(selector)), base: 0, limit: 0xFFFF_FFFF,
        rights: Bits((isCode ? 0xC09B : 0xC093) | (isUser ? 0x60 : 0)))
    }
  }

  /// A 32-bit interrupt gate to level 0.
  static func setGate(
    _ memory: inout PhysicalMemory, _ vector: UInt8, to offset: UInt32, type: UInt32 = 0xEE,
    selector: UInt16 = code0
  ) {
    let place = idt + 8 * UInt32(vector)
    memory[place] = Bits<32>(UInt64(UInt32(selector) << 16 | offset & 0xFFFF))
    memory[place + 4] = Bits<32>(UInt64(offset & 0xFFFF_0000 | type << 8))
  }

  static func load(_ cpu: inout Processor, _ bytes: [UInt8], at address: UInt32 = code) {
    cpu.memory.load(bytes, at: address)
  }
}
