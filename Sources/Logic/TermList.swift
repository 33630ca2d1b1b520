/// The terms below some roots, each once, operands before the terms that use them.
///
/// What works through many terms keeps what it knows of each in arrays, by position.
public struct TermList: Sendable {
  public private(set) var terms: [Term] = []
  /// The positions of each term's operands, three a term, -1 where there is none.
  private var operands: [Int32] = []
  private var index: TermIndex

  public init(_ roots: [Term]) {
    index = TermIndex(minimumCapacity: 1024)
    var stack: [Term] = []
    for root in roots {
      stack.append(root)
      while let term = stack.last {
        if index.number(of: term) != nil {
          stack.removeLast()
        } else if let operand = firstMissing(term) {
          stack.append(operand)
        } else {
          stack.removeLast()
          append(term)
        }
      }
    }
  }

  /// The first operand that is not in the list yet.
  private func firstMissing(_ term: Term) -> Term? {
    for number in 0..<term.count where index.number(of: term[number]) == nil {
      return term[number]
    }
    return nil
  }

  private mutating func append(_ term: Term) {
    _ = index.insert(term)
    terms.append(term)
    for number in 0..<3 {
      operands.append(number < term.count ? Int32(index.number(of: term[number])!) : -1)
    }
  }

  public var count: Int { terms.count }
  public var indices: Range<Int> { terms.indices }
  public subscript(position: Int) -> Term { terms[position] }

  /// Where a term is; it must be in the list.
  public func position(of term: Term) -> Int { index.number(of: term)! }

  /// A number that formulas of the same structure have in common in this process, and others, in
  /// all likelihood, have not.
  public static func digest(of roots: [Term]) -> Int {
    let list = TermList(roots)
    var digests: [Int] = []
    digests.reserveCapacity(list.count)
    for position in list.indices {
      var hasher = Hasher()
      let term = list[position]
      hasher.combine(term.op)
      hasher.combine(term.sort)
      hasher.combine(term.payload)
      hasher.combine(term.name)
      hasher.combine(term.cells)
      for number in 0..<term.count {
        hasher.combine(digests[list.operand(number, of: position)])
      }
      digests.append(hasher.finalize())
    }
    var hasher = Hasher()
    for root in roots { hasher.combine(digests[list.position(of: root)]) }
    return hasher.finalize()
  }

  /// Where an operand of the term at `position` is, counted from 0.
  public func operand(_ number: Int, of position: Int) -> Int {
    Int(operands[3 * position + number])
  }
}
