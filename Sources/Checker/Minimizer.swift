import Logic
import Specification

/// Makes a counterexample plain: every value that need not differ from zero is zero.
///
/// Delta debugging (Zeller and Hildebrandt, IEEE TSE 2002) on the values of the start and of the
/// inputs: a group of values is set to zero at once, and split in halves where that loses the
/// counterexample. The steps themselves stay. Each attempt is carried out on known values; no
/// solver is asked. Numbers that stand in several places are first replaced everywhere at once,
/// since conditions often tie the places together; numbers that must stay become 1, 2, 3 … in the
/// order in which they come, where that keeps the counterexample.
struct Minimizer<S: Value> {
  private let safety: Safety<S>
  private let isStart: Bool
  private var run: KnownRun<S>
  /// The sorts of each step's inputs.
  private let sorts: [[String: Sort]]

  /// A value that may be set to zero.
  private enum Place {
    case first(Int)
    case input(step: Int, name: String)
  }

  static func minimized(_ run: KnownRun<S>, _ safety: Safety<S>, isStart: Bool) -> KnownRun<S> {
    var minimizer = Minimizer(safety: safety, isStart: isStart, run: run)
    minimizer.merge(minimizer.numbers.sorted(by: >)[...])
    minimizer.clear(minimizer.places[...])
    minimizer.renumber()
    return minimizer.run
  }

  private init(safety: Safety<S>, isStart: Bool, run: KnownRun<S>) {
    self.safety = safety
    self.isStart = isStart
    self.run = run
    sorts = zip(run.steps, run.states).map { step, before in
      let inputs = Inputs.known(step.inputs)
      _ = step.action.apply(to: before, inputs)
      return Dictionary(uniqueKeysWithValues: inputs.asked.map { ($0.path, $0.sort) })
    }
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

  /// Words of fewer bits than this are cases or truth values, not numbers.
  private static var narrowest: Int { 8 }

  /// The numbers other than 0 that words of the start and of the inputs hold, as they come.
  private var numbers: [UInt64] {
    var all: [UInt64] = [0]
    func note(_ number: UInt64, _ width: Int) {
      if width >= Self.narrowest, !all.contains(number) { all.append(number) }
    }
    func note(_ value: Constant, _ sort: Sort) {
      guard case .memory(let address, let width) = sort else {
        return note(value.word, sort.width)
      }
      note(value.cells.background, width)
      for (key, cell) in value.cells.cells.sorted(by: { $0.key < $1.key }) {
        note(key, address)
        note(cell, width)
      }
    }
    for leaf in run.states[0].leaves { note(leaf.known!, leaf.sort) }
    for (step, sorts) in zip(run.steps, sorts) {
      for (name, value) in step.inputs.sorted(by: { $0.key < $1.key }) {
        sorts[name].map { note(value, $0) }
      }
    }
    return Array(all.dropFirst())
  }

  private mutating func merge(_ numbers: ArraySlice<UInt64>) {
    guard !numbers.isEmpty else { return }
    let zeros = numbers.map { ($0, 0 as UInt64) }
    if let plainer = attempt(replacing: Dictionary(uniqueKeysWithValues: zeros)) {
      run = plainer
    } else if numbers.count > 1 {
      let middle = numbers.startIndex + numbers.count / 2
      merge(numbers[..<middle])
      merge(numbers[middle...])
    }
  }

  private mutating func renumber() {
    var next: UInt64 = 1
    for place in numbers.indices {
      // What came later may have got this number by now.
      guard let number = numbers.dropFirst(place).first else { return }
      if number != next {
        // What has the number that this one is to get takes this one's.
        guard let plainer = attempt(replacing: [number: next, next: number]) else { continue }
        run = plainer
      }
      next += 1
    }
  }

  private func attempt(replacing new: [UInt64: UInt64]) -> KnownRun<S>? {
    func plain(_ word: UInt64, _ width: Int) -> UInt64 {
      guard width >= Self.narrowest, let other = new[word], other <= Sort.mask(width) else {
        return word
      }
      return other
    }
    func plain(_ value: Constant, _ sort: Sort) -> Constant {
      guard case .memory(let address, let width) = sort else {
        return .word(plain(value.word, sort.width))
      }
      var cells = Cells(background: plain(value.cells.background, width))
      for (key, cell) in value.cells.cells.sorted(by: { $0.key < $1.key }) {
        cells[plain(key, address)] = plain(cell, width)
      }
      return .memory(cells)
    }
    let leaves = run.states[0].leaves.map { Leaf(plain($0.known!, $0.sort), $0.sort) }
    let steps = zip(run.steps, sorts).map { step, sorts in
      let inputs = step.inputs.map { name, value in
        (name, sorts[name].map { plain(value, $0) } ?? value)
      }
      return (step.action, Dictionary(uniqueKeysWithValues: inputs))
    }
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
