@testable import Processor

/// The mode that a case runs in.
struct Setting {
  var isReal = false
  var ring = 0
  var isBig = true
  var isPaged = false

  init(_ random: inout RandomNumbers) {
    isReal = random.chance(5)
    isBig = !isReal && random.chance(80)
    ring = isReal ? 0 : isBig ? random.pick([0, 0, 0, 3, 3, 3, 1, 2]) : random.pick([0, 3])
    isPaged = !isReal && random.chance(60)
  }

  func state(at address: UInt32, _ random: inout RandomNumbers) -> CaseState {
    var state = CaseState()
    for index in 0..<8 {
      state.registers[index] = random.chance(15) ? UInt32(random.selector()) : random.boundaryWord()
    }
    state.registers[8] = isReal ? 0 : isBig ? address : address & 0xFFFF
    state.registers[9] = flags(&random)
    setSystem(&state, &random)
    if isReal { setRealSegments(&state, address) } else { setSegments(&state, address, &random) }
    let top = state.segments[2].base == 0 ? CaseMemory.stack : CaseMemory.dataSize - 0x1000
    state.registers[4] = top &- UInt32(random.chance(80) ? 4 * random.below(64) : random.below(64))
    return state
  }

  private func flags(_ random: inout RandomNumbers) -> UInt32 {
    var flags = random.word() & 0x3ED5 & ~0x100 | 2
    if random.chance(60) { flags &= ~0x400 }
    if random.chance(5) { flags |= 0x4000 }
    if random.chance(10) { flags |= 0x4_0000 }
    if random.chance(10) { flags |= 0x20_0000 }
    return isReal ? flags & ~0x4_0000 : flags
  }

  private func setSystem(_ state: inout CaseState, _ random: inout RandomNumbers) {
    var cr0: UInt32 = isReal ? 0x30 : 0x31
    if isPaged { cr0 |= 0x8000_0000 }
    if random.chance(30) { cr0 |= 0x1_0000 }
    if random.chance(30) { cr0 |= 0x4_0000 }
    for bit in [2, 4, 8] as [UInt32] where random.chance(12) { cr0 |= bit }
    state.registers[10] = cr0
    state.registers[11] = random.word()
    state.registers[12] = CaseMemory.directory
    state.registers[13] = random.pick([0, 0x10, 0x90, 0x290, 0x98, 0x94])
    for index in 14..<18 { state.registers[index] = random.word() }
    state.registers[18] = 0xFFFF_0FF0
    state.registers[19] = random.chance(3) ? 0x2400 : 0x400
    for index in 20..<23 { state.registers[index] = random.word() }
    state.tables[0] = CaseState.Table(
      base: CaseMemory.gdt, limit: UInt32(8 * CaseMemory.descriptors.count - 1))
    state.tables[1] =
      isReal
      ? CaseState.Table(base: 0, limit: 0x3FF)
      : CaseState.Table(base: CaseMemory.idt, limit: random.chance(5) ? 0x3FF : 0x7FF)
  }

  private func setSegments(
    _ state: inout CaseState, _ address: UInt32, _ random: inout RandomNumbers
  ) {
    let level = UInt16(ring)
    let code: UInt16 = isBig ? [0x08, 0xA0, 0xB0, 0x18][ring] : ring == 0 ? 0x38 : 0x48
    let stack: UInt16 = [0x10, 0x98, 0xA8, 0x20][ring]
    let small: UInt16 = ring == 0 ? 0x40 : 0x50
    let isSmallStack = (ring == 0 || ring == 3) && random.chance(isBig ? 8 : 60)
    state.segments[1] = Self.segment(code | level)
    if !isBig { state.segments[1].base = address & ~0xFFFF }
    state.segments[2] = Self.segment((isSmallStack ? small : stack) | level)
    for index in [0, 3, 4, 5] { state.segments[index] = dataSegment(&random) }
    state.segments[6] = Self.segment(0x30)
    state.segments[7] = Self.segment(0x28)
  }

  private func dataSegment(_ random: inout RandomNumbers) -> CaseState.Segment {
    if random.chance(55) { return Self.segment(0x23) }
    let selector = random.pick([0, 0x53, 0x5B, 0x63, 0x6B, 0x73, 0x13B, 0x50] as [UInt16])
    return ring == 0 && random.chance(40)
      ? Self.segment(random.pick([0x10, 0x08, 0x40, 0x90])) : Self.segment(selector)
  }

  private func setRealSegments(_ state: inout CaseState, _ address: UInt32) {
    for index in 0..<6 {
      let base = index == 1 ? address : CaseMemory.data
      state.segments[index] = CaseState.Segment(
        selector: UInt16(base >> 4), usable: 1, base: base, limit: 0xFFFF,
        rights: 0x93)
    }
    state.segments[6] = Self.segment(0x30)
    state.segments[7] = Self.segment(0x28)
  }

  /// A segment register as loading the selector leaves it.
  static func segment(_ selector: UInt16) -> CaseState.Segment {
    guard selector > 3 else { return CaseState.Segment(selector: selector) }
    let value = CaseMemory.descriptors[Int(selector >> 3)]
    let (low, high) = (UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32))
    let limit = low & 0xFFFF | high & 0xF_0000
    return CaseState.Segment(
      selector: selector, usable: 1,
      base: low >> 16 | (high & 0xFF) << 16 | high & 0xFF00_0000,
      limit: high & 0x80_0000 == 0 ? limit : limit << 12 | 0xFFF,
      rights: UInt16(truncatingIfNeeded: high >> 8 & 0xF0FF))
  }
}
