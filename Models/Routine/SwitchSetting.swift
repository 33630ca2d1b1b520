import Logic
import Processor

/// One switch to be looked at: a routine on a layout, what is interrupted, and by which line.
public struct SwitchSetting: Sendable {
  public let layout: Layout
  public let routine: Routine
  public let subject: Subject
  public let line: UInt8
  /// What must survive.
  public let required: [Item]

  public init(
    _ layout: Layout, _ routine: Routine, from subject: Subject, line: UInt8, required: [Item]
  ) {
    self.layout = layout
    self.routine = routine
    self.subject = subject
    self.line = line
    self.required = required
  }

  public var from: OS { subject.os }
  public var to: OS { subject.os.other }
  public var vector: UInt8 { Layout.firstVector + line }

  public var description: String {
    let place = subject.breakpoint.map { " at \(hex($0))" } ?? ""
    let breakpoints = subject.hasBreakpoints ? ", breakpoints set\(place)" : ""
    return "\(from.title) in \(subject.mode) mode\(breakpoints), line \(line) of \(to.title)"
  }

  // MARK: Addresses

  /// Where the kernel stack of an OS is meant to stand in this setting, as a known linear address:
  /// of the interrupted OS before the interrupt, of the other when it was stopped.
  func stackPointer(_ os: OS) -> UInt32 {
    let top = layout[os].stackTop
    if os == to { return top - 0x200 }
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

  public init(
    processor: Processor, resumed: Processor,
    assumptions: [(assumption: RoutineAssumption, formula: Formula)]
  ) {
    self.processor = processor
    self.resumed = resumed
    self.assumptions = assumptions
  }
}

extension SwitchSetting {
  /// Everything unknown.
  public func start() -> SwitchStart {
    let interrupted = AnyContext(layout: layout, subject: subject, isEntered: false)
    let stopped = AnyContext(layout: layout, subject: Subject(to, .kernel), isEntered: true)
    var memory = layout.memory(entry: routine.entry)
    for context in [interrupted, stopped] {
      for (index, word) in context.threadDescriptor.enumerated() {
        let place = context.side.entry(context.side.selectors.thread) + UInt32(4 * index)
        if let physical = context.side.physical(place) { memory[physical] = word }
      }
    }
    load(&memory)
    var resumed = Processor(layout.generation, memory: PhysicalMemory(frames: 1))
    stopped.set(&resumed)
    fillSaveArea(&memory, resumed, stopped)
    var cpu = Processor(layout.generation, memory: memory)
    interrupted.set(&cpu)
    cpu.accesses = []
    cpu.regions = regions(interrupted, stopped)
    return SwitchStart(
      processor: cpu, resumed: resumed,
      assumptions: interrupted.assumptions + stopped.assumptions)
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
    var all = [
      Region(
        base: stopped.any("esp"), first: -0x100, count: 0x300,
        linear: stackPointer(to) - 0x100)
    ]
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
    var all = ["\(to).esp": stackPointer(to)]
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
