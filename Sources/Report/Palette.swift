/// How parts of a report are coloured: whose a value is, and what deserves a look.
///
/// The escape sequences are ECMA-48's "select graphic rendition".
public struct Palette: Sendable {
  /// Nothing is coloured where this is false.
  public let isOn: Bool

  public init(isOn: Bool) { self.isOn = isOn }

  public static let plain = Palette(isOn: false)

  /// Text in the colour of the operating system that the leaf belongs to.
  func owned(_ text: String, _ path: String) -> String {
    let path = path.lowercased()
    if path.contains("os1") { return paint(text, "36") }
    if path.contains("os2") { return paint(text, "33") }
    return text
  }

  /// Text in the colour of an operating system, where it is one's.
  public func owner(_ text: String, isOS1: Bool, isOS2: Bool) -> String {
    isOS1 ? paint(text, "36") : isOS2 ? paint(text, "33") : text
  }

  public func heading(_ text: String) -> String { paint(text, "1") }
  public func faint(_ text: String) -> String { paint(text, "2") }
  public func good(_ text: String) -> String { paint(text, "32") }
  public func bad(_ text: String) -> String { paint(text, "1;31") }
  public func doubtful(_ text: String) -> String { paint(text, "35") }

  private func paint(_ text: String, _ codes: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(codes)m\(text)\u{1B}[0m" : text
  }
}

extension String {
  /// The text with spaces added up to the width, counted in characters.
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  func rightAligned(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
