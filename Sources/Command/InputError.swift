import Checker
import Report

/// Something that was given and can't be used.
public enum InputError: Error, CustomStringConvertible {
  case noTheorem(String, nearest: [String])
  case noSpecification(String, nearest: [String])
  case noClaim(String, nearest: [String])
  case noTrace(theorem: String, verdict: Verdict)
  case cannotRead(String, reason: String)
  case cannotWrite(String, reason: String)
  /// A directory that is full of something else, and how that is known.
  case occupied(String, why: String)
  case bad(BadInput)

  public var description: String {
    switch self {
    case .noTheorem(let name, let nearest):
      "no theorem “\(name)”" + Self.hint(nearest, "“verify list” lists them")
    case .noSpecification(let name, let nearest):
      "no specification “\(name)”" + Self.hint(nearest, "“verify list --json” names them")
    case .noClaim(let id, let nearest):
      "no claim “\(id)”" + Self.hint(nearest, "“verify claims --no-dropping” lists them")
    case .noTrace(let theorem, let verdict): "\(theorem) is \(verdict): there is no trace of it"
    case .cannotRead(let path, let reason): "can't read \(path): \(reason)"
    case .cannotWrite(let path, let reason): "can't write \(path): \(reason)"
    case .occupied(let path, let why):
      "\(path) is not empty and no export as this command writes it: \(why)"
    case .bad(let input): input.description
    }
  }

  /// - Parameter otherwise: what is said where no name is near
  private static func hint(_ nearest: [String], _ otherwise: String) -> String {
    nearest.isEmpty
      ? "; \(otherwise)" : "; did you mean \(nearest.map { "“\($0)”" }.joined(separator: " or "))?"
  }
}

extension String {
  /// The names that this one may have been meant for, three at most, nearest first: a third of
  /// its letters may be wrong, or it may be a part of a name.
  public func nearest(in names: some Sequence<String>) -> [String] {
    let ranked = names.map { (name: $0, distance: distance(to: $0)) }
      .filter { $0.distance <= Swift.max(1, count / 3) || (count >= 3 && $0.name.contains(self)) }
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
