import Report

/// Comma-separated values as RFC 4180 has them, with the line that each record begins in.
///
/// The libraries that there are do not say where a record stands, which errors must.
public struct CSV: Sendable {
  /// A record of the file.
  public struct Record: Sendable {
    public let line: Int
    public let cells: [String]
  }

  public let file: String
  /// The names in the first record.
  public let columns: [String]
  public let records: [Record]

  /// - Parameters:
  ///   - required: columns that must be there
  ///   - optional: columns that may be; others are not read, but must not look like one of these
  public init(
    _ text: String, file: String, required: [String], optional: [String] = []
  ) throws(MapError) {
    var all = try Self.records(text, file: file)
    guard !all.isEmpty else {
      throw MapError(
        file, nil, found: "an empty file", expected: "columns \(required.joined(separator: ","))")
    }
    let head = all.removeFirst()
    let unknown = head.cells.filter { !(required + optional).contains($0) }
    for name in required + optional where !head.cells.contains(name) {
      if let meant = unknown.first(where: { name.isLike($0) }) {
        throw MapError(file, head.line, found: "a column “\(meant)”", expected: "“\(name)”")
      }
      if optional.contains(name) { continue }
      let found = "columns \(head.cells.joined(separator: ","))"
      throw MapError(file, head.line, found: found, expected: "a column “\(name)”")
    }
    for (place, name) in head.cells.enumerated() where head.cells[..<place].contains(name) {
      throw MapError(file, head.line, found: "two columns “\(name)”", expected: "each column once")
    }
    for record in all where record.cells.count != head.cells.count {
      throw MapError(
        file, record.line, found: "\(record.cells.count) cells",
        expected: "\(head.cells.count), one for each column")
    }
    self.file = file
    columns = head.cells
    records = all
  }

  /// The cell of a record in a column that is there.
  public func cell(_ record: Record, _ column: String) -> String {
    record.cells[columns.firstIndex(of: column)!]
  }

  /// Likewise where the column may be absent; nil if it is, or the cell is empty or a dash.
  public func optional(_ record: Record, _ column: String) -> String? {
    guard let index = columns.firstIndex(of: column) else { return nil }
    let text = record.cells[index]
    return text.isEmpty || text == "-" ? nil : text
  }

  private static func records(_ text: String, file: String) throws(MapError) -> [Record] {
    var records: [Record] = []
    var (line, start, quoted, quotedFrom) = (1, 1, false, 1)
    var cells: [String] = []
    var cell = ""
    let scalars = Array(text.unicodeScalars)
    var index = 0
    func finish() {
      cells.append(cell)
      if cells != [""] { records.append(Record(line: start, cells: cells)) }
      (cells, cell) = ([], "")
    }
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      if scalar == "\n" { line += 1 }
      switch scalar {
      case "\"" where quoted && index < scalars.count && scalars[index] == "\"":
        cell.unicodeScalars.append(scalar)
        index += 1
      case "\"":
        quoted.toggle()
        quotedFrom = line
      case _ where quoted: cell.unicodeScalars.append(scalar)
      case ",":
        cells.append(cell)
        cell = ""
      case "\n":
        finish()
        start = line
      case "\r", "\u{FEFF}": break
      default: cell.unicodeScalars.append(scalar)
      }
    }
    if quoted {
      throw MapError(file, quotedFrom, found: "a quote that is not closed", expected: "its end")
    }
    finish()
    return records
  }
}

extension String {
  /// Whether a third of its letters, or the case, would have to change to become the other.
  fileprivate func isLike(_ other: String) -> Bool {
    lowercased().distance(to: other.lowercased()) <= Swift.max(1, count / 3)
  }
}
