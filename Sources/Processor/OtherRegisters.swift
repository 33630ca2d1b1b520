import Logic

/// DR0–DR3, DR6 and DR7 (SDM 3B 17.2).
public struct DebugRegisters: Structure {
  public var dr0: Bits<32> = 0
  public var dr1: Bits<32> = 0
  public var dr2: Bits<32> = 0
  public var dr3: Bits<32> = 0
  public var dr6: Bits<32> = 0xFFFF_0FF0
  public var dr7: Bits<32> = 0x400

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("dr0", \.dr0), Field("dr1", \.dr1), Field("dr2", \.dr2), Field("dr3", \.dr3),
    Field("dr6", \.dr6), Field("dr7", \.dr7),
  ]

  /// The breakpoint address of a number from 0 to 3.
  func address(_ index: Int) -> Bits<32> { [dr0, dr1, dr2, dr3][index] }

  /// Whether any of L0–G3 is set, or may be.
  @inline(__always) var isArmed: Bool { dr7.known.map { $0 & 0xFF != 0 } ?? mayBeArmed }

  /// Of a DR7 that is not known; its enabling bits may be.
  @inline(never)
  private var mayBeArmed: Bool { (dr7.slice() as Bits<8>).known != 0 }
}

/// IA32_SYSENTER_CS, _ESP and _EIP (SDM 2B SYSENTER).
public struct SysenterRegisters: Structure {
  public var cs: Bits<32> = 0
  public var esp: Bits<32> = 0
  public var eip: Bits<32> = 0

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("cs", \.cs), Field("esp", \.esp), Field("eip", \.eip),
  ]
}

/// The x87 and SSE state; the contents of the registers are opaque, no instruction computes them.
public struct FloatingPoint: Structure {
  public var control: Bits<16> = 0x37F
  public var status: Bits<16> = 0
  /// Two bits a physical register, 3 where empty.
  public var tag: Bits<16> = 0xFFFF
  /// The last instruction's opcode, 11 bits.
  public var opcode: Bits<16> = 0
  public var instructionOffset: Bits<32> = 0
  public var instructionSelector: Bits<16> = 0
  public var dataOffset: Bits<32> = 0
  public var dataSelector: Bits<16> = 0
  /// ST(0)–ST(7) as they are stored: bits 63–0.
  public var significands: [Bits<64>] = Array(repeating: 0, count: 8)
  /// ST(0)–ST(7): bits 79–64.
  public var exponents: [Bits<16>] = Array(repeating: 0, count: 8)
  public var mxcsr: Bits<32> = 0x1F80
  /// XMM0–XMM7 in halves, the low one first.
  public var xmm: [Bits<64>] = Array(repeating: 0, count: 16)

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("control", \.control), Field("status", \.status), Field("tag", \.tag),
    Field("opcode", \.opcode), Field("instructionOffset", \.instructionOffset),
    Field("instructionSelector", \.instructionSelector), Field("dataOffset", \.dataOffset),
    Field("dataSelector", \.dataSelector), Field("significands", \.significands),
    Field("exponents", \.exponents), Field("mxcsr", \.mxcsr), Field("xmm", \.xmm),
  ]
}
