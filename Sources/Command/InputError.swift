import Checker
import Report

/// Something that was given and can't be used.
public enum InputError: Error, CustomStringConvertible {
  case noTheorem(String, nearest: [String])
  case noSpecification(String, nearest: [String])
  case noTrace(theorem: String, verdict: Verdict)
  case cannotRead(String, reason: String)
  case cannotWrite(String, reason: String)
  /// A directory that is full of something else.
  case occupied(String)
  case bad(BadInput)

  public var description: String {
    switch self {
    case .noTheorem(let name, let nearest): "no theorem “\(name)”" + Self.hint(nearest)
    case .noSpecification(let name, let nearest):
      "no specification “\(name)”" + Self.hint(nearest)
    case .noTrace(let theorem, let verdict): "\(theorem) is \(verdict): there is no trace of it"
    case .cannotRead(let path, let reason): "can't read \(path): \(reason)"
    case .cannotWrite(let path, let reason): "can't write \(path): \(reason)"
    case .occupied(let path): "\(path) is not empty, and no export was written there before"
    case .bad(let input): input.description
    }
  }

  private static func hint(_ nearest: [String]) -> String {
    nearest.isEmpty
      ? "" : "; did you mean \(nearest.map { "“\($0)”" }.joined(separator: " or "))?"
  }
}

extension String {
  /// The two or three names that are most like this one, nearest first.
  public func nearest(in names: some Sequence<String>) -> [String] {
    let ranked = names.map { (name: $0, distance: distance(to: $0)) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return ranked.prefix(3).map(\.name)
  }

  /// Insertions, deletions and replacements to the other (Levenshtein's distance).
  func distance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let replaced = diagonal + (x == y ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(replaced, Swift.min(diagonal, row[j]) + 1)
      }
    }
    return row[b.count]
  }
}
