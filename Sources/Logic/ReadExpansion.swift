/// Removes writes and comparisons of memories from formulas, so that a solver needs no theory of
/// arrays.
///
/// A read of a write becomes a choice by the addresses, a read of a choice a choice of reads, down
/// to reads of variables. A comparison of two memories that helps only where it is false becomes a
/// comparison at one fresh address: if they differ, they differ somewhere. Where a comparison may
/// help by being true the formulas are left alone.
public struct ReadExpansion {
  private let list: TermList
  /// What stands in place of each term, by position; a memory stays as it was.
  private var mapped: [Term] = []
  private var reads: [Place: Term] = [:]
  private var comparisons = 0

  private struct Place: Hashable {
    let memory: ObjectIdentifier
    let address: ObjectIdentifier
  }

  /// Formulas that can be true together exactly where the list's roots can; nil where there is nothing to
  /// remove, or it can't be removed.
  public static func expand(_ list: TermList) -> [Term]? {
    let concerned = list.indices.contains { list[$0].op == .read || list[$0].isMemoryComparison }
    guard concerned, isAllowed(list) else { return nil }
    var expansion = ReadExpansion(list: list)
    expansion.mapped.reserveCapacity(list.count)
    for position in list.indices {
      let term = list[position]
      expansion.mapped.append(term.sort.width > 0 ? expansion.rebuilt(term, position) : term)
    }
    return list.roots.map { expansion.new($0) }
  }

  private init(list: TermList) { self.list = list }

  private func new(_ term: Term) -> Term { mapped[list.position(of: term)] }

  private mutating func rebuilt(_ term: Term, _ position: Int) -> Term {
    switch term.op {
    case .variable, .literal: return term
    case .read: return read(term[0], mapped[list.operand(1, of: position)], term.sort)
    case .equal where term.isMemoryComparison:
      guard case .memory(let address, let width) = term[0].sort else { return term }
      comparisons += 1
      let place = Term.variable("difference.\(comparisons)", .bits(address))
      let sort = Sort.bits(width)
      return .build(
        .equal, .truth, read(term[0], place, sort), read(term[1], place, sort))
    default: return term.with { mapped[list.operand($0, of: position)] }
    }
  }

  /// What a memory, given as it was, holds at an address, given as it is now.
  private mutating func read(_ memory: Term, _ address: Term, _ sort: Sort) -> Term {
    let place = Place(memory: ObjectIdentifier(memory), address: ObjectIdentifier(address))
    if let known = reads[place] { return known }
    let result: Term
    switch memory.op {
    case .write:
      // Down a chain of writes without recursion, since chains get long.
      var (base, written) = (memory, [(same: Term, word: Term)]())
      while base.op == .write, written.last?.same.word != 1 {
        written.append((.build(.equal, .truth, new(base[1]), address), new(base[2])))
        base = base[0]
      }
      let rest = written.last!.same.word == 1 ? written.last!.word : read(base, address, sort)
      result = written.reversed().reduce(rest) { .choose($1.same, $1.word, $0) }
    case .choose:
      let (a, b) = (read(memory[1], address, sort), read(memory[2], address, sort))
      result = .choose(new(memory[0]), a, b)
    case .literal:
      let cells = memory.cells!
      let background = Term.literal(.word(cells.background), sort)
      result = cells.cells.sorted { $0.key < $1.key }.reduce(background) { rest, cell in
        let same = Term.build(.equal, .truth, .literal(.word(cell.key), address.sort), address)
        return .choose(same, .literal(.word(cell.value), sort), rest)
      }
    default: result = Term.make(.read, sort, memory, address)
    }
    reads[place] = result
    // A place is known by the identity of its terms, so they must not be freed before this is.
    kept.append(address)
    return result
  }

  private var kept: [Term] = []

  /// Whether every comparison of memories helps only where it is false.
  private static func isAllowed(_ list: TermList) -> Bool {
    let (positive, negative): (UInt8, UInt8) = (1, 2)
    var polarity = Array(repeating: 0 as UInt8, count: list.count)
    for root in list.roots { polarity[list.position(of: root)] = positive }
    for position in list.indices.reversed() {
      let (term, own) = (list[position], polarity[position])
      if term.isMemoryComparison, own & positive != 0 { return false }
      let flipped = (own & positive) << 1 | (own & negative) >> 1
      for number in 0..<term.count {
        let passed: UInt8
        switch term.op {
        case .and, .or: passed = own
        case .not: passed = flipped
        case .choose where number > 0 && term.sort == .truth: passed = own
        default: passed = positive | negative
        }
        polarity[list.operand(number, of: position)] |= passed
      }
    }
    return true
  }
}

extension Term {
  fileprivate var isMemoryComparison: Bool {
    if op == .equal, case .memory = self[0].sort { return true }
    return false
  }
}
