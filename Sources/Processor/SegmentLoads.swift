import Logic

/// Loads of segment registers with the checks of SDM 2B MOV and 3A 5.
extension Processor {
  /// MOV, POP and the like to DS, ES, FS, GS or SS.
  mutating func loadSegment(_ segment: Segment, _ selector: Bits<16>) throws(Stop) {
    guard try decide(isProtected) else { return loadReal(segment, selector) }
    self[segment] =
      segment == .ss
      ? try stackSegment(selector, cpl) : try dataSegment(selector)
  }

  /// In real-address mode the base follows the selector; limit and rights stay.
  mutating func loadReal(_ segment: Segment, _ selector: Bits<16>) {
    self[segment].selector = selector
    self[segment].base = (selector.zeroExtended() as Bits<32>) << 4
    if segment == .cs { self[segment].rights = self[segment].rights & 0xFF00 | 0x93 }
  }

  /// A data segment that CPL and RPL may use: #GP, or #NP where it is not present.
  mutating func dataSegment(_ selector: Bits<16>) throws(Stop) -> SegmentRegister {
    if try decide(selector.isNull) { return .null(selector) }
    guard var found = try descriptor(selector) else { throw .protection(selector: selector) }
    guard try decide(found.isReadable) else { throw .protection(selector: selector) }
    let isEnough = !found.dpl.isBelow(selector.rpl) && !found.dpl.isBelow(cpl)
    guard try decide(found.isConforming || isEnough) else {
      throw .protection(selector: selector)
    }
    guard try decide(found.isPresent) else { throw .notPresent(selector) }
    try setAccessed(&found)
    return found.cached(selector)
  }

  /// A stack segment for a privilege level: #GP, or #SS where it is not present.
  mutating func stackSegment(
    _ selector: Bits<16>, _ level: Bits<2>
  ) throws(Stop) -> SegmentRegister {
    if try decide(selector.isNull) { throw .protection() }
    guard var found = try descriptor(selector) else { throw .protection(selector: selector) }
    let isRight = selector.rpl == level && found.dpl == level
    guard try decide(isRight && found.isWritable) else { throw .protection(selector: selector) }
    guard try decide(found.isPresent) else { throw .stack(selector: selector) }
    try setAccessed(&found)
    return found.cached(selector)
  }

  /// A stack segment out of a TSS: #TS, or #SS where it is not present (SDM 3A 5.8.5).
  mutating func innerStackSegment(
    _ selector: Bits<16>, _ level: Bits<2>
  ) throws(Stop) -> SegmentRegister {
    if try decide(selector.isNull) { throw .invalidTSS(selector) }
    guard var found = try descriptor(selector) else { throw .invalidTSS(selector) }
    let isRight = selector.rpl == level && found.dpl == level
    guard try decide(isRight && found.isWritable) else { throw .invalidTSS(selector) }
    guard try decide(found.isPresent) else { throw .stack(selector: selector) }
    try setAccessed(&found)
    return found.cached(selector)
  }

  /// The stack that the TSS gives for an inner privilege level (SDM 3A 7.2.1).
  mutating func innerStack(
    _ level: Bits<2>
  ) throws(Stop) -> (segment: SegmentRegister, pointer: Bits<32>) {
    let number = try known(level, "a privilege level")
    let base = try known(tr.base, "the base of TR")
    let isWide = try decide(tr.rights.bit(3))
    let offset = isWide ? 4 + 8 * number : 2 + 4 * number
    let last = Bits<32>(UInt64(offset + (isWide ? 5 : 3)))
    guard try decide(last.isAtMost(tr.limit)) else { throw .invalidTSS(tr.selector) }
    let pointer: Bits<32>
    let selector: Bits<16>
    if isWide {
      pointer = try load(base &+ offset, asSupervisor: true)
      selector = try load(base &+ offset &+ 4, asSupervisor: true)
    } else {
      pointer = (try load(base &+ offset, asSupervisor: true) as Bits<16>).zeroExtended()
      selector = try load(base &+ offset &+ 2, asSupervisor: true)
    }
    return (try innerStackSegment(selector, level), pointer)
  }

  /// The code segment of a transfer that keeps the level, or of one that goes inward.
  mutating func loadCode(
    _ descriptor: Descriptor, level: Bits<2>
  ) throws(Stop) -> SegmentRegister {
    var descriptor = descriptor
    try setAccessed(&descriptor)
    let selector = (descriptor.selector & 0xFFFC) | level.zeroExtended()
    return descriptor.cached(selector)
  }
}

// MARK: - Undoing

/// The registers that a transfer changes, to be put back when it faults halfway.
struct Context {
  let registers: InlineArray<8, Bits<32>>
  let segments: InlineArray<6, SegmentRegister>
  let eip: Bits<32>
  let eflags: Flags
  let cpl: Bits<2>
}

extension Processor {
  var context: Context {
    get {
      Context(registers: registers, segments: segments, eip: eip, eflags: eflags, cpl: cpl)
    }
    set {
      registers = newValue.registers
      segments = newValue.segments
      eip = newValue.eip
      eflags = newValue.eflags
      cpl = newValue.cpl
    }
  }

  /// Does a transfer wholly or not at all; what it wrote to memory stays, and past the commit of a
  /// task switch it is the new task that faults.
  mutating func wholly(_ body: (inout Processor) throws(Stop) -> Void) throws(Stop) {
    let before = context
    hasSwitchedTask = false
    do { try body(&self) } catch {
      if !hasSwitchedTask { context = before }
      throw error
    }
  }
}
