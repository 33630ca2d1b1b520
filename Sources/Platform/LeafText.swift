import Logic

// Known values as text, leaf by leaf: `0x` and hexadecimal digits for a word, `true` or `false`,
// the name of a case, and two digits a byte for a memory of bytes.
extension Value {
  /// The leaves by the names of the fields, joined by dots; all of them must be known.
  func texts() -> [String: String] {
    let rows = zip(names(""), leaves).map { name, leaf in (name.path, leaf.text(name)) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// The value with the leaves that `texts` names replaced; the others stay.
  ///
  /// - Parameter read: the leaf that stands at a path, or nil where none is given
  func replacing(_ read: (LeafName) throws(InputError) -> Leaf?) throws(InputError) -> Self {
    var all = leaves
    for (index, name) in names("").enumerated() {
      if let leaf = try read(name) { all[index] = leaf }
    }
    return replacingLeaves(all)
  }
}

extension Leaf {
  func text(_ name: LeafName) -> String {
    guard let known else { preconditionFailure("\(name.path) is not known") }
    switch sort {
    case .truth: return known.word == 1 ? "true" : "false"
    case .memory(let address, _):
      return hexBytes((0..<1 << UInt64(address)).map { UInt8(known.cells[$0]) })
    case .bits(let width):
      return name.cases?[Int(known.word)] ?? hex(known.word, digits: (width + 3) / 4)
    }
  }

  /// The leaf that a text stands for, or nil where it is none of this sort.
  init?(_ text: String, _ name: LeafName) {
    switch name.sort {
    case .truth:
      guard text == "true" || text == "false" else { return nil }
      self.init(.word(text == "true" ? 1 : 0), .truth)
    case .memory(let address, _):
      guard let bytes = parseBytes(text), bytes.count == 1 << address else { return nil }
      var cells = Cells()
      for (index, byte) in bytes.enumerated() { cells[UInt64(index)] = UInt64(byte) }
      self.init(.memory(cells), name.sort)
    case .bits:
      let word = name.cases?.firstIndex(of: text).map { UInt64($0) } ?? parseHex(text)
      guard let word, word <= name.sort.mask, name.cases == nil || word < name.cases!.count
      else { return nil }
      self.init(.word(word), name.sort)
    }
  }

  /// What a text of this name must be.
  static func form(_ name: LeafName) -> String {
    if let cases = name.cases { return "one of \(cases.joined(separator: ", "))" }
    return switch name.sort {
    case .truth: "true or false"
    case .bits(let width): "0x and a number of at most \(width) bits"
    case .memory(let address, _): "\(1 << address) bytes of two digits"
    }
  }
}

/// The number after 0x, nil where the text is none.
func parseHex(_ text: String) -> UInt64? {
  guard text.hasPrefix("0x"), text.utf8.dropFirst(2).allSatisfy({ $0 != UInt8(ascii: "+") })
  else { return nil }
  return UInt64(text.dropFirst(2), radix: 16)
}

/// Two hexadecimal digits a byte.
func hexBytes(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  return String(decoding: text, as: UTF8.self)
}

/// The bytes of two hexadecimal digits each, nil where the text is something else.
func parseBytes(_ text: String) -> [UInt8]? {
  let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
  guard digits.count % 2 == 0, !digits.contains(nil) else { return nil }
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0]! << 4 | digits[$0 + 1]!) }
}
