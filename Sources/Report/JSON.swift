/// A JSON text to be written, with the keys of objects in the order given.
public enum JSON: Sendable {
  case null
  case truth(Bool)
  case integer(UInt64)
  /// Seconds, to the millisecond.
  case seconds(Double)
  case string(String)
  case array([JSON])
  case object([(key: String, value: JSON)])

  /// The text: two spaces a level, what is short on one line, no newline at its end.
  public var text: String { write(indent: 0, width: 96) }

  /// The text on one line.
  public var line: String {
    switch self {
    case .null: "null"
    case .truth(let truth): truth ? "true" : "false"
    case .integer(let number): "\(number)"
    case .seconds(let seconds): Self.thousandths(seconds)
    case .string(let string): Self.quoted(string)
    case .array(let items): "[" + items.map(\.line).joined(separator: ", ") + "]"
    case .object(let fields):
      "{" + fields.map { "\(Self.quoted($0)): \($1.line)" }.joined(separator: ", ") + "}"
    }
  }

  private func write(indent: Int, width: Int) -> String {
    let short = line
    if indent + short.utf8.count <= width { return short }
    let inner = String(repeating: " ", count: indent + 2)
    let end = "\n" + String(repeating: " ", count: indent)
    switch self {
    case .array(let items):
      let lines = items.map { inner + $0.write(indent: indent + 2, width: width) }
      return "[\n" + lines.joined(separator: ",\n") + end + "]"
    case .object(let fields):
      let lines = fields.map {
        "\(inner)\(Self.quoted($0)): \($1.write(indent: indent + 2, width: width))"
      }
      return "{\n" + lines.joined(separator: ",\n") + end + "}"
    default: return short
    }
  }

  private static func thousandths(_ seconds: Double) -> String {
    let all = Int((seconds * 1000).rounded())
    let part = String(all % 1000)
    return "\(all / 1000)." + String(repeating: "0", count: 3 - part.count) + part
  }

  private static func quoted(_ string: String) -> String {
    var text = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "\""
  }
}

extension JSON {
  /// The string, or null.
  public init(_ string: String?) { self = string.map { .string($0) } ?? .null }

  /// The number, or null; it must not be negative.
  public init(_ number: Int?) { self = number.map { .integer(UInt64($0)) } ?? .null }

  public static func strings(_ strings: some Sequence<String>) -> JSON {
    .array(strings.map { .string($0) })
  }
}
