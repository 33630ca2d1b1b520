import Logic
import Specification

/// The two operating systems; OS2 carries the switch code and owns the network card.
public enum OS: Int, CaseIterable, Sendable, CustomStringConvertible {
  case os1, os2

  public var other: OS { self == .os1 ? .os2 : .os1 }
  public var description: String { self == .os1 ? "os1" : "os2" }
  /// True of both.
  public static func both(_ condition: (OS) -> Formula) -> Formula {
    condition(.os1) && condition(.os2)
  }
  /// The name in prose.
  public var title: String { self == .os1 ? "OS1" : "OS2" }
}

/// The privilege at which code runs.
public enum Mode: CaseIterable, Sendable { case user, kernel }

/// What the processor pushes when it enters an interrupt routine, by depth of nesting.
///
/// ESP and SS are pushed only where the privilege changes; elsewhere they follow from where the
/// frame is, and are kept here as well.
public struct Frames: Structure {
  public var eip = Memory<8, 32>()
  public var cs = Memory<8, 32>()
  public var eflags = Memory<8, 32>()
  public var esp = Memory<8, 32>()
  public var ss = Memory<8, 32>()
  /// The privilege that CS holds; 1 for the kernel.
  public var mode = Memory<8, 1>()
  /// The IF that EFLAGS holds.
  public var interrupts = Memory<8, 1>()

  public static let words: [(item: Item, path: WritableKeyPath<Frames, Memory<8, 32>> & Sendable)] =
    [
      (.eip, \.eip), (.cs, \.cs), (.eflags, \.eflags), (.esp, \.esp), (.ss, \.ss),
    ]

  public static let fields: [Field<Frames>] = [
    Field("eip", \.eip), Field("cs", \.cs), Field("eflags", \.eflags), Field("esp", \.esp),
    Field("ss", \.ss), Field("mode", \.mode), Field("interrupts", \.interrupts),
  ]
}

/// What belongs to one OS besides the processor: its memory, and whether it goes on.
public struct Guest: Structure {
  /// All of its memory but the parts below, as one word.
  public var memory: Bits<32> = 0
  /// Selector to descriptor, in its GDT and LDT.
  public var descriptors = Memory<32, 32>()
  /// Interrupt line to address of the routine, in its IDT.
  public var gates = Memory<8, 32>()
  /// The code and stack segments that an interrupt loads.
  public var kernelCS: Bits<32> = 0
  public var kernelSS: Bits<32> = 0
  /// What the processor pushed on the kernel stacks.
  public var frames = Frames()
  /// How many interrupts and traps have been entered and not left.
  public var depth: Bits<8> = 0
  /// Whether an interrupt finds a kernel stack to push to.
  public var stackIntact: Formula = true
  /// Stopped by HLT until an interrupt.
  public var halted: Formula = false

  public static let fields: [Field<Guest>] = [
    Field("memory", \.memory), Field("descriptors", \.descriptors), Field("gates", \.gates),
    Field("kernelCS", \.kernelCS), Field("kernelSS", \.kernelSS), Field("frames", \.frames),
    Field("depth", \.depth), Field("stackIntact", \.stackIntact), Field("halted", \.halted),
  ]
}

/// An OS with a processor of its own: what a solo run is made of.
public struct Solo: Structure {
  public var cpu: Context
  public var mode = OneOf(Mode.user)
  /// EFLAGS.IF.
  public var interrupts: Formula = true
  public var own = Guest()

  init(_ items: [Item]) { cpu = Context(items) }

  public static let fields: [Field<Solo>] = [
    Field("cpu", \.cpu), Field("mode", \.mode), Field("interrupts", \.interrupts),
    Field("own", \.own),
  ]
}

// MARK: - What the processor does

extension Solo {
  /// Loads a segment register, and with it the hidden part from the descriptor.
  mutating func load(_ selector: Item, _ hidden: Item, _ value: Bits<32>) {
    cpu[selector] = value
    cpu[hidden] = own.descriptors[value]
  }

  /// Enters an interrupt routine: pushes what was interrupted, and runs the routine in the kernel
  /// with interrupts off (SDM 3A 6.12.1).
  ///
  /// - Parameters:
  ///   - routine: where the gate leads
  ///   - stackPointer: where the kernel stack ends after the push; it is anywhere in the OS's
  ///     memory, given by its TSS or by where its kernel's stack pointer was
  public mutating func enter(_ routine: Bits<32>, stackPointer: Bits<32>) {
    own.depth += 1
    for (item, path) in Frames.words where cpu.items.contains(item) {
      own.frames[keyPath: path][own.depth] = cpu[item]
    }
    own.frames.mode[own.depth] = (mode == .kernel).asBits()
    own.frames.interrupts[own.depth] = interrupts.asBits()
    let kernelSS = own.kernelSS
    when(mode == .user, &self) { $0.load(.ss, .ssHidden, kernelSS) }
    load(.cs, .csHidden, own.kernelCS)
    cpu[.esp] = stackPointer
    cpu[.eip] = routine
    mode = OneOf(.kernel)
    interrupts = false
    own.halted = false
  }

  /// Leaves an interrupt routine: pops what was interrupted (SDM 2A IRET).
  mutating func leave() {
    for (item, path) in Frames.words { cpu[item] = own.frames[keyPath: path][own.depth] }
    cpu[.csHidden] = own.descriptors[cpu[.cs]]
    cpu[.ssHidden] = own.descriptors[cpu[.ss]]
    mode = (own.frames.mode[own.depth] == 1).choose(OneOf(.kernel), OneOf(.user))
    interrupts = own.frames.interrupts[own.depth] == 1
    own.depth -= 1
  }
}

// MARK: - What its software does

extension Solo {
  /// Any computation at the given privilege: whatever that can change gets any value.
  mutating func compute(_ privilege: Privilege, _ any: Inputs) {
    let visible = cpu.items.filter { item in
      item.row.changedBy == .user || (item.row.changedBy != nil && privilege == .kernel)
    }
    let segments = Item.hiddenParts.filter { part in visible.contains(part.selector) }
    for item in visible where !segments.contains(where: { $0.selector == item }) {
      cpu[item] = any(item.name)
    }
    when(any("loads segments"), &self) { os in
      for (selector, hidden) in segments { os.load(selector, hidden, any(selector.name)) }
    }
    own.memory = any("memory")
    guard privilege == .kernel else { return }
    for (item, path) in Frames.words where cpu.items.contains(item) {
      own.frames[keyPath: path] = any("frames.\(item.name)", like: own.frames[keyPath: path])
    }
  }
}
