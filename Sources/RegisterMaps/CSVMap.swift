import Models

/// A register map in the CSV form: one row a field.
public enum CSVMap {
  public static let columns = [
    "nic", "space", "offset", "width", "name", "bits", "access", "func", "read_changes",
    "write_changes", "source", "basis",
  ]

  /// Columns that may be there: what accesses do and drivers need, where `access` does not tell.
  public static let more = ["read_kind", "write_kind", "need", "started_by", "answer", "volatile"]

  static let inferred =
    "effects inferred from `access` only where read_kind or write_kind is not given"

  /// Where kinds are not given, the worst that the access may do is taken.
  /// - Parameter file: how errors name the text
  public static func map(_ text: String, file: String) throws(MapError) -> RegisterMap {
    let csv = try CSV(text, file: file, required: columns, optional: more)
    guard !csv.records.isEmpty else {
      throw MapError(file, 1, found: "no row", expected: "a row for each field")
    }
    var lines: [Overlaps.Row] = []
    for record in csv.records {
      lines.append(Overlaps.Row(field: try field(record, csv), line: record.line))
    }
    try Overlaps.check(lines, file: file)
    let isInferred = csv.records.contains { record in
      ["read_kind", "write_kind"].contains { csv.optional(record, $0) == nil }
    }
    return RegisterMap(file, file, lines.map(\.field), note: isInferred ? inferred : nil)
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
    func given<E: RawRepresentable & CaseIterable>(
      _ column: String, _: E.Type
    ) throws(MapError) -> E? where E.RawValue == String {
      csv.optional(record, column) == nil ? nil : try oneOf(column, E.self)
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
    let name = csv.cell(record, "name")
    guard !name.isEmpty else { throw error("name", "a name") }
    let size = offset.capability == nil ? space.size : space.size - Offset.Capability.lowest
    let unit = space.isByteAddressed ? UInt64(width / 8) : 1
    let (bytes, isTooMuch) = unit.multipliedReportingOverflow(by: ArrayName.count(name))
    guard offset.number < size, !isTooMuch, bytes <= size - offset.number else {
      let place = offset.capability == nil ? space.rawValue : "a capability"
      throw error(
        "offset",
        "\(bytes) byte(s) within \(place), which ends at 0x\(String(size, radix: 16))")
    }
    guard let bits = FieldBits(csv.cell(record, "bits")) else {
      throw error("bits", "ranges as in 15:0 or 4,31:16, or an opcode as in 7:4=0x5")
    }
    guard bits.highest < width else { throw error("bits", "bits of a register \(width) bits wide") }
    let volatile = csv.optional(record, "volatile") ?? "yes"
    guard ["yes", "no"].contains(volatile) else { throw error("volatile", "yes or no") }
    let (readText, writeText) = (
      csv.cell(record, "read_changes"), csv.cell(record, "write_changes")
    )
    let need: ToldNeed? =
      csv.optional(record, "need") == "none"
      ? .byMap(nil) : try given("need", DriverNeed.self).map { .byMap($0) }
    let answer = csv.optional(record, "answer") ?? "set"
    guard ["set", "zero"].contains(answer) else { throw error("answer", "set or zero") }
    let reading = try given("read_kind", ReadEffect.Kind.self)
    let writing = try given("write_kind", WriteEffect.Kind.self)
    // What an array holds may be frames, and the host's ports may lead to any register.
    let isArray = access == .array || access == .readOnlyArray
    let plain = space == .host ? ReadEffect.Kind.indexed : ReadEffect(access, text: readText).kind
    let worst = isArray ? ReadEffect.Kind.exposes : plain
    return RegisterField(
      card: csv.cell(record, "nic"), space: space, offset: offset, width: width, name: name,
      bits: bits, access: access, function: function,
      reading: ReadEffect(reading ?? worst, readText),
      writing: WriteEffect(writing ?? WriteEffect(access, text: writeText).kind, writeText),
      source: csv.cell(record, "source"), basis: basis, need: need,
      startedBy: csv.optional(record, "started_by"), answersWithZero: answer == "zero",
      isVolatile: volatile == "yes")
  }
}
