import Models
import Platform

/// Runs in which an OS stops, held against what the protocol says of the stop.
extension SystemScenario {
  private static let slug: [SystemDesign.Stop: String] = [
    .haltedInterruptsOn: "halts-with-interrupts-on",
    .haltedInterruptsOff: "halts-with-interrupts-off",
    .loopingInterruptsOff: "loops-with-interrupts-off", .brokenStack: "loses-its-kernel-stack",
    .unacknowledged: "leaves-an-interrupt-unended", .masked: "masks-all-lines",
  ]

  /// What comes from outside around a stop: the frame that tells the OS to stop, then a line by which
  /// each OS is asked to send, and a frame for OS2.
  private static func surroundings(_ os: OS) -> [Schedule.Event] {
    let stop = SystemDesign.frame(
      to: os == .os1 ? SystemDesign.address1 : SystemDesign.address2, from: SystemDesign.peer,
      type: SystemDesign.stopType, "stop")
    return [
      Schedule.Event(.before(started), .frame(stop)),
      Schedule.Event(.before(started + 3400), .interrupt(Int(SystemDesign.request[.os1]!))),
      Schedule.Event(.before(started + 5400), .interrupt(Int(SystemDesign.request[.os2]!))),
      frame(started + 7400, to: SystemDesign.address2, "for OS2"),
    ]
  }

  /// What is said of the stop by the protocol, by line of the other OS.
  private static func says(_ os: OS, _ stop: SystemDesign.Stop) -> String {
    let verdict = StopVerdict(os, stop)
    let lines = lines(of: os.other).map { line, name in
      "\(name) \(verdict.otherGoesOn(by: line) ? "comes" : "does not come")"
    }
    let goesOn = lines.contains { $0.hasSuffix(" comes") }
    return
      "\(os.title) \(stop.rawValue): \(os.other.title) \(goesOn ? "goes on" : "stops with it") "
      + "(\(lines.joined(separator: ", ")))"
  }

  /// The lines of an OS by which the runs tell whether it goes on.
  private static func lines(of os: OS) -> [(UInt64, String)] {
    os == .os1
      ? [(StopVerdict.timer, "line 0"), (StopVerdict.request1, "line 4")]
      : [(StopVerdict.card, "the card's line"), (StopVerdict.request2, "line 5")]
  }

  static func stops(_ os: OS, _ stop: SystemDesign.Stop) -> SystemScenario {
    SystemScenario(
      "\(os)-\(slug[stop]!)", says(os, stop), until: started + 10_000
    ) {
      $0.stops[os] = stop
    } events: { _ in
      surroundings(os)
    } objections: { run in
      objections(run, os, stop)
    }
  }

  /// By line: the protocol and the run must say the same.
  private static func objections(
    _ run: SystemRun, _ os: OS, _ stop: SystemDesign.Stop
  ) -> [String] {
    guard let stopped = run.stopped else { return ["\(os.title) has not stopped"] }
    let verdict = StopVerdict(os, stop)
    return lines(of: os.other).flatMap { line, name in
      let comes = run.comes(line, since: stopped)
      let says = verdict.otherGoesOn(by: line)
      return expect(
        comes == says,
        "\(os.other.title)'s \(name): \(comes ? "comes" : "does not come") in the run, "
          + "the protocol says that it \(says ? "comes" : "does not")")
    }
  }

  // MARK: The way out

  /// The watchdog, which is kicked for as long as both go on, fires after the stop: OS2 is given up,
  /// OS1 goes on.
  static func rescued(_ stop: SystemDesign.Stop) -> SystemScenario {
    SystemScenario(
      "watchdog-after-os2-\(slug[stop]!)",
      "OS2 \(stop.rawValue); by task gates for NMI and double fault OS1 goes on, by all its lines",
      until: started + 10_000
    ) {
      $0.stops[.os2] = stop
      $0.hasWatchdog = true
    } events: { labels in
      var events = surroundings(.os2)
      events.removeLast()
      // Without a stack the next interrupt's double fault does what the watchdog would.
      guard stop != .brokenStack else { return events }
      let moment = Schedule.Moment.at(labels["OS2 has stopped"]!, visit: 1)
      return events + [Schedule.Event(moment, .nmi)]
    } objections: { run in
      guard let stopped = run.stopped else { return ["OS2 has not stopped"] }
      return expect(run.hasStep(watchdog), "the watchdog's task is not entered")
        + lines(of: .os1).flatMap { line, name in
          expect(run.comes(line, since: stopped), "OS1's \(name) does not come")
        } + expect(run.last.work1 > stopped.work1, "OS1 does not go on")
    }
  }

  private static let watchdog =
    "the watchdog's task goes on with OS1, in its routine for the timer"
}

extension SystemRun {
  /// Whether the routine of a line was entered after a moment.
  func comes(_ line: UInt64, since moment: Progress) -> Bool {
    switch line {
    case StopVerdict.timer: last.ticks1 > moment.ticks1
    case StopVerdict.request1: last.requests1 > moment.requests1
    case StopVerdict.card: last.received2 > moment.received2
    default: last.work2 > moment.work2
    }
  }
}
