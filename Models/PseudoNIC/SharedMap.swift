import Logic

/// All rows of a register map at once: OS2 owns the NIC, OS1 comes through the pseudo-NIC.
///
/// Each row is a ``SharedField``, treated by the functions by which a single row is judged. What acts
/// together with a field is the field of another row; which one is left open, so that what holds
/// here holds however the rows are wired.
public struct SharedMap: Structure {
  public var rows = Table(SharedField())
  /// Of each row, the row that is ``Port/beside`` it: the other half of a counter, the mask that it
  /// clears, the register that an index names, the result of a transaction.
  public var beside = Memory<16, 16>()
  /// Of each row, the row that says what it measures.
  public var chooser = Memory<16, 16>()
  /// The row that OS1 accessed last, and how.
  public var touched = 0 as Bits<16>
  public var isWritten: Formula = false
  /// The row that OS2 or the device acted on last.
  public var looked = 0 as Bits<16>

  public init() {}

  public static let fields: [Field<SharedMap>] = [
    Field("rows", \.rows), Field("beside", \.beside), Field("chooser", \.chooser),
    Field("touched", \.touched), Field("isWritten", \.isWritten), Field("looked", \.looked),
  ]

  /// Does a step to a row, wired to the rows that it acts together with.
  /// - Parameter wiresVirtual: whether virtual registers act together as the NIC's do
  public mutating func act(
    on row: Bits<16>, _ behaviour: Behaviour, comparesSettings: Bool = false,
    wiresVirtual: Bool = false, _ step: (inout SharedField) -> Void
  ) {
    let other = beside[row]
    let before = rows[row]
    var field = before
    if behaviour.actsBeside { field.nic.beside = rows[other].nic.field }
    if behaviour.actsBeside, wiresVirtual { field.virtual.beside = rows[other].virtual.field }
    if comparesSettings {
      field.choice = rows[chooser[row]].nic.field
      field.choice1 = rows[chooser[row]].virtual.field
    }
    step(&field)
    let (moved, movedVirtual) = (field.nic.beside, field.virtual.beside)
    // These are other rows' fields.
    field.nic.beside = before.nic.beside
    if wiresVirtual { field.virtual.beside = before.virtual.beside }
    (field.choice, field.choice1) = (before.choice, before.choice1)
    rows.update(row) { $0 = field }
    guard behaviour.actsBeside else { return }
    rows.update(other) {
      $0.nic.field = moved
      if wiresVirtual { $0.virtual.field = movedVirtual }
    }
  }
}

extension Behaviour {
  /// Whether an access does something to what acts together with the field.
  public var actsBeside: Bool {
    let writes: [WriteEffect.Kind] = [.clearsOnesBeside, .starts, .shifts, .indexed]
    return writes.contains(writing) || reading == .clearsBoth || reading == .indexed
  }

  /// A field that changes by writes alone, and holds what was written last.
  public var isPlain: Bool { writing == .stores && !isVolatile && reading == .nothing }
}

extension SharedField {
  /// The places of leaves among all.
  public static func places(_ paths: Set<String>) -> [Int] {
    SharedField().names("").enumerated().filter { paths.contains($1.path) }.map(\.offset)
  }
}
