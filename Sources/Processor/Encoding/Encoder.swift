/// Writes the bytes of an instruction: the inverse of ``Decoder``, with the shortest displacement.
struct Encoder {
  private(set) var bytes: [UInt8] = []
  private let i: Instruction
  private let form: Form

  /// - Parameter isBig: the D bit of the code segment that the bytes are for
  init(_ instruction: Instruction, isBig: Bool) {
    i = instruction
    form = instruction.form
    prefixes(natural: isBig ? 32 : 16)
    opcode()
    modRM()
    for (index, operand) in form.operands.enumerated() { trailing(operand, i[index]) }
  }

  private mutating func number(_ value: UInt32, _ count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * index))) }
  }

  // MARK: Prefixes and opcode

  private mutating func prefixes(natural: UInt8) {
    if i.locked { bytes.append(0xF0) }
    switch i.repeats {
    case .none: break
    case .whileEqual: bytes.append(0xF3)
    case .whileNotEqual: bytes.append(0xF2)
    }
    if let segment = override { bytes.append(Self.override(segment)) }
    if form.followsOperandSize, i.operandSize != natural { bytes.append(0x66) }
    if i.addressSize != natural { bytes.append(0x67) }
  }

  /// The segment that is not the one taken without a prefix.
  private var override: Segment? {
    if form.isString { return i.segment == .ds ? nil : i.segment }
    for index in 0..<3 {
      if case .memory(let address) = i[index] {
        return address.segment == Address.defaultSegment(address.base) ? nil : address.segment
      }
    }
    return nil
  }

  private static func override(_ segment: Segment) -> UInt8 {
    switch segment {
    case .es: 0x26
    case .cs: 0x2E
    case .ss: 0x36
    case .ds: 0x3E
    case .fs: 0x64
    case .gs: 0x65
    }
  }

  private mutating func opcode() {
    if form.opcode.isTwoByte { bytes.append(0x0F) }
    var byte = form.opcode.byte
    for (index, operand) in form.operands.enumerated() {
      if case .opcode = operand, case .register(let number) = i[index] {
        byte = byte & 0xF8 | number
      }
    }
    bytes.append(byte)
  }

  // MARK: ModRM

  private mutating func modRM() {
    guard form.opcode.hasModRM else { return }
    if let fixed = form.opcode.modRM { return bytes.append(fixed) }
    var reg = form.opcode.digit ?? 0
    var rm = Operand.none
    for (index, operand) in form.operands.enumerated() {
      switch (operand, i[index]) {
      case (.r, .register(let number)), (.creg, .control(let number)), (.dreg, .debug(let number)):
        reg = number
      case (.sreg, .segment(let segment)): reg = segment.rawValue
      case (.rm, let value), (.m, let value), (.rmRegister, let value): rm = value
      default: break
      }
    }
    switch rm {
    case .register(let number): bytes.append(0xC0 | reg << 3 | number)
    case .memory(let address) where i.addressSize == 16: memory16(address, reg << 3)
    case .memory(let address): memory32(address, reg << 3)
    default: bytes.append(0xC0 | reg << 3)
    }
  }

  private mutating func memory32(_ address: Address, _ reg: UInt8) {
    guard let base = address.base else { return withoutBase(address, reg) }
    let mod = Self.mod(address.displacement, wide: 0xFFFF_FFFF, needed: base == .ebp)
    if address.index != nil || base == .esp {
      bytes.append(mod | reg | 4)
      bytes.append(Self.sib(address, base.rawValue))
    } else {
      bytes.append(mod | reg | base.rawValue)
    }
    number(address.displacement, mod == 0 ? 0 : mod == 0x40 ? 1 : 4)
  }

  private mutating func withoutBase(_ address: Address, _ reg: UInt8) {
    bytes.append(reg | (address.index == nil ? 5 : 4))
    if address.index != nil { bytes.append(Self.sib(address, 5)) }
    number(address.displacement, 4)
  }

  private static func sib(_ address: Address, _ base: UInt8) -> UInt8 {
    address.scale << 6 | (address.index?.rawValue ?? 4) << 3 | base
  }

  private mutating func memory16(_ address: Address, _ reg: UInt8) {
    let pair = Self.pairs.firstIndex { $0.0 == address.base && $0.1 == address.index }
    guard let pair else {
      precondition(address.base == nil && address.index == nil, "no 16-bit address")
      bytes.append(reg | 6)
      return number(address.displacement, 2)
    }
    let mod = Self.mod(address.displacement, wide: 0xFFFF, needed: pair == 6)
    bytes.append(mod | reg | UInt8(pair))
    number(address.displacement, mod == 0 ? 0 : mod == 0x40 ? 1 : 2)
  }

  /// The pairs of base and index of 16-bit addresses, by r/m (SDM 2A table 2-1).
  static let pairs: [(Register?, Register?)] = [
    (.ebx, .esi), (.ebx, .edi), (.ebp, .esi), (.ebp, .edi), (nil, .esi), (nil, .edi),
    (.ebp, nil), (.ebx, nil),
  ]

  /// Mod for no displacement, one byte, or a wide one.
  private static func mod(_ displacement: UInt32, wide: UInt32, needed: Bool) -> UInt8 {
    if displacement == 0, !needed { return 0 }
    let isShort = (displacement &+ 0x80) & wide < 0x100
    return isShort ? 0x40 : 0x80
  }

  // MARK: Immediates

  private mutating func trailing(_ form: OperandForm, _ value: Operand) {
    switch (form, value) {
    case (.imm(let width), .immediate(let value)), (.relative(let width), .immediate(let value)):
      number(value, Int(width.bits(i.operandSize)) / 8)
    case (.immSigned, .immediate(let value)): number(value, 1)
    case (.offset, .memory(let address)):
      number(address.displacement, Int(i.addressSize) / 8)
    case (.pointer, .far(let selector, let offset)):
      number(offset, Int(i.operandSize) / 8)
      number(UInt32(selector), 2)
    default: break
    }
  }
}

extension Form {
  /// Whether the prefix 66 changes anything.
  var followsOperandSize: Bool {
    switch size {
    case .byte, .word, .dword: false
    case .operand, .qword, .far, .bytes: true
    }
  }
}

extension Instruction {
  /// The bytes of the instruction in a code segment with the given D bit.
  public func encoded(isBig: Bool = true) -> [UInt8] { Encoder(self, isBig: isBig).bytes }

  /// The instruction that bytes begin with, and its length; nil where they are none of the subset.
  public static func decoded(
    _ bytes: some Collection<UInt8>, isBig: Bool = true, _ generation: Generation = .pentiumIII
  ) -> (instruction: Instruction, length: Int)? {
    var decoder = Decoder(GivenBytes(bytes: Array(bytes)), isBig: isBig)
    guard case .instruction(let i, let length)? = try? decoder.decode(generation) else {
      return nil
    }
    return (i, Int(length))
  }
}

private struct GivenBytes: ByteSource {
  let bytes: [UInt8]
  var index = 0

  mutating func next() throws(Stop) -> UInt8 {
    guard index < bytes.count else { throw .unknownInstruction }
    index += 1
    return bytes[index - 1]
  }
}
