import Logic

/// Why an instruction did not complete.
public enum Stop: Error, Sendable {
  /// An exception, to be delivered through the IDT.
  case fault(Fault)
  /// The run would have to know what is not known; says what.
  case unresolved(String)
  /// The bytes are no instruction of the subset.
  case unknownInstruction
}

/// An exception with its error code (SDM 3A 6.15).
public struct Fault: Error, Sendable {
  public let vector: Vector
  /// The error code where the exception has one.
  public let code: Bits<32>?

  public init(_ vector: Vector, _ code: Bits<32>? = nil) {
    self.vector = vector
    self.code = code
  }
}

/// The exceptions of IA-32 by vector (SDM 3A table 6-1).
public enum Vector: UInt8, Sendable, CaseIterable {
  case divide = 0
  case debug, nmi, breakpoint, overflow, bound, undefined, deviceNotAvailable
  case doubleFault, coprocessorOverrun, invalidTSS, segmentNotPresent, stack, protection, page
  case math = 16
  case alignment, machineCheck, simd

  /// Whether two of them in a row make a double fault (SDM 3A table 6-4).
  var isContributory: Bool {
    switch self {
    case .divide, .invalidTSS, .segmentNotPresent, .stack, .protection: true
    default: false
    }
  }

  /// Whether a double fault, a page fault and the like push an error code.
  public var hasCode: Bool {
    switch self {
    case .doubleFault, .invalidTSS, .segmentNotPresent, .stack, .protection, .page, .alignment: true
    default: false
    }
  }
}

extension Stop {
  @inline(__always)
  static func undefined() -> Stop { .fault(Fault(.undefined)) }
  static func protection(_ code: Bits<32> = 0) -> Stop { .fault(Fault(.protection, code)) }
  static func protection(selector: Bits<16>) -> Stop { .protection(Self.code(selector)) }
  static func stack(_ code: Bits<32> = 0) -> Stop { .fault(Fault(.stack, code)) }
  static func stack(selector: Bits<16>) -> Stop { .stack(Self.code(selector)) }
  static func notPresent(_ selector: Bits<16>) -> Stop {
    .fault(Fault(.segmentNotPresent, Self.code(selector)))
  }
  static func invalidTSS(_ selector: Bits<16>) -> Stop {
    .fault(Fault(.invalidTSS, Self.code(selector)))
  }

  /// The error code that names a selector: its index and TI, without RPL (SDM 3A 6.13).
  static func code(_ selector: Bits<16>) -> Bits<32> { (selector & 0xFFFC).zeroExtended() }
}
