import Logic
import Processor

/// The processor's state between two instructions but for memory and TLB, as one flat structure:
/// what is written to and read from a file.
struct ProcessorRecord: Structure {
  var eax, ecx, edx, ebx, esp, ebp, esi, edi: Bits<32>
  var eip, eflags: Bits<32>
  var es, cs, ss, ds, fs, gs, ldtr, tr: SegmentRegister
  var gdtr, idtr: TableRegister
  var cpl: Bits<2>
  var cr0, cr2, cr3, cr4: Bits<32>
  var debug: DebugRegisters
  var floatingPoint: FloatingPoint
  var sysenter: SysenterRegisters
  var tsc: Bits<64>
  var activity: OneOf<ActivityName>
  var shadow: OneOf<ShadowName>
  var nmiPending, nmiBlocked: Formula
  var debugHits: Bits<32>

  enum ActivityName: CaseIterable { case running, halted, shutdown }
  enum ShadowName: CaseIterable { case none, sti, movSS }

  static let fields: [Field<Self>] = [
    Field("eax", \.eax), Field("ecx", \.ecx), Field("edx", \.edx), Field("ebx", \.ebx),
    Field("esp", \.esp), Field("ebp", \.ebp), Field("esi", \.esi), Field("edi", \.edi),
    Field("eip", \.eip), Field("eflags", \.eflags), Field("es", \.es), Field("cs", \.cs),
    Field("ss", \.ss), Field("ds", \.ds), Field("fs", \.fs), Field("gs", \.gs),
    Field("ldtr", \.ldtr), Field("tr", \.tr), Field("gdtr", \.gdtr), Field("idtr", \.idtr),
    Field("cpl", \.cpl), Field("cr0", \.cr0), Field("cr2", \.cr2), Field("cr3", \.cr3),
    Field("cr4", \.cr4), Field("debug", \.debug), Field("floatingPoint", \.floatingPoint),
    Field("sysenter", \.sysenter), Field("tsc", \.tsc), Field("activity", \.activity),
    Field("shadow", \.shadow), Field("nmiPending", \.nmiPending),
    Field("nmiBlocked", \.nmiBlocked), Field("debugHits", \.debugHits),
  ]

  init(_ cpu: Processor) {
    (eax, ecx, edx, ebx) = (cpu[.eax], cpu[.ecx], cpu[.edx], cpu[.ebx])
    (esp, ebp, esi, edi) = (cpu[.esp], cpu[.ebp], cpu[.esi], cpu[.edi])
    (eip, eflags) = (cpu.eip, cpu.eflags.bits)
    (es, cs, ss) = (cpu[.es], cpu[.cs], cpu[.ss])
    (ds, fs, gs) = (cpu[.ds], cpu[.fs], cpu[.gs])
    (ldtr, tr, gdtr, idtr, cpl) = (cpu.ldtr, cpu.tr, cpu.gdtr, cpu.idtr, cpu.cpl)
    (cr0, cr2, cr3, cr4) = (cpu.cr0, cpu.cr2, cpu.cr3, cpu.cr4)
    (debug, floatingPoint, sysenter) = (cpu.debug, cpu.floatingPoint, cpu.sysenter)
    tsc = cpu.tsc
    activity = OneOf(ActivityName(cpu.activity))
    shadow = OneOf(ShadowName(cpu.shadow))
    (nmiPending, nmiBlocked) = (Formula(cpu.nmiPending), Formula(cpu.nmiBlocked))
    debugHits = cpu.debugHits
  }

  /// The part of this state that the model can't be in, and what it expects there.
  func objection(_ generation: Generation) -> (name: String, expected: String)? {
    if eflags.bit(17).known == true {
      return ("eflags", "bit 17 clear: virtual-8086 mode is not modelled")
    }
    if cr0.bit(31).known == true, cr0.bit(0).known == false {
      return ("cr0", "PG (bit 31) only with PE (bit 0)")
    }
    let mask = generation.cr4Mask
    if let value = cr4.known, value & ~mask != 0 {
      return ("cr4", "no bits but \(hex(mask)), which this processor has and the model knows")
    }
    return nil
  }

  /// Gives the processor this state, which is known.
  func apply(to cpu: inout Processor) {
    (cpu[.eax], cpu[.ecx], cpu[.edx], cpu[.ebx]) = (eax, ecx, edx, ebx)
    (cpu[.esp], cpu[.ebp], cpu[.esi], cpu[.edi]) = (esp, ebp, esi, edi)
    (cpu.eip, cpu.eflags) = (eip, Flags(eflags))
    (cpu[.es], cpu[.cs], cpu[.ss]) = (es, cs, ss)
    (cpu[.ds], cpu[.fs], cpu[.gs]) = (ds, fs, gs)
    (cpu.ldtr, cpu.tr, cpu.gdtr, cpu.idtr, cpu.cpl) = (ldtr, tr, gdtr, idtr, cpl)
    (cpu.cr0, cpu.cr2, cpu.cr3, cpu.cr4) = (cr0, cr2, cr3, cr4)
    (cpu.debug, cpu.floatingPoint, cpu.sysenter) = (debug, floatingPoint, sysenter)
    cpu.tsc = tsc
    cpu.activity = activity.known?.value ?? .running
    cpu.shadow = shadow.known?.value ?? .none
    (cpu.nmiPending, cpu.nmiBlocked) = (nmiPending.known == true, nmiBlocked.known == true)
    cpu.debugHits = debugHits
  }
}

extension ProcessorRecord.ActivityName {
  init(_ activity: Activity) {
    self =
      switch activity {
      case .running: .running
      case .halted: .halted
      case .shutdown: .shutdown
      }
  }

  var value: Activity {
    switch self {
    case .running: .running
    case .halted: .halted
    case .shutdown: .shutdown
    }
  }
}

extension ProcessorRecord.ShadowName {
  init(_ shadow: Shadow) {
    self =
      switch shadow {
      case .none: .none
      case .sti: .sti
      case .movSS: .movSS
      }
  }

  var value: Shadow {
    switch self {
    case .none: .none
    case .sti: .sti
    case .movSS: .movSS
    }
  }
}
