import Logic
import Models
import Specification

extension TreatedAccess {
  /// N8 and N10 for one access: OS2 cannot tell, by anything that it does later, whether it was
  /// made.
  public func undisturbed(_ id: String, _ declared: Declared) -> Theorem<SharedField> {
    Theorem(
      id, claims: ["N8", "N10"], "OS2 cannot tell whether \(step)", declared, of: specification,
      lemmas: Self.lemmas(behaviour), depth: 4,
      .twoRun(
        Unwinding(
          alike: { a, b in
            Formula.all([
              a.nic.isEqual(to: b.nic), a.setting == b.setting, a.seen == b.seen,
              a.obeyed == b.obeyed, a.choice == b.choice,
            ])
          },
          output: {
            $0.seen.leaves + $0.obeyed.leaves + $0.nic.begun.leaves + $0.nic.raised.leaves
          },
          interferes: { action, _ in Formula(!action.name.hasPrefix("OS1 ")) })))
  }

  /// A9: what is in OS2's frames does not reach OS1 by the access.
  public func discreet(_ id: String, _ declared: Declared) -> Theorem<SharedField> {
    Theorem(
      id, claims: ["A9", "N10"], "OS1 learns nothing of OS2's frames where \(step)", declared,
      of: specification, depth: 3,
      .twoRun(
        Unwinding(
          alike: { a, b in
            var same = b
            same.nic.frame = a.nic.frame
            // What OS2 itself has seen is its own business.
            same.seen = a.seen
            return a.isEqual(to: same)
          },
          output: { $0.answer.leaves },
          interferes: { action, _ in Formula(!action.name.hasPrefix("a frame of OS2")) })))
  }

  /// What only writes change is what OS2 wrote last.
  private static func lemmas(_ behaviour: Behaviour) -> [Invariant<SharedField>] {
    let stays = behaviour.writing == .stores && !behaviour.isVolatile
    guard stays, behaviour.reading == .nothing else { return [] }
    return [Invariant("the field holds what OS2 wrote last") { $0.nic.field == $0.setting }]
  }
}
