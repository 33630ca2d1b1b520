import Models
import Platform

/// An ELF32 relocatable file for the i386, put at an address: its sections, relocated, and its symbols.
///
/// Source: Tool Interface Standard, ELF specification 1.2, book I and book III (relocation types).
/// Sections follow one another from the base; the first that may be written starts a page.
struct ObjectFile {
  private struct Section {
    let name: String
    let kind: Int
    let flags: Int
    let offset: Int
    let size: Int
    let link: Int
    let info: Int
    let alignment: Int
    /// Where it was put; nil where it is not loaded.
    var address: UInt32?
    var isLoaded: Bool { flags & 2 != 0 }
    var isWritable: Bool { flags & 1 != 0 }
  }

  private struct Symbol {
    let name: String
    /// Nil where it is not defined here.
    let value: UInt32?
  }

  private let image: ImageBytes
  private var sections: [Section] = []
  private var symbols: [Symbol] = []
  /// What is loaded.
  private(set) var contents: [Routine.Section] = []
  private(set) var labels: [String: UInt32] = [:]

  /// Whether the bytes are an ELF file of any kind.
  static func isELF(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) }

  /// - Parameters:
  ///   - base: where the first section goes
  ///   - room: the bytes that there are from there
  init(_ bytes: [UInt8], file: String, base: UInt32, room: UInt32) throws(InputError) {
    image = ImageBytes(file: file, bytes: bytes)
    _ = try image.slice(0, 52, "an ELF32 header")
    try image.require(4, 1, 1, "ELF class", "32-bit")
    try image.require(5, 1, 1, "ELF data encoding", "little-endian")
    try image.require(16, 2, 1, "ELF type", "relocatable")
    try image.require(18, 2, 3, "ELF machine", "Intel 80386")
    try readSections()
    try place(from: base, room: room)
    try readSymbols()
    try load()
  }

  // MARK: Sections

  private mutating func readSections() throws(InputError) {
    let table = try image.doubleword(32, "e_shoff")
    let count = try image.word(48, "e_shnum")
    let namesIndex = try image.word(50, "e_shstrndx")
    guard count > 0, table > 0 else {
      throw InputError(
        image.file, .offset(32), found: "no section headers", expected: "sections to load")
    }
    _ = try image.slice(table, 40 * count, "the section headers")
    let names = try image.doubleword(table + 40 * namesIndex + 16, "sh_offset")
    for index in 0..<count {
      let header = table + 40 * index
      func field(_ number: Int, _ what: String) throws(InputError) -> Int {
        try image.doubleword(header + 4 * number, what)
      }
      let alignment = max(1, try field(8, "sh_addralign"))
      guard alignment & (alignment - 1) == 0, alignment <= 4096 else {
        throw InputError(
          image.file, .offset(header + 32), found: "sh_addralign \(hex(alignment))",
          expected: "a power of 2, 4096 at most")
      }
      sections.append(
        Section(
          name: try text(names + (try field(0, "sh_name"))), kind: try field(1, "sh_type"),
          flags: try field(2, "sh_flags"), offset: try field(4, "sh_offset"),
          size: try field(5, "sh_size"), link: try field(6, "sh_link"),
          info: try field(7, "sh_info"), alignment: alignment))
    }
  }

  private func text(_ offset: Int) throws(InputError) -> String {
    _ = try image.slice(offset, 1, "a name")
    return String(decoding: image.bytes[offset...].prefix { $0 != 0 }, as: UTF8.self)
  }

  private mutating func place(from base: UInt32, room: UInt32) throws(InputError) {
    let end = UInt64(base) + UInt64(room)
    var next = UInt64(base)
    for writable in [false, true] {
      if writable { next = (next + 0xFFF) & ~0xFFF }
      for index in sections.indices
      where sections[index].isLoaded && sections[index].isWritable == writable
        && sections[index].size > 0 && !sections[index].name.hasPrefix(".note")
      {
        let section = sections[index]
        let alignment = UInt64(section.alignment)
        next = (next + alignment - 1) / alignment * alignment
        guard next + UInt64(section.size) <= end else {
          throw InputError(
            image.file, .whole,
            found: "section \(section.name) of \(hex(section.size)) bytes at \(hex(next))",
            expected: "all sections inside the switch region, \(hex(base)) to \(hex(end))")
        }
        sections[index].address = UInt32(next)
        next += UInt64(section.size)
      }
    }
  }

  // MARK: Symbols

  private mutating func readSymbols() throws(InputError) {
    guard let table = sections.first(where: { $0.kind == 2 }) else { return }
    guard sections.indices.contains(table.link) else {
      throw InputError(
        image.file, .offset(table.offset), found: "a symbol table without names",
        expected: "the number of a string table in sh_link")
    }
    let names = sections[table.link].offset
    for offset in stride(from: table.offset, to: table.offset + table.size, by: 16) {
      _ = try image.slice(offset, 16, "a symbol")
      let name = try text(names + (try image.doubleword(offset, "st_name")))
      let value = UInt32(try image.doubleword(offset + 4, "st_value"))
      let section = try image.word(offset + 14, "st_shndx")
      let address: UInt32? =
        section == 0xFFF1
        ? value
        : sections.indices.contains(section)
          ? sections[section].address.map { $0 &+ value } : nil
      symbols.append(Symbol(name: name, value: section == 0 ? nil : address))
      if section != 0, !name.isEmpty, let address { labels[name] = address }
    }
  }

  // MARK: Relocation

  private mutating func load() throws(InputError) {
    for (index, section) in sections.enumerated() {
      guard let address = section.address else { continue }
      var bytes =
        section.kind == 8
        ? [UInt8](repeating: 0, count: section.size)
        : Array(try image.slice(section.offset, section.size, "section \(section.name)"))
      for table in sections where table.kind == 9 && table.info == index {
        try relocate(&bytes, of: section.name, at: address, by: table)
      }
      contents.append(Routine.Section(linear: address, bytes: bytes))
    }
    guard !contents.isEmpty else {
      throw InputError(
        image.file, .whole, found: "no section that is loaded", expected: "code (SHF_ALLOC)")
    }
  }

  private func relocate(
    _ bytes: inout [UInt8], of name: String, at address: UInt32, by table: Section
  ) throws(InputError) {
    for entry in stride(from: table.offset, to: table.offset + table.size, by: 8) {
      let offset = try image.doubleword(entry, "r_offset")
      let info = try image.doubleword(entry + 4, "r_info")
      guard symbols.indices.contains(info >> 8) else {
        throw InputError(
          image.file, .offset(entry), found: "symbol number \(info >> 8)",
          expected: "one of \(symbols.count) symbols")
      }
      let symbol = symbols[info >> 8]
      guard let value = symbol.value else {
        throw InputError(
          image.file, .offset(entry),
          found: "a relocation in \(name) by “\(symbol.name)”, which is not defined",
          expected: "a symbol of this file")
      }
      guard let (width, isRelative) = Self.kinds[info & 0xFF] else {
        throw InputError(
          image.file, .offset(entry), found: "relocation type \(info & 0xFF) in \(name)",
          expected: "R_386_32, PC32, PLT32, 16, PC16, 8 or PC8")
      }
      guard offset + width <= bytes.count else {
        throw InputError(
          image.file, .offset(entry), found: "r_offset \(hex(offset)) in \(name)",
          expected: "an offset inside its \(hex(bytes.count)) bytes")
      }
      var sum = value
      for index in 0..<width { sum &+= UInt32(bytes[offset + index]) << UInt32(8 * index) }
      if isRelative { sum &-= address &+ UInt32(offset) }
      for index in 0..<width {
        bytes[offset + index] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * index))
      }
    }
  }

  /// Bytes, and whether it counts from the place itself, by relocation type.
  private static let kinds: [Int: (bytes: Int, isRelative: Bool)] = [
    1: (4, false), 2: (4, true), 4: (4, true), 20: (2, false), 21: (2, true), 22: (1, false),
    23: (1, true),
  ]
}
