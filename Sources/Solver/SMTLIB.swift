import Logic

/// A query as SMT-LIB 2 text that any solver can check.
///
/// Each shared term is a fresh constant with an equality, since long chains of definitions blow
/// up in some readers; the rest is written in place.
public struct SMTLIB {
  private let flow: Flow
  private var uses: [Int]
  private var names: [String]
  private var lines: [String] = []
  private var declarations: [String] = []
  private var declared: Set<String> = []
  private var literals: [Int: Set<UInt64>] = [:]

  /// The text of a query, with the answer that is expected as its `:status`.
  public static func text(
    _ query: Query, status: String, translation: Translation = .words
  ) -> String {
    let goals = Goals([query], translation, fillsWithWords: false)
    var printer = SMTLIB(goals.flow)
    return printer.print(query.name, goals.roots[0], status)
  }

  private init(_ flow: Flow) {
    self.flow = flow
    uses = Array(repeating: 0, count: flow.list.count)
    names = Array(repeating: "", count: flow.list.count)
    for position in flow.list.indices {
      for number in 0..<flow.list[position].count {
        uses[flow.list.operand(number, of: position)] += 1
      }
    }
  }

  private mutating func print(_ name: String, _ goals: [Term], _ status: String) -> String {
    for position in flow.list.indices { write(position) }
    let sorts = Set(flow.list.indices.flatMap { wordWidths($0) }).sorted()
    let distinct = literals.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
      .map { width, values in
        "(assert (distinct \(values.sorted().map { wordName($0, width) }.joined(separator: " "))))"
      }
    let constants = literals.sorted { $0.key < $1.key }.flatMap { width, values in
      values.sorted().map { "(declare-const \(wordName($0, width)) Word\(width))" }
    }
    let asserted = goals.map { "(assert \(names[flow.position($0)]))" }
    let head = [
      "; \(name)", "(set-logic ALL)", "(set-info :status \(status))",
    ]
    let all =
      head + sorts.map { "(declare-sort Word\($0) 0)" } + constants + declarations + distinct
      + lines + asserted + ["(check-sat)", "(exit)"]
    return all.joined(separator: "\n") + "\n"
  }

  private func wordWidths(_ position: Int) -> [Int] {
    switch flow.list[position].sort {
    case .truth: []
    case .bits(let width): flow.isWord(position) ? [width] : []
    case .memory(let address, let width):
      (flow.isWordAddressed(position) ? [address] : []) + (flow.isWord(position) ? [width] : [])
    }
  }

  private func wordName(_ value: UInt64, _ width: Int) -> String { "|word!\(width)!\(value)|" }

  private func sort(_ width: Int, word: Bool) -> String {
    word ? "Word\(width)" : "(_ BitVec \(width))"
  }

  private func sort(_ position: Int) -> String {
    switch flow.list[position].sort {
    case .truth: return "Bool"
    case .bits(let width): return sort(width, word: flow.isWord(position))
    case .memory(let address, let width):
      let key = sort(address, word: flow.isWordAddressed(position))
      return "(Array \(key) \(sort(width, word: flow.isWord(position))))"
    }
  }

  private mutating func literal(_ value: UInt64, _ width: Int, word: Bool) -> String {
    guard word else { return "(_ bv\(value) \(width))" }
    literals[width, default: []].insert(value)
    return wordName(value, width)
  }

  private mutating func write(_ position: Int) {
    let term = flow.list[position]
    switch term.op {
    case .variable:
      names[position] = "|\(term.name)|"
      if declared.insert(term.name).inserted {
        declarations.append("(declare-const |\(term.name)| \(sort(position)))")
      }
    case .literal: names[position] = literal(position)
    default:
      let text = apply(term)
      if uses[position] > 1 {
        // No variable has such a name.
        let name = "t!\(position)"
        names[position] = name
        declarations.append("(declare-const \(name) \(sort(position)))")
        lines.append("(assert (= \(name) \(text)))")
      } else {
        names[position] = text
      }
    }
  }

  private mutating func literal(_ position: Int) -> String {
    let term = flow.list[position]
    switch term.sort {
    case .truth: return term.literal!.word == 1 ? "true" : "false"
    case .bits(let width):
      return literal(term.payload, width, word: flow.isWord(position))
    case .memory(let address, let width):
      let (words, addresses) = (flow.isWord(position), flow.isWordAddressed(position))
      let cells = term.cells!
      let background = literal(cells.background, width, word: words)
      var text = "((as const \(sort(position))) \(background))"
      for (key, value) in cells.cells.sorted(by: { $0.key < $1.key }) {
        let cell = literal(key, address, word: addresses)
        text = "(store \(text) \(cell) \(literal(value, width, word: words)))"
      }
      return text
    }
  }

  private func apply(_ term: Term) -> String {
    let operands = (0..<term.count).map { names[flow.position(term[$0])] }.joined(separator: " ")
    return "(\(Self.function(term)) \(operands))"
  }

  private static func function(_ term: Term) -> String {
    switch term.op {
    case .not: "not"
    case .and: "and"
    case .or: "or"
    case .equal: "="
    case .choose: "ite"
    case .isBelow: "bvult"
    case .isLess: "bvslt"
    case .complement: "bvnot"
    case .bitAnd: "bvand"
    case .bitOr: "bvor"
    case .bitXor: "bvxor"
    case .add: "bvadd"
    case .subtract: "bvsub"
    case .multiply: "bvmul"
    case .divide: "bvudiv"
    case .remainder: "bvurem"
    case .shiftLeft: "bvshl"
    case .shiftRight: "bvlshr"
    case .shiftRightSigned: "bvashr"
    case .slice: "(_ extract \(Int(term.payload) + term.sort.width - 1) \(term.payload))"
    case .join: "concat"
    case .zeroExtend: "(_ zero_extend \(term.sort.width - term[0].sort.width))"
    case .signExtend: "(_ sign_extend \(term.sort.width - term[0].sort.width))"
    case .read: "select"
    case .write: "store"
    case .variable, .literal: preconditionFailure("a \(term.op) is no function")
    }
  }
}
