import Logic
import Specification

/// One OS, with its interrupt line, as far as the other can get in its way.
///
/// Each OS has one line; that a switch carries the context over is proved of ``System``.
public struct SharedParty: Structure {
  public enum Activity: CaseIterable, Sendable {
    case runs
    /// By HLT, until an interrupt.
    case halted
    /// For ever, at one place, with interrupts off.
    case loops
    /// By the task that a double fault led to.
    case dead
  }

  /// Where it is; a routine that is entered again within itself counts as one that takes longer.
  public enum Place: CaseIterable, Sendable {
    case outside
    /// In its routine, by b-1.
    case own
    /// In its routine, by a switch.
    case switched
  }

  public var activity = OneOf(Activity.runs)
  public var place = OneOf(Place.outside)
  /// Whether an interrupt finds a kernel stack to push to.
  public var stackIntact: Formula = true
  /// EFLAGS.IF as it was when it was stopped.
  public var interrupts: Formula = true
  /// Between the selection and the access at a two-step port.
  public var selects: Formula = false

  /// Its line at the controller: raised, masked, and taken but not ended.
  public var requested: Formula = false
  public var masked: Formula = false
  public var inService: Formula = false
  /// An interrupt has been raised and its routine has not been entered since.
  public var owed: Formula = false
  /// Another line has been taken since it was raised.
  public var overtaken: Formula = false

  /// The controller as it left it: its own line's mask, the other's, and the mode.
  public var leftMasked: Formula = false
  public var leftOthersMasked: Formula = false
  public var leftReprogrammed: Formula = false

  public static let fields: [Field<SharedParty>] = [
    Field("activity", \.activity), Field("place", \.place), Field("stackIntact", \.stackIntact),
    Field("interrupts", \.interrupts), Field("selects", \.selects),
    Field("requested", \.requested), Field("masked", \.masked), Field("inService", \.inService),
    Field("owed", \.owed), Field("overtaken", \.overtaken), Field("left.masked", \.leftMasked),
    Field("left.othersMasked", \.leftOthersMasked),
    Field("left.reprogrammed", \.leftReprogrammed),
  ]
}

/// Both OSes on one machine: processor, interrupt controller, timers, NMI.
public struct SharedMachine: Structure {
  /// What ended everything.
  public enum Fall: CaseIterable, Sendable {
    case none
    /// An interrupt found no stack, and so did its double fault: shutdown (SDM 3A 6.15).
    case noStack
    /// An NMI found the IDT of one OS in the address space of the other: shutdown.
    case nmi
    /// An OS reset the machine, or wrote over the switch or the other OS.
    case reset
  }

  /// The OS that a theorem is about: any. It does nothing that it would not do alone.
  public var subject = OneOf(OS.os1)
  /// The OS whose line goes first at the controller: any.
  public var first = OneOf(OS.os1)
  public var running = OneOf(OS.os1)
  public var phase = OneOf(Phase.system)
  public var interrupts: Formula = true
  /// The switch that goes on goes back to where the other OS was stopped, not to its routine.
  public var resumes: Formula = false
  /// It goes on again, and has neither done anything since nor been interrupted.
  public var fresh: Formula = false
  public var os1 = SharedParty()
  public var os2 = SharedParty()
  /// The controller has been programmed so that lines lead elsewhere.
  public var reprogrammed: Formula = false
  /// The OS that made the last selection at a two-step port.
  public var latch = OneOf(OS.os1)
  /// NMIs are off, at port 70h.
  public var nmiOff: Formula = false
  public var fall = OneOf(Fall.none)
  /// While the subject's line waited, neither masked nor in service, the other's was raised again
  /// after it had overtaken it.
  public var stormed: Formula = false

  public static let fields: [Field<SharedMachine>] = [
    Field("subject", \.subject), Field("first", \.first), Field("running", \.running),
    Field("phase", \.phase), Field("interrupts", \.interrupts), Field("resumes", \.resumes),
    Field("fresh", \.fresh), Field("os1", \.os1), Field("os2", \.os2),
    Field("reprogrammed", \.reprogrammed), Field("latch", \.latch), Field("nmiOff", \.nmiOff),
    Field("fall", \.fall), Field("stormed", \.stormed),
  ]
}

extension OS {
  var party: WritableKeyPath<SharedMachine, SharedParty> & Sendable { self == .os1 ? \.os1 : \.os2 }
}

extension SharedMachine {
  public func party(_ os: OS) -> SharedParty { os == .os1 ? os1 : os2 }

  /// What the function says of the subject and the other OS.
  public func ofSubject<V: Value>(_ says: (_ subject: OS, _ other: OS) -> V) -> V {
    subject.choose { says($0, $0.other) }
  }

  /// The OS runs, and no switch goes on.
  public func runs(_ os: OS) -> Formula { running == os && phase == .system }

  /// EFLAGS.IF of the OS, running or not.
  public func interrupts(of os: OS) -> Formula {
    runs(os).choose(interrupts, party(os).interrupts)
  }
}

extension IndependenceDesign {
  /// Whether the controller passes the line of the OS to the processor: it is raised, not masked,
  /// and neither itself nor one that goes before it is in service (8259A, fully nested mode).
  public func passes(_ s: SharedMachine, _ os: OS) -> Formula {
    let line = s.party(os)
    let outranked = s.first == os.other && s.party(os.other).inService
    let held = Formula(holdsBack) && (s.running != os && !line.interrupts)
    return Formula.all([line.requested, !line.masked, !line.inService, !outranked, !held])
  }

  /// Whether the line is the one that the processor takes now.
  public func isTaken(_ s: SharedMachine, _ os: OS) -> Formula {
    let goesFirst = s.first == os || !passes(s, os.other)
    return Formula.all([s.interrupts, s.phase == .system, passes(s, os), goesFirst])
  }

  /// Whether an interrupt comes before the next instruction.
  public func isInterrupted(_ s: SharedMachine) -> Formula {
    isTaken(s, .os1) || isTaken(s, .os2)
  }
}
