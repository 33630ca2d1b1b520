import Logic
import Solver
import Specification

/// Goes through the states of a specification on known values, nearest first.
///
/// Breadth-first search with a table of the states seen, as in Murφ (Dill et al., ICCD 1992),
/// without reductions. What is left open, in a first state and in the inputs, takes the values of
/// a ``Domain``. No solver and no term is involved but to find out what a first state leaves open.
struct ExplicitSearch<S: Value> {
  /// What the search came to.
  enum Result {
    /// All states have been seen, and none is bad.
    case exhausted
    /// A shortest bad run.
    case bad(KnownRun<S>)
    /// The limit of states or of depth was reached first.
    case limited
  }

  let safety: Safety<S>
  let domain: Domain
  /// The most states that are looked at.
  let limit: Int
  /// How many states are first reached after 0, 1, 2 … steps.
  private(set) var statesByDepth: [Int] = []
  /// Whether something left open did not get every value that it might have.
  private(set) var isRestricted = false
  /// What was found possible of what must be able to happen (``Specification/Action/wanted``).
  private(set) var possible: Set<String> = []
  /// Whether the assumptions let a step through.
  private(set) var hasStepped = false

  /// The steps between states, where they are kept.
  private(set) var edges: [Edge] = []
  private(set) var states: [S] = []

  private let keepsEdges: Bool
  private var seen: [[Constant]: Int] = [:]
  private var nodes: [Node] = []

  /// A step from one state, by number, to another.
  struct Edge {
    let from: Int
    let to: Int
    let step: KnownRun<S>.Step
  }

  /// How a state was reached first.
  private enum Node {
    /// A first state, before what is fixed at the start was set.
    case first(S)
    case step(from: Int, KnownRun<S>.Step)
  }

  private typealias Frontier = [(node: Int, state: S)]

  /// - Parameter keepsEdges: whether ``edges`` and ``states`` are kept
  init(
    _ safety: Safety<S>, _ domain: Domain, limit: Int = 100_000, keepsEdges: Bool = false
  ) {
    self.keepsEdges = keepsEdges
    self.safety = safety
    self.domain = domain
    self.limit = limit
  }

  /// The number of states seen.
  var count: Int { nodes.count }

  /// Searches all runs of at most `depth` steps.
  mutating func run(depth: Int = .max) -> Result {
    var frontier: Frontier = []
    if let end = begin(&frontier) { return end }
    while !frontier.isEmpty {
      statesByDepth.append(frontier.count)
      if statesByDepth.count > depth { return .limited }
      var next: Frontier = []
      for (node, state) in frontier {
        if Interruption.shared.isRequested { return .limited }
        if let end = expand(node, state, &next) { return end }
      }
      frontier = next
    }
    return .exhausted
  }

  private mutating func begin(_ frontier: inout Frontier) -> Result? {
    let open = openLeaves
    let names = safety.specification.leafNames
    let zero = names.map { Leaf(.zero($0.sort), $0.sort) }
    let branches = Branches()
    repeat {
      var leaves = zero
      let given = Given(domain, branches)
      for index in open { leaves[index] = given.leaf(names[index]) }
      isRestricted = isRestricted || given.isRestricted
      let start = safety.specification.shape.replacingLeaves(leaves)
      var state = start
      let conditions = safety.specification.initial(&state)
      guard isTrue(Formula.all(conditions)) else { continue }
      if let end = visit(state, .first(start), &frontier) { return end }
    } while branches.advance()
    return nil
  }

  /// The leaves that the start does not fix, by place.
  private var openLeaves: [Int] {
    var state = safety.specification.variables("0")
    let variables = state.leaves.map(\.term.name)
    let conditions = safety.specification.initial(&state)
    let terms = TermList(state.leaves.map(\.term) + conditions.map(\.asTerm)).terms
    let used = Set(terms.filter { $0.op == .variable }.map(\.name))
    return variables.indices.filter { used.contains(variables[$0]) }
  }

  private mutating func expand(_ node: Int, _ state: S, _ next: inout Frontier) -> Result? {
    for action in safety.specification.actions {
      let branches = Branches()
      repeat {
        let given = Given(domain, branches)
        let inputs = Inputs { given.leaf($0) }
        let (enabled, after) = action.apply(to: state, inputs)
        let bad = isTrue(enabled) && isBad(action, state, after, inputs)
        isRestricted = isRestricted || given.isRestricted
        guard isTrue(enabled) else { continue }
        possible.formUnion(action.wanted)
        let step = Node.step(from: node, (action, given.values))
        if let end = visit(after, step, &next, bad: bad) { return end }
      } while branches.advance()
    }
    return nil
  }

  private mutating func visit(
    _ state: S, _ node: Node, _ next: inout Frontier, bad: Bool = false
  ) -> Result? {
    guard safety.assumptions.allSatisfy({ isTrue($0.holds(state)) }) else { return nil }
    if case .step = node { hasStepped = true }
    let key = state.leaves.map { $0.known! }
    let known = seen[key]
    let isNew = known == nil
    if isNew { seen[key] = nodes.count }
    if keepsEdges {
      if isNew { states.append(state) }
      if case .step(let from, let step) = node {
        edges.append(Edge(from: from, to: known ?? nodes.count, step: step))
      }
    }
    guard isNew || bad else { return nil }
    nodes.append(node)
    if bad || (isNew && isBad(state)) { return .bad(run(to: nodes.count - 1)) }
    if nodes.count >= limit { return .limited }
    next.append((nodes.count - 1, state))
    return nil
  }

  private func isBad(_ state: S) -> Bool {
    guard case .state(let holds) = safety.good else { return false }
    return !isTrue(holds(state))
  }

  private func isBad(_ action: Action<S>, _ before: S, _ after: S, _ inputs: Inputs) -> Bool {
    guard case .step(let holds) = safety.good else { return false }
    return !isTrue(
      holds(Transition(action: action, before: before, after: after, inputs: inputs)))
  }

  private func isTrue(_ formula: Formula) -> Bool {
    guard let known = formula.known else {
      preconditionFailure("\(safety.id): a formula over known values is not known")
    }
    return known
  }

  /// The run by which a node was reached, and after it further steps.
  func run(to last: Int, then more: [KnownRun<S>.Step] = []) -> KnownRun<S> {
    var steps: [KnownRun<S>.Step] = more.reversed()
    var node = nodes[last]
    while case .step(let from, let step) = node {
      steps.append(step)
      node = nodes[from]
    }
    guard case .first(let first) = node,
      let run = KnownRun(
        safety.specification, assumptions: safety.assumptions, first: first,
        steps: steps.reversed(), isStart: true)
    else { preconditionFailure("\(safety.id): a run on known values does not run again") }
    return run
  }
}

/// The values that one way through a domain gives.
private final class Given {
  private let domain: Domain
  private let branches: Branches
  private(set) var values: [String: Constant] = [:]
  private(set) var isRestricted = false

  init(_ domain: Domain, _ branches: Branches) {
    self.domain = domain
    self.branches = branches
  }

  func leaf(_ name: LeafName) -> Leaf {
    if !domain.isWhole(name) { isRestricted = true }
    let all = domain.values(name)
    let value = all[branches.choose(all.count)]
    values[name.path] = value
    return Leaf(value, name.sort)
  }
}

extension ExplicitSearch {
  /// The outcome of a search that saw all states and nothing bad: proved where the domain leaves out
  /// no value, and each action can happen.
  /// - Parameter used: the ids of the assumptions and of the fairness
  func exhausted(using used: [String]) -> Outcome {
    let (depth, states) = (statesByDepth.count - 1, "\(count) states")
    if count == 0 {
      return Outcome(.vacuous, method: "explicit", note: "no first state meets the assumptions")
    }
    if isRestricted {
      return Outcome(
        .undecided, method: "explicit", depth: depth,
        note: "it holds in all \(states) of an instance that leaves out values")
    }
    switch safety.vacuityCheck == .actions ? vacuity : .none {
    case .none:
      return Outcome(.proved, method: "explicit", depth: depth, used: Set(used), note: states)
    case .vacuous(let reason): return Outcome(.vacuous, method: "explicit", note: reason)
    case .open:
      return .undecided("", method: "explicit", depth: depth, isLimited: true)
    }
  }

  private enum Vacuity {
    case none
    case vacuous(String)
    /// A limit was reached first.
    case open
  }

  /// Whether a proof over the states seen would mean nothing.
  ///
  /// As in an induction, an action that the assumptions rule out is no fault, as long as they leave
  /// any.
  private var vacuity: Vacuity {
    let wanted = safety.specification.actions.flatMap(\.wanted)
    if !wanted.allSatisfy(possible.contains) {
      var free = ExplicitSearch(safety.unassumed, domain, limit: limit)
      let result = free.run()
      if let never = wanted.first(where: { !free.possible.contains($0) }) {
        guard case .exhausted = result else { return .open }
        return .vacuous("“\(never)” can never happen")
      }
    }
    return hasStepped || wanted.isEmpty ? .none : .vacuous("the assumptions leave no action")
  }
}

extension Safety {
  /// All runs, none of them bad.
  fileprivate var unassumed: Safety {
    Safety(
      id: id, specification: specification, assumptions: [], lemmas: [], depth: depth,
      good: .state { _ in true }, conclusion: conclusion)
  }

  /// Decides it by explicit search.
  func decideExplicitly(_ domain: Domain, limit: Int) -> Outcome {
    var search = ExplicitSearch(self, domain, limit: limit)
    let result = search.run()
    let states = "\(search.count) states"
    switch result {
    case .bad(let run):
      let least = Minimizer.minimized(run, self, isStart: true)
      return Outcome(
        .refuted, method: "explicit", depth: least.steps.count, trace: record(least), note: states)
    case .exhausted: return search.exhausted(using: assumptions.map(\.id))
    case .limited:
      return Outcome(
        .undecided, method: "explicit", depth: max(0, search.statesByDepth.count - 1),
        note: "stopped after \(states)", isLimited: true)
    }
  }
}
