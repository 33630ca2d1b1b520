import Logic
import Processor

extension Item {
  /// The item's words in a processor; nil where the processor has no such state.
  ///
  /// A selector is one word of 16 bits, a table register its limit and base, a hidden part its base,
  /// limit and rights.
  public func words(in cpu: Processor) -> [Leaf]? {
    switch self {
    case .eax: cpu[.eax].leaves
    case .ebx: cpu[.ebx].leaves
    case .ecx: cpu[.ecx].leaves
    case .edx: cpu[.edx].leaves
    case .edi: cpu[.edi].leaves
    case .esi: cpu[.esi].leaves
    case .ebp: cpu[.ebp].leaves
    case .esp: cpu[.esp].leaves
    case .cs, .ds, .es, .fs, .gs, .ss: cpu[segment!].selector.leaves
    case .csHidden, .dsHidden, .esHidden, .fsHidden, .gsHidden, .ssHidden:
      Self.hidden(cpu[segment!])
    case .ldtr: cpu.ldtr.selector.leaves
    case .tr: cpu.tr.selector.leaves
    case .ldtrHidden: Self.hidden(cpu.ldtr)
    case .trHidden: Self.hidden(cpu.tr)
    case .eflags: cpu.eflags.bits.leaves
    case .eip: cpu.eip.leaves
    case .cr0: cpu.cr0.leaves
    case .cr2: cpu.cr2.leaves
    case .cr3: cpu.cr3.leaves
    case .cr4: cpu.cr4.leaves
    case .gdtr: cpu.gdtr.limit.leaves + cpu.gdtr.base.leaves
    case .idtr: cpu.idtr.limit.leaves + cpu.idtr.base.leaves
    case .dr0: cpu.debug.dr0.leaves
    case .dr1: cpu.debug.dr1.leaves
    case .dr2: cpu.debug.dr2.leaves
    case .dr3: cpu.debug.dr3.leaves
    case .dr6: cpu.debug.dr6.leaves
    case .dr7: cpu.debug.dr7.leaves
    case .fpu: cpu.floatingPoint.numeric
    case .xmm: cpu.floatingPoint.xmm.leaves
    case .mxcsr: cpu.floatingPoint.mxcsr.leaves
    case .sysenterCS: cpu.sysenter.cs.leaves
    case .sysenterESP: cpu.sysenter.esp.leaves
    case .sysenterEIP: cpu.sysenter.eip.leaves
    default: nil
    }
  }

  /// The segment register that the item is, or is the hidden part of.
  public var segment: Segment? {
    switch self {
    case .cs, .csHidden: .cs
    case .ds, .dsHidden: .ds
    case .es, .esHidden: .es
    case .fs, .fsHidden: .fs
    case .gs, .gsHidden: .gs
    case .ss, .ssHidden: .ss
    default: nil
    }
  }

  private static func hidden(_ register: SegmentRegister) -> [Leaf] {
    register.base.leaves + register.limit.leaves + register.rights.leaves
  }

  /// The bytes of the item's words in memory, one behind the other; nil for the areas that FNSAVE
  /// and FXSAVE store.
  public var widths: [Int]? {
    switch self {
    case .cs, .ds, .es, .fs, .gs, .ss, .ldtr, .tr: [2]
    case .gdtr, .idtr: [2, 4]
    case .fpu, .xmm, .mxcsr: nil
    default: [4]
    }
  }
}

extension FloatingPoint {
  /// Everything but what came with SSE.
  public var numeric: [Leaf] {
    var copy = self
    copy.mxcsr = 0
    copy.xmm = []
    return copy.leaves
  }
}

extension [Leaf] {
  /// Whether both are the same words.
  func areEqual(to others: [Leaf]) -> Formula {
    guard count == others.count else { return false }
    return Formula.all(zip(self, others).map { $0.isEqual(to: $1) })
  }
}
