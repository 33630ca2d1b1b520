import Foundation
import Models
import RegisterMaps
import Testing

@Suite("Register maps against the files of facts")
struct FactTests {
  static let files = [
    ("pci_type0_pm", "pci", 72), ("intel_82540em", "82540EM", 215),
    ("realtek_rtl8139c", "RTL8139C", 115), ("intel_8255x", "8255x", 80),
  ]

  static func text(_ file: String) throws -> String {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(file).csv")
    return try String(contentsOf: url, encoding: .utf8)
  }

  /// The row as the file has it.
  static func row(_ field: RegisterField) -> [String] {
    [
      field.card, field.space.rawValue, field.offset.text, "\(field.width)", field.name,
      field.bits.text, field.access.rawValue, field.function?.rawValue ?? "-",
      field.reading.text, field.writing.text, field.source, field.basis.rawValue,
    ]
  }

  @Test("every row is in the map, and no other", arguments: files)
  func rows(file: String, name: String, count: Int) throws {
    let csv = try CSV(try Self.text(file), file: file, required: CSVMap.columns)
    let map = try #require(RegisterMap.all.first { $0.name == name })
    let expected = csv.records.map(\.cells)
    #expect(expected.count == count)
    let rows = map.fields.map(Self.row)
    #expect(rows.count == count)
    for row in expected { #expect(rows.contains(row), "\(row)") }
    for row in rows { #expect(expected.contains(row), "\(row)") }
  }

  @Test("the reader gives each file's rows back", arguments: files)
  func reading(file: String, name: String, count: Int) throws {
    let text = try Self.text(file)
    let map = try CSVMap.map(text, file: file)
    let csv = try CSV(text, file: file, required: CSVMap.columns)
    #expect(map.fields.map(Self.row) == csv.records.map(\.cells))
  }

  @Test("what the tables say beyond the text does not contradict it")
  func kinds() {
    for field in RegisterMap.all.flatMap(\.fields) {
      let inferred = ReadEffect(field.access, text: field.reading.text).kind
      let keeps = [ReadEffect.Kind.exposes, .clearsBoth, .indexed].contains(field.reading.kind)
      // Its words go on after “none”, which a reader's map does not get the benefit of.
      let isKnown = field.name == "ISR" && field.reading.kind == .nothing
      #expect(field.reading.kind == inferred || keeps || isKnown, "\(field.name)")
      let isNone = WriteEffect(field.access, text: field.writing.text).kind == .nothing
      #expect((field.writing.kind == .nothing) == isNone, "\(field.name)")
    }
  }
}
