import Models

// The values inside elements of an SVD file, each with its own rules.

extension SVDMap {
  /// What holds in an element, given what holds around it.
  func inherited(_ element: XMLElement, _ outer: Inherited) throws(MapError) -> Inherited {
    try inherited([element], outer)
  }

  func inherited(_ chain: [XMLElement], _ outer: Inherited) throws(MapError) -> Inherited {
    var inner = outer
    if let size = try number(chain, "size") {
      guard [8, 16, 32, 64].contains(size) else {
        throw error(chain, "size", "8, 16, 32 or 64")
      }
      inner.size = Int(size)
    }
    inner.access = try word(chain, "access", AccessRules.accesses) ?? outer.access
    inner.writes = try word(chain, "modifiedWriteValues", AccessRules.writes) ?? outer.writes
    inner.reads = try word(chain, "readAction", AccessRules.reads) ?? outer.reads
    return inner
  }

  /// The text of the first element of a chain that has it.
  func text(_ chain: [XMLElement], _ name: String) throws(MapError) -> String {
    if let text = chain.lazy.compactMap({ $0.value(name) }).first, !text.isEmpty { return text }
    throw MapError(
      file, chain[0].line, found: "<\(chain[0].name)> without <\(name)>",
      expected: "a <\(name)> in it")
  }

  func number(_ chain: [XMLElement], _ name: String) throws(MapError) -> UInt64? {
    guard let text = chain.lazy.compactMap({ $0.value(name) }).first else { return nil }
    if let number = Self.number(text) { return number }
    throw error(chain, name, "a number, as in 32, 0x20 or #100000")
  }

  /// A distance or an address: such that sums of them can't overflow.
  func distance(_ chain: [XMLElement], _ name: String) throws(MapError) -> UInt64 {
    let number = try number(chain, name) ?? 0
    guard number < Space.memory.size else { throw error(chain, name, "less than 0x100000000") }
    return number
  }

  static func number(_ text: String) -> UInt64? {
    let text = text.lowercased().drop { $0 == "+" }
    if text.hasPrefix("0x") { return UInt64(text.dropFirst(2), radix: 16) }
    if text.hasPrefix("#") { return UInt64(text.dropFirst(), radix: 2) }
    return UInt64(text)
  }

  private func word(
    _ chain: [XMLElement], _ name: String, _ known: [String]
  ) throws(MapError) -> String? {
    guard let text = chain.lazy.compactMap({ $0.value(name) }).first else { return nil }
    if known.contains(text) { return text }
    throw error(chain, name, "one of \(known.joined(separator: ", "))")
  }

  func error(_ chain: [XMLElement], _ name: String, _ expected: String) -> MapError {
    let element = chain.lazy.compactMap { $0.child(name) }.first
    return MapError(
      file, element?.line ?? chain[0].line,
      found: "<\(name)> “\(element?.text ?? "")”", expected: expected)
  }
}

/// The elements of an array: `dim` of them, `dimIncrement` apart, named by `dimIndex`.
struct Dimension {
  private let names: [String]?
  private let step: UInt64

  init(_ chain: [XMLElement], _ map: SVDMap) throws(MapError) {
    guard let count = try map.number(chain, "dim") else {
      (names, step) = (nil, 0)
      return
    }
    guard 1...0x1_0000 ~= count else { throw map.error(chain, "dim", "from 1 to 65536") }
    step = try map.distance(chain, "dimIncrement")
    let list = chain.lazy.compactMap { $0.value("dimIndex") }.first
    let names = list.map { Self.names($0) } ?? (0..<count).map { "\($0)" }
    guard names.count == Int(count) else {
      throw map.error(chain, "dimIndex", "\(count) names, as <dim> has it")
    }
    self.names = names
  }

  /// "0-3", "A-D" or "A,B,C"; none where it is no such list, or has more than an array can have.
  private static func names(_ list: String) -> [String] {
    if list.contains(",") {
      return list.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
    }
    let ends = list.split(separator: "-").map(String.init)
    guard ends.count == 2 else { return [list] }
    if let low = Int(ends[0]), let high = Int(ends[1]), low >= 0, high >= 0 {
      return low <= high && high - low < 0x1_0000 ? (low...high).map { "\($0)" } : []
    }
    guard let low = ends[0].unicodeScalars.first, let high = ends[1].unicodeScalars.first,
      low.value <= high.value
    else { return [] }
    return (low.value...high.value).compactMap { UnicodeScalar($0).map { String($0) } }
  }

  /// The names with the distance of each from the first.
  func elements(named name: String) -> [(name: String, step: UInt64)] {
    guard let names else { return [(name, 0)] }
    return names.enumerated().map { index, mark in
      (name.replacing("%s", with: mark), UInt64(index) * step)
    }
  }
}

/// The lowest and highest bit of a field, in any of the three ways to write them.
struct BitRange {
  let low: Int
  let high: Int

  init(_ chain: [XMLElement], _ map: SVDMap) throws(MapError) {
    if let offset = try map.number(chain, "bitOffset") {
      let width = try map.number(chain, "bitWidth") ?? 1
      guard offset < 64, 1...64 ~= width else {
        throw map.error(chain, "bitOffset", "bits of a register")
      }
      (low, high) = (Int(offset), Int(offset + width) - 1)
    } else if let lsb = try map.number(chain, "lsb"), let msb = try map.number(chain, "msb") {
      guard lsb <= msb, msb < 64 else { throw map.error(chain, "msb", "no bit below <lsb>") }
      (low, high) = (Int(lsb), Int(msb))
    } else if let text = chain.lazy.compactMap({ $0.value("bitRange") }).first {
      let ends = text.filter { !"[] ".contains($0) }.split(separator: ":").compactMap { Int($0) }
      guard ends.count == 2, 0 <= ends[1], ends[1] <= ends[0], ends[0] < 64 else {
        throw map.error(chain, "bitRange", "two bits, as in [7:4]")
      }
      (low, high) = (ends[1], ends[0])
    } else {
      throw MapError(
        map.file, chain[0].line, found: "<field> without bits",
        expected: "<bitOffset>, <lsb> and <msb>, or <bitRange>")
    }
  }
}

/// What an SVD file says of accesses, in the terms of the maps.
struct AccessRules {
  static let accesses = ["read-only", "write-only", "read-write", "writeOnce", "read-writeOnce"]
  static let reads = ["clear", "set", "modify", "modifyExternal"]
  static let writes = [
    "oneToClear", "oneToSet", "oneToToggle", "zeroToClear", "zeroToSet", "zeroToToggle", "clear",
    "set", "modify",
  ]

  let access: Access
  let reading: ReadEffect
  let writing: WriteEffect

  init(_ rules: SVDMap.Inherited) {
    let isReadOnly = rules.access == "read-only"
    let isWriteOnly = rules.access == "write-only" || rules.access == "writeOnce"
    switch rules.reads {
    case "clear": reading = .clears("readAction clear")
    case .some(let action): reading = ReadEffect(.changes, "readAction \(action)")
    case nil: reading = .nothing
    }
    guard !isReadOnly else {
      access = rules.reads == nil ? .readOnly : .readToClear
      writing = .nothing
      return
    }
    let text = rules.writes.map { "modifiedWriteValues \($0)" } ?? "stores the value"
    switch rules.writes {
    case "oneToClear":
      access = rules.reads == "clear" ? .readOrOnesClear : .onesClear
      writing = WriteEffect(.clearsOnes, text)
    case "oneToSet":
      access = .onesSet
      writing = WriteEffect(.setsOnes, text)
    case "clear":
      access = .anyWriteZeroes
      writing = WriteEffect(.zeroes, text)
    case nil, "modify":
      access = isWriteOnly ? .writeOnly : rules.reads == nil ? .readWrite : .readToClear
      writing = WriteEffect(isWriteOnly ? .command : .stores, text)
    default:
      access = isWriteOnly ? .writeOnly : .mixed
      writing = WriteEffect(.changes, text)
    }
  }
}
