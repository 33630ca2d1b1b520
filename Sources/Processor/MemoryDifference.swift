import Logic

extension PhysicalMemory {
  /// A doubleword that differs between two memories, at an address that is a multiple of 4.
  public struct Difference: Sendable {
    public let address: UInt32
    public let before: Bits<32>
    public let after: Bits<32>

    public init(address: UInt32, before: Bits<32>, after: Bits<32>) {
      self.address = address
      self.before = before
      self.after = after
    }
  }

  /// The frames below the size of RAM that were ever written, or hold ROM; all others are zero.
  public var framesInUse: [UInt32] {
    ram.indices.filter { ram[$0] !== Self.zero }.map { UInt32($0) }
  }

  /// Replaces each doubleword that is not known.
  public mutating func replaceUnknown(_ body: (Bits<32>) -> Bits<32>) {
    for frame in ram.indices where !ram[frame].isKnown {
      for index in 0..<1024 {
        let word = ram[frame].word(index)
        if word.known == nil { self[UInt32(frame << 12 + 4 * index)] = body(word) }
      }
    }
  }

  /// The doublewords of RAM in which this memory differs from one that it was copied from.
  ///
  /// Pages that both still share are passed over at once.
  public func differences(from other: PhysicalMemory) -> [Difference] {
    precondition(ram.count == other.ram.count, "memories of different sizes")
    var all: [Difference] = []
    for frame in 0..<ram.count where ram[frame] !== other.ram[frame] {
      let (new, old) = (ram[frame], other.ram[frame])
      for index in 0..<1024 {
        let (before, after) = (old.word(index), new.word(index))
        if (before == after).known == true { continue }
        let address = UInt32(frame << 12 + 4 * index)
        all.append(Difference(address: address, before: before, after: after))
      }
    }
    return all
  }
}
