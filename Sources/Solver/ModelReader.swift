import CZ3
import Logic

/// Reads the values of variables out of a Z3 model.
///
/// Elements of an uninterpreted sort become numbers: an element that a literal stands for is that
/// literal, the others get the smallest numbers that no literal uses, from 1 up.
final class ModelReader {
  let context: Z3_context
  let model: Z3_model
  private var numbers: [Int: [Z3_ast: UInt64]] = [:]
  private var taken: [Int: Set<UInt64>] = [:]
  // What the model gives is freed with the next call unless it is held.
  private var held: [Z3_ast] = []

  /// Thrown where a value has no form that is known here, or an uninterpreted sort has more
  /// elements than its width can number.
  struct Unreadable: Error { let what: String }

  init(_ context: Z3_context, _ model: Z3_model, literals: [Int: [UInt64: Z3_ast]]) throws {
    self.context = context
    self.model = model
    for (width, constants) in literals {
      taken[width] = Set(constants.keys)
      for (value, constant) in constants {
        numbers[width, default: [:]][try eval(constant)] = value
      }
    }
  }

  deinit { for ast in held { Z3_dec_ref(context, ast) } }

  func value(_ ast: Z3_ast, _ sort: Sort) throws -> Constant {
    let value = try eval(ast)
    switch sort {
    case .truth: return .word(Z3_get_bool_value(context, value) == Z3_L_TRUE ? 1 : 0)
    case .bits(let width): return .word(try word(value, width))
    case .memory(let address, let width): return .memory(try cells(value, address, width))
    }
  }

  private func eval(_ ast: Z3_ast) throws -> Z3_ast {
    var result: Z3_ast?
    guard Z3_model_eval(context, model, ast, true, &result), let result else {
      throw Unreadable(what: "a variable without a value")
    }
    Z3_inc_ref(context, result)
    held.append(result)
    return result
  }

  private func word(_ ast: Z3_ast, _ width: Int) throws -> UInt64 {
    if Z3_get_ast_kind(context, ast) == Z3_NUMERAL_AST {
      var number: UInt64 = 0
      guard Z3_get_numeral_uint64(context, ast, &number) else {
        throw Unreadable(what: "a number of more than 64 bits")
      }
      return number
    }
    if let number = numbers[width]?[ast] { return number }
    var number: UInt64 = 1
    while taken[width]?.contains(number) == true { number += 1 }
    guard number <= Sort.mask(width) else {
      throw Unreadable(what: "more words than \(width) bits can tell apart")
    }
    taken[width, default: []].insert(number)
    numbers[width, default: [:]][ast] = number
    return number
  }

  private func cells(_ ast: Z3_ast, _ address: Int, _ width: Int) throws -> Cells {
    var writes: [(key: Z3_ast, value: Z3_ast)] = []
    var array = ast
    while true {
      if Z3_is_as_array(context, array) {
        return try cells(function: array, writes, address, width)
      }
      guard Z3_get_ast_kind(context, array) == Z3_APP_AST, let app = Z3_to_app(context, array)
      else { break }
      switch Z3_get_decl_kind(context, Z3_get_app_decl(context, app)) {
      case Z3_OP_STORE:
        writes.append((Z3_get_app_arg(context, app, 1), Z3_get_app_arg(context, app, 2)))
        array = Z3_get_app_arg(context, app, 0)
        continue
      case Z3_OP_CONST_ARRAY:
        var cells = Cells(background: try word(Z3_get_app_arg(context, app, 0), width))
        try fill(&cells, writes, address, width)
        return cells
      default: break
      }
      break
    }
    throw Unreadable(what: "an array: \(String(cString: Z3_ast_to_string(context, array)))")
  }

  private func cells(
    function ast: Z3_ast, _ writes: [(key: Z3_ast, value: Z3_ast)], _ address: Int, _ width: Int
  ) throws -> Cells {
    let decl = Z3_get_as_array_func_decl(context, ast)
    guard let interp = Z3_model_get_func_interp(context, model, decl) else { return Cells() }
    Z3_func_interp_inc_ref(context, interp)
    defer { Z3_func_interp_dec_ref(context, interp) }
    let background = Z3_func_interp_get_else(context, interp)!
    var cells = Cells(background: try word(background, width))
    for index in 0..<Z3_func_interp_get_num_entries(context, interp) {
      let entry = Z3_func_interp_get_entry(context, interp, index)!
      Z3_func_entry_inc_ref(context, entry)
      defer { Z3_func_entry_dec_ref(context, entry) }
      let key = try word(Z3_func_entry_get_arg(context, entry, 0), address)
      cells[key] = try word(Z3_func_entry_get_value(context, entry), width)
    }
    try fill(&cells, writes, address, width)
    return cells
  }

  private func fill(
    _ cells: inout Cells, _ writes: [(key: Z3_ast, value: Z3_ast)], _ address: Int, _ width: Int
  ) throws {
    for (key, value) in writes.reversed() {
      cells[try word(key, address)] = try word(value, width)
    }
  }
}
