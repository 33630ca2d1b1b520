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

  static let references = Turns.allCases.map { specifications[$0]!.name }

  private static func inSlot(_ schedule: Turns) -> Invariant<SharedTime> {
    Invariant("with interrupts on no turn is longer than a slot") { s in
      schedule == .inSlots ? s.interrupts.implies(s.used.isAtMost(SharedTime.slot)) : true
    }
  }

  private static let staysOn = Assumption<SharedTime>(
    "interrupts-stay-on",
    "no OS ever turns interrupts off: a switch that waits for them is late, and its lateness shows"
  ) { s in s.interrupts }

  /// What each step does, exactly.
  private static func passes(
    _ id: String, _ turns: Turns, _ says: String, file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedTime> {
    Theorem(
      id, claims: ["S1", "A8"], says, .holds, of: specifications[turns]!,
      .step { step in
        let (s, any) = (step.before, step.inputs())
        let os = OS.allCases.first { step.action.name.contains("\($0.title) ") }!
        var after = s
        if step.action.name.hasPrefix("the processor") {
          let isInTime = s.used.isAtMost(SharedTime.slot)
          let end = isInTime.choose(s.start + SharedTime.slot, s.clock)
          after.start = turns == .inSlots ? end : s.clock
          (after.used, after.running) = (0, OneOf(os.other))
          return Formula.all([s.running == os, s.interrupts, after.isEqual(to: step.after)])
        }
        after.used = s.used + 1
        if step.action.name.hasSuffix("reads the clock") { after[keyPath: os.seen] = s.clock }
        if step.action.name.hasSuffix("on or off") { after.interrupts = any("interrupts") }
        return s.running == os && after.isEqual(to: step.after)
      }, file: file, line: line)
  }

  private static let steps = [
    passes(
      "time-passes-with-every-step", .byInterrupt,
      "each step of an OS takes one unit of the clock that both read, and the processor goes to the other where an interrupt can come"
    ),
    passes(
      "slots-pass-whole", .inSlots,
      "each step of an OS takes one unit of the clock that both read, and the processor goes to the other where an interrupt can come, a whole slot after the turn began or later"
    ),
  ]

  static let all: [Theorem<SharedTime>] =
    steps
    + OS.allCases.flatMap { os -> [Theorem<SharedTime>] in
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
