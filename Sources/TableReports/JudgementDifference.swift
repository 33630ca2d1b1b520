import Foundation
import Models
import Proofs
import RegisterMaps
import Report

/// What has changed in meaning between an earlier `--json` output and a judgement now.
public struct JudgementDifference: Sendable {
  /// A cell as the output has it.
  public struct Cell: Decodable, Sendable, Equatable {
    public let space: String
    public let offset: String
    public let width: Int
    public let name: String
    public let bits: String
    public let direction: String
    public let function: String?
    public let `class`: String?
    public let verdict: String
    public let derived: [String]
    /// Absent in outputs of before they were written.
    public let card: String?
    public let reason: String?

    var key: String {
      "\(card.map { $0 + " " } ?? "")\(space) \(offset) \(name) \(bits) \(direction)"
    }
  }

  private struct File: Decodable {
    struct Summary: Decodable {
      let map: String?
      let table: String?
    }
    let cells: [Cell]
    let summary: Summary?
  }

  public enum Change: Sendable {
    case added(Cell)
    case removed(Cell)
    case changed(from: Cell, to: Cell)
  }

  public let changes: [Change]
  /// The tables that were judged, where they are not one.
  public let tables: (earlier: String, now: String)?

  /// An earlier output.
  public struct Earlier: Sendable {
    public let cells: [Cell]
    /// The map that it is about, where it says so.
    public let map: String?
    /// The table that was judged.
    public let table: String?

    /// - Parameter file: how errors name the text
    public init(_ text: String, file: String) throws(MapError) {
      do {
        let parsed = try JSONDecoder().decode(File.self, from: Data(text.utf8))
        cells = parsed.cells
        (map, table) = (parsed.summary?.map, parsed.summary?.table)
      } catch DecodingError.dataCorrupted {
        let mistake = JSONMistake(text)
        let found = "text that is no JSON" + (mistake.map { " (\($0.problem))" } ?? "")
        throw MapError(file, mistake?.line, found: found, expected: Self.expected)
      } catch DecodingError.keyNotFound(let key, let context) {
        let place = context.codingPath.map(\.stringValue).joined(separator: ".")
        throw MapError(
          file, nil, found: "no “\(key.stringValue)” in “\(place)”", expected: Self.expected)
      } catch {
        throw MapError(file, nil, found: "JSON of another shape", expected: Self.expected)
      }
    }

    private static let expected = "what verify nic --json has written"
  }

  public init(from earlier: Earlier, to judgement: Judgement) {
    let table = earlier.table ?? judgement.table.name
    tables = table == judgement.table.name ? nil : (table, judgement.table.name)
    let tellsCards = earlier.cells.contains { $0.card != nil }
    let now = judgement.cells.map { Cell($0, withCard: tellsCards) }
    let before = Dictionary(earlier.cells.map { ($0.key, $0) }) { first, _ in first }
    let after = Set(now.map(\.key))
    changes =
      now.compactMap { cell in
        guard let old = before[cell.key] else { return .added(cell) }
        return Self.parts(old, cell).isEmpty ? nil : .changed(from: old, to: cell)
      } + earlier.cells.filter { !after.contains($0.key) }.map { .removed($0) }
  }

  /// A line for each cell that changed its class, function, verdict or sound classes.
  public var lines: [String] {
    let head = tables.map { ["judged by \($0.earlier) → \($0.now)"] } ?? []
    return head
      + changes.map { change in
        switch change {
        case .added(let cell): "+ \(cell.key): class \(cell.class ?? "–"), \(cell.verdict)"
        case .removed(let cell): "- \(cell.key): class \(cell.class ?? "–"), \(cell.verdict)"
        case .changed(let old, let new):
          "~ \(new.key): " + Self.parts(old, new).joined(separator: "; ")
        }
      }
  }

  private static func parts(_ old: Cell, _ new: Cell) -> [String] {
    func part(_ what: String, _ a: String?, _ b: String?) -> String? {
      a == b ? nil : "\(what) \(a ?? "–") → \(b ?? "–")"
    }
    return [
      part("width", "\(old.width)", "\(new.width)"), part("function", old.function, new.function),
      part("class", old.class, new.class), part("verdict", old.verdict, new.verdict),
      part("sound", old.derived.joined(separator: " "), new.derived.joined(separator: " ")),
      old.reason == nil ? nil : part("reason", old.reason, new.reason),
    ].compactMap { $0 }
  }

  public var json: JSON {
    .object([("changes", .strings(lines)), ("count", .integer(UInt64(changes.count)))])
  }
}

extension JudgementDifference.Cell {
  /// - Parameter withCard: whether cells are told apart by their cards too
  fileprivate init(_ cell: Judgement.Cell, withCard: Bool) {
    self.init(
      space: cell.field.space.rawValue, offset: cell.field.offset.text, width: cell.field.width,
      name: cell.field.name, bits: cell.field.bits.text, direction: cell.direction.rawValue,
      function: cell.field.function?.rawValue, class: cell.treatment?.rawValue,
      verdict: cell.verdict.rawValue, derived: cell.derived.map(\.rawValue),
      card: withCard ? cell.field.card : nil, reason: cell.reason.english)
  }
}
