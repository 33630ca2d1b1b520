import Logic
import Models
import Specification

/// The most steps from an interrupt's being raised to its routine, on the machine that both share,
/// and a run that takes so many.
enum ResponseTime {
  /// How the routine is come to.
  private enum Way: CaseIterable {
    case direct, bySwitch

    /// The last step of the way.
    var label: String { self == .direct ? "b-1" : "a-4" }
    var id: String { self == .direct ? "without-a-switch" : "by-a-switch" }
    var says: String { self == .direct ? "without a switch" : "by a switch" }
    /// The routine that goes on when the line is raised ends (2 steps) and the line is taken; by a
    /// switch, which takes 5, after a switch to the other OS and its routine, or two of its routines.
    var most: UInt64 { self == .direct ? 3 : 14 }
  }

  static let all = [isBounded] + Way.allCases.map(isAttained)

  private static let specification = IndependenceDesign.paper.timed

  private static func comes(_ step: Transition<TimedMachine>, _ way: Way) -> Formula {
    guard OS.allCases.contains(where: { step.action.label == figure(interruptOf: $0, way.label) })
    else { return false }
    return step.before.isOwed && !step.after.isOwed
  }

  private static func theorem(
    _ id: String, _ says: String, _ property: Property<TimedMachine>, file: String = #filePath,
    line: Int = #line
  ) -> Theorem<TimedMachine> {
    Theorem(
      id, claims: ["S?nesting"], says, .holds, of: specification,
      assuming: [Trouble.nests, .storms].map { trouble in
        let assumption = trouble.assumption
        return Assumption(
          assumption.id, assumption.says, file: assumption.file, line: assumption.line
        ) { assumption.holds($0.machine) }
      }, depth: 20, by: .explicit(.all), property, file: file, line: line)
  }

  private static let isBounded = theorem(
    "served-within-\(Way.direct.most)-or-\(Way.bySwitch.most)-steps",
    "an interrupt's routine is entered in \(Way.direct.most) steps or fewer after its line was raised, by a switch in \(Way.bySwitch.most), where OSes are prompt",
    .step { step in
      Formula.all(
        Way.allCases.map { way in
          comes(step, way).implies(step.before.waited.isBelow(Bits(way.most)))
        })
    })

  private static func isAttained(_ way: Way) -> Theorem<TimedMachine> {
    theorem(
      "served-\(way.id)-after-\(way.most)-steps",
      "an interrupt's routine is come to \(way.says) \(way.most) steps after its line was raised",
      .possible { step in
        comes(step, way) && step.before.waited == Bits(way.most - 1)
      })
  }
}
