import Logic
import Specification

/// Where the switch is.
public enum Phase: CaseIterable, Sendable {
  /// An OS runs: its applications, its kernel, or a routine for an interrupt of its own.
  case system
  /// The running OS's routine for an interrupt that is not its own is about to start the switch.
  case foreign
  /// The switch stores the context of the running OS.
  case saving
  /// The switch loads the context of the other OS.
  case restoring
  /// The switch is about to jump to the routine of the OS whose context it has loaded.
  case restored
  /// The processor has shut down.
  case down
}

/// How an OS came to the routine that it is in.
public enum Entry: UInt64, Sendable {
  case trap
  case own
  case switched
}

/// Two OSes on one processor, and the switch between them.
public struct System: Structure {
  public var cpu: Context
  public var mode = OneOf(Mode.user)
  public var interrupts: Formula = true
  /// The OS whose context the processor holds, the switch apart.
  public var running = OneOf(OS.os1)
  /// The OS whose code the processor executes.
  public var code = OneOf(OS.os1)
  public var phase = OneOf(Phase.system)
  /// Portions stored or loaded so far.
  public var progress: Bits<8> = 0
  /// The interrupt that the switch is about.
  public var line: Bits<8> = 0
  public var os1 = Guest()
  public var os2 = Guest()
  /// The save areas, in OS2's memory.
  public var saved1: Context
  public var saved2: Context
  /// How each OS came to its routines, by depth; for the labels of figures 3 and 4.
  public var entries1 = Memory<8, 2>()
  public var entries2 = Memory<8, 2>()
  /// Each OS as it was when an interrupt of the other last stopped it, and where its frame went:
  /// what it should find again. Nothing reads these but theorems.
  public var stopped1: Solo
  public var stopped2: Solo
  public var stackPointer1: Bits<32> = 0
  public var stackPointer2: Bits<32> = 0
  /// Interrupt line to the OS that it belongs to: 0 for OS1, 1 for OS2.
  public var owner = Memory<8, 1>()
  public var controller = Controller()
  /// Any depth of nesting at all, which never changes: what is proved of it holds of every depth.
  public var probe: Bits<8> = 0

  public static let fields: [Field<System>] = [
    Field("cpu", \.cpu), Field("mode", \.mode), Field("interrupts", \.interrupts),
    Field("running", \.running), Field("code", \.code), Field("phase", \.phase),
    Field("progress", \.progress), Field("line", \.line),
    Field("os1", \.os1), Field("os2", \.os2),
    Field("saved.os1", \.saved1), Field("saved.os2", \.saved2),
    Field("entries.os1", \.entries1), Field("entries.os2", \.entries2),
    Field("stopped.os1", \.stopped1), Field("stopped.os2", \.stopped2),
    Field("stopped.os1.stackPointer", \.stackPointer1),
    Field("stopped.os2.stackPointer", \.stackPointer2),
    Field("owner", \.owner), Field("controller", \.controller), Field("probe", \.probe),
  ]

  public init(_ design: SwitchDesign) {
    cpu = Context(design.items)
    saved1 = Context(design.items.filter(design.saved.contains))
    saved2 = saved1
    stopped1 = Solo(design.items)
    stopped2 = stopped1
  }
}

/// An 8259 in fully nested mode, as far as both OSes meet in it.
///
/// Which of several requests goes first is left open, so that what is proved holds for every
/// order; that a line in service holds up lines that are not above it is not.
public struct Controller: Structure {
  /// Lines that devices have raised.
  public var requested = Memory<8, 1>()
  /// Lines that software has masked.
  public var masked = Memory<8, 1>()
  /// The lines in service, by order of nesting from 1; the last has the highest priority.
  public var serving = Memory<8, 8>()
  public var count: Bits<8> = 0

  public static let fields: [Field<Controller>] = [
    Field("requested", \.requested), Field("masked", \.masked), Field("serving", \.serving),
    Field("count", \.count),
  ]

  /// Whether the controller may pass the line to the processor; lower numbers go first.
  public func passes(_ line: Bits<8>) -> [Formula] {
    [
      requested[line] == 1,
      masked[line] == 0,
      count == 0 || line.isBelow(serving[count]),
      count != 0xFF,
    ]
  }

  /// The processor takes the line.
  mutating func acknowledge(_ line: Bits<8>) {
    requested[line] = 0
    count += 1
    serving[count] = line
  }

  /// A non-specific end of interrupt.
  mutating func endOfInterrupt() { count -= 1 }
}

// MARK: - The parts of one OS

extension OS {
  var guest: WritableKeyPath<System, Guest> { self == .os1 ? \.os1 : \.os2 }
  var saved: WritableKeyPath<System, Context> { self == .os1 ? \.saved1 : \.saved2 }
  var stopped: WritableKeyPath<System, Solo> { self == .os1 ? \.stopped1 : \.stopped2 }
  var entries: WritableKeyPath<System, Memory<8, 2>> {
    self == .os1 ? \.entries1 : \.entries2
  }
  var stackPointer: WritableKeyPath<System, Bits<32>> {
    self == .os1 ? \.stackPointer1 : \.stackPointer2
  }
}

extension System {
  public func guest(_ os: OS) -> Guest { self[keyPath: os.guest] }
  public func saved(_ os: OS) -> Context { self[keyPath: os.saved] }
  public func stopped(_ os: OS) -> Solo { self[keyPath: os.stopped] }
  public func stackPointer(_ os: OS) -> Bits<32> { self[keyPath: os.stackPointer] }
  public func entries(_ os: OS) -> Memory<8, 2> { self[keyPath: os.entries] }

  /// Whether the line belongs to the OS.
  public func isOwned(_ line: Bits<8>, by os: OS) -> Formula {
    owner[line] == Bits(UInt64(os.rawValue))
  }

  /// The OS with the processor as it is: what it sees while it runs.
  public func solo(_ os: OS) -> Solo {
    var solo = stopped(os)
    solo.cpu = cpu
    solo.mode = mode
    solo.interrupts = interrupts
    solo.own = guest(os)
    return solo
  }

  /// Puts the OS of a solo run in the processor's and the OS's place.
  public mutating func run(_ os: OS, _ solo: Solo) { run(os) { $0 = solo } }

  /// Does to the processor and the OS what the body does to a solo run.
  mutating func run(_ os: OS, _ body: (inout Solo) -> Void) {
    var solo = solo(os)
    body(&solo)
    cpu = solo.cpu
    mode = solo.mode
    interrupts = solo.interrupts
    self[keyPath: os.guest] = solo.own
  }

  /// The OS as the interrupt that stopped it left it, in the routine for the line: what it must
  /// find when it goes on there.
  public func expected(_ os: OS, _ line: Bits<8>) -> Solo {
    var solo = stopped(os)
    solo.enter(solo.own.gates[line], stackPointer: stackPointer(os))
    return solo
  }
}
