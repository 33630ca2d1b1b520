/// The bits of a register that a field takes: ranges, and the value where an opcode selects it.
///
/// Written as in data sheets: "15:0", "4,31:16", "7:4=0x5". A base address register is "31:4
/// (mem) 31:2 (io)"; the first form counts.
public struct FieldBits: Sendable, Hashable, ExpressibleByStringLiteral {
  public let text: String
  /// Inclusive ranges, as written.
  public let ranges: [ClosedRange<Int>]
  /// The value of the bits that makes a write this command; nil for a plain field.
  public let value: UInt64?

  public init?(_ text: String) {
    self.text = text
    let plain = text.split(separator: " ").first.map(String.init) ?? text
    let parts = plain.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count <= 2, let positions = parts.first else { return nil }
    var ranges: [ClosedRange<Int>] = []
    for part in positions.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
      guard let high = ends.first ?? nil, let low = ends.last ?? nil, ends.count <= 2,
        0 <= low, low <= high, high < 64
      else { return nil }
      ranges.append(low...high)
    }
    self.ranges = ranges
    guard parts.count == 2 else {
      value = nil
      return
    }
    let count = ranges.map(\.count).reduce(0, +)
    guard parts[1].hasPrefix("0x"), let value = UInt64(parts[1].dropFirst(2), radix: 16),
      count >= 64 || value >> UInt64(count) == 0
    else { return nil }
    self.value = value
  }

  public init(stringLiteral value: String) {
    guard let bits = FieldBits(value) else { preconditionFailure("no bits: \(value)") }
    self = bits
  }

  /// The highest bit, from 0.
  public var highest: Int { ranges.map(\.upperBound).max() ?? 0 }

  /// How many bits they are.
  public var count: Int { ranges.map(\.count).reduce(0, +) }

  public func overlaps(_ other: FieldBits, shiftedBy shift: Int = 0) -> Bool {
    ranges.contains { mine in
      other.ranges.contains { mine.overlaps($0.lowerBound + shift...$0.upperBound + shift) }
    }
  }
}
