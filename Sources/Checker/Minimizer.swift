import Logic
import Specification

/// Makes a counterexample plain: every value that need not differ from zero is zero.
///
/// Delta debugging (Zeller and Hildebrandt, IEEE TSE 2002) on the values of the start and of the
/// inputs: a group of values is set to zero at once, and split in halves where that loses the
/// counterexample. The steps themselves stay. Each attempt is carried out on known values; no
/// solver is asked.
struct Minimizer<S: Value> {
  private let safety: Safety<S>
  private let isStart: Bool
  private var run: KnownRun<S>

  /// A value that may be set to zero.
  private enum Place {
    case first(Int)
    case input(step: Int, name: String)
  }

  static func minimized(_ run: KnownRun<S>, _ safety: Safety<S>, isStart: Bool) -> KnownRun<S> {
    var minimizer = Minimizer(safety: safety, isStart: isStart, run: run)
    minimizer.clear(minimizer.places[...])
    return minimizer.run
  }

  private init(safety: Safety<S>, isStart: Bool, run: KnownRun<S>) {
    self.safety = safety
    self.isStart = isStart
    self.run = run
  }

  private var places: [Place] {
    let first = run.states[0].leaves.enumerated().compactMap { index, leaf in
      leaf.known == .zero(leaf.sort) ? nil : Place.first(index)
    }
    let inputs = run.steps.enumerated().flatMap { step, taken in
      taken.inputs.filter { !Self.isZero($0.value) }.keys.sorted()
        .map { Place.input(step: step, name: $0) }
    }
    return first + inputs
  }

  private static func isZero(_ value: Constant) -> Bool {
    switch value {
    case .word(let word): word == 0
    case .memory(let cells): cells == Cells()
    }
  }

  private mutating func clear(_ places: ArraySlice<Place>) {
    guard !places.isEmpty else { return }
    if let shorter = attempt(places) {
      run = shorter
    } else if places.count > 1 {
      let middle = places.startIndex + places.count / 2
      clear(places[..<middle])
      clear(places[middle...])
    }
  }

  private func attempt(_ places: ArraySlice<Place>) -> KnownRun<S>? {
    var leaves = run.states[0].leaves
    var steps = run.steps
    for place in places {
      switch place {
      case .first(let index): leaves[index] = Leaf(.zero(leaves[index].sort), leaves[index].sort)
      case .input(let step, let name):
        if case .memory = steps[step].inputs[name]! {
          steps[step].inputs[name] = .memory(Cells())
        } else {
          steps[step].inputs[name] = .word(0)
        }
      }
    }
    let first = run.states[0].replacingLeaves(leaves)
    guard
      let candidate = KnownRun(
        safety.specification, assumptions: safety.assumptions, first: first, steps: steps,
        isStart: isStart), safety.isBad(candidate)
    else { return nil }
    return candidate
  }
}
