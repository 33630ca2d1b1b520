import Logic
import Processor

/// An OS as an interrupt finds it: which OS, in which mode, with breakpoints set or not.
public struct Subject: Sendable, Hashable {
  public var os: OS
  public var mode: Mode
  /// Two breakpoints are on: one for data, one for an instruction.
  public var hasBreakpoints: Bool
  /// Where the one for data is, the other then off; nil for both anywhere.
  public var breakpoint: UInt32?

  public init(
    _ os: OS, _ mode: Mode, hasBreakpoints: Bool = false, breakpoint: UInt32? = nil
  ) {
    self.os = os
    self.mode = mode
    self.hasBreakpoints = hasBreakpoints
    self.breakpoint = breakpoint
  }
}

/// What a proof on code takes for true, beside what the layout says.
public enum RoutineAssumption: String, CaseIterable, Sendable {
  case loadableSelectors = "loadable-selectors"
  case flatKernel = "flat-kernel"
  case ownTask = "own-task"
  case roomOnStack = "room-on-kernel-stack"
  case noBreakpointsInSwitch = "no-breakpoints-in-switch"
  case noDebugLock = "no-debug-lock"
  case interruptsAreLetIn = "interrupts-are-let-in"
  case pagingModes = "paging-modes"

  public var says: String {
    switch self {
    case .loadableSelectors:
      "each selector that an OS has in DS, ES, FS, GS or LDTR is null or one that its tables let it load, and its hidden part is that of the descriptor in memory"
    case .flatKernel:
      "an OS's kernel runs with code and stack segments of 4 GiB from 0, which its gates and its TSS name"
    case .ownTask: "an OS has one task state segment, whose descriptor no one else uses"
    case .roomOnStack:
      "an OS interrupted in its kernel has 256 bytes of room below its stack pointer"
    case .noBreakpointsInSwitch:
      "no breakpoint of an OS is in the switch region or on its own kernel stack"
    case .noDebugLock: "DR7.GD is clear: no OS traps accesses to its debug registers"
    case .interruptsAreLetIn:
      "what is interrupted has EFLAGS.IF set and is not in virtual-8086 mode"
    case .pagingModes:
      "CR0 has PE, PG, WP set and CD, NW clear; CR4.PGE and PSE are as the OS's page tables need"
    }
  }
}

/// The context of an OS about which nothing is known but what the assumptions say.
struct AnyContext {
  let layout: Layout
  let subject: Subject
  /// The OS is in a routine that an interrupt has entered, as a switch leaves it.
  let isEntered: Bool

  var side: Layout.Side { layout[subject.os] }
  var generation: ProcessorGeneration { layout.generation }

  func any<let n: Int>(_ name: String) -> Bits<n> { .variable("\(subject.os).\(name)") }
  private func anyBit(_ name: String) -> Formula { (any(name) as Bits<1>).bit(0) }

  /// The words of the save area's x87 part, of which the state is made.
  var area: [Bits<32>] {
    (0..<FloatingPointArea.count(generation)).map { index in
      let word: Bits<32> = any("fpu[\(4 * index)]")
      // MXCSR has no bits but these (SDM 1 11.6.6).
      return generation.has(.pentiumII) && index == 6 ? word & 0xFFBF : word
    }
  }

  // MARK: The processor

  /// Sets the registers; memory stays as it is.
  func set(_ cpu: inout Processor) {
    for register in Register.allCases { cpu[register] = any("\(register)") }
    let isKernel = isEntered || subject.mode == .kernel
    cpu.cpl = isKernel ? 0 : 3
    let s = side.selectors
    cpu[.cs] = Self.flat(isKernel ? s.kernelCode : s.userCode, isCode: true)
    cpu[.ss] = Self.flat(isKernel ? s.kernelData : s.userData, isCode: false)
    for segment in [Segment.ds, .es, .fs, .gs] { cpu[segment] = dataSegment("\(segment)") }
    cpu.ldtr = local
    cpu.tr = SegmentRegister(
      selector: Bits(UInt64(s.task)), base: Bits(UInt64(side.tss)), limit: 0x67, rights: 0x8B)
    cpu.gdtr = TableRegister(base: Bits(UInt64(side.gdt)), limit: Bits(UInt64(Layout.gdtSize - 1)))
    cpu.idtr = TableRegister(base: Bits(UInt64(side.idt)), limit: Bits(UInt64(Layout.idtSize - 1)))
    cpu.eflags = flags
    cpu.eip = any("eip")
    setControls(&cpu)
    setDebug(&cpu)
    cpu.floatingPoint = FloatingPointArea.loaded(area, generation)
    if generation.has(.pentiumII) {
      cpu.sysenter.cs = any("sysenter_cs")
      cpu.sysenter.esp = any("sysenter_esp")
      cpu.sysenter.eip = any("sysenter_eip")
    }
  }

  private var flags: Flags {
    var flags = Flags()
    var free: [Flag] = [.cf, .pf, .af, .zf, .sf, .df, .of, .ac]
    if !isEntered { free += [.tf, .nt, .rf] }
    if generation.has(.pentium) { free += [.id, .vif, .vip] }
    for flag in free { flags[flag] = anyBit("eflags.\(flag)") }
    flags.iopl = any("eflags.iopl")
    flags[.if] = Formula(!isEntered)
    return flags
  }

  private func setControls(_ cpu: inout Processor) {
    // NE, TS, EM, MP and AM are free.
    cpu.cr0 = (any("cr0") & 0x4_002E) | 0x8001_0011
    cpu.cr2 = any("cr2")
    cpu.cr3 = Bits(UInt64(side.directory))
    guard generation.has(.pentium) else { return }
    let paging: UInt64 = (side.usesLargePages ? 0x10 : 0) | (side.usesGlobalPages ? 0x80 : 0)
    cpu.cr4 = (any("cr4") & Bits(generation.cr4Mask & ~0x90)) | Bits(paging)
  }

  private func setDebug(_ cpu: inout Processor) {
    cpu.debug.dr0 = subject.breakpoint.map { Bits(UInt64($0)) } ?? any("dr0")
    cpu.debug.dr1 = any("dr1")
    cpu.debug.dr2 = any("dr2")
    cpu.debug.dr3 = any("dr3")
    cpu.debug.dr6 = (any("dr6") & 0xE00F) | 0xFFFF_0FF0
    // Data of four bytes by 0, instructions by 1.
    let armed: Bits<32> = subject.breakpoint == nil ? 0x000F_070F : 0x000F_0703
    cpu.debug.dr7 = subject.hasBreakpoints ? armed : (any("dr7") & 0xFFFF_0300) | 0x400
  }

  // MARK: Segments

  private static func flat(_ selector: UInt16, isCode: Bool) -> SegmentRegister {
    let level = UInt64(selector & 3) << 5
    return SegmentRegister(
      selector: Bits(UInt64(selector)), base: 0, limit: 0xFFFF_FFFF,
      rights: Bits((isCode ? 0xC09B : 0xC093) | level))
  }

  /// A data segment's selector, any of those that its OS can load, with the part that goes with it.
  private func dataSegment(_ name: String) -> SegmentRegister {
    let selector: Bits<16> = any(name)
    return loadable.reduce(.null(selector)) { other, choice in
      var register = choice.register
      register.selector = selector
      return (selector == Bits(UInt64(choice.selector))).choose(register, other)
    }
  }

  private var local: SegmentRegister {
    let selector: Bits<16> = any("ldtr")
    let table = SegmentRegister(
      selector: selector, base: Bits(UInt64(side.ldt)), limit: 15, rights: 0x82)
    let isUsed = selector == Bits(UInt64(side.selectors.local))
    return isUsed.choose(table, .null(selector))
  }

  /// What can be in DS, ES, FS and GS besides a null selector.
  private var loadable: [(selector: UInt16, register: SegmentRegister)] {
    let s = side.selectors
    var all = [
      (s.userData, Self.flat(s.userData, isCode: false)),
      (s.userCode, Self.flat(s.userCode, isCode: true)),
      (s.thread, thread), (Layout.Selectors.localData, Self.flat(0xF, isCode: false)),
    ]
    if subject.mode == .kernel {
      all.append((s.kernelData, Self.flat(s.kernelData, isCode: false)))
    }
    return all
  }

  /// The segment of threads: any base, any limit in bytes.
  private var thread: SegmentRegister {
    SegmentRegister(
      selector: 0, base: any("thread.base"),
      limit: (any("thread.limit") as Bits<20>).zeroExtended(),
      rights: 0x40F3)
  }

  /// The descriptor of ``thread``, low doubleword first.
  var threadDescriptor: [Bits<32>] {
    let (base, limit) = (any("thread.base") as Bits<32>, any("thread.limit") as Bits<20>)
    let low = Bits<32>(high: base.slice() as Bits<16>, low: limit.slice() as Bits<16>)
    let middle = Bits<8>(high: 0x4 as Bits<4>, low: limit.slice(from: 16) as Bits<4>)
    let lower = Bits<16>(high: 0xF3 as Bits<8>, low: base.slice(from: 16) as Bits<8>)
    let upper = Bits<16>(high: base.slice(from: 24) as Bits<8>, low: middle)
    return [low, Bits(high: upper, low: lower)]
  }

  // MARK: Assumptions

  /// What must be asked for in formulas; the rest is in the values themselves.
  var assumptions: [(RoutineAssumption, Formula)] {
    var all: [(RoutineAssumption, Formula)] = []
    let ldtr: Bits<16> = any("ldtr")
    let hasTable = ldtr == Bits(UInt64(side.selectors.local))
    all.append((.loadableSelectors, ldtr.isNullSelector || hasTable))
    for name in ["ds", "es", "fs", "gs"] {
      let selector: Bits<16> = any(name)
      let some = loadable.map { selector == Bits(UInt64($0.selector)) }
      all.append((.loadableSelectors, Formula.any([selector.isNullSelector] + some)))
      let isLocal = selector == Bits(UInt64(Layout.Selectors.localData))
      all.append((.loadableSelectors, isLocal.implies(hasTable)))
    }
    let isAnywhere = subject.hasBreakpoints && subject.breakpoint == nil
    return all + (isAnywhere ? breakpointAssumptions : [])
  }

  private var breakpointAssumptions: [(RoutineAssumption, Formula)] {
    let places = [
      (layout.region.linear, layout.region.size), (side.stack, UInt32(0x1000)),
    ]
    return (0..<2).flatMap { number in
      places.map { start, size in
        let address: Bits<32> = any("dr\(number)")
        let outside = !(address - Bits(UInt64(start &- 4))).isBelow(Bits(UInt64(size + 4)))
        return (.noBreakpointsInSwitch, outside)
      }
    }
  }
}

extension Bits where width == 16 {
  /// Null: index 0 in the GDT.
  var isNullSelector: Formula { self & 0xFFFC == 0 }
}
