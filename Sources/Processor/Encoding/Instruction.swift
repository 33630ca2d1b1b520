import Logic

/// Where a memory operand is: `segment:[base + index * 2^scale + displacement]`.
public struct Address: Hashable, Sendable {
  public var segment: Segment
  public var base: Register?
  public var index: Register?
  /// The power of two that multiplies the index, 0 to 3.
  public var scale: UInt8
  /// Added modulo the address size.
  public var displacement: UInt32

  public init(
    segment: Segment? = nil, base: Register? = nil, index: Register? = nil, scale: UInt8 = 0,
    displacement: UInt32 = 0
  ) {
    self.segment = segment ?? Self.defaultSegment(base)
    self.base = base
    self.index = index
    self.scale = scale
    self.displacement = displacement
  }

  /// SS where the base is ESP or EBP, else DS (SDM 1 table 3-5).
  static func defaultSegment(_ base: Register?) -> Segment {
    base == .esp || base == .ebp ? .ss : .ds
  }
}

/// What an instruction works on; the form of the instruction says how wide it is.
public enum Operand: Hashable, Sendable {
  case none
  /// A general register by its number; of 8 bits: AL CL DL BL AH CH DH BH.
  case register(UInt8)
  case memory(Address)
  /// A number, sign- or zero-extended as the form says; also the distance of a relative jump.
  case immediate(UInt32)
  case segment(Segment)
  case control(UInt8)
  case debug(UInt8)
  /// A far pointer.
  case far(selector: UInt16, offset: UInt32)
}

/// The repeat prefix of a string instruction.
public enum Repeat: UInt8, Hashable, Sendable {
  case none
  /// F3: REP, REPE
  case whileEqual
  /// F2: REPNE
  case whileNotEqual
}

/// A decoded instruction: a row of the table and its operands.
public struct Instruction: Hashable, Sendable {
  /// The number of the row in ``InstructionTable``.
  public var row: UInt16
  /// 8, 16 or 32.
  public var operandSize: UInt8
  /// 16 or 32.
  public var addressSize: UInt8 = 32
  public var repeats = Repeat.none
  public var locked = false
  /// The segment of the source of a string instruction and of XLAT.
  public var segment = Segment.ds
  public var first = Operand.none
  public var second = Operand.none
  public var third = Operand.none

  public init(row: UInt16, operandSize: UInt8) {
    self.row = row
    self.operandSize = operandSize
  }

  public var form: Form { InstructionTable.forms[Int(row)] }

  subscript(index: Int) -> Operand {
    get { index == 0 ? first : index == 1 ? second : third }
    set {
      switch index {
      case 0: first = newValue
      case 1: second = newValue
      default: third = newValue
      }
    }
  }
}
