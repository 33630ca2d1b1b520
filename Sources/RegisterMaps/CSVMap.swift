import Models

/// A register map in the CSV form: one row a field.
public enum CSVMap {
  public static let columns = [
    "nic", "space", "offset", "width", "name", "bits", "access", "func", "read_changes",
    "write_changes", "source", "basis",
  ]

  /// - Parameter file: how errors name the text
  public static func map(_ text: String, file: String) throws(MapError) -> RegisterMap {
    let csv = try CSV(text, file: file, required: columns)
    guard !csv.records.isEmpty else {
      throw MapError(file, 1, found: "no row", expected: "a row for each field")
    }
    var lines: [(field: RegisterField, line: Int)] = []
    for record in csv.records { lines.append((try field(record, csv), record.line)) }
    try Overlaps.check(lines, file: file)
    return RegisterMap(file, file, lines.map(\.field))
  }

  private static func field(
    _ record: CSV.Record, _ csv: CSV
  ) throws(MapError) -> RegisterField {
    func error(_ column: String, _ expected: String) -> MapError {
      MapError(
        csv.file, record.line, found: "\(column) “\(csv.cell(record, column))”", expected: expected)
    }
    func oneOf<E: RawRepresentable & CaseIterable>(
      _ column: String, _: E.Type
    ) throws(MapError) -> E where E.RawValue == String {
      if let value = E(rawValue: csv.cell(record, column)) { return value }
      throw error(column, "one of \(E.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let space = try oneOf("space", Space.self)
    let access = try oneOf("access", Access.self)
    let basis = try oneOf("basis", Basis.self)
    let function = csv.cell(record, "func") == "-" ? nil : try oneOf("func", Function.self)
    guard let width = Int(csv.cell(record, "width")), [8, 16, 24, 32, 64].contains(width) else {
      throw error("width", "8, 16, 24, 32 or 64")
    }
    guard let offset = Offset(csv.cell(record, "offset")) else {
      throw error("offset", "a number as in 0x2c, or in a capability as in PM+0x4")
    }
    let bytes = space.isByteAddressed ? UInt64(width / 8) : 1
    // An array's row gives its first element.
    guard offset.number < space.size, offset.number + bytes <= space.size else {
      throw error(
        "offset",
        "\(bytes) byte(s) within \(space.rawValue), which ends at 0x\(String(space.size, radix: 16))"
      )
    }
    guard let bits = FieldBits(csv.cell(record, "bits")) else {
      throw error("bits", "ranges as in 15:0 or 4,31:16, or an opcode as in 7:4=0x5")
    }
    guard bits.highest < width else { throw error("bits", "bits of a register \(width) bits wide") }
    let name = csv.cell(record, "name")
    guard !name.isEmpty else { throw error("name", "a name") }
    return RegisterField(
      card: csv.cell(record, "nic"), space: space, offset: offset, width: width, name: name,
      bits: bits, access: access, function: function,
      reading: ReadEffect(access, text: csv.cell(record, "read_changes")),
      writing: WriteEffect(access, text: csv.cell(record, "write_changes")),
      source: csv.cell(record, "source"), basis: basis)
  }
}

/// Fields of a map that claim the same bits.
enum Overlaps {
  /// Two plain fields of one card may not share a bit; opcodes share their bits by nature, and an
  /// access over several registers and what is read back of a command overlap by design.
  static func check(
    _ rows: [(field: RegisterField, line: Int)], file: String
  ) throws(MapError) {
    var taken: [Place: (field: RegisterField, line: Int)] = [:]
    var names: [String: Int] = [:]
    for (field, line) in rows {
      let key = "\(field.card) \(field.space) \(field.offset.text) \(field.name) \(field.bits.text)"
      if let other = names.updateValue(line, forKey: key) {
        throw MapError(
          file, line, found: "“\(field.name)” as in line \(other)", expected: "each field once")
      }
      guard field.isExclusive else { continue }
      for place in field.places {
        guard let other = taken.updateValue((field, line), forKey: place) else { continue }
        throw MapError(
          file, line,
          found: "“\(field.name)” over bits of “\(other.field.name)” in line \(other.line)",
          expected: "fields that do not overlap")
      }
    }
  }

  /// A bit of a card's space.
  struct Place: Hashable {
    let card: String
    let space: Space
    let capability: Offset.Capability?
    let bit: UInt64
  }
}

extension RegisterField {
  fileprivate var isExclusive: Bool {
    bits.value == nil && access != .mixed && access != .memoryCommand && !isReadBack
  }

  /// What reads of a register of commands give.
  private var isReadBack: Bool { name.hasSuffix("read-back") }

  fileprivate var places: [Overlaps.Place] {
    let unit: UInt64 = space.isByteAddressed ? 8 : 64
    return bits.ranges.flatMap { range in
      range.map { bit in
        Overlaps.Place(
          card: card, space: space, capability: offset.capability,
          bit: offset.number * unit + UInt64(bit))
      }
    }
  }
}
