import Logic
import Processor

/// An OS as an interrupt finds it: which OS, in which mode.
public struct Subject: Sendable, Hashable {
  public var os: OS
  public var mode: Mode

  public init(_ os: OS, _ mode: Mode) {
    self.os = os
    self.mode = mode
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
  case laidOut = "as-laid-out"
  case flushedTables = "flushed-tables"
  case noNMI = "no-nmi-in-switch"
  case unmodelledRegisters = "no-debugctl-no-pat"
  case currentTSS = "tss-names-ldt"
  case taskSwitchedClear = "task-switched-clear"
  case taskSwitchedSet = "task-switched-set"
  case noLocalBreakpoints = "no-local-breakpoints"

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
    case .laidOut:
      "page tables, descriptor tables, gates and TSS are what the layout has: an OS changes none of them but its threads' segment"
    case .flushedTables:
      "an OS flushes what it edits: no translation is cached that its page tables do not have, so that only global ones outlive a load of CR3; a routine's own INVLPG is not counted as a flush"
    case .noNMI:
      "no NMI, machine check or SMI comes inside the switch: trap-nmi shows what an NMI does"
    case .unmodelledRegisters:
      "DEBUGCTL and the PAT are as after reset in both OSes: the processor here has neither"
    case .currentTSS:
      "the TSS of an OS that a task gate interrupts names its CR3 and the LDT that is in LDTR, which the processor does not save there (SDM 3A 7.2.1)"
    case .taskSwitchedClear:
      "what a task gate interrupts has CR0.TS clear: the gate sets it, and what it was is lost"
    case .taskSwitchedSet:
      "what a task gate interrupts has CR0.TS set: the gate sets it, and what it was is lost"
    case .noLocalBreakpoints:
      "what a task gate interrupts has L0 to L3 and LE of DR7 clear: the gate clears them"
    }
  }
}

extension RoutineAssumption {
  /// Whether an OS's code keeps or breaks it: not what comes from outside, nor a limit of the model.
  public var isRuleForOS: Bool { self != .noNMI && self != .unmodelledRegisters }

  /// What a routine's layout may ask for by itself, and what is taken for true with task gates.
  public static let ofTaskGates: [RoutineAssumption] = [
    .taskSwitchedClear, .taskSwitchedSet, .noLocalBreakpoints,
  ]

  /// Those that are not about task gates: what the switch's own code asks of an OS.
  public static let ofInterrupts = allCases.filter {
    $0 != .currentTSS && !ofTaskGates.contains($0)
  }
}

/// The context of an OS about which nothing is known but what the assumptions say.
struct AnyContext {
  let layout: Layout
  let subject: Subject
  /// The OS is in a routine that an interrupt has entered, as a switch leaves it.
  let isEntered: Bool
  /// What is taken for true beside what always is.
  var assumes: Set<RoutineAssumption> = []

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
    let free: UInt64 = taskSwitched == nil ? 0x4_002E : 0x4_0026
    cpu.cr0 = (any("cr0") & Bits(free)) | Bits(taskSwitched == true ? 0x8001_0019 : 0x8001_0011)
    cpu.cr2 = any("cr2")
    cpu.cr3 = Bits(UInt64(side.directory))
    guard generation.has(.pentium) else { return }
    let paging: UInt64 = (side.usesLargePages ? 0x10 : 0) | (side.usesGlobalPages ? 0x80 : 0)
    cpu.cr4 = (any("cr4") & Bits(generation.cr4Mask & ~0x90)) | Bits(paging)
  }

  /// CR0.TS where it is taken for known.
  private var taskSwitched: Bool? {
    assumes.contains(.taskSwitchedSet)
      ? true : assumes.contains(.taskSwitchedClear) ? false : nil
  }

  /// DR7: any breakpoints, of any kind and length; GD is clear.
  private var control: Bits<32> {
    let free: UInt64 = assumes.contains(.noLocalBreakpoints) ? 0xFFFF_02AA : 0xFFFF_03FF
    return (any("dr7") & Bits(free)) | 0x400
  }

  private func setDebug(_ cpu: inout Processor) {
    cpu.debug.dr0 = any("dr0")
    cpu.debug.dr1 = any("dr1")
    cpu.debug.dr2 = any("dr2")
    cpu.debug.dr3 = any("dr3")
    cpu.debug.dr6 = (any("dr6") & 0xE00F) | 0xFFFF_0FF0
    cpu.debug.dr7 = control
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
    return all + breakpointAssumptions
  }

  private var breakpointAssumptions: [(RoutineAssumption, Formula)] {
    let places = [
      (layout.region.linear, layout.region.size), (side.stack, UInt32(0x1000)),
    ]
    return (0..<4).map { number in
      let address: Bits<32> = any("dr\(number)")
      let isOff = control.slice(from: 2 * number) as Bits<2> == 0
      let outside = places.map { start, size in
        !(address - Bits(UInt64(start &- 4))).isBelow(Bits(UInt64(size + 4)))
      }
      return (.noBreakpointsInSwitch, isOff || Formula.all(outside))
    }
  }
}

extension Bits where width == 16 {
  /// Null: index 0 in the GDT.
  var isNullSelector: Formula { self & 0xFFFC == 0 }
}
