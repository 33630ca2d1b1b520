@testable import Processor

/// A random encoding of a form, and the memory operand that it turned out to have.
struct CaseEncoding {
  /// A memory operand by the registers that make its address.
  struct Memory {
    var base: Int?
    var index: Int?
    var scale = 0
    var displacement: UInt32 = 0
    /// Where in the bytes the displacement is, and how long.
    var position = 0
    var length = 0
    var isWide = true
  }

  private(set) var bytes: [UInt8] = []
  private(set) var memory: Memory?
  private(set) var modRM: UInt8 = 0
  private(set) var operandSize: Int
  private(set) var addressSize: Int
  private(set) var segment: Segment?

  /// - Parameter isBig: the D bit of the code segment
  init(_ form: Form, isBig: Bool, _ random: inout RandomNumbers) {
    operandSize = isBig ? 32 : 16
    addressSize = operandSize
    let isMemory = form.takesMemory && (!form.takesRegister || random.chance(60))
    addPrefixes(form, isMemory, &random)
    addOpcode(form, &random)
    if form.opcode.hasModRM { addModRM(form, isMemory, &random) }
    for operand in form.operands { addImmediate(operand, form, &random) }
  }

  private mutating func addPrefixes(
    _ form: Form, _ isMemory: Bool, _ random: inout RandomNumbers
  ) {
    var prefixes: [UInt8] = []
    if random.chance(25), !form.opcode.takesNoPrefix {
      prefixes.append(0x66)
      operandSize ^= 48
    }
    if random.chance(15) {
      prefixes.append(0x67)
      addressSize ^= 48
    }
    if random.chance(15) {
      let index = random.below(6)
      prefixes.append([0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65][index])
      segment = Segment(rawValue: UInt8(index))
    }
    if form.isString, random.chance(60) { prefixes.append(random.pick([0xF2, 0xF3])) }
    if random.chance(form.isLockable && isMemory ? 25 : 1) { prefixes.append(0xF0) }
    bytes = prefixes.shuffled(using: &random)
  }

  private mutating func addOpcode(_ form: Form, _ random: inout RandomNumbers) {
    if form.opcode.isTwoByte { bytes.append(0x0F) }
    bytes.append(form.opcode.byte + (form.opcode.addsRegister ? UInt8(random.below(8)) : 0))
  }

  private mutating func addModRM(
    _ form: Form, _ isMemory: Bool, _ random: inout RandomNumbers
  ) {
    if let modRM = form.opcode.modRM {
      bytes.append(modRM)
      self.modRM = modRM
      return
    }
    let reg = form.opcode.digit ?? UInt8(random.below(8))
    let mod = isMemory ? random.below(3) : 3
    let rm = random.below(8)
    modRM = UInt8(mod << 6) | reg << 3 | UInt8(rm)
    bytes.append(modRM)
    guard isMemory else { return }
    if addressSize == 32 { addMemory32(mod, rm, &random) } else { addMemory16(mod, rm, &random) }
  }

  private mutating func addMemory32(_ mod: Int, _ rm: Int, _ random: inout RandomNumbers) {
    var memory = Memory(base: rm)
    if rm == 4 {
      let sib = random.byte()
      bytes.append(sib)
      memory.base = Int(sib & 7)
      memory.index = sib >> 3 & 7 == 4 ? nil : Int(sib >> 3 & 7)
      memory.scale = Int(sib >> 6)
    }
    if mod == 0, memory.base == 5 { memory.base = nil }
    let isAbsolute = mod == 0 && memory.base == nil
    addDisplacement(&memory, isAbsolute ? 4 : [0, 1, 4][mod], &random)
  }

  private mutating func addMemory16(_ mod: Int, _ rm: Int, _ random: inout RandomNumbers) {
    let pairs: [(Int?, Int?)] = [
      (3, 6), (3, 7), (5, 6), (5, 7), (6, nil), (7, nil), (5, nil), (3, nil),
    ]
    var memory = Memory(base: pairs[rm].0, index: pairs[rm].1, isWide: false)
    let isAbsolute = mod == 0 && rm == 6
    if isAbsolute { memory.base = nil }
    addDisplacement(&memory, isAbsolute ? 2 : mod, &random)
  }

  private mutating func addDisplacement(
    _ memory: inout Memory, _ length: Int, _ random: inout RandomNumbers
  ) {
    memory.position = bytes.count
    memory.length = length
    let value = random.boundaryWord()
    for index in 0..<length { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    memory.displacement = Self.displacement(value, length)
    self.memory = memory
  }

  /// The displacement that the low bytes of a value give.
  private static func displacement(_ value: UInt32, _ length: Int) -> UInt32 {
    switch length {
    case 0: 0
    case 1: UInt32(bitPattern: Int32(Int8(truncatingIfNeeded: value)))
    case 2: value & 0xFFFF
    default: value
    }
  }

  private mutating func addImmediate(
    _ operand: OperandForm, _ form: Form, _ random: inout RandomNumbers
  ) {
    switch operand {
    case .imm(let width), .relative(let width):
      let bits = Int(width.bits(UInt8(operandSize)))
      append(random.boundaryWord(), bits / 8)
    case .immSigned: append(random.boundaryWord(), 1)
    case .offset:
      let value = random.boundaryWord()
      memory = Memory(
        displacement: value, position: bytes.count, length: addressSize / 8,
        isWide: addressSize == 32)
      append(value, addressSize / 8)
    case .pointer:
      append(CaseMemory.handlers + UInt32(random.below(64)), operandSize / 8)
      append(UInt32(random.selector()), 2)
    default: break
    }
  }

  private mutating func append(_ value: UInt32, _ count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }

  /// The offset of the memory operand in a state.
  func offset(_ state: CaseState) -> UInt32? {
    guard let memory else { return nil }
    let base = memory.base.map { state.registers[$0] } ?? 0
    let index = memory.index.map { state.registers[$0] << memory.scale } ?? 0
    let offset = base &+ index &+ memory.displacement
    return memory.isWide ? offset : offset & 0xFFFF
  }

  /// Replaces the displacement, or as much of it as the encoding holds.
  mutating func setDisplacement(_ value: UInt32) {
    guard let memory else { return }
    for index in 0..<memory.length {
      bytes[memory.position + index] = UInt8(truncatingIfNeeded: value >> (8 * index))
    }
    self.memory?.displacement = Self.displacement(value, memory.length)
  }
}

extension Form {
  /// Whether the r/m field, or an offset, can be memory.
  var takesMemory: Bool {
    operands.contains {
      switch $0 {
      case .rm, .m: true
      default: false
      }
    }
  }

  /// Whether the r/m field can be a register.
  var takesRegister: Bool {
    operands.contains {
      switch $0 {
      case .rm, .rmRegister: true
      default: false
      }
    }
  }
}

extension RandomNumbers {
  /// A selector of ``CaseMemory``, of the LDT or of nothing, with any RPL.
  mutating func selector() -> UInt16 {
    let rpl = UInt16(pick([0, 0, 3, 3, 1, 2]))
    if chance(12) { return UInt16(below(CaseMemory.localDescriptors.count + 3)) << 3 | 4 | rpl }
    if chance(5) { return UInt16(truncatingIfNeeded: next()) }
    return UInt16(below(CaseMemory.descriptors.count + 2)) << 3 | rpl
  }
}
