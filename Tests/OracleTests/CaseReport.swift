import Processor

/// What came of many cases: how many agree, and for each form the first that does not.
struct CaseReport {
  struct Example {
    var count = 0
    var text = ""
  }

  private(set) var agreeing = 0
  /// Cases that the oracle could not carry out.
  private(set) var unjudged = 0
  /// Cases that differ as ``KnownDifference`` has it, by its reason.
  private(set) var explained: [String: Int] = [:]
  private(set) var differing: [String: Example] = [:]
  private(set) var forms: Set<String> = []
  private(set) var endings: [String: Int] = [:]

  mutating func add(_ item: Case, _ ours: CaseResult, _ oracle: CaseResult) {
    forms.insert(item.form.name)
    let comparison = CaseComparison(item, ours: ours, oracle: oracle)
    if comparison.isUnjudged {
      unjudged += 1
      return
    }
    endings[oracle.exceptions.last.map { "#\($0.vector)" } ?? "\(oracle.ending)", default: 0] += 1
    if comparison.differences.isEmpty {
      agreeing += 1
      return
    }
    if let known = KnownDifference.reason(item, ours, oracle, comparison.differences) {
      explained[known, default: 0] += 1
      return
    }
    differing[item.form.name, default: Example(text: Self.text(item, comparison))].count += 1
  }

  mutating func add(_ other: CaseReport) {
    agreeing += other.agreeing
    unjudged += other.unjudged
    explained.merge(other.explained, uniquingKeysWith: +)
    forms.formUnion(other.forms)
    endings.merge(other.endings, uniquingKeysWith: +)
    differing.merge(other.differing) { Example(count: $0.count + $1.count, text: $0.text) }
  }

  var summary: String {
    let endings = endings.sorted { $0.value > $1.value }.map { "\($0.key) \($0.value)" }
    let known = explained.sorted { $0.value > $1.value }.map { "  \($0.value) \($0.key)\n" }
    return """
      \(agreeing) cases of \(forms.count) forms agree, \(differing.values.reduce(0) { $0 + $1.count }) \
      differ, \(unjudged) not judged; \(explained.values.reduce(0, +)) explained:
      \(known.joined())oracle's endings: \(endings.joined(separator: ", "))
      """
  }

  var text: String {
    differing.sorted { $0.value.count > $1.value.count }
      .map { "\($0.key): \($0.value.count) cases, first\n\($0.value.text)" }.joined(separator: "\n")
  }

  private static func text(_ item: Case, _ comparison: CaseComparison) -> String {
    let state = zip(CaseState.registerNames, item.state.registers).prefix(14)
      .map { "\($0)=\(hex($1))" }.joined(separator: " ")
    let segments = zip(CaseState.segmentNames, item.state.segments)
      .map { "\($0)=\(hex($1.selector))" }.joined(separator: " ")
    let lines = comparison.differences.prefix(12).map { "    \($0)\n" }.joined()
    return
      "    \(item.bytes.map { hex($0) }.joined(separator: " "))  \(state) \(segments)\n\(lines)"
  }
}

extension Form {
  /// The mnemonic and the encoding, which name the row.
  var name: String { "\(mnemonic) \(encoding)" }
}
