/// A decoded instruction with what carries it out.
struct DecodedInstruction: Sendable {
  var instruction: Instruction
  var length: UInt8
  var execute: Execute
}

/// The instructions decoded from one frame.
///
/// It holds the page that they were decoded from, and a page is copied before it is written while
/// someone else holds it: so what is cached can't be stale, and no write has to look for it.
final class DecodedPage: @unchecked Sendable {
  let frame: UInt32
  let page: Page
  let isBig: Bool
  /// One more than the index into `instructions`, by offset; 0 where nothing is decoded.
  let slots: UnsafeMutablePointer<UInt16>
  let instructions: UnsafeMutablePointer<DecodedInstruction>
  private var count = 0
  private static let capacity = 4096

  init(frame: UInt32, page: Page, isBig: Bool) {
    self.frame = frame
    self.page = page
    self.isBig = isBig
    slots = .allocate(capacity: Self.capacity)
    slots.initialize(repeating: 0, count: Self.capacity)
    instructions = .allocate(capacity: Self.capacity)
  }

  deinit {
    slots.deallocate()
    instructions.deinitialize(count: count)
    instructions.deallocate()
  }

  func insert(_ decoded: DecodedInstruction, at offset: Int) {
    guard slots[offset] == 0 else { return }
    (instructions + count).initialize(to: decoded)
    count += 1
    slots[offset] = UInt16(count)
  }
}

/// Decoded pages by frame, direct-mapped.
struct CodeCache: Sendable {
  /// What a lookup needs of a decoded page.
  private struct Entry: @unchecked Sendable {
    var frame: UInt32 = .max
    var isBig = false
    var bytes: UnsafeMutableRawPointer?
    var slots: UnsafeMutablePointer<UInt16>?
    var instructions: UnsafeMutablePointer<DecodedInstruction>?
  }

  private static let size = 64
  private var entries = ContiguousArray(repeating: Entry(), count: size)
  private var pages = ContiguousArray<DecodedPage?>(repeating: nil, count: size)

  /// The instruction at an offset of the frame with these bytes, where it is decoded.
  @inline(__always)
  func instruction(
    _ frame: UInt32, _ offset: Int, _ bytes: UnsafeMutableRawPointer?, isBig: Bool
  ) -> UnsafeMutablePointer<DecodedInstruction>? {
    let entry = entries[Int(frame & 63)]
    guard let slots = entry.slots, entry.frame == frame else { return nil }
    guard entry.bytes == bytes, entry.isBig == isBig else { return nil }
    let slot = slots[offset]
    return slot == 0 ? nil : entry.instructions! + (Int(slot) &- 1)
  }

  /// Keeps an instruction that lies wholly in the page.
  mutating func insert(
    _ instruction: DecodedInstruction, _ frame: UInt32, _ offset: Int, _ page: Page, isBig: Bool
  ) {
    let index = Int(frame & 63)
    let isCurrent = pages[index].map { $0.page === page && $0.isBig == isBig && $0.frame == frame }
    // A decoded page that a snapshot also holds is left to it.
    if isCurrent != true || !isKnownUniquelyReferenced(&pages[index]) {
      let decoded = DecodedPage(frame: frame, page: page, isBig: isBig)
      pages[index] = decoded
      entries[index] = Entry(
        frame: frame, isBig: isBig, bytes: page.bytes, slots: decoded.slots,
        instructions: decoded.instructions)
    }
    pages[index]!.insert(instruction, at: offset)
  }
}
