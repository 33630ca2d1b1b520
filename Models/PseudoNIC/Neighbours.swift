/// The fields that an access to a field reaches too: those in the bytes of its register.
public struct Neighbours: Sendable {
  private struct Place: Hashable {
    let card: String
    let space: Space
    let capability: Offset.Capability?
    let byte: UInt64
  }

  private let fields: [RegisterField]
  private var byByte: [Place: [Int]] = [:]

  public init(_ fields: [RegisterField]) {
    self.fields = fields
    for (index, field) in fields.enumerated() where field.isPlain {
      let bytes = field.bits.ranges.flatMap { $0.map { field.space.isByteAddressed ? $0 / 8 : 0 } }
      for byte in Set(bytes) { byByte[Self.place(field, byte), default: []].append(index) }
    }
  }

  private static func place(_ field: RegisterField, _ byte: Int) -> Place {
    Place(
      card: field.card, space: field.space, capability: field.offset.capability,
      byte: field.offset.number &+ UInt64(byte))
  }

  /// Those of other rows, in the map's order.
  public func of(_ field: RegisterField) -> [RegisterField] {
    indices(beside: field).map { fields[$0] }
  }

  /// Their places in the map.
  func indices(beside field: RegisterField) -> [Int] {
    let bytes = field.space.isByteAddressed ? field.width / 8 : 1
    let indices = Set((0..<bytes).flatMap { byByte[Self.place(field, $0)] ?? [] })
    return indices.sorted().filter {
      fields[$0].name != field.name || fields[$0].bits != field.bits
    }
  }
}

extension RegisterField {
  /// Not a command that a value selects, nor an access over several fields, which have rows.
  fileprivate var isPlain: Bool {
    bits.value == nil && access != .mixed && access != .memoryCommand
  }
}

extension Treatment {
  /// Whether an access so treated goes to the register.
  public var reachesNIC: Bool { self == .executed || self == .altered }
}
