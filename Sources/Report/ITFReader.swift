import FoundationEssentials
import Logic
import Specification

/// What is wrong with a file that was given, and what was expected in its place.
public struct BadInput: Error, CustomStringConvertible {
  public let file: String
  /// Counted from 1; nil where it is not about a line.
  public let line: Int?
  public let problem: String

  public init(file: String, line: Int? = nil, _ problem: String) {
    self.file = file
    self.line = line
    self.problem = problem
  }

  public var description: String {
    line.map { "\(file):\($0): \(problem)" } ?? "\(file): \(problem)"
  }
}

extension ITF {
  /// The trace that a file's text holds, as ``text(_:)`` writes it.
  /// - Parameter file: what the text is called in errors
  public static func trace(_ text: String, file: String) throws(BadInput) -> Trace {
    let root = ITFValue(file, "the file", try parsed(text, file))
    let meta = try root["#meta"]
    let count = Int(try meta["runs"].number())
    let leaves = try meta["leaves"].items().map { leaf throws(BadInput) in try name(leaf) }
    let states = try root["states"].items()
    if states.isEmpty { throw try root["states"].error("at least one state") }
    let prefixes = prefixes(runs: count)
    let runs = try prefixes.map { prefix throws(BadInput) in
      try run(prefix, leaves, states, marked: count == 2)
    }
    let loop = try meta.field("repeats").map { repeats throws(BadInput) in
      let state = Int(try repeats.number())
      if state >= states.count { throw repeats.error("a state below \(states.count)") }
      return state
    }
    return Trace(
      specification: try meta["source"].string(), names: leaves, runs: runs,
      conclusion: try meta["description"].string(),
      observed: Set(
        try meta["observed"].items().map { path throws(BadInput) in try path.string() }),
      loop: loop)
  }

  private static func parsed(_ text: String, _ file: String) throws(BadInput) -> ITFValue.Content {
    do {
      return try JSONDecoder().decode(ITFValue.Content.self, from: Data(text.utf8))
    } catch {
      let mistake = JSONMistake(text)
      let found = mistake.map { ", found a mistake (\($0.problem))" } ?? ""
      throw BadInput(file: file, line: mistake?.line, "expected JSON\(found)")
    }
  }

  private static func name(_ leaf: ITFValue) throws(BadInput) -> LeafName {
    let words = try leaf["sort"].string().split(separator: " ")
    let numbers = words.dropFirst().compactMap { Int($0) }
    let sort: Sort
    switch (words.first, numbers.count) {
    case ("truth", 0): sort = .truth
    case ("bits", 1): sort = .bits(numbers[0])
    case ("memory", 2): sort = .memory(address: numbers[0], word: numbers[1])
    default: throw try leaf["sort"].error("truth, bits WIDTH or memory ADDRESS WORD")
    }
    let cases = try leaf["cases"]
    let names: [String]? =
      cases.isNull ? nil : try cases.items().map { each throws(BadInput) in try each.string() }
    return LeafName(try leaf["path"].string(), sort, cases: names)
  }

  private static func run(
    _ prefix: String, _ leaves: [LeafName], _ states: [ITFValue], marked: Bool
  ) throws(BadInput) -> Trace.Run {
    let values = try states.map { state throws(BadInput) in
      try leaves.map { leaf throws(BadInput) in try state[prefix + leaf.path].constant(leaf) }
    }
    let steps = try states.dropFirst().map { state throws(BadInput) -> Trace.Step? in
      if marked, !(try state[prefix + movedName].truth()) { return nil }
      return try step(state)
    }
    return Trace.Run(states: values, steps: steps)
  }

  private static func step(_ state: ITFValue) throws(BadInput) -> Trace.Step {
    let (meta, picks) = (try state["#meta"], try state[picks])
    let label = try meta["label"]
    let inputs = try meta["inputs"].items().map {
      leaf throws(BadInput) -> (name: LeafName, value: Constant) in
      let name = try name(leaf)
      return (name, try picks[name.path]["value"].constant(name))
    }
    return Trace.Step(
      action: try state[action].string(), label: label.isNull ? nil : try label.string(),
      inputs: inputs)
  }
}
