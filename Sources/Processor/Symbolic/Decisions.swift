import Logic

/// The answers of one run to conditions that are not known: first those given, then new ones.
///
/// A run is done again from its start for each list of answers; so instructions are ordinary Swift,
/// and a branch costs one more run of one instruction.
final class Decisions: @unchecked Sendable {
  private let given: [Bool]
  private let path: [Formula]
  private let isFeasible: ([Formula]) -> Bool
  private(set) var answers: [Bool] = []
  /// What the answers say.
  private(set) var conditions: [Formula] = []
  /// Lists of answers for the branches not taken.
  private(set) var others: [[Bool]] = []
  private var decided: [ObjectIdentifier: Bool]

  init(
    given: [Bool], path: [Formula], decided: [ObjectIdentifier: Bool],
    isFeasible: @escaping ([Formula]) -> Bool
  ) {
    self.given = given
    self.path = path
    self.decided = decided
    self.isFeasible = isFeasible
  }

  func decide(_ condition: Formula) -> Bool {
    let term = condition.asTerm
    if let known = lookUp(term) { return known }
    if answers.count < given.count { return note(condition, given[answers.count]) }
    guard isFeasible(path + conditions + [condition]) else { return note(condition, false) }
    if isFeasible(path + conditions + [!condition]) { others.append(answers + [false]) }
    return note(condition, true)
  }

  private func lookUp(_ term: Term) -> Bool? {
    if term.op == .not { return decided[ObjectIdentifier(term[0])].map { !$0 } }
    return decided[ObjectIdentifier(term)]
  }

  private func note(_ condition: Formula, _ answer: Bool) -> Bool {
    answers.append(answer)
    conditions.append(answer ? condition : !condition)
    let term = condition.asTerm
    decided[ObjectIdentifier(term.op == .not ? term[0] : term)] = term.op == .not ? !answer : answer
    return answer
  }
}
