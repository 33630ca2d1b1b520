/// Numbers from 0 in sets that are joined step by step; a mark on one member marks its whole set.
///
/// Union-find with path halving (Tarjan and van Leeuwen, JACM 1984).
public struct MarkedSets {
  private var parent: [Int32]
  private var marks: [Bool]

  /// So many sets of one number each, marked or not.
  public init(count: Int, marked: (Int) -> Bool) {
    parent = (0..<Int32(count)).map { $0 }
    marks = (0..<count).map(marked)
  }

  public mutating func join(_ a: Int, _ b: Int) {
    let (x, y) = (root(a), root(b))
    guard x != y else { return }
    parent[x] = Int32(y)
    marks[y] = marks[x] || marks[y]
  }

  public mutating func mark(_ member: Int) { marks[root(member)] = true }

  public func isMarked(_ member: Int) -> Bool {
    var root = member
    while parent[root] != root { root = Int(parent[root]) }
    return marks[root]
  }

  private mutating func root(_ member: Int) -> Int {
    var member = member
    while parent[member] != member {
      parent[member] = parent[Int(parent[member])]
      member = Int(parent[member])
    }
    return member
  }
}
