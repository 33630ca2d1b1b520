import Logic

/// Numbers that look random and are the same on each run: SplitMix64 (Steele, Lea and Flood, 2014).
public struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number of so many bits; often one of those at which arithmetic goes wrong.
  public mutating func word(_ width: Int) -> UInt64 {
    let mask = Sort.mask(width)
    switch next() % 8 {
    case 0: return 0
    case 1: return mask
    case 2: return 1 & mask
    case 3: return (mask >> 1) + 1
    case 4: return next() % UInt64(width + 2) & mask
    default: return next() & mask
    }
  }
}

/// The value with its variables given.
public func known<V: Value>(_ value: V, _ assignment: [String: Constant]) -> V {
  var evaluation = Evaluation(assignment)
  return evaluation.known(value)
}

/// Whether the formula is true with its variables given.
public func truth(_ formula: Formula, _ assignment: [String: Constant]) -> Bool? {
  known(formula, assignment).known
}

/// A recipe for an expression of words of eight and three bits, truth values and a memory.
///
/// It is cooked with whatever the variables stand for, by the operators that models use: with
/// known values they fold, with variables they build terms.
public struct Recipe: Sendable {
  /// What there is to start from.
  public struct Pantry: Sendable {
    public var words: [Bits<8>]
    public var narrow: [Bits<3>]
    public var truths: [Formula]
    public var memory: Memory<8, 8>
  }

  private let steps: [(kind: UInt64, a: Int, b: Int, c: Int, constant: UInt64)]
  private let movesOnly: Bool

  /// - Parameter movesOnly: makes words that are moved, stored and compared, not computed with, and
  ///   small ones that are counted up
  public init(length: Int, movesOnly: Bool = false, _ random: inout SplitMix) {
    self.movesOnly = movesOnly
    steps = (0..<length).map { _ in
      (
        random.next(), Int(random.next() >> 1), Int(random.next() >> 1), Int(random.next() >> 1),
        random.word(8)
      )
    }
  }

  /// Does the steps; each puts what it makes back.
  public func cook(_ pantry: Pantry) -> Pantry {
    var p = pantry
    for step in steps {
      let (a, b) = (p.words[step.a % p.words.count], p.words[step.b % p.words.count])
      let c = p.truths[step.c % p.truths.count]
      if movesOnly {
        if step.kind % 2 == 0 {
          Self.move(step.kind / 2, a, b, c, step.constant, &p)
        } else {
          Self.count(step.kind / 2, step.a, step.b, c, step.constant, &p)
        }
        continue
      }
      switch step.kind % 4 {
      case 0, 1: p.words.append(Self.word(step.kind / 4, a, b, c, step.constant, p))
      case 2:
        p.truths.append(Self.truth(step.kind / 4, a, b, c, p.truths[step.a % p.truths.count], p))
      default: Self.other(step.kind / 4, a, b, c, step.a, &p)
      }
    }
    return p
  }

  private static func move(
    _ kind: UInt64, _ a: Bits<8>, _ b: Bits<8>, _ c: Formula, _ constant: UInt64, _ p: inout Pantry
  ) {
    switch kind % 8 {
    case 0: p.words.append(c.choose(a, b))
    case 1: p.words.append(c.choose(a, Bits(constant)))
    case 2: p.words.append(p.memory[a])
    case 3: p.memory[a] = b
    case 4: p.memory = c.choose(p.memory, Memory(background: 3))
    case 5: p.truths.append(!c)
    case 6: p.truths.append(c && a == b)
    default: p.truths.append(a == b)
    }
  }

  /// What models do with words that number a few cases.
  private static func count(
    _ kind: UInt64, _ a: Int, _ b: Int, _ c: Formula, _ constant: UInt64, _ p: inout Pantry
  ) {
    let (n, m) = (p.narrow[a % p.narrow.count], p.narrow[b % p.narrow.count])
    let k = Bits<3>(constant % 8)
    switch kind % 9 {
    case 0: p.narrow.append(c.choose(n, m))
    case 1: p.narrow.append(c.choose(n, k))
    case 2: p.narrow.append(n + k)
    case 3: p.narrow.append(constant % 16 == 0 ? n & m : c.choose(k, n))
    case 4: p.truths.append(n == m)
    case 5: p.truths.append(n == k)
    case 6: p.truths.append(n.isBelow(k))
    case 7: p.truths.append(k.isBelow(n))
    default: p.truths.append(c && n != k)
    }
  }

  private static func word(
    _ kind: UInt64, _ a: Bits<8>, _ b: Bits<8>, _ c: Formula, _ constant: UInt64, _ p: Pantry
  ) -> Bits<8> {
    let k = Bits<8>(constant)
    switch kind % 26 {
    case 0: return a + b
    case 1: return a - b
    case 2: return a * b
    case 3: return a & b
    case 4: return a | b
    case 5: return a ^ b
    case 6: return a << b
    case 7: return a >> b
    case 8: return a.shiftedRightSigned(b)
    case 9: return a.quotient(dividingBy: b)
    case 10: return a.remainder(dividingBy: b)
    case 11: return ~a
    case 12: return -a
    case 13: return a + k
    case 14: return a - k
    case 15: return k - a
    case 16: return a & k
    case 17: return a | k
    case 18: return a << (k & 7)
    case 19: return c.choose(a, b)
    case 20: return c.choose(k, b)
    case 21: return a.setting(Int(constant % 8), c)
    case 22: return a.replacing(from: 3, with: b.slice(from: 1) as Bits<4>)
    case 23: return Bits(high: a.slice(from: 5) as Bits<3>, low: b.slice(from: 0) as Bits<5>)
    case 24: return Bits(high: a.slice(from: 4) as Bits<4>, low: a.slice(from: 0) as Bits<4>)
    default: return p.memory[a]
    }
  }

  private static func truth(
    _ kind: UInt64, _ a: Bits<8>, _ b: Bits<8>, _ c: Formula, _ d: Formula, _ p: Pantry
  ) -> Formula {
    switch kind % 16 {
    case 0: return a == b
    case 1: return a != b
    case 2: return a.isBelow(b)
    case 3: return a.isAtMost(b)
    case 4: return a.isLess(b)
    case 5: return c && d
    case 6: return c || d
    case 7: return !c
    case 8: return c == d
    case 9: return c.implies(d)
    case 10: return c.choose(d, a.bit(7))
    case 11: return a.bit(2)
    case 12: return d.choose(true, c)
    case 13: return d.choose(c, false)
    case 14: return c.choose(a, 5) == 5
    default: return p.narrow[0] == p.narrow[p.narrow.count - 1]
    }
  }

  private static func other(
    _ kind: UInt64, _ a: Bits<8>, _ b: Bits<8>, _ c: Formula, _ place: Int, _ p: inout Pantry
  ) {
    let n = p.narrow[place % p.narrow.count]
    switch kind % 10 {
    case 0: p.memory[a] = b
    case 1: p.memory[a + 1] = b
    case 2: p.memory[7] = b
    case 3: p.memory = c.choose(p.memory, Memory(background: 3))
    case 4: p.narrow.append(a.slice(from: 2))
    case 5: p.narrow.append(n + 3)
    case 6: p.narrow.append(c.choose(n, 6))
    case 7: p.words.append(n.zeroExtended())
    case 8: p.words.append(n.signExtended())
    default: p.truths.append(n == 6)
    }
  }

  /// Variables to cook with.
  public static let variables = Pantry(
    words: (0..<4).map { .variable("w\($0)") }, narrow: (0..<2).map { .variable("n\($0)") },
    truths: (0..<3).map { .variable("t\($0)") }, memory: .variable("m"))

  /// Known values for those variables.
  public static func assignment(_ random: inout SplitMix) -> [String: Constant] {
    var all: [String: Constant] = [:]
    for index in 0..<4 { all["w\(index)"] = .word(random.word(8)) }
    for index in 0..<2 { all["n\(index)"] = .word(random.word(3)) }
    for index in 0..<3 { all["t\(index)"] = .word(random.word(1)) }
    var cells = Cells(background: random.word(8))
    for _ in 0..<3 { cells[random.word(8)] = random.word(8) }
    all["m"] = .memory(cells)
    return all
  }

  /// The pantry of these known values.
  public static func known(_ all: [String: Constant]) -> Pantry {
    Pantry(
      words: (0..<4).map { Bits(all["w\($0)"]!.word) },
      narrow: (0..<2).map { Bits(all["n\($0)"]!.word) },
      truths: (0..<3).map { Formula(all["t\($0)"]!.word == 1) }, memory: Memory(all["m"]!.cells))
  }
}
