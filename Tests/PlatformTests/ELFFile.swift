/// Builds a multiboot ELF32 file with one segment, field by field, each open to damage.
struct ELFFile {
  var elfClass: UInt8 = 1
  var encoding: UInt8 = 1
  var type = 2
  var machine = 3
  var address = 0x10_0000
  var virtualAddress = 0x10_0000
  var entry = 0x10_000C
  var flags = 0x0000_0002
  var checksumError = 0
  var code: [UInt8] = [0xFA, 0xF4]
  var extraMemory = 0
  /// Name and value of a symbol.
  var symbol: (name: String, value: Int)?

  private static let headers = 52 + 32

  private func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private var content: [UInt8] {
    let checksum = -(0x1BAD_B002 + flags) + checksumError
    return little(0x1BAD_B002, 4) + little(flags, 4) + little(checksum, 4) + code
  }

  var bytes: [UInt8] {
    let body = content
    let table = Self.headers + body.count
    var file: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, elfClass, encoding, 1] + little(0, 9)
    file += little(type, 2) + little(machine, 2) + little(1, 4) + little(entry, 4)
    file += little(52, 4) + little(symbol == nil ? 0 : table, 4) + little(0, 4)
    file += little(52, 2) + little(32, 2) + little(1, 2) + little(40, 2)
    file += little(symbol == nil ? 0 : 2, 2) + little(0, 2)
    file += little(1, 4) + little(Self.headers, 4) + little(virtualAddress, 4)
    file += little(address, 4) + little(body.count, 4) + little(body.count + extraMemory, 4)
    file += little(7, 4) + little(4096, 4) + body
    if let symbol { file += symbols(symbol, at: table) }
    return file
  }

  /// Two section headers (symbols, strings), a symbol table with one named symbol, the strings.
  private func symbols(_ symbol: (name: String, value: Int), at table: Int) -> [UInt8] {
    let names = [0] + Array(symbol.name.utf8) + [0]
    let (symbolsAt, stringsAt) = (table + 80, table + 80 + 32)
    func section(_ type: Int, _ offset: Int, _ size: Int, link: Int) -> [UInt8] {
      [0, type, 0, 0, offset, size, link, 0, 4, 16].flatMap { little($0, 4) }
    }
    let null = Array(repeating: UInt8(0), count: 16)
    let named = little(1, 4) + little(symbol.value, 4) + little(0, 4) + little(0x1_0000, 4)
    return section(2, symbolsAt, 32, link: 1) + section(3, stringsAt, names.count, link: 0) + null
      + named + names
  }
}
