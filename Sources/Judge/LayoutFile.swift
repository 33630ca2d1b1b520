import Models
import Platform
import Processor
import Yams

/// A layout in a file (YAML): see `Examples/layout.yaml`, which says what each entry means.
///
/// Numbers are decimal, or hexadecimal after 0x.
public struct LayoutFile {
  let reader: YAMLReader
  let root: [String: Node]
  public let layout: Layout
  /// The switch region is still to be placed: `switch` has no `linear`.
  public let isOpen: Bool

  /// - Parameters:
  ///   - file: what the text is called in errors
  ///   - cpu: the processor, in place of the file's
  public init(
    _ text: String, file: String, cpu: ProcessorGeneration? = nil
  ) throws(InputError) {
    reader = YAMLReader(file: file)
    guard let node = try reader.compose(text) else {
      throw InputError(file, .whole, found: "nothing", expected: "a layout")
    }
    let names: Set<String> = ["cpu", "switch", "os1", "os2", "routine"]
    root = try reader.entries(node, names, "a layout: cpu, switch, os1, os2")
    let parser = LayoutParser(reader: reader)
    let region = try parser.required(root, "switch", node)
    let place = try reader.entries(region, ["linear", "physical", "size"], "a switch region")
    isOpen = place["linear"] == nil
    let named = try parser.generation(root["cpu"])
    let generation = cpu ?? named
    var layout = Layout(
      generation, os1: try parser.side(root, .os1, node),
      os2: try parser.side(root, .os2, node),
      region: Layout.Region(
        linear: isOpen ? 0 : try parser.page(place, "linear", region),
        physical: try parser.page(place, "physical", region),
        size: try parser.page(place, "size", region)))
    try parser.checkLines(&layout, root)
    self.layout = layout
    try check()
  }

  // MARK: Consistency

  private func check() throws(InputError) {
    for os in OS.allCases {
      try checkPages(os)
      try checkTables(os)
      if layout.generation == .i486, layout[os].usesLargePages {
        throw error(os, found: "pages of 4 MiB", expected: "none: a 486 has no PSE")
      }
      if !layout.generation.has(.pentiumII), layout[os].usesGlobalPages {
        throw error(os, found: "global pages", expected: "none before the pentium-ii (PGE)")
      }
    }
    guard layout.region.size >= 0x2000 else {
      throw InputError(
        reader.file, line(root["switch"]), found: "a switch region of \(hex(layout.region.size))",
        expected: "a page of code and one of data at least, 0x2000")
    }
  }

  private func checkPages(_ os: OS) throws(InputError) {
    let pages = layout[os].pages.sorted { $0.linear < $1.linear }
    for (first, second) in zip(pages, pages.dropFirst())
    where UInt64(first.linear) + UInt64(first.size) > UInt64(second.linear) {
      throw error(
        os, found: "pages at \(hex(second.linear)) that overlap those at \(hex(first.linear))",
        expected: "each linear address mapped once")
    }
    let tables = layout[os].tableRange
    for other in OS.allCases {
      for pages in layout[other].pages where pages.covers(physical: tables) {
        throw error(
          os,
          found:
            "page tables at physical \(hex(tables.lowerBound)) to \(hex(tables.upperBound)) in pages of \(other.title)",
          expected: "page tables (which follow cr3) in frames of their own")
      }
    }
  }

  /// No table, stack or routine of an OS lies over another or over the switch region.
  private func checkTables(_ os: OS) throws(InputError) {
    let own = layout.objects.filter { $0.os == os }
    for (index, second) in own.enumerated() {
      for first in own[..<index] where first.overlaps(second) {
        throw error(
          os, found: "\(second.name) at \(hex(second.linear)), over \(first.name)",
          expected: "a place of its own for each")
      }
      if !isOpen, let region = layout.objects.first(where: { $0.os == nil }),
        region.overlaps(second)
      {
        throw error(
          os, found: "\(second.name) at \(hex(second.linear)), in the switch region",
          expected: "a place outside it, \(hex(region.linear)) to \(hex(region.last))")
      }
    }
  }

  private func error(_ os: OS, found: String, expected: String) -> InputError {
    InputError(reader.file, line(root["\(os)"]), found: found, expected: expected)
  }

  private func line(_ node: Node?) -> InputError.Place {
    node?.mark.map { .line($0.line) } ?? .whole
  }
}

extension Layout.Pages {
  fileprivate func covers(physical range: Range<UInt32>) -> Bool {
    UInt64(physical) < UInt64(range.upperBound)
      && UInt64(physical) + UInt64(size) > UInt64(range.lowerBound)
  }
}

/// Reads the parts of a layout.
struct LayoutParser {
  let reader: YAMLReader

  func required(_ entries: [String: Node], _ name: String, _ parent: Node) throws(InputError)
    -> Node
  {
    guard let node = entries[name] else {
      let there = entries.keys.sorted().joined(separator: ", ")
      throw reader.error(
        parent, there.isEmpty ? "nothing" : "\(there) alone", expected: "“\(name)” too")
    }
    return node
  }

  func address(_ entries: [String: Node], _ name: String, _ parent: Node) throws(InputError)
    -> UInt32
  {
    let node = try required(entries, name, parent)
    return UInt32(try reader.number(node, 0...0xFFFF_FFFF, "an address"))
  }

  /// So many bytes at a multiple of 8, below the end of memory (SDM 3A 3.5.1, 6.10).
  func table(
    _ entries: [String: Node], _ name: String, _ parent: Node, _ bytes: UInt32
  ) throws(InputError) -> UInt32 {
    let value = try address(entries, name, parent)
    guard value % 8 == 0, value <= UInt32.max - bytes else {
      throw reader.error(
        entries[name]!, expected: "\(name) as a multiple of 8, \(bytes) bytes below 4 GiB")
    }
    return value
  }

  /// A multiple of 4 KiB.
  func page(
    _ entries: [String: Node], _ name: String, _ parent: Node, unit: UInt32 = 0x1000
  ) throws(InputError) -> UInt32 {
    let value = try address(entries, name, parent)
    guard value % unit == 0, name != "size" || value > 0 else {
      throw reader.error(entries[name]!, expected: "\(name) as a multiple of \(hex(unit))")
    }
    return value
  }

  func generation(_ node: Node?) throws(InputError) -> ProcessorGeneration {
    guard let node else { return .pentium }
    let names = Models.Generation.allCases.map(\.rawValue)
    let all = zip(names, ProcessorGeneration.allCases)
    guard let found = all.first(where: { $0.0 == node.scalar?.string }) else {
      throw reader.error(node, expected: "one of \(names.joined(separator: ", "))")
    }
    return found.1
  }

  func side(_ root: [String: Node], _ os: OS, _ parent: Node) throws(InputError) -> Layout.Side {
    let node = try required(root, "\(os)", parent)
    let names: Set<String> = [
      "cr3", "gdt", "idt", "tss", "ldt", "stack", "routines", "lines", "selectors", "pages",
    ]
    let entries = try reader.entries(
      node, names, "an OS: \(names.sorted().joined(separator: ", "))")
    var pages: [Layout.Pages] = []
    for item in try reader.list(try required(entries, "pages", node), "a list of pages") {
      pages.append(try self.pages(item))
    }
    return Layout.Side(
      directory: try page(entries, "cr3", node), pages: pages,
      gdt: try table(entries, "gdt", node, 96), idt: try table(entries, "idt", node, 384),
      tss: try table(entries, "tss", node, 104), ldt: try table(entries, "ldt", node, 16),
      stack: try page(entries, "stack", node),
      routines: try table(entries, "routines", node, 1024),
      selectors: try selectors(try required(entries, "selectors", node)),
      lines: try lines(entries["lines"]))
  }

  private func pages(_ node: Node) throws(InputError) -> Layout.Pages {
    let names: Set<String> = [
      "linear", "physical", "size", "writable", "user", "global", "large",
    ]
    let entries = try reader.entries(node, names, "pages: linear, physical, size")
    let isLarge = try flag(entries["large"], false)
    let linear = try address(entries, "linear", node)
    let size = try address(entries, "size", node)
    guard UInt64(linear) + UInt64(size) <= 1 << 32 else {
      throw reader.error(
        node, "pages from \(hex(linear)) of \(hex(size)) bytes", expected: "an end below 4 GiB")
    }
    let unit: UInt32 = isLarge ? 0x40_0000 : 0x1000
    return Layout.Pages(
      try page(entries, "linear", node, unit: unit),
      to: try page(entries, "physical", node, unit: unit),
      size: try page(entries, "size", node, unit: unit),
      isWritable: try flag(entries["writable"], true), isUser: try flag(entries["user"], false),
      isGlobal: try flag(entries["global"], false), isLarge: isLarge)
  }

  private func flag(_ node: Node?, _ usual: Bool) throws(InputError) -> Bool {
    guard let node else { return usual }
    switch node.scalar?.string {
    case "yes", "true": return true
    case "no", "false": return false
    default: throw reader.error(node, expected: "yes or no")
    }
  }

  private func selectors(_ node: Node) throws(InputError) -> Layout.Selectors {
    let names: Set<String> = [
      "kernel-code", "kernel-data", "user-code", "user-data", "task", "local", "thread",
    ]
    let entries = try reader.entries(node, names, "selectors")
    func selector(_ name: String, _ level: UInt16) throws(InputError) -> UInt16 {
      let node = try required(entries, name, node)
      let value = UInt16(try reader.number(node, 8...0x5F, "a selector in a GDT of 12 entries,"))
      guard value & 7 == level else {
        throw reader.error(node, expected: "a selector of the GDT with RPL \(level)")
      }
      return value
    }
    let all = Layout.Selectors(
      kernelCode: try selector("kernel-code", 0), kernelData: try selector("kernel-data", 0),
      userCode: try selector("user-code", 3), userData: try selector("user-data", 3),
      task: try selector("task", 0), local: try selector("local", 0),
      thread: try selector("thread", 3))
    let places = [
      all.kernelCode, all.kernelData, all.userCode, all.userData, all.task, all.local, all.thread,
    ].map { $0 >> 3 }
    guard Set(places).count == places.count else {
      throw reader.error(node, "two selectors of one entry", expected: "an entry each")
    }
    return all
  }

  private func lines(_ node: Node?) throws(InputError) -> Set<UInt8> {
    guard let node else { return [] }
    var lines: Set<UInt8> = []
    for item in try reader.list(node, "a list of interrupt lines") {
      lines.insert(UInt8(try reader.number(item, 0...15, "an interrupt line")))
    }
    return lines
  }

  /// Each line belongs to one OS; each OS has one.
  func checkLines(_ layout: inout Layout, _ root: [String: Node]) throws(InputError) {
    if let twice = layout.os1.lines.intersection(layout.os2.lines).min() {
      throw reader.error(
        root["os2"]!, "line \(twice) of both OSes", expected: "one owner of a line")
    }
    for os in OS.allCases where layout[os].lines.isEmpty {
      throw reader.error(
        root["\(os)"]!, "no line of \(os.title)", expected: "lines: a list, not empty")
    }
  }
}
