import Models

/// Fields of a map that claim the same bits.
enum Overlaps {
  /// A field and where it stands.
  struct Row {
    let field: RegisterField
    let line: Int
    /// Which of the registers that share an address it is in; empty for the usual one.
    var view = ""
  }

  /// Two plain fields of one card may not share a bit, unless one is only read and the other only
  /// written; opcodes share their bits by nature, and an access over several registers overlaps them
  /// by design.
  static func check(_ rows: [Row], file: String) throws(MapError) {
    var names: [String: Int] = [:]
    var claims: [Place: [Claim]] = [:]
    for row in rows {
      let (field, line) = (row.field, row.line)
      let key = "\(field.card) \(field.space) \(field.offset.text) \(field.name) \(field.bits.text)"
      if let other = names.updateValue(line, forKey: key) {
        throw MapError(
          file, line, found: "“\(field.name)” as in line \(other)", expected: "each field once")
      }
      guard field.isExclusive else { continue }
      for direction in field.directions {
        claims[field.place(row.view, direction), default: []] += field.claims(line)
      }
    }
    let clashes = claims.values.compactMap { first(in: $0) }
    guard let (claim, other) = clashes.min(by: { $0.0.line < $1.0.line }) else { return }
    throw MapError(
      file, claim.line, found: "“\(claim.name)” over bits of “\(other.name)” in line \(other.line)",
      expected: "fields that do not overlap")
  }

  /// The later and the earlier row of the first clash.
  private static func first(in claims: [Claim]) -> (Claim, Claim)? {
    let sorted = claims.sorted { $0.bits.lowerBound < $1.bits.lowerBound }
    var clashes: [(Claim, Claim)] = []
    var reach = sorted[0]
    for claim in sorted.dropFirst() {
      if claim.bits.lowerBound <= reach.bits.upperBound {
        clashes.append(claim.order < reach.order ? (reach, claim) : (claim, reach))
      }
      if claim.bits.upperBound > reach.bits.upperBound { reach = claim }
    }
    return clashes.min { $0.0.order < $1.0.order }
  }

  /// Where bits are counted from.
  struct Place: Hashable {
    let card: String
    let space: Space
    let capability: Offset.Capability?
    let view: String
    let direction: Direction
  }

  /// Bits that a row claims.
  struct Claim {
    let bits: ClosedRange<UInt64>
    let name: String
    let line: Int

    var order: (Int, UInt64) { (line, bits.lowerBound) }
  }
}

/// Names as in MTA[0..127], of arrays.
enum ArrayName {
  /// How many elements the name tells of: 1 where it is no array's.
  static func count(_ name: String) -> UInt64 {
    guard let match = name.firstMatch(of: /\[(\d+)\.\.(\d+)\]/), let low = UInt64(match.1) else {
      return 1
    }
    guard let high = UInt64(match.2) else { return .max }
    return high < low ? 1 : max(high - low, high - low &+ 1)
  }
}

extension Offset.Capability {
  /// Where capabilities begin: PCI 2.2, 6.7.
  static let lowest = 0x40 as UInt64
}

extension RegisterField {
  fileprivate var isExclusive: Bool {
    bits.value == nil && access != .mixed && access != .memoryCommand
  }

  fileprivate func place(_ view: String, _ direction: Direction) -> Overlaps.Place {
    Overlaps.Place(
      card: card, space: space, capability: offset.capability, view: view, direction: direction)
  }

  /// The ways in which it can be accessed.
  fileprivate var directions: [Direction] {
    (access.isReadable ? [.read] : []) + (access.isWritable ? [.write] : [])
  }

  /// The bits of each element; of an array that is wide or very long, those from its first to its
  /// last.
  fileprivate func claims(_ line: Int) -> [Overlaps.Claim] {
    let unit: UInt64 = space.isByteAddressed ? 8 : 64
    let count = min(ArrayName.count(name), space.size)
    let step = space.isByteAddressed ? UInt64(width) : unit
    let (low, high) = (offset.number * unit, offset.number * unit + (count - 1) * step)
    if bits.count == width || count > 0x1000 {
      let ends = low...high + UInt64(bits.highest)
      return [Overlaps.Claim(bits: ends, name: name, line: line)]
    }
    return stride(from: low, through: high, by: Int(step)).flatMap { first in
      bits.ranges.map { range in
        let ends = first + UInt64(range.lowerBound)...first + UInt64(range.upperBound)
        return Overlaps.Claim(bits: ends, name: name, line: line)
      }
    }
  }
}
