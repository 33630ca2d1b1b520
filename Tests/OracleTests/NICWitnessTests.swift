import Foundation
import Models
import Proofs
import TestSupport
import Testing

/// QEMU's models of the cards as a second witness of the maps.
///
/// For each access two runs are compared, one with it and one without: every register, the header
/// in configuration space, the counters in memory, and the frames sent. A difference that can be
/// seen refutes "no effect"; no difference certifies nothing, since QEMU's models are incomplete.
@Suite(
  "Register maps against QEMU's cards", .serialized, .enabled(if: Oracle.has("qemu-system-i386")))
struct NICWitnessTests {
  /// What can be seen of a card, by name.
  typealias Sight = [String: String]

  static let judgements: [String: Judgement] = {
    let judge = Judge()
    return Dictionary(
      uniqueKeysWithValues: RegisterMap.all.map {
        ($0.name, try! Judgement($0, by: .paper, judge))
      })
  }()

  @Test(
    "what the map calls without effect has none in QEMU", arguments: QEMUCard.all.map(\.map.name))
  func noEffectIsRefuted(name: String) throws {
    let card = QEMUCard.all.first { $0.map.name == name }!
    let control = try sight(card) { _ in }
    var unstable: Set<String> = []
    for _ in 0..<2 {
      let again = try sight(card) { _ in }
      unstable.formUnion(control.keys.filter { control[$0] != again[$0] })
    }
    var lines: [String] = []
    var counts = ["agree: an effect": 0, "agree: none": 0, "not seen": 0, "refuted": 0]
    var stops = 0
    for cell in Self.judgements[name]!.cells where QEMUCard.reaches(cell.field) {
      let (field, direction) = (cell.field, cell.direction)
      let claimsNone = cell.derived.contains(.executed)
      let before = UInt64(control[Self.key(field)] ?? "0", radix: 16) ?? 0
      let seen = try sight(card) { card in
        if direction == .read {
          _ = try QEMUCard.read(field, card)
        } else {
          try QEMUCard.write(field, Self.value(field, before), card)
        }
      }
      if seen == Self.stopped {
        stops += 1
        lines.append("stopped   \(field.offset.text) \(field.name), \(direction)")
        continue
      }
      let differing = control.keys.filter { !unstable.contains($0) && control[$0] != seen[$0] }
      let place = "\(field.offset.text) \(field.name), \(direction)"
      switch (claimsNone, differing.isEmpty) {
      case (true, true): counts["agree: none"]! += 1
      case (false, false): counts["agree: an effect"]! += 1
      case (true, false):
        counts["refuted"]! += 1
        let why = Self.explained[name]?.first { field.name.hasPrefix($0.key) }?.value
        let seen = differing.sorted().prefix(3).joined(separator: ", ")
        lines.append("refuted   \(place), seen at \(seen): \(why ?? "unexplained")")
      case (false, true):
        counts["not seen"]! += 1
        lines.append("not seen  \(place): \(Self.reason(field, direction, before))")
      }
    }
    if stops > 0 { counts["QEMU stopped"] = stops }
    let totals = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    let head = "\(name) beside QEMU's \(card.device): " + totals.joined(separator: ", ")
    try check(
      [head, "not compared, as they change by themselves: \(unstable.sorted())"] + lines, name)
    for line in lines { #expect(!line.hasSuffix("unexplained"), "\(line)") }
    let used = Self.explained[name, default: [:]].keys.filter { field in
      lines.contains { $0.hasPrefix("refuted") && $0.contains(field) }
    }
    #expect(used.count == Self.explained[name, default: [:]].count, "explanations that apply")
  }

  /// Effects that QEMU shows and the map denies, by map and field, and why the map stands.
  static let explained: [String: [String: String]] = [
    "82540EM": ["WUPM": keepsReadOnly, "FCRUC": keepsReadOnly],
    "RTL8139C": [
      "RCR.9356SEL": "QEMU resets the receive ring at any write to its register",
      "CONFIG0": keepsReadOnly, "BMSR": keepsReadOnly, "ANER": keepsReadOnly,
    ],
    "8255x": [
      "Receive DMA Byte Count": keepsReadOnly, "Function Present State": keepsReadOnly,
    ],
  ]

  private static let keepsReadOnly = "QEMU keeps what is written to a read-only register"

  private func check(_ lines: [String], _ name: String) throws {
    let path = "Tests/OracleTests/Witness/\(name).txt"
    let text = lines.joined(separator: "\n") + "\n"
    #expect(try Kept.isSame(text, as: path), "\(name) beside QEMU has changed")
  }

  static func key(_ field: RegisterField) -> String {
    "\(field.space.rawValue) \(field.offset.text):\(field.width)"
  }

  /// What a write to the field writes, other bits of its register left as they are.
  static func value(_ field: RegisterField, _ before: UInt64) -> UInt64 {
    if let value = field.bits.value {
      return value << UInt64(field.bits.ranges[0].lowerBound)
    }
    switch field.writing.kind {
    case .clearsOnes, .setsOnes, .clearsOnesBeside, .command, .raises, .zeroes: return field.mask
    default: return before ^ field.mask
    }
  }

  /// A guess, by the kind of row, why an effect that the map names can't be seen in QEMU.
  static func reason(_ field: RegisterField, _ direction: Direction, _ before: UInt64) -> String {
    let value = before & field.mask
    if direction == .read {
      return value == 0
        ? "it was 0, so that its clearing can't show" : "QEMU's model does not clear it"
    }
    switch field.writing.kind {
    case .clearsOnes, .zeroes: return "it was 0 or QEMU does not clear it"
    case .stores, .storesSized, .storesUnlocked, .setsOnes, .doorbell:
      return "QEMU's model keeps nothing there"
    default: return "nothing that QEMU's model shows in registers, counters or frames"
    }
  }

  /// QEMU answers no more, which says nothing of the card.
  private static let stopped: Sight = ["QEMU": "stops answering"]

  /// Sets a card up anew, does something with it, and looks at everything.
  private func sight(_ card: QEMUCard, _ act: (QTest) throws -> Void) throws -> Sight {
    let machine = try QTest(device: card.device)
    try card.prepare(machine)
    do {
      try act(machine)
      return try look(card, machine)
    } catch {
      return Self.stopped
    }
  }

  private func look(_ card: QEMUCard, _ machine: QTest) throws -> Sight {
    var sight: Sight = [:]
    for field in card.map.fields where QEMUCard.reaches(field) && sight[Self.key(field)] == nil {
      sight[Self.key(field)] = String(try QEMUCard.read(field, machine), radix: 16)
    }
    sight["counters in memory"] = try machine.memory(QEMUCard.block, 80)
    sight["frames sent"] = "\(machine.sentFrames())"
    return sight
  }
}
