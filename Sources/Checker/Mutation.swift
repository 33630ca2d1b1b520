import Logic
import Specification

/// One small change to one action, for finding out which theorem notices.
public struct Mutation: Sendable, Hashable {
  public enum Change: Sendable, Hashable {
    /// The guard with this number, from 1, is left out.
    case dropsGuard(Int)
    /// The leaf with this name keeps its value.
    case dropsEffect(String)
    /// The leaf with this name gets any value at all.
    case weakensEffect(String)
  }

  public let specification: String
  public let action: String
  public let change: Change
  /// Why no theorem can notice, where the action says so.
  public let excuse: String?

  /// The change in a few words, as excuses beside the action name it.
  public var key: String { change.key }
}

extension Mutation.Change {
  var key: String {
    switch self {
    case .dropsGuard(let number): "guard \(number)"
    case .dropsEffect(let leaf): "keep \(leaf)"
    case .weakensEffect(let leaf): "free \(leaf)"
    }
  }
}

extension Specification {
  /// Every mutation of every action: each guard, and each leaf that an effect assigns.
  public var mutations: [Mutation] {
    let names = leafNames
    let state = shape.variables("s")
    let before = state.leaves
    return actions.flatMap { action -> [Mutation] in
      let inputs = Inputs.variables("i")
      let guards = action.guards(state, inputs)
      var after = state
      action.effect(&after, inputs)
      let changed = zip(names, zip(after.leaves, before)).filter { !$1.0.isSame(as: $1.1) }
      let changes =
        guards.indices.map { Mutation.Change.dropsGuard($0 + 1) }
        + changed.flatMap { name, leaves -> [Mutation.Change] in
          // What an input gives is any value already.
          let isFree = leaves.0.known == nil && leaves.0.term.op == .variable
          return [.dropsEffect(name.path)] + (isFree ? [] : [.weakensEffect(name.path)])
        }
      return changes.map { change in
        Mutation(
          specification: name, action: action.name, change: change,
          excuse: action.excuse(change.key))
      }
    }
  }

  /// The specification with one change.
  public func mutated(by mutation: Mutation) -> Specification {
    let names = leafNames
    let changed = actions.map { action in
      action.name == mutation.action ? action.mutated(by: mutation.change, names) : action
    }
    return Specification(
      "\(name) ~ \(mutation.action): \(mutation.key)", shape: shape, actions: changed,
      initial: initial)
  }
}

extension Action {
  /// The reason beside the action why a change is equivalent; a key may end in a star.
  func excuse(_ key: String) -> String? {
    if let reason = equivalent[key] { return reason }
    return equivalent.first { pattern, _ in
      pattern.hasSuffix("*") && key.hasPrefix(pattern.dropLast())
    }?.value
  }

  func mutated(by change: Mutation.Change, _ names: [LeafName]) -> Action {
    switch change {
    case .dropsGuard(let number):
      let guards = guards
      return Action(name, label: label) { state, any in
        var all = guards(state, any)
        all.remove(at: number - 1)
        return all
      } effect: {
        effect(&$0, $1)
      }
    case .dropsEffect(let path):
      let index = names.firstIndex { $0.path == path }!
      return replacing(index) { before, _ in before.leaves[index] }
    case .weakensEffect(let path):
      let index = names.firstIndex { $0.path == path }!
      return replacing(index) { _, any in any.leaf(named: "mutant", like: names[index]) }
    }
  }

  /// The action with one leaf of what it leaves behind replaced.
  private func replacing(
    _ index: Int, with leaf: @escaping @Sendable (S, Inputs) -> Leaf
  ) -> Action {
    Action(name, label: label) {
      guards($0, $1)
    } effect: { state, any in
      let new = leaf(state, any)
      effect(&state, any)
      var leaves = state.leaves
      leaves[index] = new
      state = state.replacingLeaves(leaves)
    }
  }
}
