import Logic
import Models
import Specification

/// The invariants of both OSes on one machine from which its theorems follow.
enum MachineLemmas {
  static func of(
    _ design: IndependenceDesign, _ claim: Claim
  ) -> [Invariant<SharedMachine>] {
    let repairs = design.repairs
    // What an OS is in when the watchdog takes it away can be anything.
    let isTakenAway = repairs.contains(.watchdog)
    var all = [switchIsClosed, downIsAFall, freshIsNew, falls(design)]
    if !design.holdsBack { all.append(switchLeadsToARoutine) }
    if design.port == nil { all.append(nothingIsSelected) }
    for os in OS.allCases {
      all += [innocent(os), called(os), dead(os, repairs.contains(.doubleFaultTask))]
      if claim == .isServed { all.append(owed(os)) }
      if claim != .goesOn { all += [controller(os)] + controllerWhileItRuns(os) }
      if claim != .findsWhatItLeft { all += [overtaken(os), inServiceAhead(os)] }
      if repairs.contains(.automaticEOI) { all.append(nothingInService(os)) }
      if !isTakenAway { all += [inService(os), stoppedOpen(os)] }
      if isTakenAway, repairs.contains(.acknowledging) { all.append(acknowledged(os)) }
      if design.port != nil { all.append(selection(os)) }
      if !isTakenAway, repairs.contains(.pairsUninterrupted) { all.append(uninterrupted(os)) }
    }
    return all
  }

  // MARK: - The switch

  static let switchIsClosed = Invariant<SharedMachine>("a switch runs with interrupts off") { s in
    (s.phase != .system).implies(s.phase == .down || !s.interrupts)
  }

  static let downIsAFall = Invariant<SharedMachine>(
    "a machine that is down has fallen, for want of a stack only if one is broken"
  ) { s in
    let broken = !(s.os1.stackIntact && s.os2.stackIntact)
    return (s.phase == .down) == (s.fall != .none) && (s.fall == .noStack).implies(broken)
  }

  static func falls(_ design: IndependenceDesign) -> Invariant<SharedMachine> {
    Invariant("the machine falls only as the design lets it") { s in
      let nmi = s.fall != .nmi || Formula(!design.repairs.contains(.mappedGates))
      // The watchdog's NMI pushes on the stack as well, where it goes through no task gate.
      let isCaught =
        design.repairs.contains(.doubleFaultTask)
        && (!design.repairs.contains(.watchdog) || design.repairs.contains(.taskGate))
      return nmi && (s.fall != .noStack || Formula(!isCaught))
    }
  }

  static let switchLeadsToARoutine = Invariant<SharedMachine>("a switch leads to a routine") { s in
    !s.resumes
  }

  static let freshIsNew = Invariant<SharedMachine>("what goes on again is no switch") { s in
    s.fresh.implies(s.phase.isOne(of: .system, .down))
  }

  /// A switch to the routine of the OS goes on.
  static func isCalled(_ s: SharedMachine, _ os: OS) -> Formula {
    let leaves = s.running != os && s.phase.isOne(of: .foreign, .saving, .restoring)
    let arrives = s.running == os && s.phase == .restored
    return (leaves || arrives) && !s.resumes
  }

  // MARK: - An OS

  static func innocent(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("\(os.title) neither breaks nor hangs if it is the subject") { s in
      let own = s.party(os)
      let isOpen = s.interrupts(of: os) && own.place == .outside
      let open = (own.activity == .halted).implies(s.phase == .down || isOpen)
      return (s.subject == os).implies(
        Formula.all([own.stackIntact, own.activity.isOne(of: .runs, .halted), open]))
    }
  }

  static func controller(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("\(os.title) leaves the controller alone if it is the subject") { s in
      let own = s.party(os)
      let left = [!own.leftMasked, !own.leftOthersMasked, !own.leftReprogrammed]
      return (s.subject == os).implies(
        Formula.all(left + [!s.party(os.other).masked, !s.party(os.other).leftMasked]))
    }
  }

  /// What holds beside the last where the controller is part of the context, or is let alone.
  static func controllerWhileItRuns(_ os: OS) -> [Invariant<SharedMachine>] {
    [
      Invariant("\(os.title)'s line is not masked while it runs, if it is the subject") { s in
        let comes = s.running == os || isCalled(s, os)
        return (s.subject == os && comes).implies(!s.party(os).masked)
      },
      Invariant("the controller's mode is \(os.title)'s while it runs, if it is the subject") { s in
        (s.subject == os && s.running == os).implies(!s.reprogrammed)
      },
    ]
  }

  static func owed(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("an interrupt owed to \(os.title) waits at the controller or is on its way") { s in
      let isLost = s.phase == .down || s.party(os).activity == .dead
      return s.party(os).owed.implies(
        Formula.any([isLost, s.party(os).requested, isCalled(s, os)]))
    }
  }

  static func called(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("\(os.title)'s routine is called only where interrupts were on") { s in
      isCalled(s, os).implies(s.party(os).interrupts)
    }
  }

  static func overtaken(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("what has overtaken \(os.title)'s line does not wait again, if it is the subject") {
      s in
      let own = s.party(os)
      let couldCome = own.requested && !(own.masked || own.inService)
      let isBehind = s.subject == os && (own.overtaken && couldCome)
      return isBehind.implies(s.stormed || !s.party(os.other).requested)
    }
  }

  static func inServiceAhead(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("\(os.title)'s line is not overtaken while it is in service, if it is the subject") {
      s in
      let own = s.party(os)
      return (s.subject == os && own.inService).implies(!(own.overtaken && own.requested))
    }
  }

  static func dead(_ os: OS, _ isPossible: Bool) -> Invariant<SharedMachine> {
    Invariant("\(os.title) is dead only by a double-fault task, and lets no interrupt in") { s in
      (s.party(os).activity == .dead).implies(
        Formula(isPossible) && (s.phase == .down || !s.interrupts(of: os)))
    }
  }

  // MARK: - Two-step ports

  static let nothingIsSelected = Invariant<SharedMachine>("nothing is selected") { s in
    !s.os1.selects && !s.os2.selects
  }

  static func selection(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("what \(os.title) has selected stays so while it runs, if it is the subject") { s in
      (s.subject == os && (s.party(os).selects && s.running == os)).implies(s.latch == os)
    }
  }

  static func uninterrupted(_ os: OS) -> Invariant<SharedMachine> {
    Invariant(
      "\(os.title) keeps interrupts off from the selection to the access, if it is the subject"
    ) { s in
      let isBetween = s.subject == os && (s.party(os).selects && s.phase != .down)
      return isBetween.implies(s.runs(os) && !s.interrupts)
    }
  }

  // MARK: - Its line

  /// By automatic end of interrupt.
  static func nothingInService(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("\(os.title)'s line is not in service") { !$0.party(os).inService }
  }

  static func inService(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("\(os.title)'s line is in service in its routine alone") { s in
      let inside = s.runs(os) && s.party(os).place != .outside
      return (s.party(os).inService && s.phase != .down).implies(isCalled(s, os) || inside)
    }
  }

  static func stoppedOpen(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("\(os.title) was stopped with interrupts on, or is dead") { s in
      s.party(os).interrupts || s.party(os).activity == .dead
    }
  }

  /// Where the switch ends what is in service.
  static func acknowledged(_ os: OS) -> Invariant<SharedMachine> {
    Invariant("\(os.title)'s line is in service while it runs alone, in its routine") { s in
      let inside = s.running == os && s.party(os).place != .outside
      let arrives = s.running != os && s.phase.isOne(of: .foreign, .saving, .restoring)
      return (s.party(os).inService && s.phase != .down).implies(arrives || inside)
    }
  }
}
