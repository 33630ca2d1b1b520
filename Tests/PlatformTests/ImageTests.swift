import Testing

@testable import Platform

/// A file that must be refused.
private struct Refused: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let bytes: [UInt8]
  let place: InputError.Place
  let found: String
  let expected: String

  init(
    _ description: String, _ bytes: [UInt8], _ place: InputError.Place, found: String,
    expected: String
  ) {
    testDescription = description
    self.bytes = bytes
    self.place = place
    self.found = found
    self.expected = expected
  }
}

private func elf(_ change: (inout ELFFile) -> Void = { _ in }) -> [UInt8] {
  var file = ELFFile()
  change(&file)
  return file.bytes
}

private let refused: [Refused] = [
  Refused("empty image", [], .whole, found: "an empty file", expected: "a ROM image"),
  Refused(
    "image larger than memory", Array(repeating: 0, count: 2 << 20 + 1), .whole,
    found: "2097153 bytes", expected: "at most the memory size, 2097152 bytes"),
  Refused(
    "ROM too small for the reset vector", Array(repeating: 0xF4, count: 15), .whole,
    found: "15 bytes", expected: "16 bytes"),
  Refused(
    "ELF of 64-bit class", elf { $0.elfClass = 2 }, .offset(4), found: "ELF class 2",
    expected: "1 (32-bit)"),
  Refused(
    "big-endian ELF", elf { $0.encoding = 2 }, .offset(5), found: "ELF data encoding 2",
    expected: "1 (little-endian)"),
  Refused(
    "relocatable ELF", elf { $0.type = 1 }, .offset(16), found: "ELF type 1",
    expected: "2 (an executable)"),
  Refused(
    "ELF for another machine", elf { $0.machine = 62 }, .offset(18), found: "ELF machine 62",
    expected: "3 (Intel 80386)"),
  Refused(
    "ELF cut in its header", Array(elf().prefix(40)), .offset(40), found: "the end of the file",
    expected: "an ELF32 header, 52 bytes"),
  Refused(
    "ELF cut in its program header", Array(elf().prefix(60)), .offset(60),
    found: "the end of the file", expected: "a program header, 32 bytes from offset 0x34"),
  Refused(
    "ELF cut in its segment", Array(elf().dropLast()), .offset(97), found: "the end of the file",
    expected: "a segment, 14 bytes from offset 0x54"),
  Refused(
    "ELF cut in its symbols", Array(elf { $0.symbol = ("a", 1) }.dropLast(40)), .offset(173),
    found: "the end of the file", expected: "a string table"),
  Refused(
    "ELF without multiboot header", elf { $0.checksumError = 1 }, .whole,
    found: "without a multiboot header", expected: "magic 0x1badb002"),
  Refused(
    "multiboot kernel that wants a video mode", elf { $0.flags = 4 }, .offset(0x58),
    found: "multiboot flags 0x4", expected: "none but 0x3"),
  Refused(
    "segment above memory", elf { $0.address = 0x20_0000 - 8 }, .offset(0x54),
    found: "14 bytes for address 0x1ffff8", expected: "0x100000 to 0x1fffff"),
  Refused(
    "segment with zeros above memory", elf { $0.extraMemory = 0x10_0000 }, .offset(0x54),
    found: "1048590 bytes", expected: "in memory"),
  Refused(
    "segment between RAM", elf { $0.address = 0xB8000 }, .offset(0x54), found: "0xb8000",
    expected: "0 to 0x9ffff"),
]

@Test("refused images", arguments: refused)
private func refusedImages(_ row: Refused) throws {
  let error = #expect(throws: InputError.self) {
    try Image(row.bytes, file: "file.img", mebibytes: 2)
  }
  let found = try #require(error)
  #expect(found.file == "file.img")
  #expect(found.place == row.place)
  #expect(found.found.contains(row.found), "\(found)")
  #expect(found.expected.contains(row.expected), "\(found)")
}

@Test func romEndsAtFourGibibytesAndOneMebibyte() throws {
  let bytes = (0..<(192 << 10)).map { UInt8(truncatingIfNeeded: $0 >> 10) }
  let image = try Image(bytes, file: "rom", mebibytes: 1)
  #expect(image.roms.map(\.address) == [0xFFFD_0000, 0xE0000])
  #expect(image.roms[0].bytes == bytes)
  #expect(image.roms[1].bytes == Array(bytes.suffix(128 << 10)))
}

@Test func smallROMIsMappedAtItsEnd() throws {
  let image = try Image(Array(repeating: 0xF4, count: 100), file: "rom", mebibytes: 1)
  #expect(image.roms.map(\.address) == [0xFFFF_F000, 0xFF000])
  #expect(image.roms[0].bytes.suffix(101) == [0xFF] + Array(repeating: 0xF4, count: 100))
}

@Test func multibootKernelIsLoadedByItsELFHeaders() throws {
  let file = elf {
    $0.extraMemory = 3
    $0.virtualAddress = 0xC010_0000
    $0.entry = 0xC010_000C
    $0.symbol = ("start", 0xC010_000C)
  }
  let image = try Image(file, file: "kernel", mebibytes: 2)
  #expect(image.start == .multiboot(entry: 0x10_000C, information: 0x1000))
  #expect(image.contents[0].address == 0x10_0000)
  #expect(image.contents[0].bytes.suffix(5) == [0xFA, 0xF4, 0, 0, 0])
  #expect(image.labels == ["start": 0xC010_000C])
  // Multiboot 3.3: flag 0, mem_lower 640 KiB, mem_upper 1024 KiB.
  #expect(image.contents[1].address == 0x1000)
  #expect(image.contents[1].bytes.prefix(12) == [1, 0, 0, 0, 0x80, 2, 0, 0, 0, 4, 0, 0])
}

@Test func bootInformationAvoidsTheKernel() throws {
  let image = try Image(
    elf {
      $0.address = 0x1800
      $0.virtualAddress = 0x1800
      $0.extraMemory = 0x1000
    }, file: "kernel", mebibytes: 2)
  #expect(image.start == .multiboot(entry: 0x10_000C, information: 0x3000))
}

/// Flag 16: header_addr, load_addr, load_end_addr, bss_end_addr, entry_addr decide.
@Test func multibootKernelIsLoadedByItsAddressFields() throws {
  let fields: [UInt8] = [
    0x54, 0, 0x11, 0, 0x54, 0, 0x11, 0, 0x76, 0, 0x11, 0, 0x80, 0, 0x11, 0, 0x74, 0, 0x11, 0,
  ]
  let image = try Image(
    elf {
      $0.flags = 0x1_0000
      $0.code = fields + [0xFA, 0xF4]
    }, file: "kernel", mebibytes: 2)
  #expect(image.start == .multiboot(entry: 0x11_0074, information: 0x1000))
  #expect(image.contents[0].address == 0x11_0054)
  #expect(image.contents[0].bytes.count == 0x80 - 0x54)
  #expect(image.contents[0].bytes[0x20...0x22] == [0xFA, 0xF4, 0])
}
