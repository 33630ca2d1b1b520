/// What a design adds to the paper's, so that one OS can do less to the other.
public enum Repair: String, CaseIterable, Sendable {
  case watchdog
  case taskGate = "task-gate"
  case doubleFaultTask = "double-fault-task"
  case acknowledging
  case automaticEOI = "automatic-eoi"
  case maskInContext = "mask-in-context"
  case modeInContext = "mode-in-context"
  case mappedGates = "mapped-gates"
  case pairsUninterrupted = "pairs-uninterrupted"
  case latchSaved = "latch-saved"
  case latchNoted = "latch-noted"

  /// What is added, and what of it an OS must do itself.
  public var says: String {
    switch self {
    case .watchdog:
      "a timer raises an NMI again and again, and its handler switches to the other OS; the lines of an OS that was switched away with interrupts off are held back until it goes on"
    case .taskGate:
      "the NMI goes through a task gate, which pushes nothing on the interrupted stack (SDM 3A 7.3)"
    case .doubleFaultTask:
      "a double fault goes through a task gate (SDM 3A 6.15) to a task that ends the interrupt that caused it and switches to the other OS, to its routine if the interrupt is its own"
    case .acknowledging:
      "the switch ends, at the controller, every interrupt in service before it loads the other OS"
    case .automaticEOI:
      "the controller ends an interrupt as the processor takes it (8259A, automatic EOI mode)"
    case .maskInContext: "the controller's mask is saved and restored with the context"
    case .modeInContext: "the switch programs the controller as the OS that goes on had it"
    case .mappedGates:
      "both IDTs and an NMI handler that only returns are mapped alike on both sides of a switch"
    case .pairsUninterrupted: "an OS keeps interrupts off from the selection to the access"
    case .latchSaved: "the switch reads the selection and writes it again"
    case .latchNoted:
      "an OS notes in memory what it is about to select, and the switch selects it again"
    }
  }
}

/// Two accesses to ports that belong together: a selection, and an access to what is selected.
public enum TwoStepPort: String, CaseIterable, Sendable {
  case configuration
  case cmos
  case timer

  /// The ports, for people.
  public var ports: String {
    switch self {
    case .configuration: "0CF8h/0CFCh"
    case .cmos: "70h/71h"
    case .timer: "40h, low byte and high byte"
    }
  }

  /// Whether a switch can read what was selected: PCI 2.1, 3.7.4.1; the index of the CMOS is
  /// write-only, and no read of an 8254 gives the byte that comes next.
  public var isReadable: Bool { self == .configuration }
}

/// How the two OSes share the machine around the processor: the paper's design and repairs.
public struct IndependenceDesign: Sendable {
  public let repairs: Set<Repair>
  /// The two-step port that both use; nil where none is modelled.
  public let port: TwoStepPort?

  /// The paper's design.
  public static let paper = IndependenceDesign([])

  public init(_ repairs: Set<Repair>, port: TwoStepPort? = nil) {
    precondition(
      !repairs.contains(.latchSaved) || port?.isReadable == true, "the selection can't be read")
    self.repairs = repairs
    self.port = port
  }

  public var name: String {
    let base =
      repairs.isEmpty ? "paper's design" : repairs.map(\.rawValue).sorted().joined(separator: ", ")
    return "independence, \(base)" + (port.map { ", ports \($0.ports)" } ?? "")
  }

  func has(_ repair: Repair) -> Bool { repairs.contains(repair) }

  /// Whether an OS may lose the processor with interrupts off.
  public var holdsBack: Bool { has(.watchdog) || has(.doubleFaultTask) }
}
