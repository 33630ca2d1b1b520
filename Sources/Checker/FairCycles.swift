import Logic
import Specification

/// Finds a fair run for ever in a finite graph of states: a strongly connected part of it in which
/// every fairness is met.
///
/// Tarjan's algorithm (SIAM J. Comput. 1972), applied again to what is left of a component where
/// strong fairness is not met (Emerson and Lei, 1987). A single state counts as a component, since
/// a run may stop.
struct FairCycles {
  /// An edge, and the fairness of which it is a step.
  struct Edge {
    let to: Int
    let taken: Set<Int>
    /// Its number among all edges.
    let number: Int
  }

  /// By state: the edges that leave it.
  let edges: [[Edge]]
  /// By state: the fairness of which a step is possible.
  let enabled: [Set<Int>]
  /// By number: whether the fairness is strong.
  let isStrong: [Bool]

  /// A fair component within these states, of several that with the first state; nil for none.
  func component(within states: Set<Int>) -> Set<Int>? {
    let parts = components(within: states).map { (first: $0.min()!, part: $0) }
    for (_, part) in parts.sorted(by: { $0.first < $1.first }) {
      let taken = part.reduce(into: Set<Int>()) { taken, state in
        for edge in edges[state] where part.contains(edge.to) { taken.formUnion(edge.taken) }
      }
      let missing = isStrong.indices.filter { !taken.contains($0) }
      // What stays possible in the whole of it does so in each part of it.
      if missing.contains(where: { !isStrong[$0] && isAlways($0, part) }) { continue }
      let passedOver = missing.filter { fairness in
        isStrong[fairness] && part.contains { enabled[$0].contains(fairness) }
      }
      if passedOver.isEmpty { return part }
      let rest = part.filter { enabled[$0].isDisjoint(with: passedOver) }
      if let found = component(within: rest) { return found }
    }
    return nil
  }

  /// The states that runs from these come to, themselves among them.
  func reachable(from states: Set<Int>) -> Set<Int> {
    var (seen, open) = (states, Array(states))
    while let state = open.popLast() {
      open += edges[state].map(\.to).filter { seen.insert($0).inserted }
    }
    return seen
  }

  private func isAlways(_ fairness: Int, _ part: Set<Int>) -> Bool {
    part.allSatisfy { enabled[$0].contains(fairness) }
  }

  /// The numbers of the edges of a loop through a fair component, from and to its first state.
  func loop(through part: Set<Int>) -> (start: Int, edges: [Int]) {
    let start = part.min()!
    var (at, path) = (start, [Int]())
    func go(_ isGoal: (Int, Edge?) -> Bool) {
      guard let way = way(from: at, within: part, isGoal) else { return }
      path += way.map(\.number)
      at = way.last?.to ?? at
    }
    for fairness in isStrong.indices {
      // By a state where it is off, if it is weak and there is one; else by a step of it.
      let isOff = part.contains { !enabled[$0].contains(fairness) }
      if isOff, !isStrong[fairness] {
        go { state, _ in !enabled[state].contains(fairness) }
      } else if part.contains(where: { enabled[$0].contains(fairness) }) {
        go { _, edge in edge?.taken.contains(fairness) ?? false }
      }
    }
    if at != start { go { state, _ in state == start } }
    return (start, path)
  }

  /// The shortest way to a state or along an edge; empty where the first state will do.
  private func way(
    from start: Int, within part: Set<Int>, _ isGoal: (Int, Edge?) -> Bool
  ) -> [Edge]? {
    if isGoal(start, nil) { return [] }
    var ways: [Int: [Edge]] = [start: []]
    var queue = [start]
    for next in 0... {
      guard next < queue.count else { return nil }
      let way = ways[queue[next]]!
      for edge in edges[queue[next]] where part.contains(edge.to) {
        if isGoal(edge.to, edge) { return way + [edge] }
        if ways[edge.to] == nil {
          ways[edge.to] = way + [edge]
          queue.append(edge.to)
        }
      }
    }
    return nil
  }

  // MARK: - Strongly connected components

  private func components(within states: Set<Int>) -> [Set<Int>] {
    var index: [Int: Int] = [:]
    var low: [Int: Int] = [:]
    var (open, isOpen) = ([Int](), Set<Int>())
    var found: [Set<Int>] = []
    for root in states.sorted() where index[root] == nil {
      var calls: [(state: Int, next: Int)] = [(root, 0)]
      while let (state, next) = calls.last {
        if next == 0 {
          index[state] = index.count
          low[state] = index[state]!
          open.append(state)
          isOpen.insert(state)
        }
        if next < edges[state].count {
          calls[calls.count - 1].next += 1
          let to = edges[state][next].to
          guard states.contains(to) else { continue }
          if index[to] == nil {
            calls.append((to, 0))
          } else if isOpen.contains(to) {
            low[state] = min(low[state]!, index[to]!)
          }
          continue
        }
        calls.removeLast()
        if let caller = calls.last { low[caller.state] = min(low[caller.state]!, low[state]!) }
        guard low[state] == index[state] else { continue }
        let place = open.lastIndex(of: state)!
        found.append(Set(open[place...]))
        isOpen.subtract(open[place...])
        open.removeSubrange(place...)
      }
    }
    return found
  }
}
