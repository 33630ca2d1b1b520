/// Removes writes and comparisons of memories from formulas, so that a solver needs no theory of
/// arrays.
///
/// A read of a write becomes a choice by the addresses, a read of a choice a choice of reads, down
/// to reads of variables. A comparison of two memories that helps only where it is false becomes a
/// comparison at one fresh address: if they differ, they differ somewhere. Where a comparison may
/// help by being true the formulas are left alone.
public struct ReadExpansion {
  private var mapped: [ObjectIdentifier: Term] = [:]
  private var reads: [Place: Term] = [:]
  private var comparisons = 0

  private struct Place: Hashable {
    let memory: ObjectIdentifier
    let address: ObjectIdentifier
  }

  /// Formulas that can be true together exactly where `roots` can; nil where there is nothing to
  /// remove, or it can't be removed.
  public static func expand(_ roots: [Term]) -> [Term]? {
    let terms = Term.postorder(roots)
    guard terms.contains(where: { $0.op == .read || $0.isMemoryComparison }) else { return nil }
    guard isAllowed(roots, terms) else { return nil }
    var expansion = ReadExpansion()
    for term in terms where term.sort.width > 0 { expansion.map(term) }
    return roots.map { expansion.mapped[ObjectIdentifier($0)]! }
  }

  private mutating func map(_ term: Term) {
    mapped[ObjectIdentifier(term)] = rebuilt(term)
  }

  private func new(_ term: Term) -> Term { mapped[ObjectIdentifier(term)]! }

  private mutating func rebuilt(_ term: Term) -> Term {
    switch term.op {
    case .variable, .literal: return term
    case .read: return read(term[0], new(term[1]), term.sort)
    case .equal where term.isMemoryComparison:
      guard case .memory(let address, let width) = term[0].sort else { return term }
      comparisons += 1
      let place = Term.variable("difference.\(comparisons)", .bits(address))
      let sort = Sort.bits(width)
      return .build(
        .equal, .truth, read(term[0], place, sort), read(term[1], place, sort))
    case .choose: return .choose(new(term[0]), new(term[1]), new(term[2]))
    default:
      return .build(
        term.op, term.sort, new(term[0]), term.count > 1 ? new(term[1]) : nil,
        payload: Int(term.payload))
    }
  }

  /// What a memory, given as it was, holds at an address, given as it is now.
  private mutating func read(_ memory: Term, _ address: Term, _ sort: Sort) -> Term {
    let place = Place(memory: ObjectIdentifier(memory), address: ObjectIdentifier(address))
    if let known = reads[place] { return known }
    let result: Term
    switch memory.op {
    case .write:
      let same = Term.build(.equal, .truth, new(memory[1]), address)
      result =
        same.literal == .word(1)
        ? new(memory[2]) : .choose(same, new(memory[2]), read(memory[0], address, sort))
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
    default: result = Term(.read, sort, memory, address)
    }
    reads[place] = result
    // A place is known by the identity of its terms, so they must not be freed before this is.
    kept.append(address)
    return result
  }

  private var kept: [Term] = []

  /// Whether every comparison of memories helps only where it is false.
  private static func isAllowed(_ roots: [Term], _ terms: [Term]) -> Bool {
    let (positive, negative): (UInt8, UInt8) = (1, 2)
    var polarity: [ObjectIdentifier: UInt8] = [:]
    for root in roots { polarity[ObjectIdentifier(root)] = positive }
    for term in terms.reversed() {
      let own = polarity[ObjectIdentifier(term)] ?? 0
      if term.isMemoryComparison, own & positive != 0 { return false }
      let flipped = (own & positive) << 1 | (own & negative) >> 1
      for index in 0..<term.count {
        let passed: UInt8
        switch term.op {
        case .and, .or: passed = own
        case .not: passed = flipped
        case .choose where index > 0 && term.sort == .truth: passed = own
        default: passed = positive | negative
        }
        polarity[ObjectIdentifier(term[index]), default: 0] |= passed
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
