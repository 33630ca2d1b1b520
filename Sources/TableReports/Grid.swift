import Report

/// A table to be written in several forms.
public struct Grid: Sendable {
  public let title: String
  public let head: [String]
  public let rows: [[String]]

  public enum Format: String, CaseIterable, Sendable { case text, markdown, html, csv, json }

  /// - Parameter format: any but JSON, which ``json`` gives
  public func text(_ format: Format) -> String {
    switch format {
    case .text: plain
    case .markdown: markdown
    case .html: html
    case .csv: csv
    case .json: json.text + "\n"
    }
  }

  private var plain: String {
    let widths = head.indices.map { column in
      ([head] + rows).map { $0[column].columns }.max() ?? 0
    }
    func line(_ cells: [String]) -> String {
      let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.columns) }
      return padded.joined(separator: "  ").trimmedAtEnd
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
    return ([title, "", line(head), rule] + rows.map(line)).joined(separator: "\n") + "\n"
  }

  private var markdown: String {
    func line(_ cells: [String]) -> String {
      "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
    let rule = "|" + head.map { _ in "---|" }.joined()
    return (["## \(title)", "", line(head), rule] + rows.map(line)).joined(separator: "\n") + "\n"
  }

  private var html: String {
    func line(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\($0.escapedForHTML)</\(tag)>" }.joined() + "</tr>"
    }
    let body = rows.map { line($0, "td") }.joined(separator: "\n")
    return """
      <table>
      <caption>\(title.escapedForHTML)</caption>
      <thead>\(line(head, "th"))</thead>
      <tbody>
      \(body)
      </tbody>
      </table>

      """
  }

  private var csv: String {
    func quoted(_ cell: String) -> String {
      let needsQuotes = cell.contains { ",\"\n".contains($0) }
      return needsQuotes ? "\"" + cell.replacing("\"", with: "\"\"") + "\"" : cell
    }
    return ([head] + rows).map { $0.map(quoted).joined(separator: ",") + "\n" }.joined()
  }

  public var json: JSON {
    .object([
      ("title", .string(title)),
      (
        "rows",
        .array(
          rows.map { row in
            .object(zip(head, row).map { ($0, .string($1)) })
          })
      ),
    ])
  }
}

extension String {
  /// The text as HTML shows it, also inside quotes.
  var escapedForHTML: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  /// Columns on a terminal: two for a character of Chinese, Japanese or Korean writing.
  var columns: Int {
    unicodeScalars.reduce(0) { $0 + ((0x2E80...0xFF60).contains($1.value) ? 2 : 1) }
  }

  fileprivate var trimmedAtEnd: String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
