import Logic

extension LeafName {
  /// A value of this leaf as people read it: the case of an enumeration, words in
  /// hexadecimal, the cells of a memory that differ from the rest.
  public func show(_ value: Constant) -> String {
    switch (sort, value) {
    case (.truth, .word(let word)): word == 1 ? "true" : "false"
    case (_, .word(let word)): caseName(word) ?? word.inHexadecimal
    case (_, .memory(let cells)): Self.sparse(cells)
    }
  }

  /// The name of the case with this number; nil where it is no enumeration or has no such case.
  public func caseName(_ number: UInt64) -> String? {
    guard let cases, number < UInt64(cases.count) else { return nil }
    return cases[Int(number)]
  }

  private static func sparse(_ cells: Cells) -> String {
    let written = cells.cells.sorted { $0.key < $1.key }
      .map { "[\($0.key.inHexadecimal)] \($0.value.inHexadecimal)" }
    return "{" + (written + ["else \(cells.background.inHexadecimal)"]).joined(separator: ", ")
      + "}"
  }

  /// Whether the value is what a start leaves out: a number or a truth value of zero, or a memory
  /// of zeros.
  public func isBlank(_ value: Constant) -> Bool { cases == nil && value == .zero(sort) }

  /// What changed from one value to the next, in one phrase; nil where nothing did.
  public func change(_ before: Constant, _ after: Constant) -> String? {
    guard before != after else { return nil }
    guard case .memory(let old) = before, case .memory(let new) = after,
      old.background == new.background
    else { return "\(show(before)) → \(show(after))" }
    let addresses = Set(old.cells.keys).union(new.cells.keys).sorted()
    return addresses.filter { old[$0] != new[$0] }
      .map { "[\($0.inHexadecimal)] \(old[$0].inHexadecimal) → \(new[$0].inHexadecimal)" }
      .joined(separator: ", ")
  }
}
