import Models
import Proofs
import Report

extension JSON {
  /// A judgement: its cells, and how many have each verdict.
  /// - Parameters:
  ///   - traces: paths of traces by place of the cell
  ///   - name: the field whose cells are told; nil for all
  public init(_ judgement: Judgement, traces: [Int: String] = [:], of name: String? = nil) {
    let cells = judgement.cells.enumerated().filter { name == nil || $1.field.name == name }
    let counts = Judgement.Verdict.allCases.map { verdict in
      (verdict.rawValue, JSON.integer(UInt64(judgement.count(verdict))))
    }
    self = .object([
      (
        "cells", .array(cells.map { JSON($1, trace: traces[$0]) })
      ),
      (
        "summary",
        .object(
          [
            ("map", .string(judgement.map.name)), ("table", .string(judgement.table.name)),
            ("rows", .integer(UInt64(judgement.map.fields.count))),
            ("cells", .integer(UInt64(judgement.cells.count))),
          ] + counts)
      ),
    ])
  }

  private init(_ cell: Judgement.Cell, trace: String?) {
    let field = cell.field
    self = .object([
      ("space", .string(field.space.rawValue)), ("offset", .string(field.offset.text)),
      ("width", .integer(UInt64(field.width))), ("name", .string(field.name)),
      ("bits", .string(field.bits.text)), ("direction", .string(cell.direction.rawValue)),
      ("function", JSON(field.function?.rawValue)), ("class", JSON(cell.treatment?.rawValue)),
      ("verdict", .string(cell.verdict.rawValue)),
      ("derived", .strings(cell.derived.map(\.rawValue))), ("trace", JSON(trace)),
      ("card", .string(field.card)), ("reason", .string(cell.reason.english)),
    ])
  }
}

extension JSON {
  /// A reader's table: its rows, as ``ClassificationFile`` has them.
  public init(_ table: Classification) {
    let rows = table.entries.map { entry in
      JSON.object([
        ("row", .string(entry.row)), ("direction", .string(entry.direction?.rawValue ?? "both")),
        ("class", .string(entry.treatment.rawValue)), ("reason", .string(entry.reason)),
      ])
    }
    self = .object([("table", .string(table.name)), ("rows", .array(rows))])
  }
}
