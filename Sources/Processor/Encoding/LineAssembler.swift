/// Finds the row for one line: of those that take the operands, the one with the shortest bytes.
struct LineAssembler {
  let name: String
  let operands: [AssemblerOperand]
  let line: I
  let number: Int
  let labels: [String: UInt32]?
  let address: UInt32
  let isBig: Bool

  func bytes() throws(AssemblyError) -> [UInt8] {
    guard let rows = InstructionTable.byMnemonic[mnemonic] else {
      throw .unknownMnemonic(name, line: number)
    }
    var found: [(size: UInt8, bytes: [UInt8])] = []
    for row in rows {
      let form = InstructionTable.forms[Int(row)]
      for size in sizes(form) {
        guard var i = try match(row, form, size) else { continue }
        var bytes = i.encoded(isBig: isBig)
        if let index = form.operands.firstIndex(where: { $0.isRelative }) {
          guard try aim(&i, index, form, bytes.count) else { continue }
          bytes = i.encoded(isBig: isBig)
        }
        found.append((i.operandSize, bytes))
      }
    }
    let natural: UInt8 = isBig ? 32 : 16
    let usual =
      found.contains { $0.size == natural } ? found.filter { $0.size != natural ^ 48 } : found
    guard let best = (isSized ? found : usual).min(by: { $0.bytes.count < $1.bytes.count }) else {
      throw .noForm(name, line: number)
    }
    if !isSized, usual.contains(where: { ($0.size == 8) != (best.size == 8) }) {
      throw .ambiguousWidth(name, line: number)
    }
    return best.bytes
  }

  /// The name that the rows bear.
  private var mnemonic: String { Self.synonyms[name]?.mnemonic ?? name }

  /// Other names, and names that say the operand size (SDM 2A CBW, CWD).
  private static let synonyms: [String: (mnemonic: String, size: UInt8?)] = [
    "cbw": ("cbw", 16), "cwde": ("cbw", 32), "cwd": ("cwd", 16), "cdq": ("cwd", 32),
    "pushfd": ("pushf", 32), "popfd": ("popf", 32), "iretd": ("iret", 32), "sal": ("shl", nil),
  ]

  /// Whether an operand says how wide the operation is.
  private var isSized: Bool {
    operands.contains {
      switch $0 {
      case .register, .memory(_, width: .some): true
      default: false
      }
    }
  }

  private func sizes(_ form: Form) -> [UInt8] {
    if !form.followsOperandSize { return [form.size.bits(32)] }
    if let size = Self.synonyms[name]?.size ?? line.operandSize { return [size] }
    return isBig ? [32, 16] : [16, 32]
  }

  private func match(
    _ row: UInt16, _ form: Form, _ size: UInt8
  ) throws(AssemblyError) -> Instruction? {
    var i = Instruction(row: row, operandSize: size)
    i.addressSize = isBig ? 32 : 16
    i.repeats = line.repeats
    i.locked = line.isLocked
    if line.repeats != .none, !form.isString { return nil }
    var given = operands[...]
    for (index, operand) in form.operands.enumerated() {
      if operand == .one || operand == .cl || operand == .dx {
        // These may be left out only where they are written.
        guard let value = given.popFirst(), Self.isFixed(value, operand) else { return nil }
        i[index] = operand == .one ? .immediate(1) : .register(operand == .cl ? 1 : 2)
        continue
      }
      guard let value = given.popFirst(), let matched = try match(value, operand, &i) else {
        return nil
      }
      i[index] = matched
    }
    return given.isEmpty ? i : nil
  }

  private static func isFixed(_ value: AssemblerOperand, _ form: OperandForm) -> Bool {
    switch (value, form) {
    case (.number(1), .one), (.register(1, bits: 8), .cl), (.register(2, bits: 16), .dx): true
    default: false
    }
  }

  private func match(
    _ value: AssemblerOperand, _ form: OperandForm, _ i: inout Instruction
  ) throws(AssemblyError) -> Operand? {
    let size = i.operandSize
    switch (value, form) {
    case (.register(let number, let bits), .rm(let w)),
      (.register(let number, let bits), .r(let w)),
      (.register(let number, let bits), .rmRegister(let w)),
      (.register(let number, let bits), .opcode(let w)):
      return w.bits(size) == bits ? .register(number) : nil
    case (.register(0, let bits), .accumulator(let w)):
      return w.bits(size) == bits ? .register(0) : nil
    case (.memory(let place, let width), .rm(let w)), (.memory(let place, let width), .m(let w)):
      if let width, width.bits(size) != w.bits(size) { return nil }
      return try memory(place, &i)
    case (.memory(let place, let width), .offset(let w)):
      if let width, width.bits(size) != w.bits(size) { return nil }
      guard place.base == nil, place.index == nil else { return nil }
      return try memory(place, &i)
    case (.segment(let segment), .sreg): return .segment(segment)
    case (.segment(let segment), .segment(let fixed)):
      return segment == fixed ? .segment(fixed) : nil
    case (.control(let number), .creg): return .control(number)
    case (.debug(let number), .dreg): return .debug(number)
    case (.number, .imm(let w)), (.label, .imm(let w)): return try immediate(value, w.bits(size))
    case (.number(let value), .immSigned): return Self.signedByte(value, size)
    case (.number, .relative), (.label, .relative): return .immediate(0)
    case (.far(let selector, let offset), .pointer):
      let value = try self.value(offset)
      guard size == 32 || value < 0x1_0000 else { return nil }
      return .far(selector: selector, offset: UInt32(truncatingIfNeeded: value))
    default: return nil
    }
  }

  private func immediate(_ value: AssemblerOperand, _ bits: UInt8) throws(AssemblyError) -> Operand?
  {
    if case .label = value, bits == 8 { return nil }
    let number = try self.value(value)
    let least = -(Int64(1) << (bits - 1))
    guard number >= least, number < Int64(1) << bits else { return nil }
    return .immediate(UInt32(truncatingIfNeeded: number & (Int64(1) << bits - 1)))
  }

  private func value(_ operand: AssemblerOperand) throws(AssemblyError) -> Int64 {
    try Program.value(operand, labels, number, near: address)
  }

  private static func signedByte(_ value: Int64, _ size: UInt8) -> Operand? {
    let mask = Int64(1) << size - 1
    let reduced = value & mask
    guard reduced < 0x80 || reduced >= mask - 0x7F, value <= mask, value >= -128 else { return nil }
    return .immediate(UInt32(reduced))
  }

  private func memory(_ place: Place, _ i: inout Instruction) throws(AssemblyError) -> Operand? {
    if let bits = place.bits { i.addressSize = bits }
    var displacement = place.displacement
    if let label = place.label {
      displacement += try value(.label(label))
    }
    var base = place.base
    var index = place.index
    // ESP is no index; a 16-bit index stands second.
    if index == .esp { (base, index) = (index, base) }
    if i.addressSize == 16, base == .esi || base == .edi { (base, index) = (index, base) }
    let mask: Int64 = i.addressSize == 16 ? 0xFFFF : 0xFFFF_FFFF
    return .memory(
      Address(
        segment: place.segment, base: base, index: index, scale: place.scale,
        displacement: UInt32(displacement & mask)))
  }

  /// Puts in the distance to the target; false where one byte does not reach it.
  private func aim(
    _ i: inout Instruction, _ index: Int, _ form: Form, _ length: Int
  ) throws(AssemblyError) -> Bool {
    let isShort = form.operands[index] == .relative(.byte)
    let hasLong = InstructionTable.byMnemonic[mnemonic]!.count > 1
    // A label's distance is not known in the first pass: the long form, where there is one.
    if case .label = operands[0], isShort, hasLong { return false }
    let target = try value(operands[0])
    let distance = target - Int64(address) - Int64(length)
    if isShort, labels != nil, !(-128...127).contains(distance) {
      if hasLong { return false }
      throw .outOfRange(name, line: number)
    }
    i[index] = .immediate(UInt32(truncatingIfNeeded: distance))
    return true
  }
}

extension OperandForm {
  fileprivate var isRelative: Bool {
    if case .relative = self { true } else { false }
  }
}
