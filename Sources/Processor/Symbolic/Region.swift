import Logic

/// An assumption about an address that is not known: the bytes from `base + first` up, `count` of
/// them, are those at a known linear address, and no other address that the run uses is among them.
///
/// An access at `base + offset` with a known offset inside goes to `linear - first + offset`, through
/// the paging of that known address. Nothing else at an unknown address is resolved.
public struct Region: Sendable {
  /// The unknown address, a variable of 32 bits.
  public let base: Bits<32>
  /// The first offset from the base, in bytes; may be negative.
  public let first: Int32
  public let count: UInt32
  /// Where the first byte is.
  public let linear: UInt32

  public init(base: Bits<32>, first: Int32, count: UInt32, linear: UInt32) {
    self.base = base
    self.first = first
    self.count = count
    self.linear = linear
  }

  /// The known linear address of an address in the region.
  func resolve(_ address: Bits<32>) -> UInt32? {
    let (term, offset) = address.asTerm.baseAndOffset
    let (own, start) = base.asTerm.baseAndOffset
    guard let term, let own, Self.isSame(term, own) else { return nil }
    let distance = offset &- start &- UInt32(bitPattern: first)
    return distance < count ? linear &+ distance : nil
  }

  private static func isSame(_ a: Term, _ b: Term) -> Bool {
    let isVariable = a.op == .variable && b.op == .variable
    return a === b || (isVariable && a.name == b.name)
  }
}

extension Term {
  /// The word as a term and a number that is added to it.
  fileprivate var baseAndOffset: (base: Term?, offset: UInt32) {
    if op == .add, self[1].op == .literal {
      return (self[0], UInt32(truncatingIfNeeded: self[1].payload))
    }
    return (self, 0)
  }
}

extension Processor {
  /// The known linear address of an address in one of the regions.
  func region(of address: Bits<32>) -> UInt32? {
    regions.lazy.compactMap { $0.resolve(address) }.first
  }
}

extension PhysicalMemory {
  /// Makes each byte of a range unknown, by doublewords where it can: the variables `name[address]`.
  public mutating func makeUnknown(_ range: Range<UInt32>, _ name: String = "memory") {
    var address = range.lowerBound
    while address < range.upperBound {
      let word = "\(name)[\(String(address, radix: 16))h]"
      if address % 4 == 0, address + 4 <= range.upperBound {
        self[address] = .variable(word) as Bits<32>
        address += 4
      } else {
        self[address] = .variable(word) as Bits<8>
        address += 1
      }
    }
  }
}
