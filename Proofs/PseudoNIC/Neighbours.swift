import Checker
import Models
import Solver
import Specification

/// The fields that an access to a field reaches too: those in the bytes of its register.
struct Neighbours {
  private struct Place: Hashable {
    let card: String
    let space: Space
    let capability: Offset.Capability?
    let byte: UInt64
  }

  private let fields: [RegisterField]
  private var byByte: [Place: [Int]] = [:]

  init(_ fields: [RegisterField]) {
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
  func of(_ field: RegisterField) -> [RegisterField] {
    let bytes = field.space.isByteAddressed ? field.width / 8 : 1
    let indices = Set((0..<bytes).flatMap { byByte[Self.place(field, $0)] ?? [] })
    return indices.sorted().map { fields[$0] }.filter {
      $0.name != field.name || $0.bits != field.bits
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
  var reachesNIC: Bool { self == .executed || self == .altered }
}

extension Judge {
  /// The first of the fields beside one that an access to it disturbs, with the run that shows it.
  /// To those beside, a write gives what OS2 wrote last, as class 2-b does.
  func disturbed(
    _ beside: [RegisterField], _ direction: Direction, with solver: Solver
  ) throws(CheckerError) -> (field: RegisterField, trace: Trace?)? {
    for field in beside {
      let treatment: Treatment = direction == .read ? .executed : .altered
      let access = TreatedAccess(Behaviour(field), direction, as: treatment)
      let found = try finding(access, with: solver)
      if found.kind == .disturbs || found.kind == .open { return (field, found.trace) }
    }
    return nil
  }
}
