import Foundation
import Yams

/// Why an oracle's line may differ from ours: the rows of differences.yaml.
struct Explanations {
  /// A row: an oracle, the checks in which it differs, and what the SDM says.
  struct Row: Decodable {
    let oracle: String
    let section: String
    let why: String
    /// The one field of a line that differs; any, where it isn't given.
    let field: String?
    /// The bits of the field that differ, hexadecimal.
    let bits: String?
    /// The checks by name; all in which the field differs in these bits, where it isn't given.
    let checks: [String]?
  }

  private let rows: [Row]
  private var used: Set<String> = []

  init(_ file: URL) throws {
    rows = try YAMLDecoder().decode([Row].self, from: String(contentsOf: file, encoding: .utf8))
  }

  /// Whether the oracle's line is ours, or differs only as rows have it.
  mutating func explain(_ name: String, _ ours: Transcript, _ oracle: Transcript) -> Bool {
    let expected = ours.results[name].map(Line.init)
    var line = oracle.results[name].map(Line.init)
    if line == expected { return true }
    for (index, row) in rows.enumerated() where row.oracle == oracle.oracle {
      if let checks = row.checks, !checks.contains(name) { continue }
      let before = line
      row.apply(to: &line, expected)
      if line == before { continue }
      used.insert(row.checks == nil ? "row \(index)" : "\(oracle.oracle): \(name)")
    }
    return line == expected
  }

  /// Rows and names of checks that explained nothing.
  var unused: [String] {
    rows.enumerated().flatMap { index, row in
      row.checks?.map { "\(row.oracle): \($0)" } ?? ["row \(index)"]
    }
    .filter { !used.contains($0) }
  }
}

extension Explanations.Row {
  /// Makes what the row explains as we have it.
  fileprivate func apply(to line: inout Line?, _ expected: Line?) {
    guard let field else {
      line = expected
      return
    }
    guard let value = line?.fields[field], let wanted = expected?.fields[field] else { return }
    guard let bits, let mask = UInt32(bits, radix: 16) else {
      line?.fields[field] = wanted
      return
    }
    guard let a = UInt32(value, radix: 16), let b = UInt32(wanted, radix: 16) else { return }
    if (a ^ b) & ~mask == 0 { line?.fields[field] = wanted }
  }
}

/// A check's line: the vector, and fields by name.
struct Line: Equatable {
  var vector: String
  var fields: [String: String] = [:]

  init(_ text: String) {
    let parts = text.split(separator: " ")
    vector = parts.first.map(String.init) ?? ""
    for part in parts.dropFirst() {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      fields[pair[0]] = pair.last
    }
  }
}
