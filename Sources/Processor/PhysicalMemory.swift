import Logic

/// 4 KiB of physical memory: bytes, and words over them where something is not known.
final class Page: @unchecked Sendable {
  // Written only through `PhysicalMemory`, by who holds the page alone.
  let bytes: UnsafeMutableRawPointer
  let words: UnsafeMutablePointer<[Bits<32>]?>
  /// Whether writes are kept; a ROM drops them.
  let isWritable: Bool

  init(isWritable: Bool = true) {
    bytes = .allocate(byteCount: 4096, alignment: 16)
    bytes.initializeMemory(as: UInt8.self, repeating: 0, count: 4096)
    words = .allocate(capacity: 1)
    words.initialize(to: nil)
    self.isWritable = isWritable
  }

  deinit {
    bytes.deallocate()
    words.deinitialize(count: 1)
    words.deallocate()
  }

  func copy() -> Page {
    let page = Page(isWritable: isWritable)
    page.bytes.copyMemory(from: bytes, byteCount: 4096)
    page.words.pointee = words.pointee
    return page
  }

  @inline(__always) var isKnown: Bool { words.pointee == nil }

  /// The word at an index from 0 to 1023.
  func word(_ index: Int) -> Bits<32> {
    if let words = words.pointee { return words[index] }
    return Bits(UInt64(bytes.load(fromByteOffset: 4 * index, as: UInt32.self)))
  }

  /// Replaces the word at an index from 0 to 1023.
  func setWord(_ index: Int, _ value: Bits<32>) {
    if words.pointee == nil {
      if let known = value.known {
        return bytes.storeBytes(of: UInt32(known), toByteOffset: 4 * index, as: UInt32.self)
      }
      words.pointee = (0..<1024).map(word)
    }
    words.pointee![index] = value
  }
}

/// Physical memory: RAM from address 0, ROMs anywhere; elsewhere reads give ones.
public struct PhysicalMemory: Sendable {
  /// Where the bytes of a frame are, for reads and writes that need not touch the page itself.
  struct Frame: @unchecked Sendable {
    /// Nil where a word of the page is not known.
    var bytes: UnsafeMutableRawPointer?
    var isWritable: Bool

    init(_ page: Page) {
      bytes = page.isKnown ? page.bytes : nil
      isWritable = page.isWritable
    }
  }

  /// RAM and the ROMs mapped over it, by frame.
  private(set) var ram: ContiguousArray<Page>
  private var frames: ContiguousArray<Frame>
  /// ROMs above, by frame.
  private var others: [UInt32: Page] = [:]
  static let zero = Page()
  private static let ones: Page = {
    let page = Page(isWritable: false)
    page.bytes.initializeMemory(as: UInt8.self, repeating: 0xFF, count: 4096)
    return page
  }()

  /// RAM of so many MiB, zeroed.
  public init(mebibytes: Int) { self.init(frames: mebibytes * 256) }

  /// RAM of so many frames of 4 KiB, zeroed.
  public init(frames count: Int) {
    ram = ContiguousArray(repeating: Self.zero, count: count)
    frames = ContiguousArray(repeating: Frame(Self.zero), count: count)
  }

  /// The number of bytes of RAM.
  public var size: Int { ram.count * 4096 }

  /// The bytes of a frame, nil where a word of it is not known; they say which page it is.
  @inline(__always)
  func bytes(_ frame: UInt32) -> UnsafeMutableRawPointer? {
    frame < frames.count ? frames[Int(frame)].bytes : Frame(page(frame)).bytes
  }

  @inline(never)
  func page(_ frame: UInt32) -> Page {
    frame < ram.count ? ram[Int(frame)] : others[frame] ?? Self.ones
  }

  /// Where the bytes of a known page may be written, which is held by this memory alone from then.
  @inline(__always)
  private mutating func writable(_ frame: UInt32) -> UnsafeMutableRawPointer? {
    guard frame < frames.count, frames[Int(frame)].isWritable else { return nil }
    if !isKnownUniquelyReferenced(&ram[Int(frame)]) { own(frame) }
    return frames[Int(frame)].bytes
  }

  @inline(never)
  private mutating func own(_ frame: UInt32) {
    ram[Int(frame)] = ram[Int(frame)].copy()
    frames[Int(frame)] = Frame(ram[Int(frame)])
  }

  /// Changes a page of RAM that is held by this memory alone; ROM and holes drop the change.
  private mutating func withPage(_ frame: UInt32, _ body: (Page) -> Void) {
    guard frame < ram.count, frames[Int(frame)].isWritable else { return }
    if !isKnownUniquelyReferenced(&ram[Int(frame)]) { own(frame) }
    body(ram[Int(frame)])
    frames[Int(frame)] = Frame(ram[Int(frame)])
  }

  /// Maps a ROM; `address` and the image's size are multiples of 4096, the image may be mapped
  /// more than once.
  public mutating func mapROM(_ image: [UInt8], at address: UInt32) {
    precondition(address % 4096 == 0 && image.count % 4096 == 0, "a ROM of whole frames")
    for offset in stride(from: 0, to: image.count, by: 4096) {
      let page = Page(isWritable: false)
      page.bytes.copyMemory(from: Array(image[offset..<offset + 4096]), byteCount: 4096)
      let frame = (address + UInt32(offset)) >> 12
      if frame < ram.count {
        ram[Int(frame)] = page
        frames[Int(frame)] = Frame(page)
      } else {
        others[frame] = page
      }
    }
  }
}

// MARK: - Access

extension PhysicalMemory {
  /// 8, 16 or 32 bits at a physical address, anywhere.
  public subscript<let width: Int>(_ address: UInt32) -> Bits<width> {
    get {
      if address & 4095 <= 4096 - UInt32(width / 8) { return read(address) }
      return (0..<width / 8).reduce(0) { value, index in
        let byte: Bits<8> = read(address &+ UInt32(index))
        return value.replacing(from: 8 * index, with: byte)
      }
    }
    set {
      if address & 4095 <= 4096 - UInt32(width / 8) { return write(address, newValue) }
      for index in 0..<width / 8 {
        write(address &+ UInt32(index), newValue.slice(from: 8 * index) as Bits<8>)
      }
    }
  }

  /// Writes known bytes from a physical address up; ROM and holes drop them.
  public mutating func load(_ image: some Sequence<UInt8>, at address: UInt32) {
    var address = address
    for byte in image {
      write(address, Bits<8>(UInt64(byte)))
      address &+= 1
    }
  }

  /// A read within one frame.
  @inline(__always)
  func read<let width: Int>(_ address: UInt32) -> Bits<width> {
    let offset = Int(address & 4095)
    guard let bytes = bytes(address >> 12) else {
      return Self.symbolic(page(address >> 12), offset)
    }
    return switch width {
    case 8: Bits(truncating: UInt64(bytes.load(fromByteOffset: offset, as: UInt8.self)))
    case 16:
      Bits(truncating: UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self)))
    default:
      Bits(truncating: UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
  }

  @inline(never)
  private static func symbolic<let width: Int>(_ page: Page, _ offset: Int) -> Bits<width> {
    let (index, low) = (offset / 4, offset % 4 * 8)
    let word = page.word(index)
    if low + width <= 32 { return word.slice(from: low) }
    let both = Bits<64>(high: page.word(index + 1), low: word)
    return both.slice(from: low)
  }

  /// A write within one frame.
  @inline(__always)
  mutating func write<let width: Int>(_ address: UInt32, _ value: Bits<width>) {
    let offset = Int(address & 4095)
    guard let known = value.known, let bytes = writable(address >> 12) else {
      return withPage(address >> 12) { page in Self.setSymbolic(page, offset, value) }
    }
    let place = bytes + offset
    switch width {
    case 8: place.storeBytes(of: UInt8(truncatingIfNeeded: known), as: UInt8.self)
    case 16: place.storeBytes(of: UInt16(truncatingIfNeeded: known), as: UInt16.self)
    default: place.storeBytes(of: UInt32(truncatingIfNeeded: known), as: UInt32.self)
    }
  }

  @inline(never)
  private static func setSymbolic<let width: Int>(
    _ page: Page, _ offset: Int, _ value: Bits<width>
  ) {
    if width == 32, offset % 4 == 0 { return page.setWord(offset / 4, value.slice()) }
    for index in 0..<width / 8 { setByte(page, offset + index, value.slice(from: 8 * index)) }
  }

  /// Joins the bytes anew, so that a word put in by bytes is that word again.
  private static func setByte(_ page: Page, _ offset: Int, _ value: Bits<8>) {
    let word = page.word(offset / 4)
    var bytes = (0..<4).map { word.slice(from: 8 * $0) as Bits<8> }
    bytes[offset % 4] = value
    let low = Bits<16>(high: bytes[1], low: bytes[0])
    let high = Bits<16>(high: bytes[3], low: bytes[2])
    page.setWord(offset / 4, Bits(high: high, low: low))
  }
}
