import Checker
import Report

/// Something that was given and can't be used.
public enum InputError: Error, CustomStringConvertible {
  case noTheorem(String, nearest: [String])
  case noSpecification(String, nearest: [String])
  case noClaim(String, nearest: [String])
  case noRun(String, nearest: [String])
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
    case .noRun(let name, let nearest):
      "no run “\(name)”" + Self.hint(nearest, "“verify system” lists them")
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
