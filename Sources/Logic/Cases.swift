/// Terms taken apart by the conditions of the choices in them.
///
/// Recursive: for addresses and the like, which are shallow.
extension Term {
  /// The condition of a choice somewhere in the term; nil where there is none.
  public var someCondition: Term? {
    if op == .choose { return self[0] }
    guard ![.read, .write].contains(op) else { return nil }
    for index in 0..<count {
      if let found = self[index].someCondition { return found }
    }
    return nil
  }

  /// What the term is where a condition of its choices, told by identity, is so.
  public func resolving(_ condition: Term, as value: Bool) -> Term {
    if op == .choose {
      if self[0] === condition {
        return (value ? self[1] : self[2]).resolving(condition, as: value)
      }
      return .choose(
        self[0], self[1].resolving(condition, as: value), self[2].resolving(condition, as: value))
    }
    guard count > 0, ![.read, .write].contains(op) else { return self }
    let first = self[0].resolving(condition, as: value)
    let second = count > 1 ? self[1].resolving(condition, as: value) : nil
    if first === self[0], count == 1 || second === self[1] { return self }
    return .build(op, sort, first, second, payload: Int(payload))
  }
}
