/// An ELF32 executable for the i386: what is loaded where, where it starts, and its labels.
///
/// Source: Tool Interface Standard, ELF specification 1.2, book I; book III for the i386.
struct Executable {
  /// Bytes for physical memory, followed by zeros up to `size`.
  struct Segment: Equatable {
    let address: Int
    let bytes: ArraySlice<UInt8>
    let size: Int
    /// Where in the file the bytes are.
    let offset: Int
  }

  var segments: [Segment]
  /// The physical address of the first instruction.
  var entry: Int
  /// Linear addresses by the names of the symbol table.
  var labels: [String: UInt32] = [:]

  /// Whether the file says that it is an ELF file of any kind.
  static func isELF(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) }

  init(_ image: ImageBytes) throws(InputError) {
    try Self.checkHeader(image)
    segments = []
    entry = try image.doubleword(24, "e_entry")
    let virtualEntry = entry
    let table = try image.doubleword(28, "e_phoff")
    let count = try image.word(44, "e_phnum")
    for index in 0..<count {
      let header = table + 32 * index
      guard try image.doubleword(header, "a program header") == 1 else { continue }
      let segment = try Self.segment(image, header)
      segments.append(segment)
      let start = try image.doubleword(header + 8, "p_vaddr")
      if virtualEntry >= start, virtualEntry < start + segment.size {
        entry = virtualEntry - start + segment.address
      }
    }
    guard !segments.isEmpty else {
      throw InputError(
        image.file, .offset(44), found: "no segment to load", expected: "at least one PT_LOAD")
    }
    labels = try Self.labels(image)
  }

  private static func checkHeader(_ image: ImageBytes) throws(InputError) {
    _ = try image.slice(0, 52, "an ELF32 header")
    try image.require(4, 1, 1, "ELF class", "32-bit")
    try image.require(5, 1, 1, "ELF data encoding", "little-endian")
    try image.require(16, 2, 2, "ELF type", "an executable")
    try image.require(18, 2, 3, "ELF machine", "Intel 80386")
    if try image.word(44, "e_phnum") > 0 {
      try image.require(42, 2, 32, "e_phentsize", "the size of a program header")
    }
  }

  private static func segment(_ image: ImageBytes, _ header: Int) throws(InputError) -> Segment {
    _ = try image.slice(header, 32, "a program header")
    let offset = try image.doubleword(header + 4, "p_offset")
    let inFile = try image.doubleword(header + 16, "p_filesz")
    let size = try image.doubleword(header + 20, "p_memsz")
    guard inFile <= size else {
      throw InputError(
        image.file, .offset(header + 16), found: "p_filesz \(inFile)",
        expected: "at most p_memsz, \(size)")
    }
    return Segment(
      address: try image.doubleword(header + 12, "p_paddr"),
      bytes: try image.slice(offset, inFile, "a segment"), size: size, offset: offset)
  }

  /// The named symbols that have a place, from the section of type SHT_SYMTAB (2).
  private static func labels(_ image: ImageBytes) throws(InputError) -> [String: UInt32] {
    var labels: [String: UInt32] = [:]
    let table = try image.doubleword(32, "e_shoff")
    let count = try image.word(48, "e_shnum")
    for index in 0..<(table == 0 ? 0 : count) {
      let header = table + 40 * index
      guard try image.doubleword(header + 4, "a section header") == 2 else { continue }
      let start = try image.doubleword(header + 16, "sh_offset")
      let size = try image.doubleword(header + 20, "sh_size")
      let names = table + 40 * (try image.doubleword(header + 24, "sh_link"))
      let strings = try image.slice(
        try image.doubleword(names + 16, "sh_offset"),
        try image.doubleword(names + 20, "sh_size"), "a string table")
      for symbol in stride(from: start, to: start + size, by: 16) {
        let name = try image.doubleword(symbol, "a symbol")
        guard name != 0, try image.word(symbol + 14, "a symbol") != 0 else { continue }
        let text = strings.dropFirst(name).prefix { $0 != 0 }
        labels[String(decoding: text, as: UTF8.self)] = UInt32(
          try image.doubleword(symbol + 4, "a symbol"))
      }
    }
    return labels
  }
}
