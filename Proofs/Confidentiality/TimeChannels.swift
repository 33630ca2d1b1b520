import Logic
import Models
import Specification

/// What an OS learns of the other from the time that it was not running.
enum TimeChannels {
  /// Time does not tell the other OS what this one does, the number of its steps included.
  private static func hides(
    _ id: String, of secret: OS, _ declared: Declared, _ schedule: Turns, _ says: String,
    assuming assumptions: [Assumption<SharedTime>] = [], file: String = #filePath,
    line: Int = #line
  ) -> Theorem<SharedTime> {
    let observer = secret.other
    return Theorem(
      id, claims: ["S1", "A8"], says, declared, of: specifications[schedule]!,
      assuming: assumptions,
      lemmas: [inSlot(schedule)], depth: 8,
      .twoRun(
        Unwinding(
          alike: { a, b in
            let own = a.running == observer
            return Formula.all([
              a.running == b.running, a.start == b.start, a.interrupts == b.interrupts,
              a[keyPath: observer.seen] == b[keyPath: observer.seen],
              own.implies(a.used == b.used),
            ])
          },
          output: { $0[keyPath: observer.seen].leaves },
          interferes: { action, _ in
            Formula(!action.name.hasPrefix("\(secret.title) "))
          })), file: file, line: line)
  }

  private static let specifications = Dictionary(
    uniqueKeysWithValues: Turns.allCases.map { ($0, $0.specification) })

  private static func inSlot(_ schedule: Turns) -> Invariant<SharedTime> {
    Invariant("with interrupts on no turn is longer than a slot") { s in
      schedule == .inSlots ? s.interrupts.implies(s.used.isAtMost(SharedTime.slot)) : true
    }
  }

  private static let staysOn = Assumption<SharedTime>(
    "interrupts-stay-on",
    "no OS has interrupts off when its slot may end: a switch that waits for them is late, and its lateness shows"
  ) { s in s.interrupts }

  static let all: [Theorem<SharedTime>] = OS.allCases.flatMap { os -> [Theorem<SharedTime>] in
    let (own, other) = (os.title, os.other.title)
    return [
      hides(
        "time-hides-\(os)", of: os, .fails, .byInterrupt,
        "where interrupts alone end a turn, the clock does not tell \(other) what \(own) does"),
      hides(
        "slots-hide-\(os)", of: os, .fails, .inSlots,
        "where turns are slots of a fixed length, the clock does not tell \(other) what \(own) does"
      ),
      hides(
        "slots-hide-\(os)-with-interrupts-on", of: os, .holds, .inSlots,
        "where turns are slots of a fixed length and interrupts stay on, the clock does not tell \(other) what \(own) does",
        assuming: [staysOn]),
    ]
  }
}
