import Logic
import Specification

/// Makes a counterexample plain: every value that need not differ from zero is zero.
///
/// Delta debugging (Zeller and Hildebrandt, IEEE TSE 2002) on the values of the start and of the
/// inputs: a group of values is set to zero at once, and split in halves where that loses the
/// counterexample. The steps themselves stay. Each attempt is carried out on known values; no
/// solver is asked. Numbers that stand in several places are first replaced everywhere at once,
/// since conditions often tie the places together.
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
    minimizer.merge(minimizer.numbers[...])
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

  // MARK: - Numbers, everywhere at once

  /// The numbers that words of the start and of the inputs hold, greatest first.
  private var numbers: [UInt64] {
    var all = Set<UInt64>()
    func note(_ value: Constant, _ sort: Sort) {
      switch value {
      case .word(let word): if sort.width >= 8 { all.insert(word) }
      case .memory(let cells):
        all.formUnion(cells.cells.keys)
        all.formUnion(cells.cells.values)
        all.insert(cells.background)
      }
    }
    for leaf in run.states[0].leaves { note(leaf.known!, leaf.sort) }
    for step in run.steps { for value in step.inputs.values { note(value, .bits(32)) } }
    return all.subtracting([0]).sorted(by: >)
  }

  private mutating func merge(_ numbers: ArraySlice<UInt64>) {
    guard !numbers.isEmpty else { return }
    if let plainer = attempt(replacing: Set(numbers)) {
      run = plainer
    } else if numbers.count > 1 {
      let middle = numbers.startIndex + numbers.count / 2
      merge(numbers[..<middle])
      merge(numbers[middle...])
    }
  }

  private func attempt(replacing numbers: Set<UInt64>) -> KnownRun<S>? {
    func plain(_ word: UInt64) -> UInt64 { numbers.contains(word) ? 0 : word }
    func plain(_ value: Constant) -> Constant {
      guard case .memory(let cells) = value else { return .word(plain(value.word)) }
      var new = Cells(background: plain(cells.background))
      for (key, cell) in cells.cells.sorted(by: { $0.key < $1.key }) {
        new[plain(key)] = plain(cell)
      }
      return .memory(new)
    }
    let leaves = run.states[0].leaves.map { leaf in
      leaf.sort.width < 8 && leaf.sort.width > 0 ? leaf : Leaf(plain(leaf.known!), leaf.sort)
    }
    let steps = run.steps.map { ($0.action, $0.inputs.mapValues { plain($0) }) }
    return attempt(run.states[0].replacingLeaves(leaves), steps)
  }

  private func attempt(_ first: S, _ steps: [KnownRun<S>.Step]) -> KnownRun<S>? {
    let candidate = KnownRun(
      safety.specification, assumptions: safety.assumptions, first: first, steps: steps,
      isStart: isStart)
    return candidate.flatMap { safety.isBad($0) ? $0 : nil }
  }

  // MARK: - Places

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
    return attempt(run.states[0].replacingLeaves(leaves), steps)
  }
}
