/// What is in memory at the start of each case: tables, tasks, pages and data.
enum CaseMemory {
  static let size = 0x10_0000
  static let gdt: UInt32 = 0x1000
  static let ldt: UInt32 = 0x1800
  static let idt: UInt32 = 0x2000
  static let tss: UInt32 = 0x2800
  static let otherTSS: UInt32 = 0x2A00
  static let tss16: UInt32 = 0x2B00
  static let directory: UInt32 = 0x4000
  static let table: UInt32 = 0x5000
  static let handlers: UInt32 = 0x8000
  static let stack0: UInt32 = 0xE000
  /// 64 KiB of random bytes, also at linear 1 MiB and up to 2 MiB with other rights a page.
  static let data: UInt32 = 0x1_0000
  static let dataSize: UInt32 = 0x1_0000
  static let stack: UInt32 = 0x2_8000
  /// Where code is, 16 bytes a case.
  static let code: UInt32 = 0x8_0000
  static let codeSlots = 0x8000

  /// Segment descriptors by selector; code at 0x38 is 16-bit.
  static let descriptors: [UInt64] = [
    0,
    descriptor(0, 0xF_FFFF, 0xC09B), descriptor(0, 0xF_FFFF, 0xC093),  // 08 10: ring 0
    descriptor(0, 0xF_FFFF, 0xC0FB), descriptor(0, 0xF_FFFF, 0xC0F3),  // 18 20: ring 3
    descriptor(tss, 0xFF, 0x008B), descriptor(ldt, 0x3F, 0x0082),  // 28 30
    descriptor(code, 0xFFFF, 0x009B), descriptor(data, 0xFFFF, 0x0093),  // 38 40: 16 bits
    descriptor(code, 0xFFFF, 0x00FB), descriptor(data, 0xFFFF, 0x00F3),  // 48 50: the same, ring 3
    descriptor(data, 0x0FFF, 0x40F3), descriptor(data, 0x7FFF, 0x40F7),  // 58 60: limited, down
    descriptor(data, 0x0FFF, 0x00F7), descriptor(0, 0xF_FFFF, 0xC0F1),  // 68 70: down, read-only
    descriptor(0, 0xF_FFFF, 0xC0F9), descriptor(0, 0xF_FFFF, 0xC073),  // 78 80: execute, absent
    descriptor(0, 0xF_FFFF, 0xC07B), descriptor(0, 0xF_FFFF, 0xC09F),  // 88 90: absent, conforming
    descriptor(0, 0xF_FFFF, 0xC0B3), descriptor(0, 0xF_FFFF, 0xC0BB),  // 98 A0: ring 1
    descriptor(0, 0xF_FFFF, 0xC0D3), descriptor(0, 0xF_FFFF, 0xC0DB),  // A8 B0: ring 2
    gate(0x08, handlers, 0xEC00), gate(0x08, handlers + 8, 0xEC03),  // B8 C0: call gates
    gate(0xA0, handlers + 16, 0xEC00), gate(0x38, 0x10, 0xE402),  // C8 D0
    gate(0x10, handlers, 0xEC00), gate(0x08, handlers, 0x6C00),  // D8 E0: data, absent
    descriptor(otherTSS, 0x67, 0x0089), descriptor(tss16, 0x2B, 0x0081),  // E8 F0
    gate(0xE8, 0, 0xE500), descriptor(otherTSS, 0x67, 0x008B),  // F8 100: task gate, busy
    descriptor(otherTSS, 0x60, 0x0089), descriptor(otherTSS, 0x67, 0x0009),  // 108 110
    descriptor(ldt, 0x3F, 0x0002), descriptor(0, 0xF_FFFF, 0x0080),  // 118 120: absent, reserved
    descriptor(0, 0xF_FFFF, 0xC0F2), descriptor(0, 0xF_FFFF, 0xC0FA),  // 128 130: not accessed
    descriptor(0xFFFF_F000, 0xF_FFFF, 0xC0F3), descriptor(0, 0xF_FFFF, 0xC0FF),  // 138 140
    descriptor(otherTSS, 0xFF, 0x0089), descriptor(0, 0xFFF, 0xC09B),  // 148 150
    descriptor(tss, 0xFF, 0x0089),  // 158: the current task once more, available
  ]

  static let localDescriptors: [UInt64] = [
    descriptor(0, 0xF_FFFF, 0xC093), descriptor(0, 0xF_FFFF, 0xC0F3),
    descriptor(0, 0xF_FFFF, 0xC0FA), descriptor(0, 0xF_FFFF, 0xC013),
    descriptor(0, 0xF_FFFF, 0xC09A),
  ]

  static func descriptor(_ base: UInt32, _ limit: UInt32, _ rights: UInt32) -> UInt64 {
    let low = (base & 0xFFFF) << 16 | (limit & 0xFFFF)
    let high = (base & 0xFF00_0000) | (rights & 0xF0FF) << 8 | (limit & 0xF_0000)
    return UInt64(high | (base >> 16 & 0xFF)) << 32 | UInt64(low)
  }

  static func gate(_ selector: UInt32, _ offset: UInt32, _ word: UInt32) -> UInt64 {
    UInt64((offset & 0xFFFF_0000) | word) << 32 | UInt64(selector << 16 | (offset & 0xFFFF))
  }
}

extension CaseMemory {
  /// All of RAM; `seed` gives the data.
  static func image(seed: UInt64) -> [UInt8] {
    var image = [UInt8](repeating: 0, count: size)
    var random = RandomNumbers(seed: seed)
    for address in Int(data)..<Int(data + dataSize) { image[address] = random.byte() }
    for (index, value) in descriptors.enumerated() { put(value, gdt + UInt32(8 * index)) }
    for (index, value) in localDescriptors.enumerated() { put(value, ldt + UInt32(8 * index)) }
    for vector in 0..<256 { put(interruptGate(UInt32(vector)), idt + UInt32(8 * vector)) }
    for (index, value) in taskState.enumerated() { put(value, tss + UInt32(4 * index)) }
    for (index, value) in otherTaskState.enumerated() { put(value, otherTSS + UInt32(4 * index)) }
    for (index, value) in taskState16.enumerated() { put(value, tss16 + UInt32(2 * index)) }
    for vector in 0..<256 {
      put(0x0800_0000 | UInt32(8 * vector), UInt32(4 * vector))
    }
    put(table | 7, directory)
    put(0 as UInt32 | 0x87, directory + 4)
    put(0 as UInt32 | 0x83, directory + 8)
    put(0 as UInt32 | 0x85, directory + 12)
    for frame in 0..<UInt32(size >> 12) { put(frame << 12 | entryRights(frame), table + 4 * frame) }
    for page in 0..<256 as Range<UInt32> { put(windowEntry(page), table + 4 * (256 + page)) }
    return image

    func put<Number: FixedWidthInteger>(_ number: Number, _ address: UInt32) {
      for index in 0..<Number.bitWidth / 8 {
        image[Int(address) + index] = UInt8(truncatingIfNeeded: number >> (8 * index))
      }
    }
  }

  /// Pages of code and handlers are accessed already: the oracle fetches ahead.
  private static func entryRights(_ frame: UInt32) -> UInt32 {
    frame == handlers >> 12 || frame >= code >> 12 ? 0x27 : 7
  }

  /// Linear 1 MiB and up: the data again, each page with other rights, some not present.
  private static func windowEntry(_ page: UInt32) -> UInt32 {
    let frame = data + (page % 16) << 12
    let rights = [7, 5, 3, 1, 0, 6, 0x27, 0x67, 0x107, 7, 7, 5, 3, 7, 0x65, 7] as [UInt32]
    return frame | rights[Int(page * 7 % 16)]
  }

  /// Most vectors lead to ring 0; some gates are of other kinds, faulty or open to ring 3.
  private static func interruptGate(_ vector: UInt32) -> UInt64 {
    let offset = handlers + 8 * vector
    switch vector {
    case 3, 4: return gate(0x08, offset, 0xEE00)
    case 0..<32: return gate(0x08, offset, vector % 2 == 0 ? 0x8E00 : 0x8F00)
    default: break
    }
    switch vector % 16 {
    case 0...5: return gate(0x08, offset, 0xEE00)
    case 6: return gate(0x08, offset, 0x8E00)
    case 7: return gate(0x38, offset, 0xE600)
    case 8: return gate(0x90, offset, 0xEF00)
    case 9: return gate(0xA0, offset, 0xEE00)
    case 10: return gate(0x18, offset, 0xEE00)
    case 11: return gate(0x08, offset, 0x6E00)
    case 12: return gate(0xE8, 0, 0xE500)
    case 13: return gate(0x10, offset, 0xEE00)
    case 14: return gate(0xB0, offset, 0xEF00)
    default: return gate(0x08, offset, 0xEC00)
    }
  }

  private static let taskState: [UInt32] =
    [0, stack0, 0x10, stack0 - 0x400, 0x99, stack0 - 0x800, 0xAA]
    + Array(repeating: 0, count: 18) + [0x68 << 16]
    + [0xFFFF_0FF0, 0xFF, 0xFFFF_FF00] + Array(repeating: 0xFFFF_FFFF, count: 33)

  private static let otherTaskState: [UInt32] =
    [0, stack0, 0x10, 0, 0, 0, 0, directory, handlers, 0x246]
    + [1, 2, 3, 4, stack0 - 0x100, 5, 6, 7] + [
      0x10, 0x08, 0x10, 0x23, 0x53, 0x5B, 0x30, 0x68 << 16,
    ]

  private static let taskState16: [UInt16] =
    [0, UInt16(stack0), 0x10, 0, 0, 0, 0, 0x10, 0x246, 1, 2, 3, 4, 0xD000, 5, 6, 7]
    + [0x10, 0x38, 0x10, 0x23, 0x30]
}
