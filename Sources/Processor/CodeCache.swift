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
  private let instructions: UnsafeMutablePointer<DecodedInstruction>
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

  @inline(__always)
  func instruction(at offset: Int) -> UnsafeMutablePointer<DecodedInstruction>? {
    let slot = slots[offset]
    return slot == 0 ? nil : instructions + (Int(slot) &- 1)
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
  private static let size = 64
  private var pages = ContiguousArray<DecodedPage?>(repeating: nil, count: size)

  /// The instruction at an offset of a frame, where it is decoded.
  @inline(__always)
  func instruction(
    _ frame: UInt32, _ offset: Int, _ page: Page, isBig: Bool
  ) -> UnsafeMutablePointer<DecodedInstruction>? {
    guard let decoded = pages[Int(frame & 63)] else { return nil }
    guard decoded.page === page, decoded.frame == frame, decoded.isBig == isBig else { return nil }
    return decoded.instruction(at: offset)
  }

  /// Keeps an instruction that lies wholly in the page.
  mutating func insert(
    _ instruction: DecodedInstruction, _ frame: UInt32, _ offset: Int, _ page: Page, isBig: Bool
  ) {
    let index = Int(frame & 63)
    let isCurrent = pages[index].map { $0.page === page && $0.isBig == isBig && $0.frame == frame }
    // A decoded page that a snapshot also holds is left to it.
    if isCurrent != true || !isKnownUniquelyReferenced(&pages[index]) {
      pages[index] = DecodedPage(frame: frame, page: page, isBig: isBig)
    }
    pages[index]!.insert(instruction, at: offset)
  }
}
