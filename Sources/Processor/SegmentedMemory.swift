import Logic

/// Reads and writes at offsets in segments, with the checks of SDM 3A 5.3 and 5.4.
extension Processor {
  /// The linear address of an access of so many bytes.
  @inline(__always)
  mutating func linear(
    _ segment: Segment, _ offset: Bits<32>, bytes: UInt64, _ access: Access
  ) throws(Stop) -> UInt32 {
    let index = Int(segment.rawValue)
    // Present, writable data that grows up, wholly inside: the common case, and always allowed.
    if eflags.hasNoAlignmentCheck, let rights = segments[index].rights.known, rights & 0x8E == 0x82,
      let limit = segments[index].limit.known, let offset = offset.known,
      offset &+ bytes &- 1 <= limit, let base = segments[index].base.known
    {
      let linear = UInt32(truncatingIfNeeded: base &+ offset)
      if debug.isArmed { watch(linear, bytes, access) }
      return linear
    }
    return try linearSlowly(segment, self[segment], offset, bytes, access)
  }

  @inline(never)
  private mutating func linearSlowly(
    _ segment: Segment, _ register: SegmentRegister, _ offset: Bits<32>, _ bytes: UInt64,
    _ access: Access
  ) throws(Stop) -> UInt32 {
    let address = register.base + offset
    if address.known == nil, let linear = region(of: address), register.isFlat {
      // The region's assumption says that it does not wrap.
      guard try decide(allows(register, access)) else {
        throw segment == .ss ? .stack() : .protection()
      }
      if debug.isArmed { watch(linear, bytes, access) }
      return linear
    }
    guard try decide(allows(register, access) && covers(register, offset, bytes)) else {
      throw segment == .ss ? .stack() : .protection()
    }
    let linear = try known(address, "a linear address")
    if linear & UInt32(bytes - 1) != 0, try decide(isAlignmentChecked) {
      throw .fault(Fault(.alignment, 0))
    }
    if debug.isArmed { watch(linear, bytes, access) }
    return linear
  }

  /// Whether #AC is on: AM, AC and level 3 (SDM 3A 6.15, #AC).
  private var isAlignmentChecked: Formula {
    Formula.all([cr0.bit(18), eflags[.ac], cpl == 3])
  }

  /// Whether the type of the segment allows the access (SDM 3A 5.4).
  private func allows(_ register: SegmentRegister, _ access: Access) -> Formula {
    let rights = register.rights
    // In real-address mode the cached rights are those of the reset state or of the last load.
    if access.writes {
      let isWritableData = !rights.bit(3) && rights.bit(1)
      return register.isPresent && isWritableData
    }
    if access == .fetch { return register.isPresent }
    let isReadable = !rights.bit(3) || rights.bit(1)
    return register.isPresent && isReadable
  }

  /// Whether all bytes are inside the limit; for expand-down segments above it (SDM 3A 5.3).
  private func covers(_ register: SegmentRegister, _ offset: Bits<32>, _ bytes: UInt64) -> Formula {
    let last = offset + Bits(bytes - 1)
    let wraps = last.isBelow(offset)
    let isExpandDown = !register.rights.bit(3) && register.rights.bit(2)
    let upper = register.isBig.choose(0xFFFF_FFFF, 0xFFFF as Bits<32>)
    let inside = last.isAtMost(register.limit)
    let above = register.limit.isBelow(offset) && last.isAtMost(upper)
    return !wraps && isExpandDown.choose(above, inside)
  }

  /// 8, 16 or 32 bits at an offset in a segment.
  @inline(__always)
  mutating func read<let width: Int>(
    _ segment: Segment, _ offset: Bits<32>, _ access: Access = .read
  ) throws(Stop) -> Bits<width> {
    let linear = try linear(segment, offset, bytes: UInt64(width / 8), access)
    return try load(linear, access)
  }

  /// Writes 8, 16 or 32 bits at an offset in a segment.
  @inline(__always)
  mutating func write<let width: Int>(
    _ segment: Segment, _ offset: Bits<32>, _ value: Bits<width>
  ) throws(Stop) {
    let linear = try linear(segment, offset, bytes: UInt64(width / 8), .write)
    try store(linear, value)
  }
}
