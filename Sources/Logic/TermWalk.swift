/// What is done with each term that a ``TermWalk`` comes to.
protocol TermVisitor {
  /// - Parameter operands: the numbers of the term's operands, -1 where there is none
  mutating func visit(_ term: Unmanaged<Term>, operands: (Int, Int, Int))
}

/// A walk over terms, each once, operands before the terms that use them, without recursion.
///
/// No reference is counted on the way: who walks keeps the roots.
struct TermWalk {
  /// A term whose operands are gone through.
  private struct Visit {
    let term: Unmanaged<Term>
    private let count: Int
    private var seen = 0
    /// The numbers of the operands gone through so far, -1 for the others.
    private(set) var operands: (Int, Int, Int) = (-1, -1, -1)

    @inline(__always)
    init(_ term: Unmanaged<Term>) {
      self.term = term
      count = term._withUnsafeGuaranteedRef { $0.count }
    }

    @inline(__always)
    var next: Unmanaged<Term>? {
      seen == count ? nil : term._withUnsafeGuaranteedRef { $0.unmanaged(seen) }
    }

    @inline(__always)
    mutating func note(_ number: Int) {
      switch seen {
      case 0: operands.0 = number
      case 1: operands.1 = number
      default: operands.2 = number
      }
      seen &+= 1
    }
  }

  private var stack: [Visit] = []

  /// Gives each term below the root that the index does not number yet to the visitor, and numbers it.
  /// - Returns: the number of the root
  mutating func number<Visitor: TermVisitor>(
    _ root: Term, _ index: inout TermIndex, _ visitor: inout Visitor
  ) -> Int {
    if let number = index.number(of: root) { return number }
    stack.append(Visit(.passUnretained(root)))
    while true {
      let top = stack.count &- 1
      if let operand = stack[top].next {
        if let number = index.number(of: operand) {
          stack[top].note(number)
        } else {
          stack.append(Visit(operand))
        }
      } else {
        let done = stack.removeLast()
        visitor.visit(done.term, operands: done.operands)
        index.insert(done.term)
        let number = index.count &- 1
        if top == 0 { return number }
        stack[top &- 1].note(number)
      }
    }
  }
}
