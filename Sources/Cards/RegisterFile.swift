import Logic
import Models

/// The registers of a card in I/O space: a ``Port`` for each row of its map, so that an access does
/// to a field what the proofs say of it.
public struct RegisterFile: Sendable {
  /// A row with where its bits are, counted from bit 0 of offset 0, lowest first.
  private struct Row: Sendable {
    let field: RegisterField
    let positions: [Int]
  }

  private let rows: [Row]
  private let numbers: [String: Int]
  private var ports: [Port]
  /// Whether locked fields take writes.
  public var isUnlocked = false

  /// The rows that a map has for a card in I/O space, with the values after reset.
  public init(_ map: RegisterMap, card: String, resets: [String: UInt64]) {
    let fields = map.fields.filter { $0.card == card && $0.space == .io }
    rows = fields.map { field in
      let start = 8 * Int(field.offset.number)
      return Row(
        field: field, positions: field.bits.ranges.reversed().flatMap { $0.map { start + $0 } })
    }
    numbers = Dictionary(
      fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    ports = fields.map { field in
      var port = Port()
      port.field = Bits(resets[field.name] ?? 0)
      return port
    }
  }

  /// What a field holds, by the name of its row.
  public subscript(name: String) -> UInt64 {
    get { ports[number(name)].field.known ?? 0 }
    set { ports[number(name)].field = Bits(newValue) }
  }

  private func number(_ name: String) -> Int {
    guard let number = numbers[name] else { preconditionFailure("no row \(name)") }
    return number
  }

  /// A read of 1, 2 or 4 bytes; bits of no field, and of fields that can't be read, are 0.
  public mutating func read(_ offset: UInt8, bytes: Int) -> UInt32 {
    let window = 8 * Int(offset)..<8 * (Int(offset) + bytes)
    var value: UInt32 = 0
    for (number, row) in rows.enumerated() where row.field.access.isReadable {
      guard row.positions.contains(where: window.contains) else { continue }
      let field = ports[number].read(row.field.reading.kind, changed: 0).known ?? 0
      for (bit, position) in row.positions.enumerated() where window.contains(position) {
        value |= UInt32(field >> UInt64(bit) & 1) << UInt32(position - window.lowerBound)
      }
    }
    return value
  }

  /// A write of 1, 2 or 4 bytes; gives the names of the rows that it reaches.
  public mutating func write(_ offset: UInt8, _ value: UInt32, bytes: Int) -> Set<String> {
    let window = 8 * Int(offset)..<8 * (Int(offset) + bytes)
    var reached: Set<String> = []
    for (number, row) in rows.enumerated() where row.positions.contains(where: window.contains) {
      let kind = row.field.writing.kind
      // The part of a field that a narrow access leaves out stays.
      var data = Self.keeps(kind) ? ports[number].field.known ?? 0 : 0
      for (bit, position) in row.positions.enumerated() where window.contains(position) {
        let written = UInt64(value >> UInt32(position - window.lowerBound) & 1)
        data = data & ~(1 << UInt64(bit)) | written << UInt64(bit)
      }
      ports[number].isUnlocked = Formula(isUnlocked)
      ports[number].write(kind, Bits(data), changed: 0)
      reached.insert(row.field.name)
    }
    return reached
  }

  private static func keeps(_ kind: WriteEffect.Kind) -> Bool {
    [.stores, .storesSized, .storesUnlocked, .doorbell, .starts].contains(kind)
  }
}
