/// A generation of IA-32 processors, which decides what instructions, registers and bits exist.
public enum Generation: Int, Sendable, CaseIterable {
  case i486, pentium, pentiumII, pentiumIII

  /// Whether this generation has what came with `first`.
  @inlinable
  public func has(_ first: Generation) -> Bool { rawValue >= first.rawValue }

  /// Bits of CR4 that can be set: VME PVI TSD DE PSE MCE with Pentium, PGE PCE with Pentium Pro,
  /// OSFXSR with Pentium II, OSXMMEXCPT with Pentium III (SDM 3A 2.5). PAE is outside the subset.
  public var cr4Mask: UInt64 {
    switch self {
    case .i486: 0
    case .pentium: 0x05F
    case .pentiumII: 0x3DF
    case .pentiumIII: 0x7DF
    }
  }

  /// CPUID leaf 1 EDX: FPU DE PSE TSC MSR MCE CX8, then PGE SEP CMOV MMX FXSR, then SSE.
  var features: UInt64 {
    switch self {
    case .i486: 0x0000_0001
    case .pentium: 0x0000_01BF
    case .pentiumII: 0x0180_A9BF
    case .pentiumIII: 0x0380_A9BF
    }
  }

  /// CPUID leaf 1 EAX: family, model, stepping.
  public var signature: UInt64 {
    switch self {
    case .i486: 0x0480
    case .pentium: 0x0520
    case .pentiumII: 0x0650
    case .pentiumIII: 0x0670
    }
  }
}

/// ``Generation`` under a name that no model has as well.
public typealias ProcessorGeneration = Generation
