import Logic
import Specification

/// Traces in the Informal Trace Format of Apalache and Quint (Apalache ADR 015).
///
/// Variables are the leaves by path, below `run1.` and `run2.` where there are two runs. A memory
/// is a record of its background and a map of the cells that differ. `#meta.leaves` adds what the
/// format has no place for, sorts and cases, so that a trace can be read back.
public enum ITF {
  static let format = "ITF"
  static let action = "mbt::actionTaken"
  static let picks = "mbt::nondetPicks"

  /// The trace as a file's text.
  public static func text(_ trace: Trace) -> String { json(trace).text + "\n" }

  static func json(_ trace: Trace) -> JSON {
    let prefixes = prefixes(runs: trace.runs.count)
    let variables = prefixes.flatMap { prefix in
      trace.names.map { (prefix + $0.path, type($0)) }
    }
    let moved = trace.runs.count == 2 ? prefixes.map { ($0 + movedName, "Bool") } : []
    let all = variables + moved + [(action, "Str")]
    let loop: [(String, JSON)] =
      trace.loop.map { [("loop", JSON(min($0 + 1, trace.length)))] } ?? []
    let repeats: [(String, JSON)] = trace.loop.map { [("repeats", JSON($0))] } ?? []
    let meta: [(String, JSON)] = [
      ("format", .string(format)),
      ("format-description", .string("https://apalache-mc.org/docs/adr/015adr-trace.html")),
      ("source", .string(trace.specification)),
      ("description", .string(trace.conclusion)),
      ("varTypes", .object(all.map { ($0, .string($1)) })),
      ("runs", .integer(UInt64(trace.runs.count))),
      ("observed", .strings(trace.observed.sorted())),
      ("leaves", .array(trace.names.map(leaf))),
    ]
    let fields: [(String, JSON)] = [
      ("#meta", .object(meta + repeats)),
      ("params", .array([])),
      ("vars", .strings(all.map(\.0) + [picks])),
      ("states", .array((0...trace.length).map { state($0, trace, prefixes) })),
    ]
    return .object(fields + loop)
  }

  static let movedName = "moved"

  static func prefixes(runs: Int) -> [String] { runs == 2 ? ["run1.", "run2."] : [""] }

  // MARK: - Sorts

  /// The type in Apalache's notation.
  private static func type(_ name: LeafName) -> String {
    switch name.sort {
    case .truth: "Bool"
    case .bits: name.cases == nil ? "Int" : "Str"
    case .memory: "{ background: Int, cells: Int -> Int }"
    }
  }

  private static func leaf(_ name: LeafName) -> JSON {
    .object([
      ("path", .string(name.path)), ("sort", .string(sortText(name.sort))),
      ("cases", name.cases.map { .strings($0) } ?? .null),
    ])
  }

  private static func sortText(_ sort: Sort) -> String {
    switch sort {
    case .truth: "truth"
    case .bits(let width): "bits \(width)"
    case .memory(let address, let word): "memory \(address) \(word)"
    }
  }

  // MARK: - States

  private static func state(_ index: Int, _ trace: Trace, _ prefixes: [String]) -> JSON {
    let steps = trace.runs.map { index == 0 ? nil : $0.steps[index - 1] }
    let step = steps.lazy.compactMap { $0 }.first
    let values = zip(prefixes, trace.runs).flatMap { prefix, run in
      zip(trace.names, run.states[index]).map { (prefix + $0.path, value($0, $1)) }
    }
    let moved =
      trace.runs.count == 2
      ? zip(prefixes, steps).map { ($0 + movedName, JSON.truth($1 != nil)) } : []
    let inputs = step?.inputs ?? []
    let meta: [(String, JSON)] = [
      ("index", .integer(UInt64(index))), ("label", JSON(step?.label)),
      ("inputs", .array(inputs.map { leaf($0.name) })),
    ]
    return .object(
      [("#meta", .object(meta))] + values + moved + [
        (action, .string(step?.action ?? "init")),
        (picks, .object(inputs.map { ($0.name.path, some(value($0.name, $0.value))) })),
      ])
  }

  /// Quint's way of saying that a choice was made.
  private static func some(_ value: JSON) -> JSON {
    .object([("tag", .string("Some")), ("value", value)])
  }

  private static func value(_ name: LeafName, _ value: Constant) -> JSON {
    switch (name.sort, value) {
    case (.truth, .word(let word)): .truth(word == 1)
    case (_, .word(let word)): name.caseName(word).map { .string($0) } ?? number(word)
    case (_, .memory(let cells)):
      .object([
        ("background", number(cells.background)),
        (
          "cells",
          .object([
            (
              "#map",
              .array(
                cells.cells.sorted { $0.key < $1.key }
                  .map { .array([number($0.key), number($0.value)]) })
            )
          ])
        ),
      ])
    }
  }

  private static func number(_ word: UInt64) -> JSON {
    .object([("#bigint", .string("\(word)"))])
  }
}
