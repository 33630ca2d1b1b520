import Logic
import Specification

extension JSON {
  /// A trace: the first state of each run in full, then for each step what it changed; `loop` is
  /// the number of the state that the last one repeats, null where the run just ends.
  public init(_ trace: Trace) {
    self = .object([
      ("specification", .string(trace.specification)),
      ("conclusion", .string(trace.conclusion)),
      ("steps", .integer(UInt64(trace.length))),
      ("runs", .array(trace.runs.map { Self.run($0, trace.names) })),
      ("observed", .strings(trace.observed.sorted())), ("loop", JSON(trace.loop)),
    ])
  }

  /// Truth values as such, cases of enumerations by name, words as numbers, and memories as
  /// their background and the cells that differ from it, by address.
  static func value(_ name: LeafName, _ value: Constant) -> JSON {
    switch (name.sort, value) {
    case (.truth, .word(let word)): .truth(word == 1)
    case (_, .word(let word)): name.caseName(word).map { .string($0) } ?? .integer(word)
    case (_, .memory(let cells)):
      .object([
        ("background", .integer(cells.background)),
        (
          "cells",
          .object(
            cells.cells.sorted { $0.key < $1.key }.map { ("\($0.key)", .integer($0.value)) })
        ),
      ])
    }
  }

  private static func run(_ run: Trace.Run, _ names: [LeafName]) -> JSON {
    let start = zip(names, run.states[0]).map { ($0.path, value($0, $1)) }
    let steps = run.steps.indices.map { index in
      step(run.steps[index], names, from: run.states[index], to: run.states[index + 1])
    }
    return .object([("start", .object(start)), ("steps", .array(steps))])
  }

  private static func step(
    _ step: Trace.Step?, _ names: [LeafName], from before: [Constant], to after: [Constant]
  ) -> JSON {
    guard let step else { return .null }
    let changes = names.indices.filter { before[$0] != after[$0] }.map { index in
      let sides = [before[index], after[index]].map { value(names[index], $0) }
      return (names[index].path, JSON.object([("from", sides[0]), ("to", sides[1])]))
    }
    return .object([
      ("action", .string(step.action)), ("label", JSON(step.label)),
      ("inputs", .object(step.inputs.map { ($0.name.path, value($0.name, $0.value)) })),
      ("changes", .object(changes)),
    ])
  }
}
