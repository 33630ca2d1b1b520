/// What bytes decode to.
enum Decoding {
  case instruction(Instruction, length: UInt8)
  /// An invalid opcode: #UD.
  case undefined
  /// Not in the subset.
  case unknown
}

/// Reads one instruction by the rows of ``InstructionTable`` (SDM 2A chapter 2).
struct Decoder<Source: ByteSource> {
  var source: Source
  private(set) var length: UInt8 = 0
  private var operandSize: UInt8
  private var addressSize: UInt8
  private var override: Segment?
  private var repeats = Repeat.none
  private var locked = false
  private var modRM: UInt8 = 0
  private let naturalSize: UInt8

  /// - Parameter isBig: the D bit of the code segment
  init(_ source: Source, isBig: Bool) {
    self.source = source
    naturalSize = isBig ? 32 : 16
    operandSize = naturalSize
    addressSize = operandSize
  }

  private mutating func byte() throws(Stop) -> UInt8 {
    length += 1
    if length > 15 { throw .protection() }
    return try source.next()
  }

  private mutating func number(_ bytes: Int) throws(Stop) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<bytes { value |= UInt32(try byte()) << UInt32(8 * index) }
    return value
  }

  mutating func decode(_ generation: Generation) throws(Stop) -> Decoding {
    let opcode = try prefixesAndOpcode()
    let rows = InstructionTable.byOpcode[opcode]
    guard let first = rows.first else { return .unknown }
    if InstructionTable.forms[Int(first)].opcode.hasModRM { modRM = try byte() }
    guard let row = rows.first(where: { matches(InstructionTable.forms[Int($0)]) }) else {
      return .undefined
    }
    let form = InstructionTable.forms[Int(row)]
    if form.opcode.takesNoPrefix, hasMeaningfulPrefix { return .unknown }
    if locked, !form.isLockable || !isMemory { return .undefined }
    guard generation.has(form.since) else { return .undefined }
    return .instruction(try instruction(row, form, opcode), length: length)
  }

  /// The index of the opcode: 256 and more in the two-byte map.
  private mutating func prefixesAndOpcode() throws(Stop) -> Int {
    while true {
      let byte = try byte()
      switch byte {
      case 0x66: operandSize = naturalSize ^ 48
      case 0x67: addressSize = naturalSize ^ 48
      case 0xF0: locked = true
      case 0xF2: repeats = .whileNotEqual
      case 0xF3: repeats = .whileEqual
      case 0x26: override = .es
      case 0x2E: override = .cs
      case 0x36: override = .ss
      case 0x3E: override = .ds
      case 0x64: override = .fs
      case 0x65: override = .gs
      case 0x0F: return 256 + Int(try self.byte())
      default: return Int(byte)
      }
    }
  }

  private var isMemory: Bool { modRM < 0xC0 }

  /// 66, F2 or F3, which later processors take for a part of some opcodes.
  private var hasMeaningfulPrefix: Bool { operandSize != naturalSize || repeats != .none }

  private func matches(_ form: Form) -> Bool {
    if let digit = form.opcode.digit, digit != modRM >> 3 & 7 { return false }
    if let fixed = form.opcode.modRM, fixed != modRM { return false }
    return form.operands.allSatisfy {
      switch $0 {
      case .m: isMemory
      default: true
      }
    }
  }

  private mutating func instruction(
    _ row: UInt16, _ form: Form, _ opcode: Int
  ) throws(Stop) -> Instruction {
    var result = Instruction(row: row, operandSize: form.size.bits(operandSize))
    result.addressSize = addressSize
    result.locked = locked
    if form.isString {
      result.repeats = repeats
      result.segment = override ?? .ds
    }
    // ModRM's displacement comes before any immediate.
    let address =
      form.opcode.hasModRM && isMemory && !form.ignoresMode ? Operand.memory(try memory()) : .none
    for (index, operand) in form.operands.enumerated() {
      result[index] = try self.operand(operand, address, UInt8(opcode & 7), result.operandSize)
    }
    return result
  }

  private mutating func operand(
    _ form: OperandForm, _ address: Operand, _ low: UInt8, _ size: UInt8
  ) throws(Stop) -> Operand {
    switch form {
    case .rm: return isMemory ? address : .register(modRM & 7)
    case .m: return address
    case .rmRegister: return .register(modRM & 7)
    case .r: return .register(modRM >> 3 & 7)
    case .opcode: return .register(low)
    case .accumulator: return .register(0)
    case .cl: return .register(1)
    case .dx: return .register(2)
    case .one: return .immediate(1)
    case .imm(let width):
      return .immediate(try number(Int(width.bits(operandSize)) / 8))
    case .immSigned:
      let value = UInt32(bitPattern: Int32(Int8(bitPattern: try byte())))
      return .immediate(size == 16 ? value & 0xFFFF : value)
    case .relative(let width): return .immediate(try distance(width))
    case .offset:
      return .memory(
        Address(segment: override ?? .ds, displacement: try number(Int(addressSize) / 8)))
    case .sreg: return Segment(rawValue: modRM >> 3 & 7).map(Operand.segment) ?? .none
    case .creg: return .control(modRM >> 3 & 7)
    case .dreg: return .debug(modRM >> 3 & 7)
    case .segment(let segment): return .segment(segment)
    case .pointer:
      let offset = try number(Int(operandSize) / 8)
      return .far(selector: UInt16(try number(2)), offset: offset)
    }
  }

  private mutating func distance(_ width: Width) throws(Stop) -> UInt32 {
    let bits = width.bits(operandSize)
    let value = try number(Int(bits) / 8)
    let unused = 32 - UInt32(bits)
    return UInt32(bitPattern: Int32(bitPattern: value << unused) >> Int32(unused))
  }
}

/// Where a decoder reads bytes.
protocol ByteSource {
  mutating func next() throws(Stop) -> UInt8
}

extension Width {
  /// The bits of an operand of this width where the operand size is known.
  func bits(_ operandSize: UInt8) -> UInt8 {
    switch self {
    case .byte: 8
    case .word: 16
    case .dword: 32
    case .operand, .qword, .far, .bytes: operandSize
    }
  }
}

// MARK: - Memory operands

extension Decoder {
  private mutating func memory() throws(Stop) -> Address {
    addressSize == 16 ? try memory16() : try memory32()
  }

  private mutating func address(
    _ base: Register?, _ index: Register?, _ scale: UInt8, _ displacement: UInt32
  ) -> Address {
    Address(
      segment: override, base: base, index: index, scale: scale, displacement: displacement)
  }

  /// SDM 2A table 2-2 and 2-3.
  private mutating func memory32() throws(Stop) -> Address {
    let mod = modRM >> 6
    var base = Register(rawValue: modRM & 7)
    var index: Register?
    var scale: UInt8 = 0
    if modRM & 7 == 4 {
      let sib = try byte()
      base = Register(rawValue: sib & 7)
      index = sib >> 3 & 7 == 4 ? nil : Register(rawValue: sib >> 3 & 7)
      scale = index == nil ? 0 : sib >> 6
    }
    if mod == 0, base == .ebp { return address(nil, index, scale, try number(4)) }
    return address(base, index, scale, try displacement(mod, wide: 4))
  }

  private mutating func displacement(_ mod: UInt8, wide: Int) throws(Stop) -> UInt32 {
    switch mod {
    case 1:
      let value = UInt32(bitPattern: Int32(Int8(bitPattern: try byte())))
      return wide == 2 ? value & 0xFFFF : value
    case 2: return try number(wide)
    default: return 0
    }
  }

  /// SDM 2A table 2-1.
  private mutating func memory16() throws(Stop) -> Address {
    let (base, index) = Encoder.pairs[Int(modRM & 7)]
    if modRM >> 6 == 0, modRM & 7 == 6 { return address(nil, nil, 0, try number(2)) }
    return address(base, index, 0, try displacement(modRM >> 6, wide: 2))
  }
}
