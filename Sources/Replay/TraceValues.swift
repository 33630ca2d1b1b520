import Logic
import Models
import Specification

/// The words that a trace itself holds, held against the protocol's steps on its first state.
///
/// A replay takes the schedule from the trace and words of its own, so that all are told apart. That
/// the trace's words are those that the schedule leads to is looked at here.
struct TraceValues {
  /// A leaf, or a cell of one, of which the trace says something else than the protocol.
  struct Difference {
    let path: String
    let trace: UInt64
    let meant: UInt64

    var text: String { "\(path) is \(hex(trace)) in the trace, \(hex(meant)) by the protocol" }
  }

  private let names: [LeafName]
  /// Where a leaf of the protocol's state is in the trace's.
  private let indices: [Int]
  private var state: System

  /// - Throws: ``ReplayError/missing(_:)`` where the trace leaves out a word of the protocol's state
  init(_ trace: Trace, _ design: SwitchDesign, _ first: [Constant]) throws(ReplayError) {
    let shape = System(design)
    names = shape.names("")
    let places = Dictionary(
      trace.names.enumerated().map { ($1.path, $0) }, uniquingKeysWith: { a, _ in a })
    var indices: [Int] = []
    for name in names {
      // A witness's trace has the state below another name.
      guard let index = places[name.path] ?? places["state.\(name.path)"] else {
        throw .missing(name.path, design.name)
      }
      guard trace.names[index].sort == name.sort else { throw .otherSort(name.path, design.name) }
      indices.append(index)
    }
    self.indices = indices
    state = shape.replacingLeaves(zip(names, indices).map { Leaf(first[$1], $0.sort) })
  }

  /// What is wrong with the first state: it must be one that the protocol starts from.
  func startDifferences(_ design: SwitchDesign) -> [Difference] {
    var start = state
    start.os2 = start.stopped2.own
    let conditions = design.initial(&start)
    let isOwned = Formula.all(conditions).known == true
    let owner = isOwned ? [] : [Difference(path: "line", trace: 1, meant: 0)]
    return owner + differences(state.leaves.map { $0.known ?? .zero($0.sort) }, start)
  }

  /// Carries out a step and compares the state that the trace has after it.
  mutating func take(
    _ action: Action<System>, _ inputs: [String: Constant], _ after: [Constant]
  ) -> [Difference] {
    state = action.apply(to: state, .known(inputs)).after
    return differences(indices.map { after[$0] }, state)
  }

  private func differences(_ values: [Constant], _ meant: System) -> [Difference] {
    zip(names, zip(values, meant.leaves)).flatMap { name, pair -> [Difference] in
      let (found, leaf) = pair
      guard let expected = leaf.known, found != expected else { return [] }
      switch (found, expected) {
      case (.memory(let a), .memory(let b)):
        let keys = Set(a.cells.keys).union(b.cells.keys).filter { a[$0] != b[$0] }
        let cells = keys.sorted().map {
          Difference(path: "\(name.path)[\(hex($0))]", trace: a[$0], meant: b[$0])
        }
        guard a.background != b.background else { return cells }
        return cells + [
          Difference(path: "\(name.path)[else]", trace: a.background, meant: b.background)
        ]
      default: return [Difference(path: name.path, trace: found.word, meant: expected.word)]
      }
    }
  }
}
