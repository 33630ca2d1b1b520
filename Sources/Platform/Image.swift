/// What a machine starts from: a flat ROM, run from the reset vector, or a multiboot kernel.
public struct Image: Sendable {
  /// Bytes and the physical address where they go.
  struct Placement: Equatable, Sendable {
    let address: UInt32
    let bytes: [UInt8]
  }

  /// How the processor starts.
  enum Start: Equatable, Sendable {
    /// From the reset vector.
    case reset
    /// As the multiboot specification has it, with the address of the boot information.
    case multiboot(entry: UInt32, information: UInt32)
  }

  var roms: [Placement] = []
  var contents: [Placement] = []
  var start = Start.reset
  /// Linear addresses by the names of an ELF file's symbol table.
  public var labels: [String: UInt32] = [:]

  /// An image for a machine with so many MiB of RAM; an ELF file is told by its first bytes.
  ///
  /// - Parameter file: the name of the file, for errors
  public init(_ bytes: [UInt8], file: String, mebibytes: Int) throws(InputError) {
    let image = ImageBytes(file: file, bytes: bytes)
    guard !bytes.isEmpty else {
      throw InputError(
        file, .whole, found: "an empty file", expected: "a ROM image or a multiboot ELF file")
    }
    guard bytes.count <= mebibytes << 20 else {
      throw InputError(
        file, .whole, found: "\(bytes.count) bytes",
        expected: "at most the memory size, \(mebibytes << 20) bytes (--memory)")
    }
    if Executable.isELF(bytes) {
      try loadMultiboot(image, MemoryMap(mebibytes: mebibytes))
    } else {
      try mapROM(image)
    }
  }
}

// MARK: - ROM

extension Image {
  /// Maps the image so that it ends at 4 GiB, and its last 128 KiB so that they end at 1 MiB.
  ///
  /// An image that does not fill its first frame of 4 KiB has ones below it.
  private mutating func mapROM(_ image: ImageBytes) throws(InputError) {
    guard image.bytes.count >= 16 else {
      throw InputError(
        image.file, .whole, found: "\(image.bytes.count) bytes",
        expected: "at least the 16 bytes from the reset vector")
    }
    let missing = (4096 - image.bytes.count % 4096) % 4096
    let whole = Array(repeating: 0xFF, count: missing) + image.bytes
    let low = Array(whole.suffix(MemoryMap.lowROMSize))
    roms = [
      Placement(address: UInt32(truncatingIfNeeded: -whole.count), bytes: whole),
      Placement(address: UInt32(MemoryMap.mebibyte - low.count), bytes: low),
    ]
  }
}

// MARK: - Multiboot

extension Image {
  private mutating func loadMultiboot(_ image: ImageBytes, _ map: MemoryMap) throws(InputError) {
    var executable = try Executable(image)
    let header = try MultibootHeader(image)
    if let (segment, entry) = try header.addressed(image) {
      executable.segments = [segment]
      executable.entry = entry
    }
    for segment in executable.segments {
      guard map.isRAM(segment.address, segment.size) else {
        throw InputError(
          image.file, .offset(segment.offset),
          found: "a segment of \(segment.size) bytes for address \(hex(segment.address))",
          expected: "one that lies in memory: \(map)")
      }
    }
    contents = executable.segments.map { segment in
      let zeros = Array(repeating: UInt8(0), count: segment.size - segment.bytes.count)
      return Placement(address: UInt32(segment.address), bytes: Array(segment.bytes) + zeros)
    }
    let information = MultibootInformation(map).bytes
    let place = try freeFrame(executable, image, map)
    contents.append(Placement(address: place, bytes: information))
    start = .multiboot(entry: UInt32(executable.entry), information: place)
    labels = executable.labels
  }

  /// The first frame of 4 KiB of RAM from 1000h up that no segment touches.
  private func freeFrame(
    _ executable: Executable, _ image: ImageBytes, _ map: MemoryMap
  ) throws(InputError) -> UInt32 {
    let frames = stride(from: 0x1000, to: map.mebibytes << 20, by: 0x1000)
    let free = frames.first { frame in
      map.isRAM(frame, 0x1000)
        && executable.segments.allSatisfy {
          $0.address >= frame + 0x1000 || $0.address + $0.size <= frame
        }
    }
    guard let free else {
      throw InputError(
        image.file, .whole, found: "segments that fill all memory",
        expected: "a free frame for the boot information")
    }
    return UInt32(free)
  }
}

/// Where RAM is: below A0000h and from 1 MiB up; what lies between reads as ones but for ROM.
struct MemoryMap: CustomStringConvertible {
  static let mebibyte = 1 << 20
  /// How much of a ROM is seen again below 1 MiB.
  static let lowROMSize = 128 << 10
  /// No RAM here.
  static let hole = 0xA0000..<0x100000

  let mebibytes: Int

  /// Whether all of these bytes are RAM.
  func isRAM(_ address: Int, _ size: Int) -> Bool {
    let end = address + size
    return end <= mebibytes << 20 && (end <= Self.hole.lowerBound || address >= Self.mebibyte)
  }

  var description: String { "0 to 0x9ffff and 0x100000 to \(hex(mebibytes << 20 - 1))" }
}

extension MultibootInformation {
  init(_ map: MemoryMap) {
    self.init(lower: MemoryMap.hole.lowerBound >> 10, upper: (map.mebibytes - 1) << 10)
  }
}
