/// What is wrong with a file that the user gave: which one, where, what was found and expected.
public struct InputError: Error, Equatable, CustomStringConvertible {
  /// Where in a file.
  public enum Place: Equatable, Sendable {
    /// A line, from 1.
    case line(Int)
    /// A byte, from 0.
    case offset(Int)
    case whole
  }

  public let file: String
  public let place: Place
  public let found: String
  public let expected: String

  public init(_ file: String, _ place: Place, found: String, expected: String) {
    self.file = file
    self.place = place
    self.found = found
    self.expected = expected
  }

  public var description: String {
    let location =
      switch place {
      case .line(let line): "\(file):\(line)"
      case .offset(let offset): "\(file): offset \(hex(offset))"
      case .whole: file
      }
    return "\(location): found \(found), expected \(expected)"
  }
}

/// The number in hexadecimal with 0x before it, padded to so many digits.
package func hex(_ number: some BinaryInteger, digits: Int = 1) -> String {
  let text = String(number, radix: 16)
  return "0x" + String(repeating: "0", count: max(0, digits - text.count)) + text
}
