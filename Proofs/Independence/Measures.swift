import Logic
import Models
import Specification

/// Why an OS gets the processor in the end, and its interrupts are served.
enum Measures {
  /// How far it is to the subject's going on: through the switch away from it, the other OS, and
  /// the switch to it.
  static func position(_ s: SharedMachine) -> Bits<8> {
    let away: [Phase: Bits<8>] = [
      .system: 10, .foreign: 9, .saving: 8, .restoring: 7, .restored: 1, .down: 11,
    ]
    let other: [Phase: Bits<8>] = [
      .restored: 6, .system: 5, .foreign: 4, .saving: 3, .restoring: 2, .down: 11,
    ]
    return s.ofSubject { me, _ in
      (s.running == me).choose(s.phase.choose { away[$0]! }, s.phase.choose { other[$0]! })
    }
  }

  static let subjectRuns: Bits<8> = 10
  static let otherRuns: Bits<8> = 5

  /// How far an OS is from letting interrupts in: by an end of interrupt, a way out of its
  /// routine, and interrupts turned on.
  static func stage(_ s: SharedMachine, _ os: OS) -> Bits<8> {
    let party = s.party(os)
    let off = (party.place == .outside).choose(1, 2) as Bits<8>
    return party.inService.choose(3, s.interrupts(of: os).choose(0, off))
  }

  private static func subject(_ s: SharedMachine) -> SharedParty {
    s.subject.choose { s.party($0) }
  }

  private static func isInSystem(_ s: SharedMachine) -> Formula { s.phase == .system }

  // MARK: - By its own line, as the paper has it

  /// - Parameter raised: the OSes whose lines must be raised for it; none where one waits already
  static func byItsLine(
    _ design: IndependenceDesign, _ raised: [OS]
  ) -> Progress<SharedMachine> {
    Progress(
      { s in
        let position = position(s)
        let waits = isInSystem(s) && subject(s).requested
        return [
          position, (isInSystem(s) && !subject(s).requested).asBits(),
          (waits && position == otherRuns && !subject(s).overtaken).asBits(),
          waits.choose(s.running.choose { stage(s, $0) }, 0),
        ]
      },
      [.init(Fair.switches(design).id) { !isInSystem($0) }] + raised.map(calls)
        + [
          .init(Fair.taken.id) { s in s.running.choose { stage(s, $0) } == 0 },
          .init(Fair.goesOn(design).id),
        ])
  }

  private static func calls(_ os: OS) -> Progress<SharedMachine>.Help {
    .init(Fair.raises(os).id) { s in s.subject == os && !s.party(os).requested }
  }

  // MARK: - By the watchdog

  /// It goes on again, and an interrupt that waited is taken before anything else.
  private static func isFirstInterrupted(
    _ s: SharedMachine, _ design: IndependenceDesign
  ) -> Formula {
    s.fresh && design.isInterrupted(s)
  }

  /// The processor comes to the subject, whatever the other does.
  static func byTheWatchdog(_ design: IndependenceDesign) -> Progress<SharedMachine> {
    Progress(
      { s in
        let arrived = position(s) == subjectRuns && s.fresh
        // A line that is raised now is taken first.
        let fresh = design.isInterrupted(s).choose(1, 2) as Bits<8>
        let isFresh = position(s) == otherRuns && s.fresh
        return [arrived.choose(0, position(s)), isFresh.choose(fresh, 0)]
      },
      [
        .init(Fair.switches(design).id) { !isInSystem($0) },
        .init(Fair.taken.id) { s in
          position(s) == subjectRuns || isFirstInterrupted(s, design)
        },
        .init(Fair.watchdog.id),
      ])
  }

  /// The subject lets interrupts in when the watchdog lets it run, and takes its own as it goes on.
  static func servedBesideTheWatchdog(_ design: IndependenceDesign) -> Progress<SharedMachine> {
    let comes = byTheWatchdog(design)
    return Progress(
      { s in
        let isCalled = s.subject.choose { MachineLemmas.isCalled(s, $0) }
        let stage = s.subject.choose { Measures.stage(s, $0) }
        let isOpen = isCalled || stage == 0
        let rank = comes.rank(s).map { isOpen.choose($0, 0) }
        return [
          (!isCalled).asBits(), isCalled.choose(0, stage),
          (!isCalled && !subject(s).overtaken).asBits(),
        ] + rank
      },
      [.init(Fair.switches(design).id) { s in s.subject.choose { MachineLemmas.isCalled(s, $0) } }]
        + OS.allCases.map { os in
          .init(Fair.goesOn(os, design).id, enabledBy: comes) { s in
            s.subject == os && Measures.stage(s, os) != 0
          }
        } + comes.helps)
  }
}
