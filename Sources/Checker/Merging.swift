import Logic

/// Merges the states after a step into places.
struct Merging<S: Value> {
  typealias Branch = Unrolling<S>.Branch

  private let branches: [Branch]
  private let leaves: [[Leaf]]
  /// Of each branch the known values of its small leaves, -1 for what is not known.
  private var keys: [[Int8]]

  init(_ branches: [Branch]) {
    self.branches = branches
    leaves = branches.map { $0.after.leaves }
    keys = leaves.map { $0.filter { 1...6 ~= $0.sort.width }.map { Self.value($0) } }
  }

  /// The number of places.
  var count: Int { Set(keys).count }

  /// Makes all one place.
  mutating func forgetAll() { keys = keys.map { _ in [] } }

  private static func value(_ leaf: Leaf) -> Int8 { leaf.known.map { Int8($0.word) } ?? -1 }

  /// A place for each key, in the order in which the keys come.
  var places: [Unrolling<S>.Place] {
    var numbers: [[Int8]: Int] = [:]
    var groups: [[Int]] = []
    for (branch, key) in keys.enumerated() {
      if let number = numbers[key] {
        groups[number].append(branch)
      } else {
        numbers[key] = groups.count
        groups.append([branch])
      }
    }
    return groups.map { merged($0) }
  }

  private func merged(_ group: [Int]) -> Unrolling<S>.Place {
    let reached = Formula.any(group.map { branches[$0].picked })
    let first = group[0]
    if group.count == 1 { return .init(reached: reached, state: branches[first].after) }
    let merged = leaves[first].indices.map { leaf in
      let isSame = group.allSatisfy { leaves[$0][leaf].isSame(as: leaves[first][leaf]) }
      return isSame ? leaves[first][leaf] : merge(leaf, of: group)
    }
    return .init(reached: reached, state: branches[first].after.replacingLeaves(merged))
  }

  /// One leaf of the branches, by which one was picked; what most of them have stands last.
  private func merge(_ leaf: Int, of group: [Int]) -> Leaf {
    var variants: [(leaf: Leaf, branches: [Int])] = []
    for branch in group {
      let own = leaves[branch][leaf]
      if let same = variants.firstIndex(where: { $0.leaf.isSame(as: own) }) {
        variants[same].branches.append(branch)
      } else {
        variants.append((own, [branch]))
      }
    }
    let most = variants.indices.max { variants[$0].branches.count < variants[$1].branches.count }!
    return variants.indices.filter { $0 != most }.reduce(variants[most].leaf) { rest, variant in
      let picked = Formula.any(variants[variant].branches.map { branches[$0].picked })
      return picked.choose(variants[variant].leaf, rest)
    }
  }
}
