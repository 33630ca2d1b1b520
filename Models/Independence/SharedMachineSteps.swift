import Logic
import Specification

extension IndependenceDesign {
  /// The two OSes on one machine with this design.
  public var specification: Specification<SharedMachine> {
    let each = OS.allCases.flatMap { os in
      [raise(os)] + ordinarySteps(os) + misdeeds(os) + portSteps(os) + switching(from: os)
    }
    return Specification(
      name, shape: SharedMachine(), actions: each + interruptedSwitch
    ) { s in
      let (subject, first) = (s.subject, s.first)
      s = SharedMachine()
      (s.subject, s.first) = (subject, first)
      return []
    }
  }

  /// The device of an OS raises its line, at any time.
  func raise(_ os: OS) -> Action<SharedMachine> {
    Action("\(os.title)'s device raises its line") { s, _ in
      !s.party(os).requested
    } effect: { s, _ in
      let other = s.party(os.other)
      // Not while something else than the other's routines keeps it waiting.
      let couldCome = other.requested && !(other.masked || other.inService)
      let isBehind = s.subject == os.other && (other.overtaken && couldCome)
      s.stormed = s.stormed || isBehind
      s[keyPath: os.party].requested = true
      s[keyPath: os.party].overtaken = false
      s[keyPath: os.party].owed = true
    }
  }

  /// A step of an OS by itself: it runs, and no interrupt comes before it.
  private func step(
    _ os: OS, _ what: String, label: String? = nil,
    @Conjuncts when guards: @escaping @Sendable (SharedMachine, SharedParty) -> [Formula],
    effect: @escaping @Sendable (inout SharedMachine) -> Void
  ) -> Action<SharedMachine> {
    Action("\(os.title) \(what)", label: label) { s, _ in
      s.runs(os)
      s.party(os).activity == .runs
      !isInterrupted(s)
      guards(s, s.party(os))
    } effect: { s, _ in
      effect(&s)
      s.fresh = false
    }
  }

  // MARK: - What every OS does

  /// The names of the steps by which an OS gets out of its routine, and lets interrupts in again.
  public func goingOn(_ os: OS) -> [String] {
    let ends = has(.automaticEOI) ? [] : ["\(os.title) ends its interrupt at the controller"]
    return ends + [
      "\(os.title) leaves its routine", "\(os.title) leaves its routine after a switch",
      "\(os.title) turns interrupts on",
    ]
  }

  private func ordinarySteps(_ os: OS) -> [Action<SharedMachine>] {
    func leave(_ place: SharedParty.Place, _ name: String, _ label: String) -> Action<SharedMachine>
    {
      step(os, name, label: figure(interruptOf: os, label)) { s, own in
        own.place == place
        !own.inService
        if has(.pairsUninterrupted) { !own.selects }
      } effect: { s in
        s[keyPath: os.party].place = OneOf(.outside)
        s.interrupts = true
      }
    }
    // A non-specific end of interrupt: of the line in service that goes before the other.
    let ends = step(os, "ends its interrupt at the controller") { s, own in
      own.place != .outside
      own.inService
    } effect: { s in
      let others = s.first == os.other && s.party(os.other).inService
      s[keyPath: os.other.party].inService = s.party(os.other).inService && !others
      s[keyPath: os.party].inService = others
    }
    return [
      step(os, "turns interrupts on") { s, own in
        !s.interrupts
        if has(.pairsUninterrupted) { !own.selects }
      } effect: { s in
        s.interrupts = true
      },
      step(os, "turns interrupts off") { s, own in
        s.interrupts
        own.place == .outside
      } effect: { s in
        s.interrupts = false
      },
      leave(.own, "leaves its routine", "b-2"),
      leave(.switched, "leaves its routine after a switch", "a-5"),
      // Alone it would do so only to wait for its next interrupt.
      step(os, "halts") { s, own in
        s.subject != os || (s.interrupts && own.place == .outside)
      } effect: { s in
        s[keyPath: os.party].activity = OneOf(.halted)
      },
    ] + (has(.automaticEOI) ? [] : [ends])
  }

  private func portSteps(_ os: OS) -> [Action<SharedMachine>] {
    if port == nil { return [] }
    return [
      step(os, "selects at the port") { s, own in
        if has(.pairsUninterrupted) { !s.interrupts }
      } effect: { s in
        s[keyPath: os.party].selects = true
        s.latch = OneOf(os)
      },
      step(os, "accesses what it selected") { _, own in
        own.selects
      } effect: { s in
        s[keyPath: os.party].selects = false
      },
    ]
  }

  // MARK: - What only the other OS may do

  private func misdeeds(_ os: OS) -> [Action<SharedMachine>] {
    func misdeed(
      _ what: String, if possible: (@Sendable (SharedMachine) -> Formula)? = nil,
      effect: @escaping @Sendable (inout SharedMachine) -> Void
    ) -> Action<SharedMachine> {
      step(os, what) { s, _ in
        s.subject != os
        if let possible { possible(s) }
      } effect: {
        effect(&$0)
      }
    }
    let nmi = misdeed("turns NMIs off at port 70h") { $0.nmiOff = true }
    return [
      misdeed(
        "loops with interrupts off", if: { !$0.interrupts },
        effect: { $0[keyPath: os.party].activity = OneOf(.loops) }),
      // STI and HLT: the first lets interrupts in only after the second (SDM 2B STI).
      misdeed("lets interrupts in and halts") { s in
        s.interrupts = true
        s[keyPath: os.party].activity = OneOf(.halted)
      },
      misdeed("loses its kernel stack") { $0[keyPath: os.party].stackIntact = false },
      misdeed("masks \(os.other.title)'s line") { $0[keyPath: os.other.party].masked = true },
      misdeed("programs the controller anew") { $0.reprogrammed = true },
      misdeed("resets the machine") { s in
        s.fall = OneOf(.reset)
        s.phase = OneOf(.down)
      },
    ] + (has(.watchdog) ? [nmi] : [])
  }
}
