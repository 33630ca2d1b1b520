import Logic

/// The answers of one run to conditions that are not known: first those given, then new ones.
///
/// A run is done again from its start for each list of answers; so instructions are ordinary Swift,
/// and a branch costs one more run of one instruction.
final class Decisions: @unchecked Sendable {
  struct Answer {
    let isTrue: Bool
    /// The other answer is not possible on this path.
    var isForced = false
  }

  private let given: [Answer]
  private let assumptions: [Formula]
  private let path: [Formula]
  private let watches: Watches
  private let isFeasible: ([Formula]) -> Bool
  private(set) var answers: [Answer] = []
  /// What the answers say that were not forced.
  private(set) var conditions: [Formula] = []
  /// What the others say: it follows from the path's conditions, these among them.
  private(set) var implied: [Formula] = []
  /// Lists of answers for the branches not taken.
  private(set) var others: [[Answer]] = []
  private var decided: [ObjectIdentifier: Bool]

  init(
    given: [Answer], assumptions: [Formula], path: [Formula],
    decided: [ObjectIdentifier: Bool], watches: Watches,
    isFeasible: @escaping ([Formula]) -> Bool
  ) {
    self.given = given
    self.assumptions = assumptions
    self.path = path
    self.watches = watches
    self.decided = decided
    self.isFeasible = isFeasible
  }

  func decide(_ condition: Formula) -> Bool {
    let term = condition.asTerm
    if let known = lookUp(term) { return known }
    if answers.count < given.count { return note(condition, given[answers.count]) }
    let path = assumptions + path + conditions
    guard isFeasible(path + [condition]) else {
      return note(condition, Answer(isTrue: false, isForced: true))
    }
    guard isFeasible(path + [!condition]) else {
      return note(condition, Answer(isTrue: true, isForced: true))
    }
    others.append(answers + [Answer(isTrue: false)])
    return note(condition, Answer(isTrue: true))
  }

  /// The answers of a part of the run that is looked at by itself.
  fileprivate func inner(_ given: [Answer]) -> Decisions {
    Decisions(
      given: given, assumptions: assumptions, path: path + conditions, decided: decided,
      watches: watches, isFeasible: isFeasible)
  }

  /// Whether a breakpoint may be in the page of an access, whatever the path.
  func mayWatch(_ debug: DebugRegisters, _ linear: UInt32, _ bytes: UInt64) -> Bool {
    guard UInt64(linear & 4095) + bytes <= 4096 else { return true }
    return watches.mayBe(in: linear >> 12, debug) { isFeasible(assumptions + [$0]) }
  }

  private func lookUp(_ term: Term) -> Bool? {
    if term.op == .not { return decided[ObjectIdentifier(term[0])].map { !$0 } }
    return decided[ObjectIdentifier(term)]
  }

  private func note(_ condition: Formula, _ answer: Answer) -> Bool {
    answers.append(answer)
    let fact = answer.isTrue ? condition : !condition
    if answer.isForced { implied.append(fact) } else { conditions.append(fact) }
    let term = condition.asTerm
    let isNegation = term.op == .not
    decided[ObjectIdentifier(isNegation ? term[0] : term)] = answer.isTrue != isNegation
    return answer.isTrue
  }
}

extension Processor {
  /// Does a part of an instruction along all its paths, and goes on with one state where they end in
  /// the same control; else with each.
  ///
  /// An instruction that loads several registers whose selectors are not known would have as many
  /// paths as there are combinations; so it has as many as there are choices for one.
  mutating func merging(_ body: (inout Processor) throws(Stop) -> Void) throws(Stop) {
    guard let outer = decisions else { return try body(&self) }
    var ends: [(state: Processor, conditions: [Formula], stop: Stop?)] = []
    var pending: [[Decisions.Answer]] = [[]]
    while let given = pending.popLast() {
      let inner = outer.inner(given)
      var state = self
      state.decisions = inner
      var stop: Stop?
      do { try body(&state) } catch { stop = error }
      state.decisions = outer
      ends.append((state, inner.conditions, stop))
      pending += inner.others
    }
    try goOn(with: ends)
  }

  /// Each that stopped is a path of its own; the others are merged.
  private mutating func goOn(
    with ends: [(state: Processor, conditions: [Formula], stop: Stop?)]
  ) throws(Stop) {
    var rest = ends
    while rest.count > 1, let index = rest.firstIndex(where: { $0.stop != nil }) {
      let end = rest.remove(at: index)
      if try decide(Formula.all(end.conditions)) {
        self = end.state
        throw end.stop!
      }
    }
    var merged = rest[0].state
    for end in rest.dropFirst() {
      let condition = Formula.all(end.conditions)
      if merged.hasSameControl(as: end.state) {
        merged = end.state.merged(with: merged, where: condition)
      } else if try decide(condition) {
        merged = end.state
        break
      }
    }
    self = merged
    if let stop = rest[0].stop { throw stop }
  }
}
