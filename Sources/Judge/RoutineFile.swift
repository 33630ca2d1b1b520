import Models
import Platform
import Processor
import Yams

extension LayoutFile {
  /// A reader's routine: an ELF32 relocatable file or a flat binary, with what the layout file's
  /// `routine` says of it.
  public func routine(_ bytes: [UInt8], file: String) throws(InputError) -> Routine {
    guard let node = root["routine"] else {
      throw InputError(
        reader.file, .whole, found: "no “routine”", expected: "what the file \(file) is to be")
    }
    return try RoutineParser(self, node, bytes, file: file).routine()
  }

  /// The items of a save set: a YAML list of names.
  public static func saveSet(
    _ text: String, file: String, _ generation: ProcessorGeneration
  ) throws(InputError) -> [Item] {
    let reader = YAMLReader(file: file)
    guard let node = try reader.compose(text) else {
      throw InputError(file, .whole, found: "nothing", expected: "a list of items")
    }
    var items: [Item] = []
    for entry in try reader.list(node, "a list of items") {
      items.append(try RoutineParser.item(entry, reader, generation))
    }
    return items
  }
}

/// Reads the `routine` of a layout file.
struct RoutineParser {
  let file: LayoutFile
  let node: Node
  let entries: [String: Node]
  let labels: [String: UInt32]
  let sections: [Routine.Section]
  let name: String

  var reader: YAMLReader { file.reader }
  var layout: Layout { file.layout }

  init(_ file: LayoutFile, _ node: Node, _ bytes: [UInt8], file name: String) throws(InputError) {
    self.file = file
    self.node = node
    self.name = name
    let names: Set<String> = [
      "base", "entries", "ends", "save-areas", "slots", "scratch", "gates", "tasks", "assume",
    ]
    entries = try file.reader.entries(node, names, "a routine")
    let parser = LayoutParser(reader: file.reader)
    let base =
      entries["base"] == nil ? file.layout.region.linear : try parser.address(entries, "base", node)
    guard !bytes.isEmpty else {
      throw InputError(name, .whole, found: "an empty file", expected: "code")
    }
    if ObjectFile.isELF(bytes) {
      let limit = UInt64(file.layout.region.linear) + UInt64(file.layout.region.size)
      guard file.layout.region.contains(base) else {
        throw file.reader.error(
          entries["base"] ?? node, hex(base), expected: "a base inside the switch region")
      }
      let room = UInt32(limit - UInt64(base))
      let object = try ObjectFile(bytes, file: name, base: base, room: room)
      labels = object.labels
      sections = object.contents
    } else {
      if bytes.allSatisfy({ (9...13).contains($0) || (32...126).contains($0) }) {
        throw InputError(
          name, .whole, found: "text",
          expected: "code: an ELF32 relocatable file (as --32, nasm -f elf32) or a flat binary")
      }
      labels = [:]
      sections = [Routine.Section(linear: base, bytes: bytes)]
    }
    for section in sections {
      let end = UInt64(section.linear) + UInt64(section.bytes.count)
      let limit = UInt64(layout.region.linear) + UInt64(layout.region.size)
      guard section.linear >= layout.region.linear, end <= limit else {
        throw InputError(
          name, .whole, found: "code or data from \(hex(section.linear)) to \(hex(end))",
          expected: "all inside the switch region, \(hex(layout.region.linear)) to \(hex(limit))")
      }
    }
  }

  func routine() throws(InputError) -> Routine {
    let hasTaskGates = try hasTaskGates()
    let tasks = try tasks()
    if hasTaskGates, tasks.isEmpty {
      throw reader.error(entries["gates"]!, "task gates and no “tasks”", expected: "“tasks”")
    }
    let entry = hasTaskGates ? try taskEntries(tasks) : try pair("entries")
    let ends = entries["ends"] == nil ? nil : try pair("ends")
    let placed = (try slots(.os1), try slots(.os2))
    try checkOverlap(placed.0 + placed.1)
    let slots = (placed.0.map(\.slot), placed.1.map(\.slot))
    let layout = self.layout
    var routine = Routine(
      name, sections: sections, entry: { os, _ in os == .os1 ? entry.os1 : entry.os2 },
      end: { os, line in
        guard let ends else { return layout[os].routine(line) }
        return os == .os1 ? ends.os1 : ends.os2
      },
      slots: { os in os == .os1 ? slots.0 : slots.1 }, scratch: try scratch(), labels: labels)
    routine.tasks = tasks
    routine.hasTaskGates = hasTaskGates
    routine.assumes = try assumptions(hasTaskGates)
    return routine
  }

  // MARK: Addresses

  private func pair(_ name: String) throws(InputError) -> (os1: UInt32, os2: UInt32) {
    let node = try LayoutParser(reader: reader).required(entries, name, node)
    return try pair(node)
  }

  private func pair(_ node: Node) throws(InputError) -> (os1: UInt32, os2: UInt32) {
    let both = try reader.entries(node, ["os1", "os2"], "os1 and os2")
    guard let first = both["os1"], let second = both["os2"] else {
      throw reader.error(node, expected: "os1 and os2")
    }
    return (try address(first), try address(second))
  }

  /// A number, a symbol, or a symbol and a number: `save+8`.
  func address(_ node: Node) throws(InputError) -> UInt32 {
    let text = node.scalar?.string ?? ""
    if text.first?.isNumber == true {
      return UInt32(try reader.number(node, 0...0xFFFF_FFFF, "an address"))
    }
    let parts = text.split(separator: "+", maxSplits: 1).map {
      $0.trimmingPrefix { $0 == " " }.split(separator: " ").joined()
    }
    guard let symbol = parts.first, let base = labels[symbol] else {
      let known = labels.keys.sorted().prefix(8).joined(separator: ", ")
      throw reader.error(
        node, "“\(text)”",
        expected: labels.isEmpty
          ? "an address: \(name) has no symbols, as it is no ELF file or has none"
          : "an address or a symbol of \(name) (\(known) …)")
    }
    guard parts.count == 2 else { return base }
    let digits = parts[1]
    let more = digits.hasPrefix("0x") ? UInt32(digits.dropFirst(2), radix: 16) : UInt32(digits)
    guard let more else { throw reader.error(node, expected: "a symbol and a number: save+8") }
    return base &+ more
  }

  // MARK: Slots

  /// A slot, and the node of its item.
  private typealias PlacedSlot = (slot: Routine.Slot, node: Node)

  private func slots(_ os: OS) throws(InputError) -> [PlacedSlot] {
    let list = try LayoutParser(reader: reader).required(entries, "slots", node)
    guard let mapping = list.mapping else {
      throw reader.error(list, expected: "slots: an item and its place each")
    }
    let areas = entries["save-areas"] == nil ? nil : try pair("save-areas")
    let area = areas.map { os == .os1 ? $0.os1 : $0.os2 }
    var slots: [PlacedSlot] = []
    for (key, value) in mapping {
      let item = try Self.item(key, reader, layout.generation)
      slots.append((try slot(item, value, os, area), key))
    }
    return slots
  }

  static func item(
    _ node: Node, _ reader: YAMLReader, _ generation: ProcessorGeneration
  ) throws(InputError) -> Item {
    let context = RoutineDesign(generation).saved
    guard let name = node.scalar?.string, let item = Item(name: name), context.contains(item) else {
      let names = context.map(\.name).joined(separator: " ")
      throw reader.error(node, expected: "an item of a context that is modelled: \(names)")
    }
    return item
  }

  private func slot(
    _ item: Item, _ node: Node, _ os: OS, _ area: UInt32?
  ) throws(InputError) -> Routine.Slot {
    guard node.mapping != nil else {
      return Routine.Slot(item, .linear(try place(node, area)))
    }
    let entries = try reader.entries(node, ["at", "stack", "tss", "plus", "os1", "os2"], "a slot")
    let plus =
      entries["plus"] == nil
      ? 0 : UInt32(try reader.number(entries["plus"]!, 0...0xFFFF_FFFF, "a number"))
    if let stack = entries["stack"] {
      guard !(try hasTaskGates()) else {
        throw reader.error(
          stack, "a slot on the stack", expected: "none with task gates, which push nothing there")
      }
      let offset = UInt32(try reader.number(stack, 0...0xFFF, "an offset from the saved ESP"))
      return Routine.Slot(item, .stack(offset), plus: plus)
    }
    if let offset = entries["tss"] {
      let offset = UInt32(try reader.number(offset, 0...0x67, "an offset in the TSS"))
      return Routine.Slot(item, .linear(layout[os].tss &+ offset), plus: plus)
    }
    guard let at = entries["at"] ?? entries["\(os)"] else {
      throw reader.error(node, expected: "at, stack, tss, or os1 and os2")
    }
    let isOwn = entries["at"] == nil
    return Routine.Slot(item, .linear(try place(at, isOwn ? nil : area)), plus: plus)
  }

  /// A number counts from the save area, where there is one.
  private func place(_ node: Node, _ area: UInt32?) throws(InputError) -> UInt32 {
    let text = node.scalar?.string ?? ""
    guard let area, text.first?.isNumber == true else { return try address(node) }
    return area &+ UInt32(try reader.number(node, 0...0xFFFF, "an offset in the save area"))
  }

  private func checkOverlap(_ slots: [PlacedSlot]) throws(InputError) {
    let extent = layout.generation.has(.pentiumII) ? 512 : 108
    var taken: [(range: Range<UInt64>, item: Item, node: Node)] = []
    for (slot, node) in slots where slot.item != .xmm && slot.item != .mxcsr {
      guard case .linear(let address) = slot.place else { continue }
      let size = slot.item.widths?.reduce(0, +) ?? extent
      let range = UInt64(address)..<UInt64(address) + UInt64(size)
      if let other = taken.first(where: { $0.range.overlaps(range) }) {
        let line = other.node.mark.map { " in line \($0.line)" } ?? ""
        throw reader.error(
          node,
          "a slot for \(slot.item.name) at \(hex(address)) over that for \(other.item.name)\(line)",
          expected: "a place of its own for each item of each OS")
      }
      taken.append((range, slot.item, node))
    }
  }

  private func scratch() throws(InputError) -> [Range<UInt32>] {
    guard let node = entries["scratch"] else { return [] }
    var ranges: [Range<UInt32>] = []
    for item in try reader.list(node, "a list of places: at, size") {
      let entries = try reader.entries(item, ["at", "size"], "at and size")
      guard let at = entries["at"], let size = entries["size"] else {
        throw reader.error(item, expected: "at and size")
      }
      let start = try address(at)
      let count = UInt32(try reader.number(size, 1...0x10_0000, "a size"))
      ranges.append(start..<start &+ count)
    }
    return ranges
  }
}
