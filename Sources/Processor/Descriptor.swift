import Logic

/// A descriptor as it stands in a table, and the linear address where (SDM 3A 3.4.5).
struct Descriptor {
  var low: Bits<32>
  var high: Bits<32>
  var address: UInt32
  var selector: Bits<16>

  /// Type and S: 0–15 for system descriptors, 16–31 for code and data.
  var kind: Bits<5> { high.slice(from: 8) }
  var dpl: Bits<2> { high.slice(from: 13) }
  var isPresent: Formula { high.bit(15) }
  var isSegment: Formula { high.bit(12) }
  var isCode: Formula { isSegment && high.bit(11) }
  var isData: Formula { isSegment && !high.bit(11) }
  var isConforming: Formula { isCode && high.bit(10) }
  var isReadable: Formula { isData || (isCode && high.bit(9)) }
  var isWritable: Formula { isData && high.bit(9) }

  var base: Bits<32> {
    let upper: Bits<8> = high.slice(from: 24)
    let middle: Bits<8> = high.slice()
    let lower: Bits<16> = low.slice(from: 16)
    return Bits(high: Bits<16>(high: upper, low: middle), low: lower)
  }

  /// The limit in bytes.
  var limit: Bits<32> {
    let upper: Bits<4> = high.slice(from: 16)
    let limit: Bits<32> = Bits<20>(high: upper, low: low.slice() as Bits<16>).zeroExtended()
    return high.bit(23).choose((limit << 12) | 0xFFF, limit)
  }

  /// The segment register that a load makes of it.
  func cached(_ selector: Bits<16>) -> SegmentRegister {
    SegmentRegister(
      selector: selector, base: base, limit: limit,
      rights: (high.slice(from: 8) as Bits<16>) & 0xF0FF)
  }

  // Gates.
  var gateSelector: Bits<16> { low.slice(from: 16) }
  /// The offset of a gate of 386 type; of a 286 gate the low half counts.
  var gateOffset: Bits<32> {
    let wide = Bits<32>(high: high.slice(from: 16) as Bits<16>, low: low.slice() as Bits<16>)
    return high.bit(11).choose(wide, low & 0xFFFF)
  }
}

/// The kinds of descriptors by type and S (SDM 3A table 3-2).
enum Kind {
  static let tss16Available: UInt64 = 1, ldt: UInt64 = 2, tss16Busy: UInt64 = 3
  static let callGate16: UInt64 = 4, taskGate: UInt64 = 5, interruptGate16: UInt64 = 6
  static let trapGate16: UInt64 = 7, tss32Available: UInt64 = 9, tss32Busy: UInt64 = 11
  static let callGate32: UInt64 = 12, interruptGate32: UInt64 = 14, trapGate32: UInt64 = 15
}

extension Bits where width == 16 {
  /// The requested privilege level of a selector.
  var rpl: Bits<2> { slice() }
  /// Null: index 0 in the GDT.
  var isNull: Formula { self & 0xFFFC == 0 }
}

extension Processor {
  /// The descriptor that a selector names, nil beyond the limit of its table.
  mutating func descriptor(_ selector: Bits<16>) throws(Stop) -> Descriptor? {
    let isLocal = try decide(selector.bit(2))
    let index = try tableIndex(selector, isLocal)
    let (base, limit) =
      isLocal ? (ldtr.base, ldtr.limit) : (gdtr.base, gdtr.limit.zeroExtended() as Bits<32>)
    if isLocal, !(try decide(ldtr.isPresent)) { return nil }
    guard try decide((Bits<32>(UInt64(index)) | 7).isAtMost(limit)) else { return nil }
    let address = try known(base, "the base of a descriptor table") &+ index
    let low: Bits<32> = try load(address, asSupervisor: true)
    let high: Bits<32> = try load(address &+ 4, asSupervisor: true)
    return Descriptor(low: low, high: high, address: address, selector: selector)
  }

  /// The offset of a selector's entry in its table; of a selector that is not known, that of the
  /// entry which it names on this path.
  private func tableIndex(_ selector: Bits<16>, _ isLocal: Bool) throws(Stop) -> UInt32 {
    if let known = selector.known { return UInt32(known & 0xFFF8) }
    let limit =
      isLocal
      ? try known(ldtr.limit, "the limit of LDTR")
      : try known(
        gdtr.limit, "the limit of GDTR")
    guard limit < 0x400 else { throw .unresolved("a selector: \(selector)") }
    let entry = selector & 0xFFF8
    for offset in stride(from: 0, through: limit, by: 8) {
      if try decide(entry == Bits(UInt64(offset))) { return offset }
    }
    // Beyond the table, wherever.
    return 0xFFF8
  }

  /// The kind of a descriptor as a number.
  func kind(_ descriptor: Descriptor) throws(Stop) -> UInt64 {
    UInt64(try known(descriptor.kind, "the type of a descriptor"))
  }

  /// Marks the segment as accessed in its table.
  mutating func setAccessed(_ descriptor: inout Descriptor) throws(Stop) {
    if try decide(descriptor.high.bit(8)) { return }
    descriptor.high = descriptor.high | 0x100
    let byte: Bits<8> = descriptor.high.slice(from: 8)
    try store(descriptor.address &+ 5, byte, asSupervisor: true)
  }

  /// Sets or clears the busy bit of a TSS in the GDT.
  mutating func setBusy(_ descriptor: Descriptor, _ busy: Bool) throws(Stop) {
    let byte: Bits<8> = descriptor.high.slice(from: 8)
    let changed = busy ? byte | 2 : byte & 0xFD
    try store(descriptor.address &+ 5, changed, asSupervisor: true)
  }
}
