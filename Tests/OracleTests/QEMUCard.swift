import Glibc
import Models

/// A card in QEMU, set up by hand as its driver would do, with one frame received.
struct QEMUCard: Sendable {
  let map: RegisterMap
  /// As in QEMU's `-device`.
  let device: String
  /// Sets the card up.
  let prepare: @Sendable (QTest) throws -> Void

  static let base: UInt64 = 0xFEB0_0000
  static let ports: UInt64 = 0xC000
  /// Where the card is told to write its counters.
  static let block: UInt64 = 0x30_0000

  static let all = [
    QEMUCard(map: .intel82540EM, device: "e1000", prepare: prepareE1000),
    QEMUCard(map: .realtekRTL8139C, device: "rtl8139", prepare: prepareRTL8139),
    QEMUCard(map: .intel8255x, device: "i82557b", prepare: prepare8255x),
    QEMUCard(map: .pci, device: "e1000", prepare: prepareE1000),
  ]

  // MARK: - Accesses

  /// Whether the field can be reached directly.
  static func reaches(_ field: RegisterField) -> Bool {
    guard field.offset.capability == nil, [1, 2, 4].contains(field.bytes) else { return false }
    switch field.space {
    case .memory: return field.offset.number < 0x6000
    case .io: return field.card.hasPrefix("RTL")
    case .configuration: return true
    case .host, .mdio, .commandBlock: return false
    }
  }

  static func read(_ field: RegisterField, _ card: QTest) throws -> UInt64 {
    let offset = field.offset.number
    switch field.space {
    case .memory: return try card.load(base + offset, field.bytes)
    case .io: return try card.input(ports + offset, field.bytes)
    default:
      try card.select(offset)
      return try card.input(0xCFC + offset % 4, field.bytes)
    }
  }

  static func write(_ field: RegisterField, _ value: UInt64, _ card: QTest) throws {
    let offset = field.offset.number
    switch field.space {
    case .memory: try card.store(base + offset, value, field.bytes)
    case .io: try card.output(ports + offset, value, field.bytes)
    default:
      try card.select(offset)
      try card.output(0xCFC + offset % 4, value, field.bytes)
    }
  }

  // MARK: - Setting up

  private static func enable(_ card: QTest) throws {
    try card.select(0x10)
    try card.output(0xCFC, base, 4)
    try card.select(0x14)
    try card.output(0xCFC, ports | 1, 4)
    try card.select(4)
    try card.output(0xCFC, 7, 2)
  }

  /// A broadcast of 64 bytes.
  private static let frame =
    [UInt8](repeating: 0xFF, count: 6) + [2, 0, 0, 0, 0, 1, 8, 0]
    + [UInt8](repeating: 0x5A, count: 50)

  private static func receive(_ card: QTest, until done: () throws -> Bool) throws {
    card.receive(frame)
    // Virtual time goes on while nobody asks.
    for _ in 0..<1000 where try !done() { usleep(500) }
    guard try done() else { throw QTest.Failure.noAnswer("no frame came in") }
  }

  /// Receive ring at 1 MiB, all frames accepted: 8254x SDM 14.4.
  private static let prepareE1000: @Sendable (QTest) throws -> Void = { card in
    try enable(card)
    func set(_ offset: UInt64, _ value: UInt64) throws { try card.store(base + offset, value, 4) }
    try set(0x0000, 0x40)
    for number in 0..<8 as Range<UInt64> {
      try card.store(0x10_0000 + 16 * number, 0x11_0000 + 2048 * number, 4)
    }
    try set(0x2800, 0x10_0000)
    try set(0x2808, 128)
    try set(0x2818, 7)
    try set(0x0100, 0x801A)
    try set(0x00D0, 0x80)
    try receive(card) { try card.load(base + 0x2810, 4) == 1 }
  }

  private static let prepareRTL8139: @Sendable (QTest) throws -> Void = { card in
    try card.select(0x10)
    try card.output(0xCFC, ports | 1, 4)
    try card.select(4)
    try card.output(0xCFC, 7, 2)
    func set(_ offset: UInt64, _ value: UInt64, _ bytes: Int) throws {
      try card.output(ports + offset, value, bytes)
    }
    try set(0x50, 0xC0, 1)
    try set(0x37, 0x0C, 1)
    try set(0x30, 0x20_0000, 4)
    try set(0x44, 0x0F, 4)
    try set(0x3C, 0xFFFF, 2)
    try receive(card) { try card.input(ports + 0x3A, 2) != 0 }
  }

  /// One receive descriptor, the counters' address: 8255x OSSDM 6.3.2.3 and 6.4.
  private static let prepare8255x: @Sendable (QTest) throws -> Void = { card in
    try enable(card)
    func command(_ pointer: UInt64, _ byte: UInt64) throws {
      try card.store(base + 4, pointer, 4)
      try card.store(base + 2, byte, 1)
    }
    try command(block, 0x40)
    try command(0, 0x60)
    try command(0, 0x06)
    let descriptor: UInt64 = 0x31_0000
    for (offset, value) in [(0, 0x8000_0000), (4, 0), (8, 0), (12, 0x0600_0000)]
      as [(UInt64, UInt64)]
    {
      try card.store(descriptor + offset, value, 4)
    }
    try command(descriptor, 0x01)
    try receive(card) { try card.load(base + 1, 1) & 0x40 != 0 }
  }
}

extension RegisterField {
  var bytes: Int { width / 8 }

  /// The bits of the register that it takes.
  var mask: UInt64 {
    bits.ranges.reduce(0) { mask, range in
      range.reduce(mask) { $0 | 1 << UInt64($1) }
    }
  }
}

extension QTest {
  /// Selects a dword of the card's configuration space.
  fileprivate func select(_ offset: UInt64) throws {
    try output(0xCF8, 0x8000_1800 | offset & 0xFC, 4)
  }
}
