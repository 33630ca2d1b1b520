/// The terms below some roots, each once, operands before the terms that use them.
///
/// What works through many terms keeps what it knows of each in arrays, by position.
public struct TermList: Sendable {
  public let roots: [Term]
  private let nodes: Nodes
  private var index: TermIndex

  private struct Nodes: TermVisitor {
    // Kept by the roots.
    var terms: [Unmanaged<Term>] = []
    /// The positions of each term's operands, three a term, -1 where there is none.
    var operands: [Int32] = []

    mutating func visit(_ term: Unmanaged<Term>, operands: (Int, Int, Int)) {
      terms.append(term)
      self.operands.append(Int32(truncatingIfNeeded: operands.0))
      self.operands.append(Int32(truncatingIfNeeded: operands.1))
      self.operands.append(Int32(truncatingIfNeeded: operands.2))
    }
  }

  public init(_ roots: [Term]) {
    self.roots = roots
    index = TermIndex(minimumCapacity: 256)
    var (walk, nodes) = (TermWalk(), Nodes())
    for root in roots { _ = walk.number(root, &index, &nodes) }
    self.nodes = nodes
  }

  public var terms: [Term] { indices.map { self[$0] } }
  public var count: Int { nodes.terms.count }
  public var indices: Range<Int> { nodes.terms.indices }
  public subscript(position: Int) -> Term { nodes.terms[position].takeUnretainedValue() }

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
    Int(nodes.operands[3 * position + number])
  }
}
