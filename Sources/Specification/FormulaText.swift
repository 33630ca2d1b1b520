import Logic

extension Formula {
  /// What it says of the leaves that it is made of, on a line for people.
  ///
  /// - Parameter names: the leaves, for the cases of enumerations
  public func text(_ names: [LeafName]) -> String {
    let cases = names.filter { $0.cases != nil }.map { ($0.path, $0) }
    return TermText(names: Dictionary(cases) { first, _ in first }).text(asTerm, depth: 0)
  }
}

private struct TermText {
  let names: [String: LeafName]

  private static let infix: [Operator: String] = [
    .and: "and", .or: "or", .isBelow: "<", .isLess: "<", .add: "+", .subtract: "-",
    .multiply: "*", .bitAnd: "&", .bitOr: "|", .bitXor: "^",
  ]

  /// Shared parts are written out each time, so what lies deep is left out.
  func text(_ term: Term, depth: Int) -> String {
    guard depth < 7 else { return "…" }
    func part(_ index: Int) -> String { text(term[index], depth: depth + 1) }
    switch term.op {
    case .variable: return term.name
    case .literal: return LeafName("", term.sort).show(term.literal!)
    case .equal: return equation(term, "=", depth)
    case .not where term[0].op == .equal: return equation(term[0], "≠", depth)
    case .not: return "not \(part(0))"
    case .read: return "\(part(0))[\(inner(term[1], depth))]"
    case .choose: return "(if \(part(0)) then \(part(1)) else \(part(2)))"
    default:
      guard let sign = Self.infix[term.op] else {
        let parts = (0..<term.count).map(part)
        return "\(term.op)(\(parts.joined(separator: ", ")))"
      }
      let text = "\(part(0)) \(sign) \(part(1))"
      return depth == 0 ? text : "(\(text))"
    }
  }

  /// Without brackets of its own.
  private func inner(_ term: Term, _ depth: Int) -> String {
    let text = text(term, depth: depth + 1)
    return text.first == "(" && text.last == ")" && term.op != .choose
      ? String(text.dropFirst().dropLast()) : text
  }

  /// An equation with the literal, by name where it numbers a case, on the right.
  private func equation(_ term: Term, _ sign: String, _ depth: Int) -> String {
    let (left, right) = term[0].op == .literal ? (term[1], term[0]) : (term[0], term[1])
    let name = left.op == .variable ? names[left.name] : nil
    let value = name.flatMap { name in right.literal.map(name.show) }
    let sides = [text(left, depth: depth + 1), value ?? text(right, depth: depth + 1)]
    let text = "\(sides[0]) \(sign) \(sides[1])"
    return depth == 0 ? text : "(\(text))"
  }
}
