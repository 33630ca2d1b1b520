import Checker
import Report
import Specification
import Yams

/// What `verify saveset` is about: the items of a context, and the theorem that a save set is
/// enough.
public struct SaveSets: Sendable {
  /// An item of processor state as the table of items has it.
  public struct Row: Sendable {
    public let name: String
    public let group: String
    /// How a switch deals with it, in a word: saved, rebuilt, pushed, …
    public let handling: String
    public let reason: String
    public let isInPaper: Bool

    public init(
      name: String, group: String, handling: String, reason: String, isInPaper: Bool
    ) {
      self.name = name
      self.group = group
      self.handling = handling
      self.reason = reason
      self.isInPaper = isInPaper
    }
  }

  public let processors: [String]
  public let usualProcessor: String
  /// The items that a processor has.
  public let rows: @Sendable (_ processor: String) -> [Row]
  /// What is saved to be on the safe side.
  public let complete: @Sendable (_ processor: String) -> [String]
  /// That a resumed OS finds its whole context, with the items named saved.
  public let theorem: @Sendable (Question) -> AnyTheorem

  /// Whether a save set is enough.
  public struct Question: Sendable {
    public let id: String
    public let processor: String
    public let saved: [String]
    /// What is expected; it is tried first.
    public let declared: Declared
  }

  public init(
    processors: [String], usualProcessor: String,
    rows: @escaping @Sendable (String) -> [Row], complete: @escaping @Sendable (String) -> [String],
    theorem: @escaping @Sendable (Question) -> AnyTheorem
  ) {
    self.processors = processors
    self.usualProcessor = usualProcessor
    self.rows = rows
    self.complete = complete
    self.theorem = theorem
  }

  /// The names in a YAML file that is a list of items.
  func names(in file: String, processor: String) throws(InputError) -> [String] {
    let known = Set(rows(processor).map(\.name))
    var names: [String] = []
    for (name, line) in try SaveSetFile.entries(file) {
      guard known.contains(name) else {
        let nearest = name.nearest(in: known).map { "“\($0)”" }.joined(separator: ", ")
        let hint =
          nearest.isEmpty
          ? "“verify saveset --cpu \(processor)” lists them" : "the nearest are \(nearest)"
        let problem = "“\(name)” is no item of a \(processor); \(hint)"
        throw .bad(BadInput(file: file, line: line, problem))
      }
      if names.contains(name) {
        throw .bad(BadInput(file: file, line: line, "“\(name)” is listed twice"))
      }
      names.append(name)
    }
    return names
  }
}

/// A reader's own save set: a YAML list of names.
enum SaveSetFile {
  static func entries(_ file: String) throws(InputError) -> [(name: String, line: Int)] {
    let text = try Files.read(file)
    let root: Node?
    do { root = try compose(yaml: text) } catch {
      throw .bad(BadInput(file: file, line: line(of: error), "expected YAML: \(problem(error))"))
    }
    guard let list = root?.sequence else {
      let line = root?.mark?.line
      throw .bad(BadInput(file: file, line: line, "expected a list of items, one “- NAME” a line"))
    }
    return try list.map { node throws(InputError) in
      guard let name = node.scalar?.string else {
        throw .bad(BadInput(file: file, line: node.mark?.line, "expected the name of an item"))
      }
      return (name, node.mark?.line ?? 1)
    }
  }

  private static func line(of error: any Error) -> Int? {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: nil
    }
  }

  private static func problem(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    default: "\(error)"
    }
  }
}
