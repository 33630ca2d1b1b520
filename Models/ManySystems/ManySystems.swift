import Logic
import Specification

/// A word that names an OS. It is moved and compared and nothing else, so that what is proved holds
/// for any number of OSes.
public typealias Name = Bits<32>

/// Any number of OSes on one processor, with one switch among all of them.
///
/// What an OS has for itself is told by its name or by address: each address belongs to one OS.
/// Hidden descriptor parts are left to the model of two OSes.
public struct ManySystems: Structure {
  public var seat: Seat
  /// The OS whose context the processor holds, the switch apart.
  public var running: Name = 0
  public var phase = OneOf(Phase.system)
  /// The interrupt that the switch is about, and the OS that it goes to.
  public var line: Bits<8> = 0
  public var target: Name = 0
  public var controller = Controller()

  /// Interrupt line to the OS that it belongs to, and to that OS's routine for it.
  public var owner = Memory<8, 32>()
  public var gates = Memory<8, 32>()
  /// By OS: its routine for interrupts that are not its own, the kernel's segments, its save area,
  /// and the OS that comes after it where a switch goes round.
  public var stub = Memory<32, 32>()
  public var kernelCS = Memory<32, 32>()
  public var kernelSS = Memory<32, 32>()
  public var area = Memory<32, 32>()
  public var successor = Memory<32, 32>()
  /// By save area.
  public var saved: SaveAreas
  /// By address: the OS that it belongs to, the word there, and the interrupt frame there.
  public var belongs = Memory<32, 32>()
  public var memory = Memory<32, 32>()
  public var frames = FrameMemory()

  // Nothing reads these but theorems.

  /// Any OS and any address, which never change: what is proved of them holds of every one.
  public var subject: Name = 0
  public var probe: Bits<32> = 0
  /// The subject when an interrupt of another last stopped it, and where its frame went.
  public var stopped: View
  public var stoppedAt: Bits<32> = 0
  /// The OSes that had the processor before, the last one first.
  public var previous: Name = 0
  public var beforePrevious: Name = 0

  public static let fields: [Field<ManySystems>] = [
    Field("seat", \.seat), Field("running", \.running), Field("phase", \.phase),
    Field("line", \.line), Field("target", \.target), Field("controller", \.controller),
    Field("owner", \.owner), Field("gates", \.gates), Field("stub", \.stub),
    Field("kernelCS", \.kernelCS), Field("kernelSS", \.kernelSS), Field("area", \.area),
    Field("successor", \.successor), Field("saved", \.saved), Field("belongs", \.belongs),
    Field("memory", \.memory), Field("frames", \.frames), Field("subject", \.subject),
    Field("probe", \.probe), Field("stopped", \.stopped), Field("stoppedAt", \.stoppedAt),
    Field("previous", \.previous), Field("beforePrevious", \.beforePrevious),
  ]

  public init(_ design: SwitchDesign) {
    seat = Seat(design.items)
    saved = SaveAreas(design.items.filter(design.saved.contains))
    stopped = View(seat: seat)
  }
}

/// The processor as an OS finds it.
public struct Seat: Structure {
  public var cpu: Context
  public var mode = OneOf(Mode.user)
  /// EFLAGS.IF.
  public var interrupts: Formula = true
  /// Stopped by HLT until an interrupt.
  public var halted: Formula = false

  init(_ items: [Item]) { cpu = Context(items) }

  public static let fields: [Field<Seat>] = [
    Field("cpu", \.cpu), Field("mode", \.mode), Field("interrupts", \.interrupts),
    Field("halted", \.halted),
  ]

  /// What an interrupt pushes.
  public var pushed: PushedFrame {
    var frame = PushedFrame()
    for (item, path) in PushedFrame.words { frame[keyPath: path] = cpu[item] }
    frame.mode = (mode == .kernel).asBits()
    frame.interrupts = interrupts.asBits()
    return frame
  }

  /// Enters a routine in the kernel with interrupts off, the frame pushed (SDM 3A 6.12.1).
  mutating func enter(
    _ routine: Bits<32>, stackPointer: Bits<32>, kernelCS: Bits<32>, kernelSS: Bits<32>
  ) {
    cpu[.ss] = (mode == .user).choose(kernelSS, cpu[.ss])
    cpu[.cs] = kernelCS
    cpu[.esp] = stackPointer
    cpu[.eip] = routine
    mode = OneOf(.kernel)
    interrupts = false
    halted = false
  }

  /// Pops a frame (SDM 2A IRET).
  mutating func leave(_ frame: PushedFrame) {
    for (item, path) in PushedFrame.words { cpu[item] = frame[keyPath: path] }
    mode = (frame.mode == 1).choose(OneOf(.kernel), OneOf(.user))
    interrupts = frame.interrupts == 1
  }
}

/// An interrupt frame, with what CS and EFLAGS say of privilege and interrupts.
public struct PushedFrame: Structure {
  public var eip: Bits<32> = 0
  public var cs: Bits<32> = 0
  public var eflags: Bits<32> = 0
  public var esp: Bits<32> = 0
  public var ss: Bits<32> = 0
  public var mode: Bits<1> = 0
  public var interrupts: Bits<1> = 0

  public init() {}

  /// The registers in it.
  public static let words: [(item: Item, path: WritableKeyPath<PushedFrame, Bits<32>> & Sendable)] =
    [
      (.eip, \.eip), (.cs, \.cs), (.eflags, \.eflags), (.esp, \.esp), (.ss, \.ss),
    ]

  public static let fields: [Field<PushedFrame>] = [
    Field("eip", \.eip), Field("cs", \.cs), Field("eflags", \.eflags), Field("esp", \.esp),
    Field("ss", \.ss), Field("mode", \.mode), Field("interrupts", \.interrupts),
  ]
}

/// Interrupt frames by address.
public struct FrameMemory: Structure {
  var eip = Memory<32, 32>()
  var cs = Memory<32, 32>()
  var eflags = Memory<32, 32>()
  var esp = Memory<32, 32>()
  var ss = Memory<32, 32>()
  var mode = Memory<32, 1>()
  var interrupts = Memory<32, 1>()

  public static let fields: [Field<FrameMemory>] = [
    Field("eip", \.eip), Field("cs", \.cs), Field("eflags", \.eflags), Field("esp", \.esp),
    Field("ss", \.ss), Field("mode", \.mode), Field("interrupts", \.interrupts),
  ]

  public subscript(address: Bits<32>) -> PushedFrame {
    get {
      var frame = PushedFrame()
      (frame.eip, frame.cs, frame.eflags) = (eip[address], cs[address], eflags[address])
      (frame.esp, frame.ss) = (esp[address], ss[address])
      (frame.mode, frame.interrupts) = (mode[address], interrupts[address])
      return frame
    }
    set {
      (eip[address], cs[address], eflags[address]) = (newValue.eip, newValue.cs, newValue.eflags)
      (esp[address], ss[address]) = (newValue.esp, newValue.ss)
      (mode[address], interrupts[address]) = (newValue.mode, newValue.interrupts)
    }
  }
}

/// What an OS has gone through, as far as one address of its memory shows.
public struct View: Structure {
  public var seat: Seat
  public var word: Bits<32> = 0
  public var frame = PushedFrame()

  init(seat: Seat) { self.seat = seat }

  public static let fields: [Field<View>] = [
    Field("seat", \.seat), Field("word", \.word), Field("frame", \.frame),
  ]
}

/// The save areas: for each item a word by save area.
public struct SaveAreas: Value {
  private let layout: Context.Layout
  private var words: [Memory<32, 32>]

  init(_ items: [Item]) {
    layout = Context.Layout(items)
    words = Array(repeating: Memory(), count: items.count)
  }

  public var items: [Item] { layout.items }

  /// The word of an item that a save area has; one that areas leave out reads as 0.
  public subscript(item: Item, area: Bits<32>) -> Bits<32> {
    get { layout.position(item).map { words[$0][area] } ?? 0 }
    set { if let position = layout.position(item) { words[position][area] = newValue } }
  }

  public mutating func visit(_ body: (inout Leaf) -> Void) { words.visit(body) }

  public func names(_ path: String) -> [LeafName] {
    items.map { LeafName("\(path).\($0.name)", Memory<32, 32>.sort) }
  }
}

// MARK: - The subject

extension ManySystems {
  /// The subject as it is while it runs.
  public var present: View {
    var view = View(seat: seat)
    view.word = memory[probe]
    view.frame = frames[probe]
    return view
  }

  /// The subject has been interrupted by a line of another, and has not got the processor back.
  public var isStopped: Formula { !(running == subject && phase == .system) }

  /// What the subject has gone through: while it is stopped, nothing.
  public var view: View { isStopped.choose(stopped, present) }

  /// The subject as the interrupt that stopped it left it, in a routine at the address.
  public func expected(_ routine: Bits<32>) -> View {
    var view = stopped
    view.frame = (stoppedAt == probe).choose(stopped.seat.pushed, stopped.frame)
    view.seat.enter(
      routine, stackPointer: stoppedAt, kernelCS: kernelCS[subject], kernelSS: kernelSS[subject])
    return view
  }
}
