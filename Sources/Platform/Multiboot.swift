/// The header by which a multiboot kernel says how it wants to be loaded.
///
/// Source: Multiboot Specification 0.6.96, sections 3.1 (header), 3.2 (machine state) and 3.3 (boot
/// information).
struct MultibootHeader {
  /// What the header must begin with.
  static let magic = 0x1BAD_B002
  /// What EAX holds when the kernel starts.
  static let bootMagic = 0x2BAD_B002
  /// Flags below bit 16 that this loader honours: page-aligned modules, of which there are none,
  /// and memory sizes.
  private static let understood = 0x0003

  let offset: Int
  let flags: Int

  /// Finds the header in the first 8192 bytes, doubleword-aligned and with its checksum right.
  init(_ image: ImageBytes) throws(InputError) {
    var place: Int?
    for offset in stride(from: 0, through: min(image.bytes.count, 8192) - 12, by: 4) {
      let magic = try image.doubleword(offset, "a header")
      guard place == nil, magic == Self.magic else { continue }
      let flags = try image.doubleword(offset + 4, "a header")
      let checksum = try image.doubleword(offset + 8, "a header")
      if (magic + flags + checksum) & 0xFFFF_FFFF == 0 { place = offset }
    }
    guard let place else {
      throw InputError(
        image.file, .whole, found: "an ELF file without a multiboot header",
        expected: "magic \(hex(Self.magic)), flags and checksum in the first 8192 bytes")
    }
    offset = place
    flags = try image.doubleword(place + 4, "flags")
    guard flags & 0xFFFF & ~Self.understood == 0 else {
      throw InputError(
        image.file, .offset(place + 4), found: "multiboot flags \(hex(flags))",
        expected: "of the flags below bit 16 none but \(hex(Self.understood))")
    }
  }

  /// What to load by the address fields (flag 16), or nil where the ELF headers say it.
  func addressed(_ image: ImageBytes) throws(InputError) -> (Executable.Segment, entry: Int)? {
    guard flags & 0x1_0000 != 0 else { return nil }
    let header = try image.doubleword(offset + 12, "header_addr")
    let load = try image.doubleword(offset + 16, "load_addr")
    let loadEnd = try image.doubleword(offset + 20, "load_end_addr")
    let zeroEnd = try image.doubleword(offset + 24, "bss_end_addr")
    let start = offset - (header - load)
    let count = loadEnd == 0 ? image.bytes.count - start : loadEnd - load
    let bytes = try image.slice(start, count, "what the address fields name")
    let segment = Executable.Segment(
      address: load, bytes: bytes, size: max(count, zeroEnd - load), offset: start)
    return (segment, try image.doubleword(offset + 28, "entry_addr"))
  }
}

/// The information that a multiboot kernel finds at the address in EBX: the sizes of memory.
struct MultibootInformation {
  /// KiB of memory from 0, and from 1 MiB.
  let lower: Int
  let upper: Int

  /// The structure up to its optional parts; flag 0 says that the sizes are there.
  var bytes: [UInt8] {
    let words = [1, lower, upper] + Array(repeating: 0, count: 26)
    return words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
  }
}
