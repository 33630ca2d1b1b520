import Logic
import Models
import Specification

/// S5: each OS may do whatever its mode allows, so that nothing above is true for want of trying.
enum Abilities {
  static let all =
    OS.allCases.flatMap { os in
      Control.design.steps(of: os).compactMap { action -> Theorem<System>? in
        guard action.label == nil, !action.name.contains(" leaves ") else { return nil }
        return theorem(action, of: os)
      } + [endsInterrupt(os)]
    }

  /// The step can change everything that it assigns, all at once.
  private static func theorem(_ action: Action<System>, of os: OS) -> Theorem<System>? {
    let shape = Control.design.specification.shape.variables("")
    var after = shape
    action.effect(&after, Inputs.variables("input"))
    let changed = zip(shape.leaves, after.leaves).enumerated()
      .filter { !$1.0.isSame(as: $1.1) }.map(\.offset)
    let what = action.name.dropFirst("\(os.title) ".count)
    // These two have theorems of their own.
    guard !what.hasPrefix("ends "), !what.hasPrefix("traps ") else { return nil }
    return Theorem(
      "\(os)-\(what.replacing(" ", with: "-"))", claims: ["S5"],
      "a step “\(action.name)” can change all that it may", .holds,
      of: Control.design.specification, depth: 10,
      .possible { step in
        guard step.action.name == action.name else { return false }
        let (before, after) = (step.before.leaves, step.after.leaves)
        return Formula.all(changed.map { !before[$0].isEqual(to: after[$0]) })
      })
  }

  private static func endsInterrupt(_ os: OS) -> Theorem<System> {
    let steps = os == .os1 ? ["b-1"] : ["a-1", "a-2", "a-3", "a-3", "a-4"]
    return Theorem<System>(
      "\(os)-ends-an-interrupt-at-the-controller", claims: ["S5"],
      "after \(os.title)'s interrupt has been ended no line is in service", .holds,
      of: Control.design.specification, depth: 12,
      .reachable(labels: steps.map { figure(interruptOf: os, $0) }) {
        $0.running == os && $0.controller.count == 0
      })
  }
}
