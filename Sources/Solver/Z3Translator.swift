import CZ3
import Logic

/// The Z3 expressions of one query's terms, each made once.
final class Z3Translator {
  let context: Z3_context
  let flow: Flow
  private var asts: [Z3_ast] = []
  private var held: [Z3_ast] = []
  private var sorts: [SortKey: Z3_sort] = [:]
  private var numerals: [Numeral: Z3_ast] = [:]
  private(set) var variables: [(term: Term, ast: Z3_ast)] = []
  /// The constants that stand for literal words of the uninterpreted sorts, by width.
  private(set) var literals: [Int: [UInt64: Z3_ast]] = [:]

  /// A word, or a memory, with the addresses' part 0 in that of a word.
  private struct SortKey: Hashable {
    var address = 0
    var isWordAddressed = false
    let width: Int
    let isWord: Bool
  }

  private struct Numeral: Hashable {
    let value: UInt64
    let width: Int
  }

  init(_ context: Z3_context, _ flow: Flow) {
    self.context = context
    self.flow = flow
    asts.reserveCapacity(flow.list.count)
    for position in flow.list.indices { asts.append(translate(position)) }
  }

  deinit { for ast in held { Z3_dec_ref(context, ast) } }

  subscript(term: Term) -> Z3_ast { asts[flow.position(term)] }

  /// What must be added for the literals of an uninterpreted sort to differ from one another.
  var distinctions: [Z3_ast] {
    literals.sorted { $0.key < $1.key }.map(\.value).filter { $0.count > 1 }.map { constants in
      let all: [Z3_ast?] = constants.sorted { $0.key < $1.key }.map(\.value)
      return hold(Z3_mk_distinct(context, UInt32(all.count), all))
    }
  }

  /// Keeps an expression until the translator goes.
  func hold(_ ast: Z3_ast?) -> Z3_ast {
    Z3_inc_ref(context, ast!)
    held.append(ast!)
    return ast!
  }

  /// The sort that `make` makes, made once and held.
  private func sort(_ key: SortKey, make: () -> Z3_sort?) -> Z3_sort {
    if let sort = sorts[key] { return sort }
    let sort = make()!
    _ = hold(Z3_sort_to_ast(context, sort))
    sorts[key] = sort
    return sort
  }

  private func sort(_ width: Int, word: Bool) -> Z3_sort {
    sort(SortKey(width: width, isWord: word)) {
      word
        ? Z3_mk_uninterpreted_sort(context, Z3_mk_string_symbol(context, "Word\(width)"))
        : Z3_mk_bv_sort(context, UInt32(width))
    }
  }

  private func sort(_ position: Int) -> Z3_sort {
    switch flow.list[position].sort {
    case .truth: return Z3_mk_bool_sort(context)
    case .bits(let width): return sort(width, word: flow.isWord(position))
    case .memory(let address, let width):
      let (words, addresses) = (flow.isWord(position), flow.isWordAddressed(position))
      let key = SortKey(
        address: address, isWordAddressed: addresses, width: width, isWord: words)
      let (from, to) = (sort(address, word: addresses), sort(width, word: words))
      return sort(key) { Z3_mk_array_sort(context, from, to) }
    }
  }

  private func literal(_ value: UInt64, _ width: Int, word: Bool) -> Z3_ast {
    guard word else {
      let key = Numeral(value: value, width: width)
      if let numeral = numerals[key] { return numeral }
      let numeral = hold(Z3_mk_unsigned_int64(context, value, sort(width, word: false)))
      numerals[key] = numeral
      return numeral
    }
    if let constant = literals[width]?[value] { return constant }
    let symbol = Z3_mk_string_symbol(context, "word!\(width)!\(value)")
    let constant = hold(Z3_mk_const(context, symbol, sort(width, word: true)))
    literals[width, default: [:]][value] = constant
    return constant
  }

  private func translate(_ position: Int) -> Z3_ast {
    let term = flow.list[position]
    switch term.op {
    case .variable:
      let symbol = Z3_mk_string_symbol(context, term.name)
      let constant = hold(Z3_mk_const(context, symbol, sort(position)))
      variables.append((term, constant))
      return constant
    case .literal: return literal(position)
    default: return hold(apply(position))
    }
  }

  private func literal(_ position: Int) -> Z3_ast {
    let term = flow.list[position]
    switch term.sort {
    case .truth: return hold(term.payload == 1 ? Z3_mk_true(context) : Z3_mk_false(context))
    case .bits(let width): return literal(term.payload, width, word: flow.isWord(position))
    case .memory(let address, let width):
      let (words, addresses) = (flow.isWord(position), flow.isWordAddressed(position))
      let cells = term.cells!
      var array = hold(
        Z3_mk_const_array(
          context, sort(address, word: addresses),
          literal(cells.background, width, word: words)))
      for (key, value) in cells.cells.sorted(by: { $0.key < $1.key }) {
        array = hold(
          Z3_mk_store(
            context, array, literal(key, address, word: addresses),
            literal(value, width, word: words)))
      }
      return array
    }
  }

  private func apply(_ position: Int) -> Z3_ast? {
    let (c, term) = (context, flow.list[position])
    func operand(_ number: Int) -> Z3_ast? {
      let operand = flow.list.operand(number, of: position)
      return operand < 0 ? nil : asts[operand]
    }
    let (x, y, z) = (operand(0), operand(1), operand(2))
    switch term.op {
    case .not: return Z3_mk_not(c, x)
    case .and: return Z3_mk_and(c, 2, [x, y])
    case .or: return Z3_mk_or(c, 2, [x, y])
    case .equal: return Z3_mk_eq(c, x, y)
    case .choose: return Z3_mk_ite(c, x, y, z)
    case .isBelow: return Z3_mk_bvult(c, x, y)
    case .isLess: return Z3_mk_bvslt(c, x, y)
    case .complement: return Z3_mk_bvnot(c, x)
    case .bitAnd: return Z3_mk_bvand(c, x, y)
    case .bitOr: return Z3_mk_bvor(c, x, y)
    case .bitXor: return Z3_mk_bvxor(c, x, y)
    case .add: return Z3_mk_bvadd(c, x, y)
    case .subtract: return Z3_mk_bvsub(c, x, y)
    case .multiply: return Z3_mk_bvmul(c, x, y)
    case .divide: return Z3_mk_bvudiv(c, x, y)
    case .remainder: return Z3_mk_bvurem(c, x, y)
    case .shiftLeft: return Z3_mk_bvshl(c, x, y)
    case .shiftRight: return Z3_mk_bvlshr(c, x, y)
    case .shiftRightSigned: return Z3_mk_bvashr(c, x, y)
    case .slice:
      let low = UInt32(term.payload)
      return Z3_mk_extract(c, low + UInt32(term.sort.width) - 1, low, x)
    case .join: return Z3_mk_concat(c, x, y)
    case .zeroExtend: return Z3_mk_zero_ext(c, UInt32(term.sort.width - term[0].sort.width), x)
    case .signExtend: return Z3_mk_sign_ext(c, UInt32(term.sort.width - term[0].sort.width), x)
    case .read: return Z3_mk_select(c, x, y)
    case .write: return Z3_mk_store(c, x, y, z)
    case .variable, .literal: return nil
    }
  }
}
