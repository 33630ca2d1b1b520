@testable import Processor

/// Makes cases of a form: a random encoding in a random state that gives it something to do.
struct CaseGenerator {
  var random: RandomNumbers

  init(seed: UInt64) { random = RandomNumbers(seed: seed) }

  mutating func next(_ form: Form, slot: Int) -> Case {
    let setting = Setting(&random)
    let address = CaseMemory.code + UInt32(16 * slot)
    var state = setting.state(at: address, &random)
    if form.mnemonic == "esc" { state.registers[10] |= random.pick([4, 8, 12]) }
    var encoding = CaseEncoding(form, isBig: setting.isBig, &random)
    var patches: [(address: UInt32, bytes: [UInt8])] = []
    suit(form, encoding, &state)
    if random.chance(90) { aim(&encoding, &state, &patches) }
    patches.append(stackPatch(state, isWide: encoding.operandSize == 32))
    if random.chance(20) { patches.append((CaseMemory.tss, littleEndian(random.selector()))) }
    patches.append((address, encoding.bytes))
    return Case(
      form: form, bytes: encoding.bytes, offset: encoding.offset(state), state: state,
      patches: patches)
  }

  /// Gives registers the kind of value that the form is about.
  private mutating func suit(_ form: Form, _ encoding: CaseEncoding, _ state: inout CaseState) {
    let rm = Int(encoding.modRM & 7)
    let reg = Int(encoding.modRM >> 3 & 7)
    if form.isString {
      let unused: UInt32 = encoding.addressSize == 16 ? 0x1_0000 : 0
      state.registers[1] = UInt32(random.below(6)) | unused
      state.registers[6] = dataAddress(state)
      state.registers[7] = dataAddress(state)
    }
    if form.operands.contains(.sreg) || form.takesSelector {
      state.registers[rm] = UInt32(random.selector())
      if form.mnemonic == "arpl" { state.registers[reg] = UInt32(random.selector()) }
    }
    if form.operands.contains(.creg) { state.registers[rm] = controlValue(reg) }
    if form.mnemonic.hasSuffix("msr") {
      state.registers[1] = random.pick([0x174, 0x175, 0x176])
      state.registers[2] = 0  // 64-bit processors check it
    }
    if form.mnemonic == "mul" || form.mnemonic.hasSuffix("div"), random.chance(60) {
      state.registers[2] = UInt32(random.below(3)) &- 1
    }
  }

  private mutating func controlValue(_ register: Int) -> UInt32 {
    switch register {
    case 0:
      return random.pick([0x11, 0x31, 0x39, 0x1_0031, 0x8000_0031, 0x8001_0031, 0x6000_0031])
        | random.pick([0, 2, 4, 8, 0x4_0000])
    case 3: return CaseMemory.directory | random.pick([0, 8, 0x10, 0x18])
    case 4: return random.pick([0, 0x10, 0x80, 0x90, 0x8, 0x4, 0x200, 0x600, 0x1DC])
    default: return random.word()
    }
  }

  /// Where data is, for a segment with base 0 or one that begins there.
  private mutating func dataAddress(_ state: CaseState) -> UInt32 {
    let offset =
      random.chance(20)
      ? UInt32(0x1000 * (1 + random.below(14)) - random.below(9))
      : UInt32(random.below(Int(CaseMemory.dataSize) - 64))
    if state.segments[3].base != 0 { return random.chance(50) ? offset & 0xFFF : offset }
    let isPaged = state.registers[10] >> 31 == 1
    return isPaged && random.chance(70)
      ? 0x10_0000 + UInt32(random.below(16)) << 16 + offset : CaseMemory.data + offset
  }

  /// Makes the memory operand lie in the data, with contents of some use.
  private mutating func aim(
    _ encoding: inout CaseEncoding, _ state: inout CaseState,
    _ patches: inout [(address: UInt32, bytes: [UInt8])]
  ) {
    guard let memory = encoding.memory else { return }
    let target = dataAddress(state)
    let index = memory.index.map { state.registers[$0] << memory.scale } ?? 0
    if let base = memory.base, base != memory.index {
      state.registers[base] = target &- index &- memory.displacement
      if !memory.isWide { state.registers[base] &= 0xFFFF }
    } else {
      encoding.setDisplacement(target &- index)
    }
    let physical = CaseMemory.data + target & 0xFFFF
    guard random.chance(60), physical < CaseMemory.data + CaseMemory.dataSize - 16 else { return }
    patches.append((physical, usefulBytes()))
  }

  private mutating func usefulBytes() -> [UInt8] {
    let offset = CaseMemory.handlers + UInt32(random.below(256))
    switch random.below(5) {
    case 0: return littleEndian(random.boundaryWord()) + littleEndian(random.boundaryWord())
    case 1: return littleEndian(offset) + littleEndian(random.selector())
    case 2: return littleEndian(UInt16(offset)) + littleEndian(random.selector())
    case 3:
      return littleEndian(random.selector())
        + littleEndian(random.pick([CaseMemory.gdt, CaseMemory.idt]))
    default: return littleEndian(Int32(-5 + random.below(10))) + littleEndian(random.boundaryWord())
    }
  }

  /// A frame that RET, IRET and POP find something in.
  private mutating func stackPatch(
    _ state: CaseState, isWide: Bool
  ) -> (address: UInt32, bytes: [UInt8]) {
    let offset = CaseMemory.handlers + UInt32(random.below(256))
    let flags = random.word() & 0x24_7ED5 | 2
    let words = [
      offset, UInt32(random.selector()), flags, CaseMemory.stack - 0x100, UInt32(random.selector()),
      random.boundaryWord(),
    ]
    let bytes = words.flatMap {
      isWide ? littleEndian($0) : littleEndian(UInt16(truncatingIfNeeded: $0))
    }
    let physical = state.segments[2].base &+ state.registers[4]
    // Not over the tables.
    return (max(CaseMemory.data, min(physical & 0xF_FFFF, CaseMemory.code - 64)), bytes)
  }
}

func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
  (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

extension Form {
  /// Instructions whose r/m operand is a selector.
  var takesSelector: Bool {
    ["lldt", "ltr", "lar", "lsl", "verr", "verw", "arpl"].contains(mnemonic)
  }
}
