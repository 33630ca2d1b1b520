import Logic
import Solver
import Specification

/// The runs of a specification up to some number of steps, as terms over one start.
///
/// Each state is a function of the one before ("functional unrolling": no variable stands for an
/// inner state). A run takes at most one action a step, and where it takes none it ends: so one
/// query covers runs of many lengths.
///
/// What small words and truth values are known to be (phases, modes, counters) can keep states
/// apart: a *place* is what is reached after so many steps with the same known values of these, and
/// the runs that meet in it are merged. In a place most guards are known, and what has a state of
/// its own at each place needs no solver to be followed. (Merging by control location: Kuznetsov
/// and others, PLDI 2012.)
struct Unrolling<S: Value> {
  /// A state in which some runs are after a number of steps.
  struct Place {
    /// The run gets there.
    let reached: Formula
    let state: S
  }

  /// One action at one step, from one place. States are big, so it is not copied.
  final class Branch {
    let action: Action<S>
    let before: S
    /// The action is the one that the run takes here; then it is enabled.
    let picked: Formula
    /// The action may happen here.
    let enabled: Formula
    let after: S
    let inputs: Inputs

    init(_ action: Action<S>, from place: Place, step: Int, wished: Formula) {
      self.action = action
      before = place.state
      inputs = Inputs.variables(prefix(step, action))
      (enabled, after) = action.apply(to: before, inputs)
      picked = wished && enabled
    }
  }

  enum Start {
    /// The first states of the specification.
    case first
    /// Any state at all.
    case arbitrary
  }

  /// Which states after the same number of steps are kept apart.
  enum Apart {
    /// None, and it is about runs that go on to the last step.
    case none
    /// Those that differ in what is known, until they get more than a few a step: from there on
    /// all are one, since formulas over many places are worse than one over all of them.
    case few
    /// Those that differ in what is known.
    case all
  }

  /// As many places a step are a few.
  private static var few: Int { 3 }

  let specification: Specification<S>
  /// The places after each number of steps.
  private(set) var places: [[Place]]
  private(set) var steps: [[Branch]] = []
  /// What holds of the start.
  private let start: Formula
  private var apart: Apart
  /// Whether it is about runs that go on to the last step.
  private let goesOn: Bool

  init(_ specification: Specification<S>, from start: Start, apart: Apart = .none) {
    self.specification = specification
    self.apart = apart
    goesOn = apart == .none
    let state: S
    switch start {
    case .first: (state, self.start) = specification.first("0")
    case .arbitrary:
      state = specification.variables("0")
      self.start = specification.isWellFormed(state)
    }
    places = [[Place(reached: true, state: state)]]
  }

  /// The state that the runs start from.
  var first: S { places[0][0].state }

  /// The states of a run that goes on to the last step.
  var states: [S] {
    precondition(goesOn, "states of runs that may end anywhere")
    return places.map { $0[0].state }
  }

  /// What makes it a run; of runs that go on to the last step, also that this one does.
  var conditions: [Formula] {
    goesOn ? [start] + places.map { $0[0].reached } : [start]
  }

  /// The prefix under which the inputs of an action are named at a step; no leaf of the start is
  /// named so, since those begin with a digit.
  static func prefix(_ step: Int, _ action: Action<S>) -> String {
    "input.\(step).\(action.name)"
  }

  /// Adds a step.
  mutating func extend() {
    let step = steps.count
    let wishes = specification.actions.map { Formula.variable("pick.\(step).\($0.name)") }
    let branches = places[step].flatMap { branchesOut(of: $0, step, wishes) }
    steps.append(branches)
    var merging = Merging(branches)
    if apart == .few, merging.count > Self.few * (step + 1) { apart = .none }
    if apart == .none { merging.forgetAll() }
    let isStuck = goesOn && branches.isEmpty
    places.append(
      isStuck ? [Place(reached: false, state: places[step][0].state)] : merging.places)
  }

  private func branchesOut(of place: Place, _ step: Int, _ wishes: [Formula]) -> [Branch] {
    var open = place.reached
    return zip(specification.actions, wishes).compactMap { action, wish in
      let branch = Branch(action, from: place, step: step, wished: open && wish)
      if branch.enabled.known == false { return nil }
      open = open && !wish
      return branch
    }
  }
}
