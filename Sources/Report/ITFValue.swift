import Logic

/// A value inside an ITF file, with the way to it for errors.
struct ITFValue {
  /// Plain JSON.
  indirect enum Content: Decodable {
    case null
    case truth(Bool)
    case number(UInt64)
    case string(String)
    case array([Content])
    case object([String: Content])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .null
      } else if let truth = try? container.decode(Bool.self) {
        self = .truth(truth)
      } else if let number = try? container.decode(UInt64.self) {
        self = .number(number)
      } else if let string = try? container.decode(String.self) {
        self = .string(string)
      } else if let array = try? container.decode([Content].self) {
        self = .array(array)
      } else {
        self = .object(try container.decode([String: Content].self))
      }
    }
  }

  let file: String
  let path: String
  let content: Content

  init(_ file: String, _ path: String, _ content: Content) {
    self.file = file
    self.path = path
    self.content = content
  }

  func error(_ expected: String) -> BadInput {
    BadInput(file: file, "\(path): expected \(expected)")
  }

  var isNull: Bool { if case .null = content { true } else { false } }

  subscript(key: String) -> ITFValue {
    get throws(BadInput) {
      guard case .object(let fields) = content else { throw error("an object") }
      guard let value = fields[key] else { throw error("a field “\(key)”") }
      return ITFValue(file, "\(path), “\(key)”", value)
    }
  }

  /// A field that may be left out.
  func field(_ key: String) throws(BadInput) -> ITFValue? {
    guard case .object(let fields) = content else { throw error("an object") }
    return fields[key] == nil ? nil : try self[key]
  }

  func items() throws(BadInput) -> [ITFValue] {
    guard case .array(let items) = content else { throw error("an array") }
    return items.enumerated().map { ITFValue(file, "\(path), item \($0)", $1) }
  }

  func string() throws(BadInput) -> String {
    guard case .string(let string) = content else { throw error("a string") }
    return string
  }

  func truth() throws(BadInput) -> Bool {
    guard case .truth(let truth) = content else { throw error("true or false") }
    return truth
  }

  /// A number, plain or as `{"#bigint": "…"}`.
  func number() throws(BadInput) -> UInt64 {
    if case .number(let number) = content { return number }
    if case .object = content, let number = UInt64(try self["#bigint"].string()) { return number }
    throw error("a number from 0 to 2^64 - 1")
  }

  /// The value of a leaf.
  func constant(_ name: LeafName) throws(BadInput) -> Constant {
    switch name.sort {
    case .truth: return .word(try truth() ? 1 : 0)
    case .bits(let width):
      guard let cases = name.cases, case .string(let string) = content else {
        return .word(try word(width))
      }
      guard let number = cases.firstIndex(of: string) else {
        throw error("one of \(cases.joined(separator: ", "))")
      }
      return .word(UInt64(number))
    case .memory(let address, let width): return .memory(try cells(address, width))
    }
  }

  private func word(_ width: Int) throws(BadInput) -> UInt64 {
    let number = try number()
    guard number <= Sort.mask(width) else { throw error("a number of \(width) bits") }
    return number
  }

  private func cells(_ address: Int, _ width: Int) throws(BadInput) -> Cells {
    var cells = Cells(background: try self["background"].word(width))
    for pair in try self["cells"]["#map"].items() {
      let sides = try pair.items()
      guard sides.count == 2 else { throw pair.error("a pair of address and word") }
      cells[try sides[0].word(address)] = try sides[1].word(width)
    }
    return cells
  }
}
