extension String {
  /// The names that this one may have been meant for, three at most, nearest first: a third of
  /// its letters may be wrong, or it may be a part of a name.
  public func nearest(in names: some Sequence<String>) -> [String] {
    let ranked = names.map { (name: $0, distance: distance(to: $0)) }
      .filter { $0.distance <= Swift.max(1, count / 3) || (count >= 3 && $0.name.contains(self)) }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    return ranked.prefix(3).map(\.name)
  }

  /// Insertions, deletions and replacements to the other (Levenshtein's distance).
  public func distance(to other: String) -> Int {
    let (a, b) = (Array(self), Array(other))
    var row = Array(0...b.count)
    for (i, x) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, y) in b.enumerated() {
        let replaced = diagonal + (x == y ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = Swift.min(replaced, Swift.min(diagonal, row[j]) + 1)
      }
    }
    return row[b.count]
  }
}
