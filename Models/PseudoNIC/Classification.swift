/// A table that gives accesses their classes: the paper's, or a reader's over it.
public struct Classification: Sendable {
  /// One row of a reader's table.
  public struct Entry: Sendable {
    /// A field's name in the map, or a function as in B-3.read.
    public let row: String
    /// nil for both.
    public let direction: Direction?
    public let treatment: Treatment
    public let reason: String

    public init(row: String, direction: Direction?, _ treatment: Treatment, reason: String) {
      self.row = row
      self.direction = direction
      self.treatment = treatment
      self.reason = reason
    }
  }

  public let name: String
  public let entries: [Entry]
  private var byRow: [String: Entry] = [:]

  /// The paper's table 2.
  public static let paper = Classification("paper's table 2", [])

  /// - Parameter entries: later ones go before earlier ones, and fields before functions
  public init(_ name: String, _ entries: [Entry]) {
    self.name = name
    self.entries = entries
    for entry in entries {
      for direction in Direction.allCases where entry.direction ?? direction == direction {
        byRow["\(entry.row) \(direction)"] = entry
      }
    }
  }

  /// The same table with another class for the rows of a field's name.
  public func with(
    _ treatment: Treatment, for field: RegisterField, _ direction: Direction
  ) -> Classification {
    let row = Entry(row: field.name, direction: direction, treatment, reason: "")
    return Classification(name, entries + [row])
  }

  /// The class of an access with its reason; nil where it has none.
  public func row(_ field: RegisterField, _ direction: Direction) -> (Treatment, Text)? {
    let entry =
      byRow["\(field.name) \(direction)"]
      ?? field.function.flatMap { byRow["\($0.rawValue) \(direction)"] }
    if let entry { return (entry.treatment, Text(entry.reason, entry.reason)) }
    return field.function.map { function in
      let row = Table2.row(function)
      return (row.treatment, row.reason)
    }
  }
}
