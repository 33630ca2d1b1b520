import Processor

/// A task of the switch's own: a TSS of 32 bits that an OS's GDT describes (SDM 3A 7.2).
public struct SwitchTask: Sendable, Equatable {
  public var selector: UInt16
  /// Where the TSS is, linear.
  public var tss: UInt32

  public init(selector: UInt16, tss: UInt32) {
    self.selector = selector
    self.tss = tss
  }
}

/// Code that switches, and what must be known of it to judge it: the project's own or a reader's.
public struct Routine: Sendable {
  /// Where a word of a saved context is.
  public enum Place: Sendable, Equatable {
    /// A linear address, in the switch region or in the OS's own memory.
    case linear(UInt32)
    /// So many bytes above the stack pointer that is saved.
    case stack(UInt32)
  }

  /// Where the routine keeps an item of a context.
  public struct Slot: Sendable, Equatable {
    public var item: Item
    public var place: Place
    /// What must be added to the word there to get the item: the routine may save a stack pointer
    /// after some pushes.
    public var plus: UInt32

    public init(_ item: Item, _ place: Place, plus: UInt32 = 0) {
      self.item = item
      self.place = place
      self.plus = plus
    }
  }

  /// Bytes at linear addresses.
  public struct Section: Sendable {
    public var linear: UInt32
    public var bytes: [UInt8]

    public init(linear: UInt32, bytes: [UInt8]) {
      self.linear = linear
      self.bytes = bytes
    }
  }

  public var name: String
  public var sections: [Section]
  /// Where an OS's gate for a line of the other leads.
  public var entry: @Sendable (OS, UInt8) -> UInt32
  /// Where the switch ends: the routine of the OS that is resumed, for a line.
  public var end: @Sendable (OS, UInt8) -> UInt32
  /// Where the context of an OS is kept.
  public var slots: @Sendable (OS) -> [Slot]
  /// What it writes besides: linear addresses.
  public var scratch: [Range<UInt32>]
  /// Its tasks, by the OS in whose GDT they are; empty where it has none.
  public var tasks: [OS: SwitchTask] = [:]
  /// The gates for lines of the other OS are task gates to ``tasks``, else interrupt gates.
  public var hasTaskGates = false
  /// What is taken for true of what it interrupts, beside what is of all routines.
  public var assumes: Set<RoutineAssumption> = []
  /// Names of addresses, for reports.
  public var labels: [String: UInt32]
  /// The lines of the program, where it is the project's own: address and the claim it serves.
  public var source: [UInt32: String]

  public init(
    _ name: String, sections: [Section], entry: @escaping @Sendable (OS, UInt8) -> UInt32,
    end: @escaping @Sendable (OS, UInt8) -> UInt32, slots: @escaping @Sendable (OS) -> [Slot],
    scratch: [Range<UInt32>] = [], labels: [String: UInt32] = [:], source: [UInt32: String] = [:]
  ) {
    self.name = name
    self.sections = sections
    self.entry = entry
    self.end = end
    self.slots = slots
    self.scratch = scratch
    self.labels = labels
    self.source = source
  }

  public func slot(of item: Item, _ os: OS) -> Slot? { slots(os).first { $0.item == item } }
}

/// How the project's own routine differs from the complete one; each is a trap when it is off.
public struct RoutineDesign: Sendable, Equatable {
  public var generation: ProcessorGeneration
  /// Saves what is beyond (A)–(G) of S3 as well: x87 and SSE state, SYSENTER's registers.
  public var isComplete = true
  /// Makes the resumed OS's TSS available before LTR.
  public var clearsBusy = true
  /// Drops global translations before the load of CR3.
  public var flushesGlobal = true
  /// Turns breakpoints off on entry.
  public var disarmsBreakpoints = true
  /// Clears CR0.TS and EM around the x87 state.
  public var clearsTaskSwitched = true
  /// Loads CR4.PSE before CR3 and the rest of CR4 after it.
  public var allowsLargePages = true
  /// Loads CR3 before GDTR, TR and the segment registers.
  public var loadsPagingFirst = true
  /// Loads the segment registers, so that their hidden parts follow the table.
  public var reloadsSegments = true
  /// Uses a stack of its own in the switch region from the load of CR3 on.
  public var ownStack = true
  /// Loads EFLAGS by IRET, not by POPF.
  public var returnsFlags = true
  /// Turns interrupts on inside the switch (STI) and off again.
  public var opensWindow = false
  /// Goes on with the flags of what was interrupted, IF and TF aside, in the place of those that the
  /// interrupt's delivery left.
  public var takesPushedFlags = false

  public init(_ generation: ProcessorGeneration) { self.generation = generation }

  /// The paper's: saves (A)–(G) exactly and restores them as they stand.
  public static func paper(_ generation: ProcessorGeneration) -> RoutineDesign {
    var design = RoutineDesign(generation)
    design.isComplete = false
    design.clearsBusy = false
    design.flushesGlobal = false
    return design
  }

  /// The paper's save set with the two things without which it can't be restored: a TSS made
  /// available before LTR, and global translations dropped.
  public static func mendedPaper(_ generation: ProcessorGeneration) -> RoutineDesign {
    var design = RoutineDesign(generation)
    design.isComplete = false
    return design
  }

  /// The items that it saves.
  public var saved: [Item] {
    let items = Item.context(of: Generation(generation)).filter { $0.row.disposition != .rebuilt }
    let modelled = items.filter { !Item.notModelled.contains($0) }
    return isComplete ? modelled : modelled.filter(Item.paperSet.contains)
  }
}

extension Generation {
  /// The generation by the processor's name for it.
  public init(_ generation: ProcessorGeneration) {
    self =
      switch generation {
      case .i486: .i486
      case .pentium: .pentium
      case .pentiumII: .pentiumII
      case .pentiumIII: .pentiumIII
      }
  }
}

extension Item {
  /// Model-specific registers that the processor here does not have.
  public static let notModelled: Set<Item> = [.debugctl, .pat]
}
