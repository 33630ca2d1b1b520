import Logic
import Processor

/// One switch to be looked at: a routine on a layout, what is interrupted, and by which line.
public struct SwitchSetting: Sendable {
  public let layout: Layout
  public let routine: Routine
  public let subject: Subject
  public let line: UInt8
  /// The interrupt is of any line, each of which belongs to the OS that is resumed: to whom a line
  /// belongs is told by its gates alone, and an interrupt reads no gate but its own.
  public let isForAnyLine: Bool
  /// What must survive.
  public let required: [Item]
  /// Where a task gate stopped the OS that is resumed; through an interrupt gate it is in its kernel.
  public let stopped: Mode

  public init(
    _ layout: Layout, _ routine: Routine, from subject: Subject, line: UInt8, required: [Item],
    stopped: Mode = .kernel, isForAnyLine: Bool = false
  ) {
    self.isForAnyLine = isForAnyLine
    self.layout = layout
    self.routine = routine
    self.subject = subject
    self.line = line
    self.required = required
    self.stopped = stopped
  }

  public var from: OS { subject.os }
  public var to: OS { subject.os.other }
  public var vector: UInt8 { Layout.firstVector + line }

  public var description: String {
    let stopped = routine.hasTaskGates ? ", which was stopped in \(stopped) mode" : ""
    return
      "\(from.title) in \(subject.mode) mode, \(lineName) of \(to.title)\(stopped)"
  }

  var lineName: String { isForAnyLine ? "any line" : "line \(line)" }

  /// The lines whose interrupt it may be, and when it is.
  var lines: [(line: UInt8, condition: Formula)] {
    guard isForAnyLine else { return [(line, true)] }
    let any: Bits<4> = .variable("line")
    return layout[to].lines.sorted().map { ($0, any == Bits(UInt64($0))) }
  }

  /// The assumptions that are in the values of the start; the others are formulas there.
  public var inValues: Set<RoutineAssumption> {
    var all: Set<RoutineAssumption> = [
      .flatKernel, .ownTask, .roomOnStack, .noDebugLock, .interruptsAreLetIn, .pagingModes,
      .laidOut, .flushedTables, .noNMI,
    ]
    if layout.generation.has(.pentiumII) { all.insert(.unmodelledRegisters) }
    all.formUnion(routine.assumes)
    return all
  }

  /// The same switch by other code.
  public func with(_ routine: Routine) -> SwitchSetting {
    SwitchSetting(
      layout, routine, from: subject, line: line, required: required, stopped: stopped,
      isForAnyLine: isForAnyLine)
  }

  /// The same switch with a page broken.
  public func with(_ page: BrokenPage) -> SwitchSetting {
    var layout = layout
    layout.broken = page
    return SwitchSetting(
      layout, routine, from: subject, line: line, required: required, stopped: stopped,
      isForAnyLine: isForAnyLine)
  }

  /// A switch from each OS in each mode, by the first line of the other or by any; behind task gates,
  /// to each mode that the other may have been stopped in.
  public static func all(
    _ layout: Layout, _ routine: Routine, required: [Item], isForAnyLine: Bool = false
  ) -> [SwitchSetting] {
    OS.allCases.flatMap { os in
      [Mode.user, .kernel].flatMap { mode in
        (routine.hasTaskGates ? [Mode.user, .kernel] : [.kernel]).map { stopped in
          SwitchSetting(
            layout, routine, from: Subject(os, mode), line: layout[os.other].lines.min()!,
            required: required, stopped: stopped, isForAnyLine: isForAnyLine)
        }
      }
    }
  }

  // MARK: Addresses

  /// Where the kernel stack of an OS is meant to stand in this setting, as a known linear address:
  /// of the interrupted OS before the interrupt, of the other when it was stopped.
  func stackPointer(_ os: OS) -> UInt32 {
    let top = layout[os].stackTop
    if os == to { return stopped == .kernel ? top - 0x200 : top }
    return subject.mode == .kernel ? top - 0x100 : top
  }

  /// The stack pointer that an OS's save area is about, the interrupt's frame pushed.
  func enteredStackPointer(_ os: OS) -> UInt32 {
    if os == to { return stackPointer(os) }
    return stackPointer(os) - (subject.mode == .kernel ? 12 : 20)
  }

  /// The known linear address of a slot.
  func linear(_ slot: Routine.Slot, _ os: OS) -> UInt32 {
    switch slot.place {
    case .linear(let address): return address
    case .stack(let offset):
      let plus = routine.slot(of: .esp, os)?.plus ?? 0
      return enteredStackPointer(os) &- plus &+ offset
    }
  }

  /// Where a linear address of an OS, or of the switch region, is meant to be.
  func physical(_ linear: UInt32, _ os: OS) -> UInt32? {
    if layout.region.contains(linear) {
      return linear &- layout.region.linear &+ layout.region.physical
    }
    return layout[os].physical(linear)
  }

  /// The places of a slot's words, physical; nil where its OS does not map them.
  public func places(_ slot: Routine.Slot, _ os: OS) -> [UInt32]? {
    let address = linear(slot, os)
    let widths = slot.item.widths ?? areaWidths
    var offset: UInt32 = 0
    var all: [UInt32] = []
    for width in widths {
      guard let place = physical(address &+ offset, os) else { return nil }
      all.append(place)
      offset += UInt32(width)
    }
    return all
  }

  private var areaWidths: [Int] {
    Array(repeating: 4, count: FloatingPointArea.count(layout.generation))
  }
}

// MARK: - The start

/// The state in which a switch begins, about which nothing is known but what was assumed.
public struct SwitchStart: Sendable {
  /// The processor just before the interrupt.
  public var processor: Processor
  /// The OS that is to be resumed, as it was when a switch left it; memory aside.
  public let resumed: Processor
  public let assumptions: [(assumption: RoutineAssumption, formula: Formula)]
  /// What the interrupt's frame on the resumed OS's kernel stack is to be, where the switch makes it.
  public let frame: [PhysicalMemory.Difference]
  /// The lines whose interrupt it may be, and when it is.
  public let lines: [(line: UInt8, condition: Formula)]

  /// The interrupt's vector, where it is known.
  public var vector: UInt8? {
    lines.first { $0.condition.known == true }.map { Layout.firstVector + $0.line }
  }

  public init(
    processor: Processor, resumed: Processor,
    assumptions: [(assumption: RoutineAssumption, formula: Formula)],
    frame: [PhysicalMemory.Difference] = [], lines: [(line: UInt8, condition: Formula)]
  ) {
    self.lines = lines
    self.processor = processor
    self.resumed = resumed
    self.assumptions = assumptions
    self.frame = frame
  }
}

extension SwitchSetting {
  /// Everything unknown.
  public func start() -> SwitchStart {
    let interrupted = AnyContext(
      layout: layout, subject: subject, isEntered: false, assumes: routine.assumes)
    let stopped = AnyContext(
      layout: layout, subject: Subject(to, stopped), isEntered: !routine.hasTaskGates,
      assumes: routine.assumes)
    var memory = layout.memory(
      entry: routine.entry, tasks: routine.hasTaskGates ? routine.tasks : [:],
      unknown: stacks)
    for context in [interrupted, stopped] {
      for (index, word) in context.threadDescriptor.enumerated() {
        let place = context.side.entry(context.side.selectors.thread) + UInt32(4 * index)
        if let physical = context.side.physical(place) { memory[physical] = word }
      }
    }
    load(&memory)
    // What earlier switches have left there.
    for range in ownMemory { memory.makeUnknown(range) }
    setTasks(&memory, [interrupted, stopped])
    let regions = regions(interrupted, stopped)
    var resumed = Processor(layout.generation, memory: PhysicalMemory(frames: 1))
    stopped.set(&resumed)
    fillSaveArea(&memory, resumed, stopped)
    var frame: [PhysicalMemory.Difference] = []
    if routine.hasTaskGates { frame = deliverAlone(&resumed, memory, regions) }
    var cpu = Processor(layout.generation, memory: memory)
    interrupted.set(&cpu)
    cpu.noteGlobals()
    cpu.accesses = []
    cpu.regions = regions
    return SwitchStart(
      processor: cpu, resumed: resumed,
      assumptions: interrupted.assumptions + stopped.assumptions, frame: frame,
      lines: lines)
  }

  /// The same start with this setting's code in the place of another's.
  public func reloading(_ start: SwitchStart) -> SwitchStart {
    var start = start
    load(&start.processor.memory)
    return start
  }

  /// Puts the routine where OS2 has it.
  func load(_ memory: inout PhysicalMemory) {
    for section in routine.sections {
      for (index, byte) in section.bytes.enumerated() {
        guard let place = physical(section.linear &+ UInt32(index), .os2) else { continue }
        memory.load([byte], at: place)
      }
    }
  }

  /// Both kernel stacks, where their pointers are not known.
  private func regions(_ interrupted: AnyContext, _ stopped: AnyContext) -> [Region] {
    var all: [Region] = []
    if self.stopped == .kernel {
      all.append(
        Region(
          base: stopped.any("esp"), first: -0x100, count: 0x300,
          linear: stackPointer(to) - 0x100))
    }
    if subject.mode == .kernel {
      all.append(
        Region(
          base: interrupted.any("esp"), first: -0x100, count: 0x200,
          linear: stackPointer(from) - 0x100))
    }
    return all
  }

  /// The values of stack pointers that their regions stand for, by variable.
  public var stackPointers: [String: UInt32] {
    var all = stopped == .kernel ? ["\(to).esp": stackPointer(to)] : [:]
    if subject.mode == .kernel { all["\(from).esp"] = stackPointer(from) }
    return all
  }

  private func fillSaveArea(
    _ memory: inout PhysicalMemory, _ resumed: Processor, _ context: AnyContext
  ) {
    for slot in routine.slots(to) {
      guard let places = places(slot, to) else { continue }
      if slot.item.widths == nil {
        for (place, word) in zip(places, context.area) { memory[place] = word }
        continue
      }
      guard let words = slot.item.words(in: resumed) else { continue }
      for (place, word) in zip(places, words) {
        switch word.sort {
        case .bits(16): memory[place] = Bits<16>(word.term)
        default: memory[place] = Bits<32>(word.term) - Bits(UInt64(slot.plus))
        }
      }
    }
  }
}
