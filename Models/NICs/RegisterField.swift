/// One row of a register map: a field, and what reading and writing it does.
///
/// The unit of classification is an access to such a field, not a register: one register often
/// mixes functions, and an opcode decides what a write means.
public struct RegisterField: Sendable {
  /// The card or revision that has the field, as the map calls it.
  public let card: String
  public let space: Space
  public let offset: Offset
  /// Bits of the register that the field is in.
  public let width: Int
  public let name: String
  public let bits: FieldBits
  public let access: Access
  /// The function in the paper's table 1; nil where it has none.
  public let function: Function?
  public let reading: ReadEffect
  public let writing: WriteEffect
  /// The document or code that says so.
  public let source: String
  public let basis: Basis
  /// What a standard driver can't do without here; nil where it can live with anything. The map
  /// derives it from what accesses do.
  public internal(set) var need: DriverNeed?
  /// What the row itself says of it; nil where its kind or its place tells.
  public let told: ToldNeed?
  /// The row, of the same map, whose write the device answers here; nil where there is none.
  public let startedBy: String?
  /// Whether the device answers with zero, not with ones.
  public let answersWithZero: Bool
  /// Whether the device itself changes what the field holds.
  public let isVolatile: Bool

  public init(
    card: String, space: Space, offset: Offset, width: Int, name: String, bits: FieldBits,
    access: Access, function: Function?, reading: ReadEffect, writing: WriteEffect,
    source: String, basis: Basis, need told: ToldNeed? = nil, startedBy: String? = nil,
    answersWithZero: Bool = false, isVolatile: Bool? = nil
  ) {
    self.card = card
    self.space = space
    self.offset = offset
    self.width = width
    self.name = name
    self.bits = bits
    self.access = access
    self.function = function
    self.reading = reading
    self.told = told
    // One bit is no range of addresses.
    let isRange = function == .baseAddress && access == .readWrite && bits.count > 1
    let isSized = isRange && writing.kind == .stores
    self.writing = isSized ? WriteEffect(.storesSized, writing.text) : writing
    self.source = source
    self.basis = basis
    self.startedBy = startedBy
    self.answersWithZero = answersWithZero
    self.isVolatile = isVolatile ?? access.isVolatile
  }

  /// The same row with what accesses to another row's field do.
  func behaving(as other: RegisterField) -> RegisterField {
    RegisterField(
      card: card, space: space, offset: offset, width: width, name: name, bits: bits,
      access: access, function: function, reading: ReadEffect(other.reading.kind, reading.text),
      writing: WriteEffect(other.writing.kind, writing.text), source: source, basis: basis,
      need: other.told, startedBy: other.startedBy, answersWithZero: other.answersWithZero,
      isVolatile: other.isVolatile)
  }
}

/// Where registers lie, and how an offset counts there.
public enum Space: String, CaseIterable, Sendable {
  case configuration = "pci-config"
  /// I/O ports of the host bridge, not of the card.
  case host = "io(host)"
  case memory = "mmio"
  case io
  /// Registers of the PHY, by number, reached through the MDI register.
  case mdio
  /// Commands in blocks in memory, by opcode, reached by a start command.
  case commandBlock = "mem-cb"

  /// The number of offsets: bytes, or registers or opcodes where they are numbered.
  public var size: UInt64 {
    switch self {
    case .configuration, .io: 0x100
    case .host: 0x1_0000
    case .memory: 0x1_0000_0000
    case .mdio: 32
    case .commandBlock: 8
    }
  }

  /// Whether an offset counts bytes.
  public var isByteAddressed: Bool { self != .mdio && self != .commandBlock }
}

/// An offset in its space, or in a capability that lies where the device wants it.
public struct Offset: Sendable, Hashable, ExpressibleByIntegerLiteral {
  /// Capabilities in PCI configuration space.
  public enum Capability: String, CaseIterable, Sendable {
    case powerManagement = "PM"
    case messageSignalled = "MSI"
    case productData = "VPD"
  }

  public let capability: Capability?
  public let number: UInt64

  public init(_ number: UInt64, in capability: Capability? = nil) {
    self.number = number
    self.capability = capability
  }

  public init(integerLiteral value: UInt64) { self.init(value) }

  /// As in the maps: 0x2810, PM+0x4.
  public var text: String {
    (capability.map { $0.rawValue + "+" } ?? "") + "0x" + String(number, radix: 16)
  }

  public init?(_ text: String) {
    let parts = text.split(separator: "+", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), let last = parts.last, last.hasPrefix("0x"),
      let number = UInt64(last.dropFirst(2), radix: 16)
    else { return nil }
    guard parts.count == 2 else {
      self.init(number)
      return
    }
    guard let capability = Capability(rawValue: String(parts[0])) else { return nil }
    self.init(number, in: capability)
  }
}

/// How sure a row is.
public enum Basis: String, CaseIterable, Sendable {
  /// Read in a driver's or an emulator's source.
  case source = "src"
  case sourceAndQEMU = "src+qemu"
  case unverified = "src; presence on 82540EM unverified"
  /// Read in the maker's document.
  case document = "doc"
  case documentAndQEMU = "doc+qemu"
  case documentAndSource = "doc+src"
  case namesOnlyLatchRecalled = "doc(names)/recalled(latch)"
  case namesOnlyEffectsRecalled = "doc(names)/recalled(effects)"
  /// Seen on QEMU's model.
  case qemu
  /// From memory; wants a check before it carries weight.
  case recalled
}
