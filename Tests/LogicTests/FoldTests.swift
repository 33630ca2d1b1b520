import Logic
import Solver
import TestSupport
import Testing

@Suite("Known values fold as the solver computes")
struct FoldTests {
  /// The operators of two words, as models write them.
  enum Binary: CaseIterable {
    case add, subtract, multiply, bitAnd, bitOr, bitXor, shiftLeft, shiftRight, shiftRightSigned
    case divide, remainder, isBelow, isAtMost, isLess, equal

    func apply<let n: Int>(_ a: Bits<n>, _ b: Bits<n>) -> Bits<n> {
      switch self {
      case .add: a + b
      case .subtract: a - b
      case .multiply: a * b
      case .bitAnd: a & b
      case .bitOr: a | b
      case .bitXor: a ^ b
      case .shiftLeft: a << b
      case .shiftRight: a >> b
      case .shiftRightSigned: a.shiftedRightSigned(b)
      case .divide: a.quotient(dividingBy: b)
      case .remainder: a.remainder(dividingBy: b)
      case .isBelow: a.isBelow(b).asBits()
      case .isAtMost: a.isAtMost(b).asBits()
      case .isLess: a.isLess(b).asBits()
      case .equal: (a == b).asBits()
      }
    }
  }

  @Test("two operands", arguments: Binary.allCases, [1, 7, 8, 32, 33, 64])
  func binary(operation: Binary, width: Int) throws {
    switch width {
    case 1: try compare(1) { (a: Bits<1>, b) in operation.apply(a, b) }
    case 7: try compare(2) { (a: Bits<7>, b) in operation.apply(a, b) }
    case 8: try compare(3) { (a: Bits<8>, b) in operation.apply(a, b) }
    case 32: try compare(4) { (a: Bits<32>, b) in operation.apply(a, b) }
    case 33: try compare(5) { (a: Bits<33>, b) in operation.apply(a, b) }
    default: try compare(6) { (a: Bits<64>, b) in operation.apply(a, b) }
    }
  }

  @Test func oneOperand() throws {
    try compare(7) { (a: Bits<8>, _) in ~a }
    try compare(8) { (a: Bits<64>, _) in -a }
    try compare(9) { (a: Bits<16>, _) in (a.slice(from: 5) as Bits<7>).signExtended() }
    try compare(10) { (a: Bits<16>, _) in (a.slice(from: 9) as Bits<7>).zeroExtended() }
    try compare(11) { (a: Bits<64>, _) in (a.slice(from: 0) as Bits<32>).signExtended() }
    try compare(12) { (a: Bits<64>, _) in (a.slice(from: 63) as Bits<1>).signExtended() }
    try compare(13) { (a: Bits<32>, b) in
      Bits(high: b.slice(from: 3) as Bits<20>, low: a.slice(from: 1) as Bits<12>)
    }
    try compare(14) { (a: Bits<64>, b) in
      Bits(high: b.slice(from: 0) as Bits<63>, low: a.slice(from: 0) as Bits<1>)
    }
    try compare(15) { (a: Bits<32>, b) in a.replacing(from: 4, with: b.slice() as Bits<16>) }
    try compare(16) { (a: Bits<32>, b) in a.setting(31, b.bit(0)) }
  }

  /// Asks whether the expression over variables may differ from what known numbers give, for
  /// several numbers at once.
  private func compare<let n: Int>(
    _ seed: UInt64, _ operation: (Bits<n>, Bits<n>) -> Bits<n>
  ) throws {
    var random = SplitMix(seed: seed)
    var pinned: [Formula] = []
    var wrong: [Formula] = []
    for index in 0..<16 {
      let (a, b) = (Bits<n>(random.word(n)), Bits<n>(random.word(n)))
      let (x, y) = (Bits<n>.variable("x\(index)"), Bits<n>.variable("y\(index)"))
      pinned += [x == a, y == b]
      wrong.append(operation(x, y) != operation(a, b))
    }
    let solver = Solver()
    guard
      case .unsatisfiable = try solver.check(Query("fold", pinned + [Formula.any(wrong)])),
      case .satisfiable = try solver.check(Query("fold.inputs", pinned))
    else {
      Issue.record("the solver computes another number, seed \(seed)")
      return
    }
  }
}
