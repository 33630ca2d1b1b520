/// Building terms with the simplifications that need no search.
///
/// A term that can be seen to equal a literal or one of its own operands is replaced by it, and
/// `base + offset` is kept in one form, so that addresses on a stack can be told apart.
extension Term {
  /// The term of an operator on operands, which are known words only where folding was not asked.
  ///
  /// - Parameter payload: the lowest bit of a slice, 0 otherwise.
  static func build(
    _ op: Operator, _ sort: Sort, _ a: Term, _ b: Term? = nil, payload: Int = 0
  ) -> Term {
    if a.op == .literal, a.cells == nil, b.map({ $0.op == .literal && $0.cells == nil }) ?? true {
      let shift = op == .join ? b!.sort.width : payload
      let word = op.fold(
        a.payload, b?.payload ?? 0, width: a.sort.width, payload: shift, result: sort.width)
      return .literal(.word(word), sort)
    }
    return simplified(op, sort, a, b, payload: payload)
      ?? make(op, sort, a, b, payload: UInt64(payload))
  }

  private static func simplified(
    _ op: Operator, _ sort: Sort, _ a: Term, _ b: Term?, payload: Int
  ) -> Term? {
    switch op {
    case .not: a.op == .not ? a[0] : nil
    case .complement: a.op == .complement ? a[0] : nil
    case .slice: slice(a, from: payload, sort)
    case .zeroExtend, .signExtend: a.sort == sort ? a : nil
    case .join: join(a, b!, sort)
    default: b.flatMap { binary(op, sort, a, $0) }
    }
  }

  private static func binary(_ op: Operator, _ sort: Sort, _ a: Term, _ b: Term) -> Term? {
    let ones = a.sort.mask
    if a === b {
      switch op {
      case .subtract, .bitXor, .isBelow, .isLess: return .literal(.word(0), sort)
      case .bitAnd, .bitOr, .and, .or: return a
      case .equal: return .literal(.word(1), .truth)
      default: break
      }
    }
    switch (op, a.word, b.word) {
    case (.and, 0?, _), (.bitAnd, 0?, _), (.multiply, 0?, _), (.or, 1?, _): return a
    case (.and, _, 0?), (.bitAnd, _, 0?), (.multiply, _, 0?), (.or, _, 1?): return b
    case (.add, 0?, _), (.bitOr, 0?, _), (.bitXor, 0?, _), (.multiply, 1?, _), (.and, 1?, _),
      (.or, 0?, _):
      return b
    case (.add, _, 0?), (.subtract, _, 0?), (.bitOr, _, 0?), (.bitXor, _, 0?), (.multiply, _, 1?),
      (.shiftLeft, _, 0?), (.shiftRight, _, 0?), (.shiftRightSigned, _, 0?), (.and, _, 1?),
      (.or, _, 0?):
      return a
    case (.bitAnd, let mask?, _) where mask == ones: return b
    case (.bitAnd, _, let mask?) where mask == ones: return a
    case (.bitOr, let mask?, _) where mask == ones: return a
    case (.bitOr, _, let mask?) where mask == ones: return b
    case (.add, _?, nil): return build(.add, sort, b, a)
    case (.subtract, nil, let offset?):
      return build(.add, sort, a, .literal(.word((0 &- offset) & sort.mask), sort))
    case (.add, nil, _?) where a.op == .add && a[1].op == .literal:
      return build(.add, sort, a[0], build(.add, sort, a[1], b))
    case (.equal, _, _): return equality(a, b)
    default: return nil
    }
  }

  private static func equality(_ a: Term, _ b: Term) -> Term? {
    if a.sort == .truth {
      switch (a.word, b.word) {
      case (1?, _): return b
      case (_, 1?): return a
      case (0?, _): return build(.not, .truth, b)
      case (_, 0?): return build(.not, .truth, a)
      default: return nil
      }
    }
    switch a.distance(from: b) {
    case 0: return .literal(.word(1), .truth)
    case .some: return .literal(.word(0), .truth)
    case nil: break
    }
    if a.sort.width <= 6, a.cells == nil, a.possible & b.possible == 0 {
      return .literal(.word(0), .truth)
    }
    return chosenEquality(a, b) ?? chosenEquality(b, a)
  }

  /// `(c ? x : y) == z` where z is a literal, one side is z for sure and the other can't be.
  private static func chosenEquality(_ choice: Term, _ literal: Term) -> Term? {
    guard choice.op == .choose, choice.cells == nil, let value = literal.word,
      choice.sort.width <= 6
    else { return nil }
    func canBe(_ side: Term) -> Bool { side.possible & literal.possible != 0 }
    let (first, second) = (choice[1], choice[2])
    if first.word == value, !canBe(second) { return choice[0] }
    if second.word == value, !canBe(first) { return build(.not, .truth, choice[0]) }
    return nil
  }

  private static func slice(_ a: Term, from low: Int, _ sort: Sort) -> Term? {
    if a.sort == sort { return a }
    switch a.op {
    case .slice: return build(.slice, sort, a[0], payload: low + Int(a.payload))
    case .join:
      let boundary = a[1].sort.width
      if low >= boundary { return build(.slice, sort, a[0], payload: low - boundary) }
      if low + sort.width <= boundary { return build(.slice, sort, a[1], payload: low) }
    case .zeroExtend:
      let boundary = a[0].sort.width
      if low >= boundary { return .literal(.word(0), sort) }
      if low + sort.width <= boundary { return build(.slice, sort, a[0], payload: low) }
    case .signExtend where low + sort.width <= a[0].sort.width:
      return build(.slice, sort, a[0], payload: low)
    case .bitAnd, .bitOr, .bitXor:
      // A mask by a literal is where bit fields come from: slice both sides.
      if a[1].op == .literal || a[0].op == .literal {
        return build(
          a.op, sort, build(.slice, sort, a[0], payload: low),
          build(.slice, sort, a[1], payload: low))
      }
    case .complement: return build(.complement, sort, build(.slice, sort, a[0], payload: low))
    case .choose where a[1].op == .literal || a[2].op == .literal:
      return choose(
        a[0], build(.slice, sort, a[1], payload: low), build(.slice, sort, a[2], payload: low))
    default: break
    }
    return nil
  }

  /// Two neighbouring slices of one word are one slice.
  private static func join(_ high: Term, _ low: Term, _ sort: Sort) -> Term? {
    if high.word == 0 { return build(.zeroExtend, sort, low) }
    if high.op == .slice, low.op == .slice, high[0] === low[0],
      high.payload == low.payload + UInt64(low.sort.width)
    {
      return build(.slice, sort, low[0], payload: Int(low.payload))
    }
    // high ++ (middle ++ low): bring the halves of one word together.
    if low.op == .join, high.op == .slice, low[0].op == .slice, high[0] === low[0][0],
      high.payload == low[0].payload + UInt64(low[0].sort.width)
    {
      let both = Sort.bits(high.sort.width + low[0].sort.width)
      return build(.join, sort, build(.join, both, high, low[0]), low[1])
    }
    return nil
  }

  /// `a` where the condition is true, else `b`.
  static func choose(_ condition: Term, _ a: Term, _ b: Term) -> Term {
    if let known = condition.word { return known != 0 ? a : b }
    if a === b { return a }
    if a.cells == nil, b.cells == nil, let x = a.word, let y = b.word {
      if x == y { return a }
      if a.sort == .truth { return x == 1 ? condition : build(.not, .truth, condition) }
    }
    if condition.op == .not { return choose(condition[0], b, a) }
    if a.sort == .truth {
      if let x = a.word {
        return x == 1
          ? build(.or, .truth, condition, b)
          : build(.and, .truth, build(.not, .truth, condition), b)
      }
      if let y = b.word {
        return y == 0
          ? build(.and, .truth, condition, a)
          : build(.or, .truth, build(.not, .truth, condition), a)
      }
    }
    // The same condition again decides the inner choice.
    let a = a.op == .choose && a[0] === condition ? a[1] : a
    let b = b.op == .choose && b[0] === condition ? b[2] : b
    return a === b ? a : make(.choose, a.sort, condition, a, b)
  }

  /// The same operator on other operands of the same sorts; this term where none is another.
  func with(operands operand: (Int) -> Term) -> Term {
    let count = count
    guard count > 0 else { return self }
    let first = operand(0)
    let second = count > 1 ? operand(1) : nil
    let third = count > 2 ? operand(2) : nil
    if first === self[0], count < 2 || second === self[1], count < 3 || third === self[2] {
      return self
    }
    switch op {
    case .choose: return .choose(first, second!, third!)
    case .read, .write: return .make(op, sort, first, second, third)
    default: return .build(op, sort, first, second, payload: Int(payload))
    }
  }

  /// The number of a literal word or truth value, nil otherwise.
  var word: UInt64? { op == .literal && cells == nil ? payload : nil }

  /// `self - other` where it is the same number under every assignment, else nil.
  func distance(from other: Term) -> UInt64? {
    let (base, offset) = baseAndOffset
    let (otherBase, otherOffset) = other.baseAndOffset
    guard base === otherBase else { return nil }
    return (offset &- otherOffset) & sort.mask
  }

  private var baseAndOffset: (base: Term?, offset: UInt64) {
    if let word { return (nil, word) }
    if op == .add, let offset = self[1].word { return (self[0], offset) }
    return (self, 0)
  }
}
