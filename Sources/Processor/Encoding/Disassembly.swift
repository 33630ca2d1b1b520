/// Instructions as text, in Intel's syntax as Capstone writes it.
extension Instruction {
  /// - Parameter end: the address behind the instruction, which jumps count from
  public func text(end: UInt32 = 0) -> String {
    let form = form
    let prefix = locked ? "lock " : Self.repeatText(repeats, form.mnemonic)
    let named = form.operands.indices.map {
      text(form.operands[$0], self[$0], end)
    }.filter { !$0.isEmpty }
    let operands = form.isString ? implicitOperands : named
    let name = prefix + sizedName
    return operands.isEmpty ? name : "\(name) \(operands.joined(separator: ", "))"
  }

  /// The operands of a string instruction, which its encoding does not name.
  private var implicitOperands: [String] {
    let size = Self.pointer(operandSize)
    let override = segment == .ds ? "" : "\(segment):"
    let source = "\(size)\(override)[\(Self.register(6, addressSize))]"
    let destination = "\(size)es:[\(Self.register(7, addressSize))]"
    let accumulator = Self.register(0, operandSize)
    return switch form.mnemonic.prefix(3) {
    case "mov": [destination, source]
    case "cmp": [source, destination]
    case "sto": [destination, accumulator]
    case "lod": [accumulator, source]
    case "sca": [accumulator, destination]
    case "ins": [destination, "dx"]
    case "out": ["dx", source]
    default: []
    }
  }

  private static func repeatText(_ repeats: Repeat, _ mnemonic: String) -> String {
    if mnemonic == "xlat" { return "" }
    let compares = mnemonic.hasPrefix("cmps") || mnemonic.hasPrefix("scas")
    return switch repeats {
    case .none: ""
    case .whileEqual: compares ? "repe " : "rep "
    case .whileNotEqual: "repne "
    }
  }

  /// The mnemonic as the SDM has it for the operand size, or the address size.
  private var sizedName: String {
    let (mnemonic, isWide) = (form.mnemonic, operandSize == 32)
    return switch mnemonic {
    case "movs", "cmps", "stos", "lods", "scas", "ins", "outs": mnemonic + (isWide ? "d" : "w")
    case "pushf", "popf", "iret", "pusha", "popa": mnemonic + (isWide ? "d" : "")
    case "cbw" where isWide: "cwde"
    case "cwd" where isWide: "cdq"
    case "jecxz" where addressSize == 16: "jcxz"
    default: mnemonic
    }
  }

  private func text(_ form: OperandForm, _ operand: Operand, _ end: UInt32) -> String {
    switch operand {
    case .none: return ""
    case .register(let number): return Self.register(number, bits(form))
    case .memory(let address):
      let isPlain = self.form.mnemonic == "lea"
      return "\(isPlain ? "" : pointer(form))\(text(address))"
    case .immediate(let value):
      if case .relative = form {
        let target = end &+ value
        return Self.number(operandSize == 16 ? target & 0xFFFF : target)
      }
      return form == .immSigned ? signed(value) : Self.number(value)
    case .segment(let segment): return "\(segment)"
    case .control(let number): return "cr\(number)"
    case .debug(let number): return "dr\(number)"
    case .far(let selector, let offset):
      return "\(Self.number(UInt32(selector))):\(Self.number(offset))"
    }
  }

  /// Small numbers in decimal, others in hexadecimal.
  private static func number(_ value: UInt32) -> String {
    value < 10 ? "\(value)" : "0x" + String(value, radix: 16)
  }

  /// A number of the operand size with its sign.
  private func signed(_ value: UInt32) -> String {
    let sign: UInt32 = operandSize == 16 ? 0x8000 : 0x8000_0000
    if value & sign == 0 { return Self.number(value) }
    return "-" + Self.number((0 &- value) & (sign &* 2 &- 1))
  }

  private func bits(_ form: OperandForm) -> UInt8 {
    switch form {
    case .cl: 8
    case .dx: 16
    default: form.width?.bits(operandSize) ?? operandSize
    }
  }

  static func register(_ number: UInt8, _ bits: UInt8) -> String {
    let bytes = ["al", "cl", "dl", "bl", "ah", "ch", "dh", "bh"]
    let words = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"]
    if bits == 8 { return bytes[Int(number)] }
    return (bits == 32 ? "e" : "") + words[Int(number)]
  }

  private static func pointer(_ bits: UInt8) -> String {
    switch bits {
    case 8: "byte ptr "
    case 16: "word ptr "
    case 32: "dword ptr "
    case 48: "fword ptr "
    default: "qword ptr "
    }
  }

  private func pointer(_ form: OperandForm) -> String {
    switch form.width {
    case .operand? where storesSelector: Self.pointer(16)
    case .qword? where self.form.mnemonic == "bound": Self.pointer(2 * operandSize)
    case .qword?: Self.pointer(64)
    case .far?: Self.pointer(16 + operandSize)
    case .bytes?, nil: ""
    case let width?: Self.pointer(width.bits(operandSize))
    }
  }

  /// Writes 16 bits where the destination is in memory, whatever the operand size.
  private var storesSelector: Bool {
    ["sldt", "str", "smsw"].contains(form.mnemonic) || form.encoding == "8C /r"
  }

  private func text(_ address: Address) -> String {
    let bits = addressSize
    var parts = address.base.map { [Self.register($0.rawValue, bits)] } ?? []
    if let index = address.index {
      let scale = address.scale == 0 ? "" : "*\(1 << address.scale)"
      parts.append(Self.register(index.rawValue, bits) + scale)
    }
    let hasDefault = address.segment == Address.defaultSegment(address.base)
    let segment = hasDefault ? "" : "\(address.segment):"
    return "\(segment)[\(joined(parts, address.displacement))]"
  }

  private func joined(_ parts: [String], _ displacement: UInt32) -> String {
    let text = parts.joined(separator: " + ")
    if parts.isEmpty { return Self.number(displacement) }
    if displacement == 0 { return text }
    let sign: UInt32 = addressSize == 16 ? 0x8000 : 0x8000_0000
    let isNegative = displacement & sign != 0
    let size = isNegative ? (0 &- displacement) & (sign &* 2 &- 1) : displacement
    return "\(text) \(isNegative ? "-" : "+") \(Self.number(size))"
  }
}
