/// What is wrong with a map or table that the user gave: where, what was found and expected.
public struct MapError: Error, Equatable, CustomStringConvertible {
  public let file: String
  /// From 1; nil where it is about the file as a whole.
  public let line: Int?
  public let found: String
  public let expected: String

  public init(_ file: String, _ line: Int?, found: String, expected: String) {
    self.file = file
    self.line = line
    self.found = found
    self.expected = expected
  }

  public var description: String {
    "\(file)\(line.map { ":\($0)" } ?? ""): found \(found), expected \(expected)"
  }
}
