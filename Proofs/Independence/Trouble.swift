import Logic
import Models
import Specification

/// What one OS can do to the other without meaning it any harm, or by breaking down.
///
/// Each is always possible in the model; the assumption that excludes it is what a design pays for
/// not being proof against it.
enum Trouble: CaseIterable {
  case haltsWithInterruptsOff
  case loopsWithInterruptsOff
  case stopsUnacknowledged
  case losesItsStack
  case masksTheOthersLine
  case changesTheControllersMode
  case nests
  case storms
  case nmiInASwitch
  case turnsNMIsOff
  case resets

  private static let table: [Trouble: Assumption<SharedMachine>] = [
    .haltsWithInterruptsOff: of(
      "halts-with-interrupts-on", "an OS that halts leaves interrupts on"
    ) { s, other in
      !(s.party(other).activity == .halted && !s.interrupts(of: other))
    },
    .loopsWithInterruptsOff: of(
      "loops-with-interrupts-on", "an OS that hangs in a loop leaves interrupts on"
    ) { s, other in
      s.party(other).activity != .loops
    },
    .stopsUnacknowledged: of(
      "halts-acknowledged",
      "an OS that halts has ended the interrupt that it was in at the controller"
    ) { s, other in
      !(s.party(other).activity == .halted && s.party(other).inService)
    },
    .losesItsStack: of(
      "keeps-its-stack", "an OS always has a kernel stack that an interrupt can push to"
    ) { s, other in
      s.party(other).stackIntact
    },
    .masksTheOthersLine: of(
      "masks-its-own-lines", "an OS masks no line of the other at the controller"
    ) { s, other in
      !s.party(other.other).masked
    },
    .changesTheControllersMode: of(
      "keeps-the-controllers-mode",
      "an OS leaves the controller's vectors as they were at the start"
    ) { s, _ in
      !s.reprogrammed
    },
    .nests: Assumption<SharedMachine>(
      "acknowledges-first",
      "an OS lets interrupts in again only after it has ended the one that it is in"
    ) { s in
      OS.both { os in
        let isOpen = s.interrupts && s.party(os).activity == .runs
        return (s.runs(os) && isOpen).implies(!s.party(os).inService)
      }
    },
    .storms: Assumption<SharedMachine>(
      "no-storm",
      "while a line waits that could come, neither masked nor in service, the other is not raised again once it has been taken: devices are slower than routines"
    ) { s in
      !s.stormed
    },
    .nmiInASwitch: Assumption<SharedMachine>(
      "no-nmi-in-a-switch", "no NMI comes while the switch changes address space and IDT"
    ) { s in
      s.fall != .nmi
    },
    .turnsNMIsOff: Assumption<SharedMachine>(
      "nmi-stays-on", "no OS turns NMIs off at port 70h, or the watchdog itself"
    ) { s in
      !s.nmiOff
    },
    .resets: Assumption<SharedMachine>(
      "no-reset",
      "no OS resets the machine, or writes over the switch, its tables or the other OS (A9)"
    ) { s in
      s.fall != .reset
    },
  ]

  /// An assumption on the OS that is not the subject.
  private static func of(
    _ id: String, _ says: String, file: String = #filePath, line: Int = #line,
    _ holds: @escaping @Sendable (SharedMachine, OS) -> Formula
  ) -> Assumption<SharedMachine> {
    Assumption(id, says, file: file, line: line) { s in s.ofSubject { holds(s, $1) } }
  }

  /// That it does not happen.
  var assumption: Assumption<SharedMachine> { Self.table[self]! }

  /// Those that can happen with a design.
  static func relevant(_ design: IndependenceDesign) -> [Trouble] {
    allCases.filter { $0 != .turnsNMIsOff || design.repairs.contains(.watchdog) }
  }
}
