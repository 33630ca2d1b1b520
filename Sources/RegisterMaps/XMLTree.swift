import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// An element of an XML document with the line that it begins in.
final class XMLElement {
  let name: String
  let attributes: [String: String]
  let line: Int
  private(set) var children: [XMLElement] = []
  private(set) var text = ""

  init(_ name: String, _ attributes: [String: String], line: Int) {
    self.name = name
    self.attributes = attributes
    self.line = line
  }

  /// The child of that name, or nil.
  func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

  /// The trimmed text of the child of that name, or nil.
  func value(_ name: String) -> String? {
    child(name)?.text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  func add(_ child: XMLElement) { children.append(child) }
  func add(_ string: String) { text += string }
}

/// Reads a document into elements.
final class XMLTree: NSObject, XMLParserDelegate {
  private var open: [XMLElement] = []
  private var root: XMLElement?
  /// The line of the first mistake.
  private var mistaken: Int?

  /// - Parameter file: how errors name the text
  static func root(_ text: String, file: String) throws(MapError) -> XMLElement {
    let tree = XMLTree()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = tree
    guard parser.parse(), tree.open.isEmpty, let root = tree.root else {
      throw MapError(
        file, max(1, tree.mistaken ?? parser.lineNumber), found: "XML that does not parse",
        expected: "well-formed XML")
    }
    return root
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    let element = XMLElement(name, attributes, line: parser.lineNumber)
    open.last?.add(element)
    if open.isEmpty { root = element }
    open.append(element)
  }

  func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
    mistaken = mistaken ?? parser.lineNumber
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { open.last?.add(string) }

  func parser(_ parser: XMLParser, foundCDATA block: Data) {
    open.last?.add(String(decoding: block, as: UTF8.self))
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) { open.removeLast() }
}
