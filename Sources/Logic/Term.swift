/// A node of a shared, immutable expression over variables.
///
/// Terms are told apart by identity; within ``sharing(_:)`` those of the same structure are one. Who
/// translates one works through a ``TermList``, without recursion, since chains get long.
public final class Term: @unchecked Sendable {
  public let op: Operator
  public let sort: Sort
  /// The literal word; the lowest bit of a slice.
  public let payload: UInt64
  /// The name of a variable; empty otherwise.
  public let name: String
  /// The contents of a literal memory.
  public let cells: Cells?
  /// Of a word of at most 6 bits or a truth value, the values that it may have, a bit each. Of a
  /// wider word it says nothing. It lets a comparison with a value that can't come be seen to be false.
  let possible: UInt64

  // Written by `init` and `deinit` alone, which is what makes the class safe to send.
  private var first: Term?
  private var second: Term?
  private var third: Term?

  /// A term that may be one of several of its structure.
  init(
    unshared op: Operator, _ sort: Sort, _ first: Term? = nil, _ second: Term? = nil,
    _ third: Term? = nil, payload: UInt64 = 0, name: String = "", cells: Cells? = nil
  ) {
    self.op = op
    self.sort = sort
    self.first = first
    self.second = second
    self.third = third
    self.payload = payload
    self.name = name
    self.cells = cells
    possible = Self.possible(op, sort, first, second, third, payload)
  }

  private static func possible(
    _ op: Operator, _ sort: Sort, _ first: Term?, _ second: Term?, _ third: Term?, _ payload: UInt64
  ) -> UInt64 {
    guard sort.width <= 6 else { return ~0 }
    switch op {
    case .literal: return 1 << payload
    case .choose: return second!.possible | third!.possible
    case .add where second!.op == .literal:
      let all = Sort.mask(1 << sort.width)
      let (values, step) = (first!.possible & all, second!.payload)
      return step == 0
        ? values : (values << step | values >> (UInt64(1 << sort.width) - step)) & all
    default: return Sort.mask(1 << sort.width)
    }
  }

  /// Releases long chains without recursion.
  deinit {
    guard Self.isLast(&first) || Self.isLast(&second) || Self.isLast(&third) else { return }
    var pending: [Term] = []
    func take(_ term: inout Term?) {
      if let child = term { pending.append(child) }
      term = nil
    }
    take(&first)
    take(&second)
    take(&third)
    while var last = pending.popLast() {
      guard isKnownUniquelyReferenced(&last) else { continue }
      take(&last.first)
      take(&last.second)
      take(&last.third)
    }
  }

  /// Whether an operand that has operands goes with this term.
  private static func isLast(_ operand: inout Term?) -> Bool {
    isKnownUniquelyReferenced(&operand) && operand!.first != nil
  }

  /// The number of operands, 0 to 3.
  public var count: Int { first == nil ? 0 : second == nil ? 1 : third == nil ? 2 : 3 }

  /// The operand at `index`, from 0.
  public subscript(index: Int) -> Term {
    switch index {
    case 0: first!
    case 1: second!
    default: third!
    }
  }

  /// The operand at `index`, from 0, without a count of the reference.
  @inline(__always)
  func unmanaged(_ index: Int) -> Unmanaged<Term> {
    switch index {
    case 0: .passUnretained(first!)
    case 1: .passUnretained(second!)
    default: .passUnretained(third!)
    }
  }

  /// A variable: the same name and sort is the same variable.
  public static func variable(_ name: String, _ sort: Sort) -> Term {
    guard let table = TermTable.current else {
      return Term(unshared: .variable, sort, name: name)
    }
    return table._withUnsafeGuaranteedRef { $0.variable(name, sort) }
  }

  /// A literal of the given sort.
  public static func literal(_ value: Constant, _ sort: Sort) -> Term {
    switch value {
    case .word(let word): make(.literal, sort, payload: word)
    case .memory(let cells): Term(unshared: .literal, sort, cells: cells)
    }
  }

  /// Whether it has this structure; of operands, whether they are the same terms.
  @inline(__always)
  func has(
    _ op: Operator, _ sort: Sort, _ first: Term?, _ second: Term?, _ third: Term?, _ payload: UInt64
  ) -> Bool {
    self.first === first && self.second === second && self.third === third && self.op == op
      && self.payload == payload && self.sort == sort
  }

  /// The value of a literal, nil for any other term.
  public var literal: Constant? {
    guard op == .literal else { return nil }
    return cells.map(Constant.memory) ?? .word(payload)
  }
}

extension Term: CustomStringConvertible {
  /// The term as an S-expression; shared parts are written out each time.
  public var description: String {
    switch op {
    case .variable: name
    case .literal: cells == nil ? "\(payload)" : "memory"
    default: "(\(op) \((0..<count).map { self[$0].description }.joined(separator: " ")))"
    }
  }
}
