import Logic

/// A segment register by its number in an encoding (SDM 2A 3.1.1.3).
public enum Segment: UInt8, Sendable, CaseIterable, Hashable {
  case es, cs, ss, ds, fs, gs
}

/// A segment register: the selector and the hidden part, the cached descriptor (SDM 3A 3.4.3).
public struct SegmentRegister: Structure {
  public var selector: Bits<16> = 0
  public var base: Bits<32> = 0
  /// The last offset, in bytes; for expand-down segments the last one that is outside.
  public var limit: Bits<32> = 0xFFFF
  /// Bits 8–23 of the descriptor's second word: type, S, DPL, P, limit 19:16 as zeros, AVL, D/B, G.
  public var rights: Bits<16> = 0x93

  public init() {}

  public init(selector: Bits<16>, base: Bits<32>, limit: Bits<32>, rights: Bits<16>) {
    self.selector = selector
    self.base = base
    self.limit = limit
    self.rights = rights
  }

  public static let fields: [Field<Self>] = [
    Field("selector", \.selector), Field("base", \.base), Field("limit", \.limit),
    Field("rights", \.rights),
  ]

  var type: Bits<4> { rights.slice() }
  var dpl: Bits<2> { rights.slice(from: 5) }
  @inline(__always) var isPresent: Formula { rights.bit(7) }
  /// D/B: 32-bit code, a 32-bit stack pointer, or an upper bound of 4 GiB.
  @inline(__always) var isBig: Formula { rights.bit(14) }
  @inline(__always) var isCode: Formula { rights.bit(3) }
  /// Base 0, limit 4 GiB, growing up.
  var isFlat: Bool {
    base.known == 0 && limit.known == 0xFFFF_FFFF && (rights.known ?? 4) & 0xC != 4
  }
  /// Not usable: loaded with a null selector.
  public static func null(_ selector: Bits<16>) -> SegmentRegister {
    SegmentRegister(selector: selector, base: 0, limit: 0, rights: 0)
  }
}

/// GDTR or IDTR: where a table is and its last byte.
public struct TableRegister: Structure {
  public var base: Bits<32> = 0
  public var limit: Bits<16> = 0xFFFF

  public init() {}

  public init(base: Bits<32>, limit: Bits<16>) {
    self.base = base
    self.limit = limit
  }

  public static let fields: [Field<Self>] = [Field("base", \.base), Field("limit", \.limit)]
}
