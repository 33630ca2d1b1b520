import Logic
import Specification

/// One small change to one action, for finding out which theorem notices.
public struct Mutation: Sendable, Hashable {
  public let specification: String
  public let action: String
  public let change: Change
  /// Why no theorem can notice, where the action says so.
  public let excuse: String?
  /// What is changed.
  let target: Target

  enum Target: Hashable {
    /// The guard at this place is left out.
    case `guard`(Int)
    /// The leaf at this place keeps its value.
    case kept(Int)
    /// The leaf at this place gets any value.
    case freed(Int)
  }
}

extension Specification {
  /// Every mutation of every action: each guard, and each leaf that an effect assigns.
  public var mutations: [Mutation] {
    let state = shape.variables("")
    return actions.flatMap { action in
      let inputs = Inputs.variables("any")
      let changes = guardChanges(action, state, inputs) + effectChanges(action, state, inputs)
      return changes.map { change, target in
        Mutation(
          specification: name, action: action.name, change: change,
          excuse: action.excuse(change), target: target)
      }
    }
  }

  private func guardChanges(
    _ action: Action<S>, _ state: S, _ inputs: Inputs
  ) -> [(Change, Mutation.Target)] {
    let guards = action.guards(state, inputs)
    let asked = inputs.asked.map { LeafName("any.\($0.path)", $0.sort, cases: $0.cases) }
    return guards.enumerated().map { place, condition in
      (.drop(condition.text(leafNames + asked)), .guard(place))
    }
  }

  private func effectChanges(
    _ action: Action<S>, _ state: S, _ inputs: Inputs
  ) -> [(Change, Mutation.Target)] {
    var after = state
    action.effect(&after, inputs)
    let own = Set(leafNames.map(\.path))
    let leaves = zip(leafNames, zip(state.leaves, after.leaves)).enumerated()
    return leaves.filter { !$1.1.0.isSame(as: $1.1.1) }.flatMap { place, leaf in
      let path = leaf.0.path
      let new = leaf.1.1
      // What an input gives is any value already.
      let isFree = new.known == nil && new.term.op == .variable && !own.contains(new.term.name)
      let kept: [(Change, Mutation.Target)] = [(.keep(path), .kept(place))]
      return kept + (isFree ? [] : [(.free(path), .freed(place))])
    }
  }

  /// The specification with one change.
  public func mutated(by mutation: Mutation) -> Specification {
    let names = leafNames
    let changed = actions.map { action in
      action.name == mutation.action ? action.mutated(mutation.target, names) : action
    }
    return Specification(
      "\(name) ~ \(mutation.action): \(mutation.change)", shape: shape, actions: changed,
      initial: initial)
  }
}

extension Action {
  func mutated(_ target: Mutation.Target, _ names: [LeafName]) -> Action {
    switch target {
    case .guard(let place):
      let guards = guards
      return Action(name, label: label) { state, any in
        var all = guards(state, any)
        all.remove(at: place)
        return all
      } effect: {
        effect(&$0, $1)
      }
    case .kept(let place):
      return replacing(place) { before, _ in before.leaves[place] }
    case .freed(let place):
      return replacing(place) { _, any in any.leaf(named: "mutant", like: names[place]) }
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
