import Models
import Specification

/// How the runs of both OSes go on, where liveness is claimed.
enum Fair {
  static func raises(_ os: OS) -> Fairness<SharedMachine> {
    Fairness(
      "\(os)-is-called-for", "\(os.title)'s device raises its line again and again",
      of: ["\(os.title)'s device raises its line"])
  }

  static let taken = Fairness<SharedMachine>(
    "interrupts-are-taken",
    "an interrupt that the controller passes is taken: the processor looks at each instruction's end",
    of: OS.allCases.flatMap { IndependenceDesign.taking($0) })

  static func switches(_ design: IndependenceDesign) -> Fairness<SharedMachine> {
    Fairness(
      "the-switch-goes-on", "the code of the switch goes on to its end",
      of: OS.allCases.flatMap { design.switchingSteps($0) })
  }

  static func goesOn(_ design: IndependenceDesign) -> Fairness<SharedMachine> {
    Fairness(
      "a-running-os-goes-on",
      "an OS that runs gets out of its routine in the end, and turns interrupts on again",
      of: OS.allCases.flatMap { design.goingOn($0) })
  }

  /// The OS does not run all the time: what it does when it runs, it does in the end.
  static func goesOn(_ os: OS, _ design: IndependenceDesign) -> Fairness<SharedMachine> {
    Fairness(
      "\(os)-goes-on-when-it-runs",
      "\(os.title) gets on each time that it runs: out of its routine, and turns interrupts on again",
      .strong, of: design.goingOn(os))
  }

  static let watchdog = Fairness<SharedMachine>(
    "the-watchdog-fires", "the watchdog raises its NMI again and again",
    of: OS.allCases.map { IndependenceDesign.watchdogName($0) })

  /// What a design's runs are taken to be.
  static func all(_ design: IndependenceDesign) -> [Fairness<SharedMachine>] {
    let all = [taken, switches(design)]
    return all + [design.repairs.contains(.watchdog) ? watchdog : goesOn(design)]
  }
}
