import Logic
import Models
import Specification

/// A8 on the whole machine: what an OS finds there is what it left (of its first half what is not in
/// the processor), each OS gets the processor again and again (its second), and each interrupt is
/// served in the end.
enum Claim: CaseIterable {
  case findsWhatItLeft
  case goesOn
  case isServed

  /// - Parameters:
  ///   - left: the troubles that are not excluded
  func theorem(
    _ id: String, _ says: String, _ declared: Declared, _ design: IndependenceDesign,
    beside left: [Trouble] = [], file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedMachine> {
    let isAlone = !design.repairs.contains(.watchdog)
    return Theorem(
      id, claims: ["A8", "S5"], says, declared, of: design.specification,
      assuming: Trouble.relevant(design).filter { !left.contains($0) }.map(\.assumption),
      lemmas: MachineLemmas.of(design, self), depth: 16,
      property(design, isAlone), explain: { explanation($0) },
      file: file, line: line)
  }

  private func property(_ design: IndependenceDesign, _ isAlone: Bool) -> Property<SharedMachine> {
    switch self {
    case .findsWhatItLeft: return .step(Found.isAsLeft)
    case .goesOn:
      return .infinitelyOften(
        { s in s.ofSubject { me, _ in s.runs(me) } },
        under: Fair.all(design) + (isAlone ? OS.allCases.map { Fair.raises($0) } : []),
        because: isAlone
          ? Measures.byItsLine(design, OS.allCases) : Measures.byTheWatchdog(design))
    case .isServed:
      return .leadsTo(
        { s in s.subject.choose { s.party($0).owed } },
        { s in s.subject.choose { !s.party($0).owed } },
        under: Fair.all(design) + (isAlone ? [] : OS.allCases.map { Fair.goesOn($0, design) }),
        because: isAlone
          ? Measures.byItsLine(design, []) : Measures.servedBesideTheWatchdog(design))
    }
  }

  private func explanation(_ s: SharedMachine) -> String {
    let subject = (s.subject.known ?? .os1).title
    if let fall = s.fall.known, fall != .none {
      return "the machine is down, and \(subject) with it"
    }
    switch self {
    case .findsWhatItLeft: return "\(subject) goes on, but does not find what it left"
    case .goesOn: return "\(subject) does not get the processor any more"
    case .isServed: return "\(subject)'s interrupt is never served"
    }
  }
}

extension Claim {
  var id: String {
    switch self {
    case .findsWhatItLeft: "each-os-finds-what-it-left"
    case .goesOn: "each-os-goes-on"
    case .isServed: "each-interrupt-is-served"
    }
  }

  var says: String {
    switch self {
    case .findsWhatItLeft:
      "each OS finds the interrupt controller as it left it, loses no interrupt, and the machine does not go down"
    case .goesOn: "each OS gets the processor again and again"
    case .isServed: "each interrupt of each OS is served in the end"
    }
  }
}

/// What the subject finds when it goes on.
enum Found {
  /// No step brings the machine down or loses an interrupt of the subject; and one by which it goes on
  /// finds the controller, and what it selected at a port, as it left them.
  @Sendable static func isAsLeft(_ step: Transition<SharedMachine>) -> Formula {
    let (before, after) = (step.before, step.after)
    let crashes = before.phase != .down && after.phase == .down
    return !crashes
      && after.ofSubject { me, other in
        let (own, old) = (after.party(me), before.party(me))
        let goesOn = before.phase == .restored && after.runs(me)
        let controller = [
          own.masked == own.leftMasked, after.party(other).masked == own.leftOthersMasked,
          after.reprogrammed == own.leftReprogrammed,
        ]
        let port = own.selects.implies(after.latch == me)
        // Its routine is entered where interrupts were on, and its interrupts lead there.
        let entry = before.resumes || old.interrupts
        let lost = old.requested && !own.requested && own.owed && !MachineLemmas.isCalled(after, me)
        return goesOn.implies(Formula.all(controller + [port, entry])) && !lost
      }
  }
}
