import Logic
import Specification

/// Both OSes on one machine, with a count of the steps that the subject's line has waited.
///
/// Both OSes are prompt: what they do with interrupts off is to end their interrupt and to leave
/// their routine, a step each; neither turns interrupts off by itself. What else a routine computes
/// comes on top, once for each routine that the count goes through.
public struct TimedMachine: Structure {
  public var machine = SharedMachine()
  /// Steps of the processor since the subject's line was raised; 0 while none waits.
  public var waited = 0 as Bits<8>

  public static let fields: [Field<TimedMachine>] = [
    Field("machine", \.machine), Field("waited", \.waited),
  ]

  /// Whether an interrupt of the subject waits for its routine.
  public var isOwed: Formula { machine.subject.choose { machine.party($0).owed } }
}

extension IndependenceDesign {
  /// Runs of prompt OSes that count.
  public var timed: Specification<TimedMachine> {
    let names = Set(OS.allCases.flatMap(promptSteps))
    let actions = specification.actions.filter { names.contains($0.name) }
    return Specification(
      "\(name), counting steps", shape: TimedMachine(), actions: actions.map(counting)
    ) { s in
      s.waited = 0
      return specification.initial(&s.machine)
    }
  }

  private func promptSteps(_ os: OS) -> [String] {
    [raise(os).name] + Self.taking(os).prefix(2) + switchingSteps(os) + goingOn(os)
  }

  /// The same step, which counts unless it is a device's.
  private func counting(_ action: Action<SharedMachine>) -> Action<TimedMachine> {
    let isDevices = OS.allCases.contains { raise($0).name == action.name }
    return Action(action.name, label: action.label) { s, inputs in
      action.guards(s.machine, inputs)
    } effect: { s, inputs in
      let waits = s.isOwed
      action.effect(&s.machine, inputs)
      let counted = isDevices ? s.waited : s.waited + 1
      s.waited = (waits && s.isOwed).choose(counted, 0)
    }
  }
}
