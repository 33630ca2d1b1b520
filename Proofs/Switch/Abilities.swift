import Logic
import Models
import Specification

/// S5: each OS may do whatever its mode allows, so that nothing above is true for want of trying.
///
/// The steps of OS2 are made by the same functions as those of OS1.
enum Abilities {
  static let all =
    Control.design.steps(of: .os1).compactMap { action -> Theorem<System>? in
      guard action.label == nil, !action.name.contains(" leaves ") else { return nil }
      return theorem(action)
    } + [endsInterrupt]

  /// The step can change everything that it assigns, all at once.
  private static func theorem(_ action: Action<System>) -> Theorem<System>? {
    let shape = Control.design.specification.shape.variables("")
    var after = shape
    action.effect(&after, Inputs.variables("input"))
    let changed = zip(shape.leaves, after.leaves).enumerated()
      .filter { !$1.0.isSame(as: $1.1) }.map(\.offset)
    let what = action.name.dropFirst("OS1 ".count)
    // These two have theorems of their own.
    guard !what.hasPrefix("ends "), !what.hasPrefix("traps ") else { return nil }
    return Theorem(
      "os1-\(what.replacing(" ", with: "-"))", claims: ["S5"],
      "a step “\(action.name)” can change all that it may", .holds,
      of: Control.design.specification, depth: 3,
      .possible { step in
        guard step.action.name == action.name else { return false }
        let (before, after) = (step.before.leaves, step.after.leaves)
        return Formula.all(changed.map { !before[$0].isEqual(to: after[$0]) })
      })
  }

  static let endsInterrupt = Theorem<System>(
    "os1-ends-an-interrupt-at-the-controller", claims: ["S5"],
    "after OS1's interrupt has been ended no line is in service", .holds,
    of: Control.design.specification, depth: 3,
    .reachable(labels: [figure(interruptOf: .os1, "b-1")]) { $0.controller.count == 0 })
}
