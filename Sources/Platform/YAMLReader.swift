import Yams

/// Reads nodes of a YAML or JSON file and says in which line what was expected.
package struct YAMLReader {
  package let file: String
  /// What the file is to be, for errors; JSON is read as YAML, which has it inside.
  package var language = "YAML"

  package init(file: String, language: String = "YAML") {
    self.file = file
    self.language = language
  }

  /// The root of a document, or nil for an empty one.
  package func compose(_ text: String) throws(InputError) -> Node? {
    do {
      return try Yams.compose(yaml: text)
    } catch YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _),
      YamlError.composer(_, let problem, let mark, _)
    {
      throw InputError(
        file, .line(mark.line), found: "a mistake (\(problem))", expected: "well-formed \(language)"
      )
    } catch YamlError.duplicatedKeysInMapping(let names, let context) {
      throw InputError(
        file, .line(context.mark.line), found: "\(names.joined(separator: ", ")) more than once",
        expected: "each name once")
    } catch {
      throw InputError(file, .whole, found: "\(error)", expected: "well-formed \(language)")
    }
  }

  package func error(_ node: Node, _ found: String? = nil, expected: String) -> InputError {
    InputError(
      file, node.mark.map { .line($0.line) } ?? .whole, found: found ?? text(node),
      expected: expected)
  }

  private func text(_ node: Node) -> String {
    switch node {
    case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "'\(scalar.string)'"
    case .mapping: "a mapping"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }

  /// The entries of a mapping by name, none of them unknown.
  package func entries(
    _ node: Node, _ names: Set<String>?, _ what: String
  ) throws(InputError) -> [String: Node] {
    guard let mapping = node.mapping else { throw error(node, expected: what) }
    var entries: [String: Node] = [:]
    for (key, value) in mapping {
      guard let name = key.string, names?.contains(name) ?? true else {
        let list = (names ?? []).sorted().joined(separator: ", ")
        throw error(key, expected: "one of \(list)")
      }
      entries[name] = value
    }
    return entries
  }

  package func list(_ node: Node, _ what: String) throws(InputError) -> [Node] {
    guard let sequence = node.sequence else { throw error(node, expected: what) }
    return Array(sequence)
  }

  /// A whole number in decimal, or in hexadecimal after 0x.
  package func number(_ node: Node, _ range: ClosedRange<UInt64>, _ what: String) throws(InputError)
    -> UInt64
  {
    let digits = node.scalar?.string ?? ""
    let value =
      digits.hasPrefix("0x") ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
    guard let value, range.contains(value) else {
      throw error(node, expected: "\(what) from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }
}
