import Logic
import Specification

// MARK: - Interrupts

extension IndependenceDesign {
  /// What may come to an OS that runs, and the switch from it to the other.
  func switching(from os: OS) -> [Action<SharedMachine>] {
    [own(os), foreign(os), stray(os), withoutStack(os), start(os), save(os), restore(from: os)]
      + [jump(to: os.other)] + (holdsBack ? [resume(os.other)] : [])
      + (has(.watchdog) ? [watchdog(os)] : [])
  }

  /// The names of the steps by which an interrupt is taken while the OS runs.
  public static func taking(_ os: OS) -> [String] {
    [
      "\(os.title) is interrupted by its own line",
      "\(os.title) is interrupted by a line of \(os.other.title)",
      "\(os.title) is interrupted at another vector",
      "\(os.title) is interrupted without a kernel stack",
    ]
  }

  /// The processor takes the line of an OS.
  private func acknowledge(_ s: inout SharedMachine, _ os: OS) {
    let other = s.party(os.other)
    s[keyPath: os.other.party].overtaken = other.overtaken || other.requested
    s[keyPath: os.party].overtaken = false
    s[keyPath: os.party].requested = false
    s[keyPath: os.party].inService = Formula(!has(.automaticEOI))
    s.fresh = false
  }

  /// The running OS enters its routine.
  private func enter(_ s: inout SharedMachine, _ os: OS, _ place: SharedParty.Place) {
    s[keyPath: os.party].activity = OneOf(.runs)
    s[keyPath: os.party].place = OneOf(place)
    s[keyPath: os.party].owed = false
    s.interrupts = false
  }

  private func own(_ os: OS) -> Action<SharedMachine> {
    Action(Self.taking(os)[0], label: figure(interruptOf: os, "b-1")) { s, _ in
      s.running == os
      isTaken(s, os)
      s.party(os).stackIntact
      !s.reprogrammed
    } effect: { s, _ in
      acknowledge(&s, os)
      enter(&s, os, .own)
    }
  }

  private func foreign(_ os: OS) -> Action<SharedMachine> {
    Action(Self.taking(os)[1], label: figure(interruptOf: os.other, "a-1")) { s, _ in
      s.running == os
      isTaken(s, os.other)
      s.party(os).stackIntact
      !s.reprogrammed
    } effect: { s, _ in
      acknowledge(&s, os.other)
      stop(&s, os, resumes: false)
      s.phase = OneOf(.foreign)
    }
  }

  /// The running OS is stopped, and nothing interrupts the switch but an NMI.
  private func stop(_ s: inout SharedMachine, _ os: OS, resumes: Formula) {
    s[keyPath: os.party].interrupts = s.interrupts
    s.interrupts = false
    s.resumes = resumes
    s.fresh = false
  }

  /// The interrupt leads to a routine that is for something else.
  private func stray(_ os: OS) -> Action<SharedMachine> {
    Action(Self.taking(os)[2]) { s, _ in
      s.running == os
      isInterrupted(s)
      s.party(os).stackIntact
      s.reprogrammed
    } effect: { s, _ in
      let taken = OS.allCases.map { ($0, isTaken(s, $0)) }
      for (line, isTaken) in taken {
        s[keyPath: line.party].requested = s.party(line).requested && !isTaken
      }
      s.fresh = false
    }
  }

  private func withoutStack(_ os: OS) -> Action<SharedMachine> {
    Action(Self.taking(os)[3]) { s, _ in
      s.running == os
      isInterrupted(s)
      !s.party(os).stackIntact
    } effect: { s, _ in
      guard has(.doubleFaultTask) else { return fall(&s, .noStack) }
      let isOwn = isTaken(s, os)
      for line in OS.allCases {
        s[keyPath: line.party].requested =
          s.party(line).requested && !(line == os ? isOwn : !isOwn)
      }
      // What has no stack to go on with does not.
      s[keyPath: os.party].activity = OneOf(.dead)
      s.interrupts = false
      stop(&s, os, resumes: isOwn)
      s.phase = OneOf(.saving)
    }
  }

  private func fall(_ s: inout SharedMachine, _ fall: SharedMachine.Fall) {
    s.fall = OneOf(fall)
    s.phase = OneOf(.down)
  }

  // MARK: - NMIs

  public static func watchdogName(_ os: OS) -> String { "the watchdog takes \(os.title) away" }

  /// It does not come again before an interrupt that waited for the OS to go on has been taken.
  private func watchdog(_ os: OS) -> Action<SharedMachine> {
    Action(Self.watchdogName(os)) { s, _ in
      s.runs(os)
      !s.nmiOff
      !(s.fresh && isInterrupted(s))
    } effect: { s, _ in
      let needsStack = Formula(!has(.taskGate))
      let intact = s.party(os).stackIntact
      stop(&s, os, resumes: true)
      s.phase = OneOf(.saving)
      when(needsStack && !intact, &s) { fall(&$0, .noStack) }
    }
  }

  /// An NMI of any source finds the tables of one OS in the address space of the other.
  var interruptedSwitch: [Action<SharedMachine>] {
    [
      Action("an NMI comes in the middle of a switch") { s, _ in
        s.phase == .restoring
      } effect: { s, _ in
        if !has(.mappedGates) { fall(&s, .nmi) }
      }
    ]
  }

  // MARK: - The switch

  /// The names of the steps of a switch from the OS to the other.
  public func switchingSteps(_ os: OS) -> [String] {
    Array(Self.switchName(os).prefix(holdsBack ? 5 : 4))
  }

  private static func switchName(_ os: OS) -> [String] {
    [
      "\(os.title)'s routine starts the switch", "the switch saves \(os.title)",
      "the switch restores \(os.other.title)", "the switch jumps to \(os.other.title)'s routine",
      "\(os.other.title) goes on where it was",
    ]
  }

  private func start(_ os: OS) -> Action<SharedMachine> {
    Action(Self.switchName(os)[0], label: figure(interruptOf: os.other, "a-2")) { s, _ in
      s.running == os
      s.phase == .foreign
    } effect: { s, _ in
      s.phase = OneOf(.saving)
    }
  }

  private func save(_ os: OS) -> Action<SharedMachine> {
    Action(Self.switchName(os)[1], label: figure(interruptOf: os.other, "a-3")) { s, _ in
      s.running == os
      s.phase == .saving
    } effect: { s, _ in
      s[keyPath: os.party].leftMasked = s.party(os).masked
      s[keyPath: os.party].leftOthersMasked = s.party(os.other).masked
      s[keyPath: os.party].leftReprogrammed = s.reprogrammed
      s.phase = OneOf(.restoring)
    }
  }

  private func restore(from os: OS) -> Action<SharedMachine> {
    let next = os.other
    return Action(Self.switchName(os)[2], label: figure(interruptOf: next, "a-3")) { s, _ in
      s.running == os
      s.phase == .restoring
    } effect: { s, _ in
      let kept = s.party(next)
      if has(.maskInContext) {
        s[keyPath: next.party].masked = kept.leftMasked
        s[keyPath: os.party].masked = kept.leftOthersMasked
      }
      if has(.modeInContext) { s.reprogrammed = kept.leftReprogrammed }
      if has(.acknowledging) {
        for line in OS.allCases { s[keyPath: line.party].inService = false }
      }
      if has(.latchSaved) || has(.latchNoted) {
        s.latch = kept.selects.choose(OneOf(next), s.latch)
      }
      s.running = OneOf(next)
      s.phase = OneOf(.restored)
    }
  }

  private func jump(to os: OS) -> Action<SharedMachine> {
    Action(Self.switchName(os.other)[3], label: figure(interruptOf: os, "a-4")) { s, _ in
      s.running == os
      s.phase == .restored
      !s.resumes
    } effect: { s, _ in
      enter(&s, os, .switched)
      s.phase = OneOf(.system)
    }
  }

  private func resume(_ os: OS) -> Action<SharedMachine> {
    Action(Self.switchName(os.other)[4]) { s, _ in
      s.running == os
      s.phase == .restored
      s.resumes
    } effect: { s, _ in
      s.interrupts = s.party(os).interrupts
      s.fresh = true
      s.phase = OneOf(.system)
    }
  }
}
