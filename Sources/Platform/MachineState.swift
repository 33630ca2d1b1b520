import Foundation
import Logic
import Processor
import Yams

/// The state of a machine between two instructions as a JSON file.
///
/// Numbers are strings of hexadecimal digits after `0x`. All parts and all names in them may be
/// left out of a file that is read: what it does not name stays as the image leaves it. A file that
/// names its processor is read for that one alone.
///
/// ```json
/// {
///   "cpu": "pentium-iii",
///   "devices": { "interrupts.master.mask": "0xff", … },
///   "memory": { "0x00001000": "8ec0…", … },
///   "processor": { "cr0": "0x60000010", "eax": "0x00000000", "es.selector": "0x0000", … },
///   "time": "0x0000000000000012",
///   "tlb": [ { "frame": "0x00101", "page": "0x00101", "rights": "0x066" }, … ]
/// }
/// ```
///
/// Memory holds rows of 32 bytes, two digits each, by physical address. A dump leaves out rows of
/// zeros where the image put nothing, and ROM, so it is read again with the same image.
struct MachineState: Encodable {
  struct Translation: Encodable {
    var page: String
    var frame: String
    var rights: String
  }

  var cpu: String
  var time: String
  var processor: [String: String]
  var tlb: [Translation]
  var devices: [String: String]
  var memory: [String: String]
}

/// What `verify run --json` says at the end.
private struct RunReport: Encodable {
  var end: String
  var exitCode: Int32
  /// Time asleep included, and what was before a state that the run started from.
  var instructions: UInt64
  var state: MachineState
}

// MARK: - Dump

extension Machine {
  /// The state as JSON, with sorted names.
  public func dump() -> String { text(state) + "\n" }

  /// How a run ended, with the state, as JSON.
  func report(_ end: End) -> String {
    text(RunReport(end: end.text, exitCode: end.exitCode, instructions: time, state: state))
  }

  private func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else {
      preconditionFailure("strings and numbers can be written as JSON")
    }
    return String(decoding: data, as: UTF8.self)
  }

  private var state: MachineState {
    MachineState(
      cpu: processor.generation.name, time: hex(time, digits: 16),
      processor: ProcessorRecord(processor).texts(), tlb: translations,
      devices: silent(devices).texts(), memory: memoryRows)
  }

  /// What was written to the debug port is no state of a device.
  private func silent(_ devices: Devices) -> Devices {
    var devices = devices
    devices.debugOutput = []
    return devices
  }

  private var translations: [MachineState.Translation] {
    processor.tlb.translations.map {
      MachineState.Translation(
        page: hex($0.page, digits: 5), frame: hex($0.frame, digits: 5),
        rights: hex($0.rights, digits: 3))
    }
  }

  private var memoryRows: [String: String] {
    var rows: [String: String] = [:]
    for frame in processor.memory.framesInUse where !MemoryMap.hole.contains(Int(frame) << 12) {
      let bytes = processor.memory.bytes(ofFrame: frame)
      let isLoaded = loadedFrames.contains(frame)
      for row in stride(from: 0, to: 4096, by: 32) {
        let content = bytes[row..<row + 32]
        guard isLoaded || content.contains(where: { $0 != 0 }) else { continue }
        rows[hex(frame << 12 + UInt32(row), digits: 8)] = hexBytes(content)
      }
    }
    return rows
  }
}

extension PhysicalMemory {
  func bytes(ofFrame frame: UInt32) -> [UInt8] {
    (0..<1024).flatMap { index -> [UInt8] in
      let word: Bits<32> = self[frame << 12 + UInt32(4 * index)]
      guard let known = word.known else { preconditionFailure("memory that is not known") }
      return (0..<4).map { UInt8(truncatingIfNeeded: known >> UInt64(8 * $0)) }
    }
  }
}

// MARK: - Restore

extension Machine {
  /// Takes over the state in a file's text.
  public mutating func restore(_ text: String, file: String) throws(InputError) {
    let yaml = YAMLReader(file: file, language: "JSON")
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw InputError(file, .whole, found: "an empty file", expected: "a state as JSON")
    }
    try checkJSON(text, file)
    guard let root = try yaml.compose(text) else { return }
    let parts = try yaml.entries(
      root, ["cpu", "time", "processor", "tlb", "devices", "memory"], "a state: an object")
    if let node = parts["cpu"], node.scalar?.string != processor.generation.name {
      throw yaml.error(node, expected: "'\(processor.generation.name)', the processor of this run")
    }
    if let node = parts["time"] { time = try yaml.time(node) }
    if let node = parts["processor"] {
      let record = try yaml.value(node, ProcessorRecord(processor), "processor")
      if let (name, expected) = record.objection(processor.generation) {
        throw yaml.error(node.mapping?[Node(name)] ?? node, expected: expected)
      }
      record.apply(to: &processor)
    }
    if let node = parts["tlb"] { try restoreTLB(yaml, node) }
    if let node = parts["devices"] { devices = try yaml.value(node, silent(devices), "devices") }
    if let node = parts["memory"] { try restoreMemory(yaml, node) }
    events.skip(to: time)
  }

  /// The reader of YAML, which knows the lines of what it reads, takes more than JSON.
  private func checkJSON(_ text: String, _ file: String) throws(InputError) {
    do { _ = try JSONSerialization.jsonObject(with: Data(text.utf8)) } catch {
      let problem = (error as NSError).userInfo["NSDebugDescription"] as? String ?? "\(error)"
      // The problem ends with a number of bytes, unless the text is cut off.
      let place = problem.firstMatch(of: /\ around character (\d+)\.?$/)
      let read = text.utf8.prefix(place.flatMap { Int($0.1) } ?? text.utf8.count)
      let line = 1 + read.count { $0 == UInt8(ascii: "\n") }
      let found = place.map { String(problem[..<$0.range.lowerBound]) } ?? problem
      throw InputError(
        file, .line(line), found: "a mistake (\(found))", expected: "well-formed JSON")
    }
  }

  private mutating func restoreTLB(_ yaml: YAMLReader, _ node: Node) throws(InputError) {
    processor.tlb.flush(keepingGlobal: false)
    for row in try yaml.list(node, "a list of translations") {
      let names = ["page", "frame", "rights"]
      let entries = try yaml.entries(row, Set(names), "a translation: an object")
      var numbers: [UInt32] = []
      for name in names {
        guard let value = entries[name] else {
          throw yaml.error(row, "no '\(name)'", expected: "page, frame and rights")
        }
        numbers.append(UInt32(try yaml.hexNumber(value, bits: name == "rights" ? 12 : 20)))
      }
      processor.tlb.fill(
        TLB.Entry(page: numbers[0], frame: numbers[1], rights: numbers[2]))
    }
  }

  private mutating func restoreMemory(_ yaml: YAMLReader, _ node: Node) throws(InputError) {
    guard let mapping = node.mapping else {
      throw yaml.error(node, expected: "bytes by address: an object")
    }
    let map = MemoryMap(mebibytes: processor.memory.size >> 20)
    for (key, value) in mapping {
      guard let address = parseHex(key.string ?? "") else {
        throw yaml.error(key, expected: "an address: 0x and a number")
      }
      guard let bytes = parseBytes(value.scalar?.string ?? "-") else {
        throw yaml.error(value, expected: "bytes of two hexadecimal digits")
      }
      guard address < 1 << 32, map.isRAM(Int(address), bytes.count) else {
        throw yaml.error(key, expected: "bytes that lie in memory: \(map)")
      }
      processor.memory.load(bytes, at: UInt32(address))
    }
  }
}

extension YAMLReader {
  /// A time: the run goes on for as long again and does not come round to 0.
  fileprivate func time(_ node: Node) throws(InputError) -> UInt64 {
    let last = Schedule.lastTime
    guard let value = parseHex(node.scalar?.string ?? ""), value <= last else {
      throw error(node, expected: "0x and a number of instructions up to \(hex(last))")
    }
    return value
  }

  /// The number after 0x.
  func hexNumber(_ node: Node, bits: Int) throws(InputError) -> UInt64 {
    guard let value = parseHex(node.scalar?.string ?? ""), value <= Sort.mask(bits) else {
      throw error(node, expected: "0x and a number of at most \(bits) bits")
    }
    return value
  }

  /// A value with the leaves that an object names replaced.
  func value<V: Value>(_ node: Node, _ value: V, _ what: String) throws(InputError) -> V {
    let names = value.names("").map(\.path)
    guard let mapping = node.mapping else { throw error(node, expected: "\(what): an object") }
    for (key, _) in mapping where !names.contains(key.string ?? "") {
      throw error(key, expected: "the name of a part of \(what), such as '\(names[0])'")
    }
    let given = try entries(node, Set(names), what)
    return try value.replacing { name throws(InputError) in
      guard let node = given[name.path] else { return nil }
      guard let leaf = Leaf(node.scalar?.string ?? "", name) else {
        throw error(node, expected: Leaf.form(name))
      }
      return leaf
    }
  }
}
