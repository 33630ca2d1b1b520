/// Replaces small words by truth values, so that a solver needs no bit vectors for them.
///
/// What numbers a few cases (a phase, a mode, a counter) is chosen, compared, and counted up, and
/// little else. Each such word of at most 6 bits is taken apart into the formulas "it is 0", "it
/// is 1" …: a choice between words becomes a choice between formulas, a variable some truth
/// variables, one a bit. Words on which another operator works, and all that may flow to or from
/// them, stay as they are.
///
/// Method: union-find over the words that flow into one another; then one pass from the roots
/// down, for which values each word is asked, and one up that makes the formulas.
public struct ValueExpansion {
  private let list: TermList
  /// The words that flow into one another, marked where they stay as they are.
  private var flows: MarkedSets
  /// The values that each word is asked for, a bit each.
  private var asked: [UInt64]
  /// What stands in place of each term that is not taken apart.
  private var mapped: [Term] = []
  /// The formulas of each word that is, in the order of the values that it is asked for.
  private var formulas: [Int: [Term]] = [:]
  /// The truth variables of each variable that is taken apart, by its name.
  private var bits: [String: [Term]] = [:]

  /// A word that is compared with one as unknown as itself must have no more values than this.
  private static let mostPairs = 16

  /// Formulas that can be true together exactly where the list's roots can, and the names and widths
  /// of the variables that were taken apart; nil where there are none.
  public static func expand(
    _ list: TermList
  ) -> (roots: [Term], variables: [(String, width: Int)])? {
    var expansion = ValueExpansion(list)
    guard list.indices.contains(where: { expansion.isTakenApart($0) && list[$0].op != .literal })
    else { return nil }
    for position in list.indices.reversed() { expansion.ask(position) }
    for position in list.indices { expansion.make(position) }
    return (
      list.roots.map { expansion.mapped[list.position(of: $0)] },
      expansion.bits.map { ($0.key, $0.value.count) }
    )
  }

  /// The name of the truth variable that stands for a bit of a word variable.
  public static func name(_ variable: String, bit: Int) -> String { "\(variable)#\(bit)" }

  private init(_ list: TermList) {
    self.list = list
    flows = MarkedSets(count: list.count) { !Self.isSmall(list[$0]) }
    asked = Array(repeating: 0, count: list.count)
    for position in list.indices { connect(position) }
    unifyVariables()
    mapped.reserveCapacity(list.count)
  }

  private static func isSmall(_ term: Term) -> Bool {
    guard case .bits(let width) = term.sort else { return false }
    return width <= 6
  }

  // MARK: - Which words flow into one another

  /// A literal flows nowhere: it is a value of its own wherever it stands.
  private mutating func join(_ a: Int, _ b: Int) {
    if list[a].op != .literal, list[b].op != .literal { flows.join(a, b) }
  }

  private mutating func connect(_ position: Int) {
    let term = list[position]
    func operand(_ number: Int) -> Int { list.operand(number, of: position) }
    switch term.op {
    case .variable, .literal, .not, .and, .or: break
    case .choose where Self.isSmall(term):
      join(position, operand(1))
      join(position, operand(2))
    case .choose: break
    case .add where Self.isSmall(term) && term[1].op == .literal: join(position, operand(0))
    case .isBelow where Self.isSmall(term[0]) && term.hasLiteral: break
    case .equal where Self.isSmall(term[0]):
      if term.hasLiteral { break }
      join(operand(0), operand(1))
      let common = term[0].possible & term[1].possible
      if common.nonzeroBitCount > Self.mostPairs { flows.mark(operand(0)) }
    default:
      flows.mark(position)
      for number in 0..<term.count { flows.mark(operand(number)) }
    }
  }

  private mutating func unifyVariables() {
    var first: [String: Int] = [:]
    for position in list.indices where list[position].op == .variable {
      let term = list[position]
      guard let other = first[term.name] else {
        first[term.name] = position
        continue
      }
      precondition(term.sort == list[other].sort, "\(term.name) is of two sorts")
      flows.join(position, other)
    }
  }

  private func isTakenApart(_ position: Int) -> Bool { !flows.isMarked(position) }

  // MARK: - Which values are asked for

  private mutating func ask(_ position: Int) {
    let term = list[position]
    func ask(_ number: Int, _ values: UInt64) {
      let operand = list.operand(number, of: position)
      asked[operand] |= values & list[operand].possible
    }
    switch term.op {
    case .choose where isTakenApart(position):
      ask(1, asked[position])
      ask(2, asked[position])
    case .add where isTakenApart(position):
      ask(0, Self.values(asked[position], lessBy: term[1].payload, term.sort.width))
    case .equal:
      ask(0, term[1].possible)
      ask(1, term[0].possible)
    case .isBelow where isTakenApart(term, position):
      let (number, values) = Self.valuesBelow(term)
      ask(number, values)
    default: break
    }
  }

  /// Which operand of a comparison with a literal is none, and the values for which it is true.
  private static func valuesBelow(_ comparison: Term) -> (operand: Int, values: UInt64) {
    let (a, b) = (comparison[0], comparison[1])
    return b.op == .literal
      ? (0, Sort.mask(Int(b.payload))) : (1, ~Sort.mask(Int(a.payload) + 1))
  }

  /// A set of values, each less by so much.
  private static func values(_ set: UInt64, lessBy step: UInt64, _ width: Int) -> UInt64 {
    let size = UInt64(1 << width)
    return step == 0 ? set : (set >> step | set << (size - step)) & Sort.mask(Int(size))
  }

  // MARK: - The formulas

  private mutating func make(_ position: Int) {
    let term = list[position]
    if isTakenApart(position) {
      mapped.append(term)
      if term.op == .variable, bits[term.name] == nil { bits[term.name] = Self.bits(of: term) }
      if term.op != .literal { formulas[position] = values(position, term) }
    } else {
      mapped.append(formula(position, term))
    }
  }

  /// For each value that the word is asked for, whether it has it.
  private func values(_ position: Int, _ term: Term) -> [Term] {
    asked[position].ones.map { value in
      switch term.op {
      case .variable:
        return Term.all(
          bits[term.name]!.enumerated().map { bit, variable in
            value >> UInt64(bit) & 1 == 1 ? variable : .build(.not, .truth, variable)
          })
      case .choose:
        let condition = mapped[list.operand(0, of: position)]
        return .choose(condition, has(1, value, of: position), has(2, value, of: position))
      default:
        return has(0, (value &- term[1].payload) & term.sort.mask, of: position)
      }
    }
  }

  private static func bits(of variable: Term) -> [Term] {
    (0..<variable.sort.width).map { .variable(name(variable.name, bit: $0), .truth) }
  }

  /// Whether an operand has the value.
  private func has(_ number: Int, _ value: UInt64, of position: Int) -> Term {
    let operand = list.operand(number, of: position)
    let term = list[operand]
    if term.possible >> value & 1 == 0 { return .literal(.word(0), .truth) }
    if term.op == .literal { return .literal(.word(1), .truth) }
    precondition(asked[operand] >> value & 1 == 1, "a value that was not asked for")
    let before = asked[operand] & Sort.mask(Int(value))
    return formulas[operand]![before.nonzeroBitCount]
  }

  private func formula(_ position: Int, _ term: Term) -> Term {
    switch term.op {
    case .variable, .literal: return term
    case .equal where isTakenApart(term, position):
      let common = term[0].possible & term[1].possible
      return Term.any(
        common.ones.map {
          .build(.and, .truth, has(0, $0, of: position), has(1, $0, of: position))
        })
    case .isBelow where isTakenApart(term, position):
      let (number, values) = Self.valuesBelow(term)
      let possible = term[number].possible & values
      return Term.any(possible.ones.map { has(number, $0, of: position) })
    default:
      return term.with { mapped[list.operand($0, of: position)] }
    }
  }

  /// Whether a comparison is one of words that are taken apart.
  private func isTakenApart(_ comparison: Term, _ position: Int) -> Bool {
    let number = comparison[0].op == .literal ? 1 : 0
    return isTakenApart(list.operand(number, of: position))
  }
}

extension Term {
  fileprivate var hasLiteral: Bool { self[0].op == .literal || self[1].op == .literal }

  fileprivate static func all(_ terms: [Term]) -> Term {
    terms.dropFirst().reduce(terms[0]) { .build(.and, .truth, $0, $1) }
  }

  fileprivate static func any(_ terms: [Term]) -> Term {
    terms.reduce(.literal(.word(0), .truth)) { .build(.or, .truth, $0, $1) }
  }
}

extension UInt64 {
  /// The numbers of the bits that are set, from 0 up.
  fileprivate var ones: [UInt64] {
    var (rest, ones) = (self, [UInt64]())
    while rest != 0 {
      ones.append(UInt64(rest.trailingZeroBitCount))
      rest &= rest - 1
    }
    return ones
  }
}
