import Models

/// A register map in CMSIS-SVD, the XML form in which makers of devices describe registers.
///
/// Read: peripherals, clusters, registers and fields with `access`, `readAction`,
/// `modifiedWriteValues`, `size`, `dim`, and `derivedFrom` on each, by name or path. A row is named by
/// peripheral, register and field. Registers may share an address where one is only read and the
/// other only written, or where one names the other as its `alternateRegister` or is of an
/// `alternateGroup`. SVD knows nothing of table 1's functions, so that every row is a hole until a
/// table gives it a class.
public struct SVDMap {
  /// What an element hands down to those in it.
  struct Inherited {
    var size = 32
    var access: String?
    var writes: String?
    var reads: String?
  }

  static let inferred =
    "effects inferred from access, readAction and modifiedWriteValues only; SVD knows no functions, "
    + "so that --table FILE must give rows their classes"

  let file: String
  let derivation: Derivation
  var rows: [Overlaps.Row] = []

  /// - Parameter file: how errors name the text
  public static func map(_ text: String, file: String) throws(MapError) -> RegisterMap {
    let device = try XMLTree.root(text, file: file)
    guard device.name == "device" else {
      throw MapError(
        file, device.line, found: "<\(device.name)>", expected: "<device>, as CMSIS-SVD has it")
    }
    guard let peripherals = device.child("peripherals") else {
      throw MapError(file, device.line, found: "no <peripherals>", expected: "peripherals")
    }
    let derivation = Derivation(file: file, peripherals: peripherals)
    var map = SVDMap(file: file, derivation: derivation)
    let top = try map.inherited(device, Inherited())
    for peripheral in peripherals.children where peripheral.name == "peripheral" {
      try map.add(peripheral: peripheral, of: peripherals, top)
    }
    guard !map.rows.isEmpty else {
      throw MapError(file, peripherals.line, found: "no <register>", expected: "registers")
    }
    try Overlaps.check(map.rows, file: file)
    return RegisterMap(file, device.value("name") ?? file, map.rows.map(\.field), note: inferred)
  }

  private mutating func add(
    peripheral: XMLElement, of all: XMLElement, _ top: Inherited
  ) throws(MapError) {
    let chain = try derivation.chain(peripheral, in: all)
    let base = try distance(chain, "baseAddress")
    let inherited = try inherited(chain, top)
    for (name, step) in try Dimension(chain, self).elements(named: try text(chain, "name")) {
      let place = Place(
        card: name, path: "\(name).", base: base + step, peripheral: peripheral, open: [])
      for registers in chain.compactMap({ $0.child("registers") }) {
        try add(registersOf: registers, at: place, inherited)
      }
    }
  }

  /// Where a group of registers lies.
  struct Place {
    let card: String
    /// What the names of its registers begin with.
    let path: String
    let base: UInt64
    let peripheral: XMLElement
    /// The clusters around it.
    let open: [XMLElement]

    func at(_ path: String, _ base: UInt64, in cluster: XMLElement? = nil) -> Place {
      Place(
        card: card, path: path, base: base, peripheral: peripheral,
        open: open + (cluster.map { [$0] } ?? []))
    }
  }

  private mutating func add(
    registersOf group: XMLElement, at place: Place, _ inherited: Inherited
  ) throws(MapError) {
    for element in group.children where element.name == "register" || element.name == "cluster" {
      let chain = try derivation.chain(
        element, in: group, of: place.peripheral, open: place.open)
      let inner = try self.inherited(chain, inherited)
      let offset = try distance(chain, "addressOffset")
      for (name, step) in try Dimension(chain, self).elements(named: try text(chain, "name")) {
        let base = place.base + offset + step
        if element.name == "cluster" {
          for part in chain {
            let below = place.at("\(place.path)\(name).", base, in: part)
            try add(registersOf: part, at: below, inner)
          }
        } else {
          try add(register: chain, in: group, at: place.at(place.path + name, base), inner)
        }
      }
    }
  }

  private mutating func add(
    register chain: [XMLElement], in group: XMLElement, at place: Place, _ inherited: Inherited
  ) throws(MapError) {
    let view = try alternative(chain, in: group)
    let end = place.base + UInt64(inherited.size / 8)
    guard end <= Space.memory.size else {
      throw MapError(
        file, chain[0].line, found: "address 0x\(String(place.base, radix: 16))",
        expected: "an address below 0x100000000")
    }
    let all = chain.lazy.compactMap { $0.child("fields") }
    guard let fields = all.first(where: { $0.child("field") != nil }) else {
      let bits = FieldBits("\(inherited.size - 1):0")!
      let row = field(place, place.path, bits, inherited, chain)
      return rows.append(Overlaps.Row(field: row, line: chain[0].line, view: view))
    }
    for element in fields.children where element.name == "field" {
      let own = try derivation.chain(element, in: fields, of: place.peripheral)
      let inner = try self.inherited(own, inherited)
      let range = try BitRange(own, self)
      for (name, step) in try Dimension(own, self).elements(named: try text(own, "name")) {
        let (low, high) = (range.low + Int(step), range.high + Int(step))
        guard high < inherited.size, let bits = FieldBits("\(high):\(low)") else {
          throw MapError(
            file, element.line, found: "bits \(high):\(low)",
            expected: "bits of a register \(inherited.size) bits wide")
        }
        let row = field(place, "\(place.path).\(name)", bits, inner, own)
        rows.append(Overlaps.Row(field: row, line: element.line, view: view))
      }
    }
  }

  /// What tells the register from others at its address: that it is another form of one.
  private func alternative(
    _ chain: [XMLElement], in group: XMLElement
  ) throws(MapError) -> String {
    if let other = chain[0].value("alternateRegister") {
      guard group.children.contains(where: { $0.value("name") == other && $0 !== chain[0] }) else {
        throw error(chain, "alternateRegister", "the name of a register beside it")
      }
      return "register \(chain[0].value("name") ?? "")"
    }
    return chain[0].value("alternateGroup").map { "group \($0)" } ?? ""
  }

  private func field(
    _ place: Place, _ name: String, _ bits: FieldBits, _ rules: Inherited, _ chain: [XMLElement]
  ) -> RegisterField {
    let kinds = AccessRules(rules)
    let source = chain.lazy.compactMap { $0.value("description") }.first ?? "CMSIS-SVD"
    return RegisterField(
      card: place.card, space: .memory, offset: Offset(place.base), width: rules.size, name: name,
      bits: bits, access: kinds.access, function: nil, reading: kinds.reading,
      writing: kinds.writing, source: source, basis: .document, isVolatile: true)
  }
}
