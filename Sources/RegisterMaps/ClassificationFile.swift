import Models

/// A reader's classification table: CSV with the columns row, direction, class, reason.
///
/// A row is a field's name in the map or a function as in B-3.read; the direction is read, write
/// or both. What the table does not name is treated as the paper's table 2 has it.
public enum ClassificationFile {
  public static let columns = ["row", "direction", "class", "reason"]

  /// - Parameter file: how errors name the text
  public static func table(
    _ text: String, file: String, for map: RegisterMap
  ) throws(MapError) -> Classification {
    let csv = try CSV(text, file: file, required: columns)
    let names = Set(map.fields.map(\.name)).union(Function.allCases.map(\.rawValue))
    var entries: [Classification.Entry] = []
    var lines: [String: Int] = [:]
    for record in csv.records {
      func error(_ column: String, _ expected: String) -> MapError {
        let found = "\(column) “\(csv.cell(record, column))”"
        return MapError(file, record.line, found: found, expected: expected)
      }
      let row = csv.cell(record, "row")
      guard names.contains(row) else {
        throw error("row", "a field of \(map.name), or a function as in B-3.read")
      }
      let word = csv.cell(record, "direction")
      guard word == "both" || Direction(rawValue: word) != nil else {
        throw error("direction", "read, write or both")
      }
      guard let treatment = Treatment(rawValue: csv.cell(record, "class")) else {
        throw error("class", "one of 1, 2-a, 2-b, 2-c, 3")
      }
      guard !csv.cell(record, "reason").isEmpty else { throw error("reason", "a reason") }
      let direction = Direction(rawValue: word)
      for each in Direction.allCases where direction ?? each == each {
        if let other = lines.updateValue(record.line, forKey: "\(row) \(each)") {
          throw MapError(
            file, record.line, found: "“\(row)”, \(each), as in line \(other)",
            expected: "each access once")
        }
      }
      entries.append(
        Classification.Entry(
          row: row, direction: direction, treatment, reason: csv.cell(record, "reason")))
    }
    return Classification(file, entries)
  }

  /// The same form, of a table.
  public static func text(_ table: Classification) -> String {
    func quoted(_ cell: String) -> String { "\"" + cell.replacing("\"", with: "\"\"") + "\"" }
    let rows = table.entries.map { entry in
      [
        quoted(entry.row), entry.direction?.rawValue ?? "both", entry.treatment.rawValue,
        quoted(entry.reason),
      ]
    }
    return ([columns] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }
}
