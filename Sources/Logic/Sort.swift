/// What a term denotes: a truth value, a word of so many bits, or a memory.
public enum Sort: Hashable, Sendable {
  case truth
  /// A word of `width` bits, 1 to 64.
  case bits(Int)
  /// A total map from words of `address` bits to words of `word` bits.
  case memory(address: Int, word: Int)

  /// The number of bits of a word, 1 for a truth value, 0 for a memory.
  @inlinable
  public var width: Int {
    switch self {
    case .truth: 1
    case .bits(let width): width
    case .memory: 0
    }
  }

  /// All ones in the width of this sort.
  @inlinable
  public var mask: UInt64 { Self.mask(width) }

  /// `width` ones from bit 0 up.
  @inlinable
  public static func mask(_ width: Int) -> UInt64 {
    width >= 64 ? ~0 : (1 << UInt64(truncatingIfNeeded: width)) &- 1
  }
}

/// Written as the list of its widths: none for a truth value, one for a word, two for a memory.
extension Sort: Codable {
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    let widths = try value.decode([Int].self)
    guard widths.count <= 2, widths.allSatisfy({ 1...64 ~= $0 }) else {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "no sort has \(widths)")
    }
    self =
      switch widths.count {
      case 0: .truth
      case 1: .bits(widths[0])
      default: .memory(address: widths[0], word: widths[1])
      }
  }

  public func encode(to encoder: any Encoder) throws {
    let widths: [Int] =
      switch self {
      case .truth: []
      case .bits(let width): [width]
      case .memory(let address, let width): [address, width]
      }
    var value = encoder.singleValueContainer()
    try value.encode(widths)
  }
}
