import Checker

/// The assumptions that theorems are stated under, numbered so that a line can refer to one.
public struct AssumptionList: Sendable {
  private let all: [AnyTheorem.Assumed]

  /// - Parameters:
  ///   - theorems: whose assumptions are numbered, in the order in which they are stated
  ///   - shown: those that get a number; nil for all
  public init(_ theorems: [AnyTheorem], shown: Set<String>? = nil) {
    var seen: Set<String> = []
    all = theorems.flatMap(\.assumptions).filter {
      shown?.contains($0.id) != false && seen.insert($0.id).inserted
    }
  }

  /// Some of them, with their numbers.
  public func rows(_ ids: Set<String>) -> [(number: Int, assumption: AnyTheorem.Assumed)] {
    all.enumerated().filter { ids.contains($1.id) }.map { ($0 + 1, $1) }
  }

  /// The numbers of some, as a line refers to them.
  public func marks(_ ids: Set<String>) -> String {
    rows(ids).map { "[\($0.number)]" }.joined(separator: " ")
  }

  /// The numbers and names of some.
  func names(_ ids: Set<String>) -> String {
    rows(ids).map { "[\($0.number)] \($0.assumption.id)" }.joined(separator: ", ")
  }

  /// Some of them with place and reason; nil where there is none.
  public func text(_ ids: Set<String>, _ title: String, _ palette: Palette) -> String? {
    let rows = rows(ids)
    if rows.isEmpty { return nil }
    let lines = rows.map { number, assumption in
      "  [\(number)] \(assumption.id)  \(assumption.file):\(assumption.line)\n"
        + assumption.says.wrapped(indent: 6)
    }
    return ([palette.heading(title)] + lines).joined(separator: "\n")
  }
}

extension [Finding] {
  /// The ids of the assumptions that these verdicts used.
  public var usedAssumptions: Set<String> {
    reduce(into: []) { $0.formUnion($1.outcome?.used ?? []) }
  }
}

extension String {
  /// The text on lines of at most 100 characters, where its words allow, each indented.
  public func wrapped(indent: Int) -> String {
    let space = String(repeating: " ", count: indent)
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= 100 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(space + word)
      }
    }
    return lines.joined(separator: "\n")
  }
}
