/// What stands behind a mnemonic in the assembler's notation.
public enum AssemblerOperand: Sendable {
  /// A general register by number and bits.
  case register(UInt8, bits: UInt8)
  /// A place in memory; `width` where the other operands don't say it.
  case memory(Place, width: Width?)
  case number(Int64)
  /// The address of a label.
  case label(String)
  case segment(Segment)
  case control(UInt8)
  case debug(UInt8)
  indirect case far(UInt16, AssemblerOperand)
}

/// An address as it is written in brackets.
public struct Place: Sendable {
  var base: Register?
  var index: Register?
  var scale: UInt8 = 0
  var displacement: Int64 = 0
  var label: String?
  var segment: Segment?
  /// 16 for the pairs of 16-bit addressing.
  var bits: UInt8?

  static func register(_ register: GeneralRegister) -> Place {
    Place(base: Register(rawValue: register.number)!, bits: register.bits)
  }
}

/// A general register in the assembler's notation: `eax`, `ax`, `al`.
public struct GeneralRegister: Sendable {
  let number: UInt8
  let bits: UInt8
  init(_ number: UInt8, _ bits: UInt8) {
    self.number = number
    self.bits = bits
  }
}

/// What may be written as an operand.
public protocol AssemblerOperandConvertible { var operand: AssemblerOperand { get } }
extension AssemblerOperand: AssemblerOperandConvertible { public var operand: Self { self } }
extension GeneralRegister: AssemblerOperandConvertible {
  public var operand: AssemblerOperand { .register(number, bits: bits) }
}
extension Int: AssemblerOperandConvertible {
  public var operand: AssemblerOperand { .number(Int64(self)) }
}
extension String: AssemblerOperandConvertible {
  public var operand: AssemblerOperand { .label(self) }
}
extension Segment: AssemblerOperandConvertible {
  public var operand: AssemblerOperand { .segment(self) }
}
extension Array: AssemblerOperandConvertible where Element == Place {
  /// An address in brackets: `[ebx + esi * 4 + 8]`.
  public var operand: AssemblerOperand { .memory(self[0], width: nil) }
}

public let (eax, ecx, edx, ebx) = (
  GeneralRegister(0, 32), GeneralRegister(1, 32), GeneralRegister(2, 32), GeneralRegister(3, 32)
)
public let (esp, ebp, esi, edi) = (
  GeneralRegister(4, 32), GeneralRegister(5, 32), GeneralRegister(6, 32), GeneralRegister(7, 32)
)
public let (ax, cx, dx, bx) = (
  GeneralRegister(0, 16), GeneralRegister(1, 16), GeneralRegister(2, 16), GeneralRegister(3, 16)
)
public let (sp, bp, si, di) = (
  GeneralRegister(4, 16), GeneralRegister(5, 16), GeneralRegister(6, 16), GeneralRegister(7, 16)
)
public let (al, cl, dl, bl) = (
  GeneralRegister(0, 8), GeneralRegister(1, 8), GeneralRegister(2, 8), GeneralRegister(3, 8)
)
public let (ah, ch, dh, bh) = (
  GeneralRegister(4, 8), GeneralRegister(5, 8), GeneralRegister(6, 8), GeneralRegister(7, 8)
)
public let (es, cs, ss, ds, fs, gs) = (
  Segment.es, Segment.cs, Segment.ss, Segment.ds, Segment.fs, Segment.gs
)
public let (cr0, cr2, cr3, cr4) = (
  AssemblerOperand.control(0), AssemblerOperand.control(2), AssemblerOperand.control(3),
  AssemblerOperand.control(4)
)
/// DR0–DR7.
public func dr(_ number: UInt8) -> AssemblerOperand { .debug(number) }

public func + (a: GeneralRegister, b: GeneralRegister) -> Place {
  .register(a) + Scaled(register: b, scale: 0)
}
public func + (a: GeneralRegister, b: Int) -> Place { .register(a) + b }
public func - (a: GeneralRegister, b: Int) -> Place { .register(a) + -b }
public func + (a: GeneralRegister, b: Scaled) -> Place { .register(a) + b }
public func + (a: GeneralRegister, b: String) -> Place {
  var place = Place.register(a)
  place.label = b
  return place
}
public func * (a: GeneralRegister, factor: Int) -> Scaled {
  Scaled(register: a, scale: UInt8(factor.trailingZeroBitCount))
}
public func + (a: Place, b: Int) -> Place {
  var place = a
  place.displacement += Int64(b)
  return place
}
public func - (a: Place, b: Int) -> Place { a + -b }
public func + (a: Place, b: Scaled) -> Place {
  var place = a
  place.index = Register(rawValue: b.register.number)
  place.scale = b.scale
  return place
}

/// An index register with its factor.
public struct Scaled: Sendable {
  let register: GeneralRegister
  let scale: UInt8
}

/// An address of one register.
public func at(_ register: GeneralRegister) -> Place { .register(register) }
/// An address of an index alone.
public func at(_ scaled: Scaled) -> Place { Place() + scaled }
/// A fixed address.
public func at(_ address: Int) -> Place { Place() + address }
/// The address of a label, so many bytes on.
public func at(_ label: String, _ offset: Int = 0) -> Place {
  Place(displacement: Int64(offset), label: label)
}

extension AssemblerOperand {
  /// A memory operand of a stated width and segment.
  static func sized(_ place: [Place], _ width: Width?, _ segment: Segment?) -> AssemblerOperand {
    var first = place[0]
    first.segment = segment
    return .memory(first, width: width)
  }
}

/// A memory operand in a segment, as wide as the other operands say.
public func memory(_ place: [Place], in segment: Segment) -> AssemblerOperand {
  .sized(place, nil, segment)
}
public func byte(_ place: [Place], in segment: Segment? = nil) -> AssemblerOperand {
  .sized(place, .byte, segment)
}
public func word(_ place: [Place], in segment: Segment? = nil) -> AssemblerOperand {
  .sized(place, .word, segment)
}
public func dword(_ place: [Place], in segment: Segment? = nil) -> AssemblerOperand {
  .sized(place, .dword, segment)
}
