import CZ3
import Logic

/// All that an answer of the solver depends on, as bytes: equal bytes, equal question.
///
/// The terms are those that the solver is given, after every rewriting, each with the sort that it
/// has there; so a change to the rewriting asks anew. What turns them into Z3's expressions, one for
/// one, is told by ``form`` alone.
struct QuestionText {
  /// To be raised when the same terms reach Z3 as other expressions or under other parameters, or an
  /// answer is read otherwise.
  private static let form = 2

  private(set) var bytes: [UInt8] = []
  /// The number of each term of the goals in this question, -1 where it is no part of it.
  private var numbers: [Int32]

  /// - Parameters:
  ///   - number: which of the goals' queries it is about
  ///   - asserted: how many of its formulas are asserted; the others are tracked
  init(_ goals: Goals, _ number: Int, asserted: Int, _ limits: Limits) {
    let roots = goals.roots[number].map { goals.list.position(of: $0) }
    numbers = Array(repeating: -1, count: goals.list.count)
    bytes.reserveCapacity(12 * goals.list.count + 64)
    add(Self.version)
    for limit in [limits.milliseconds, limits.resources, limits.seed] {
      add(limit.map { UInt64($0) + 1 } ?? 0)
    }
    for root in roots { numbers[root] = 0 }
    for position in goals.list.indices.reversed() where numbers[position] == 0 {
      for operand in 0..<goals.list[position].count {
        numbers[goals.list.operand(operand, of: position)] = 0
      }
    }
    var count: Int32 = 0
    for position in goals.list.indices where numbers[position] == 0 {
      add(position, goals.flow)
      numbers[position] = count
      count += 1
    }
    add(UInt64(asserted))
    for root in roots { add(UInt64(numbers[root])) }
  }

  private static let version: String = {
    "form \(form) of Z3 \(String(cString: Z3_get_full_version()))"
  }()

  /// A number in groups of seven bits, the lowest first.
  private mutating func add(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func add(_ text: String) {
    add(UInt64(text.utf8.count))
    bytes += text.utf8
  }

  private mutating func add(_ position: Int, _ flow: Flow) {
    let term = flow.list[position]
    bytes.append(term.op.rawValue)
    add(term.sort, position, flow)
    switch term.op {
    case .variable: add(term.name)
    case .literal:
      if let cells = term.cells { add(cells) } else { add(term.payload) }
    case .slice: add(term.payload)
    default: break
    }
    for operand in 0..<term.count {
      add(UInt64(numbers[flow.list.operand(operand, of: position)]))
    }
  }

  private mutating func add(_ sort: Sort, _ position: Int, _ flow: Flow) {
    func code(_ width: Int, _ isWord: Bool) -> UInt64 { UInt64(width) << 1 | (isWord ? 1 : 0) }
    switch sort {
    case .truth: bytes.append(0)
    case .bits(let width):
      bytes.append(1)
      add(code(width, flow.isWord(position)))
    case .memory(let address, let width):
      bytes.append(2)
      add(code(address, flow.isWordAddressed(position)))
      add(code(width, flow.isWord(position)))
    }
  }

  private mutating func add(_ cells: Cells) {
    add(cells.background)
    add(UInt64(cells.cells.count))
    for (address, value) in cells.cells.sorted(by: { $0.key < $1.key }) {
      add(address)
      add(value)
    }
  }
}
