import Logic

/// What carries out an instruction; EIP is already behind it.
public typealias Execute = @Sendable (inout Processor, Instruction) throws(Stop) -> Void

/// An instruction that is the same at 8, 16 and 32 bits.
protocol Sized: SendableMetatype {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop)
}

/// How wide an operand is.
public enum Width: Sendable, Equatable {
  case byte, word, dword, qword
  /// 16 or 32 by the operand size.
  case operand
  /// A far pointer in memory: an offset of the operand size and a selector.
  case far
  /// A structure of so many bytes.
  case bytes(Int)
}

/// Where an instruction's encoding has an operand, and what may stand there.
public enum OperandForm: Sendable, Equatable {
  /// The r/m field: a register or memory.
  case rm(Width)
  /// The r/m field of a memory operand.
  case m(Width)
  /// The r/m field as a register, whatever the mod field is.
  case rmRegister(Width)
  /// The reg field.
  case r(Width)
  /// The low three bits of the opcode.
  case opcode(Width)
  /// AL, AX or EAX.
  case accumulator(Width)
  case cl, dx
  /// The number 1, not in the encoding.
  case one
  case imm(Width)
  /// A byte that is sign-extended to the operand size.
  case immSigned
  /// A jump distance from the next instruction, sign-extended.
  case relative(Width)
  /// A memory operand given by its offset alone.
  case offset(Width)
  /// The reg field as a segment, control or debug register.
  case sreg, creg, dreg
  case segment(Segment)
  /// A far pointer in the instruction.
  case pointer
}

/// A row of the instruction table: mnemonic, encoding, operands and meaning.
public struct Form: Sendable {
  public let mnemonic: String
  /// In the notation of the SDM, without the immediates: `0F C8 +r`, `80 /0`, `00 /r`, `DB E3`;
  /// `NP` stands before what 66, F2 or F3 make another instruction (SDM 2A 3.1.1.1); `91 +r` is
  /// `90 +r` without register 0.
  public let encoding: String
  public let operands: [OperandForm]
  /// What the size of the operation follows.
  public let size: Width
  public let since: Generation
  /// The flags that the SDM leaves undefined.
  public let undefined: [Flag]
  /// Takes REP prefixes and a segment for its source.
  public let isString: Bool
  /// May bear LOCK where the destination is in memory.
  public let isLockable: Bool
  let byte: Execute
  let word: Execute
  let dword: Execute
  let opcode: Opcode

  /// A row whose function looks at the operand size itself, where that matters.
  init(
    _ encoding: String, _ mnemonic: String, _ operands: OperandForm..., size: Width? = nil,
    since: Generation = .i486, undefined: [Flag] = [], string: Bool = false, lock: Bool = false,
    execute: @escaping Execute
  ) {
    self.init(
      encoding, mnemonic, operands, size, since, undefined, string, lock, execute, execute, execute)
  }

  /// A row whose function is generic in the operand size.
  @inline(__always)
  init<S: Sized>(
    _ encoding: String, _ mnemonic: String, _ operands: OperandForm..., size: Width? = nil,
    since: Generation = .i486, undefined: [Flag] = [], string: Bool = false, lock: Bool = false,
    sized: S.Type
  ) {
    self.init(
      encoding, mnemonic, operands, size, since, undefined, string, lock,
      { cpu, i throws(Stop) in try S.execute(&cpu, i, Bits<8>.self) },
      { cpu, i throws(Stop) in try S.execute(&cpu, i, Bits<16>.self) },
      { cpu, i throws(Stop) in try S.execute(&cpu, i, Bits<32>.self) })
  }

  private init(
    _ encoding: String, _ mnemonic: String, _ operands: [OperandForm], _ size: Width?,
    _ since: Generation, _ undefined: [Flag], _ string: Bool, _ lock: Bool,
    _ byte: @escaping Execute, _ word: @escaping Execute, _ dword: @escaping Execute
  ) {
    self.encoding = encoding
    self.mnemonic = mnemonic
    self.operands = operands
    self.size = size ?? Self.size(operands)
    self.since = since
    self.undefined = undefined
    isString = string
    isLockable = lock
    self.byte = byte
    self.word = word
    self.dword = dword
    opcode = Opcode(encoding)
  }

  /// The size that the first operand with a width has; the operand size where none has one.
  private static func size(_ operands: [OperandForm]) -> Width {
    for operand in operands {
      switch operand.width {
      case .byte?: return .byte
      case .word?: return .word
      case .dword?: return .dword
      case .operand?: return .operand
      default: continue
      }
    }
    return .operand
  }

  /// What to call at an operand size of 8, 16 or 32.
  func execute(_ size: UInt8) -> Execute { size == 8 ? byte : size == 16 ? word : dword }
}

extension Form {
  /// The mod field means nothing: r/m is always a register (SDM 2B MOV, control registers).
  var ignoresMode: Bool {
    operands.contains { if case .rmRegister = $0 { true } else { false } }
  }
}

extension OperandForm {
  /// The width of an operand that has one of its own.
  var width: Width? {
    switch self {
    case .rm(let w), .m(let w), .rmRegister(let w), .r(let w), .opcode(let w): w
    case .accumulator(let w), .offset(let w): w
    default: nil
    }
  }
}

/// The opcode bytes of a row and what its ModRM byte must be.
struct Opcode: Sendable, Equatable {
  /// Without the 0F of the two-byte map.
  var byte: UInt8 = 0
  var isTwoByte = false
  /// 66, F2 and F3 may not stand before it.
  var takesNoPrefix = false
  var addsRegister = false
  var hasModRM = false
  /// The reg field where it belongs to the opcode.
  var digit: UInt8?
  /// The ModRM byte where all of it belongs to the opcode.
  var modRM: UInt8?

  init(_ text: String) {
    var hasByte = false
    for part in text.split(separator: " ") {
      switch part {
      case "NP": takesNoPrefix = true
      case "+r": addsRegister = true
      case "/r": hasModRM = true
      case let part where part.first == "/":
        hasModRM = true
        digit = UInt8(part.dropFirst())
      case "0F" where !isTwoByte: isTwoByte = true
      case let part where hasByte:
        hasModRM = true
        modRM = UInt8(part, radix: 16)!
      default:
        byte = UInt8(part, radix: 16)!
        hasByte = true
      }
    }
  }
}
