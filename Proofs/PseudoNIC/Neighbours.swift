import Checker
import Models
import Solver
import Specification

extension Judge {
  /// The first of the fields beside one that an access to it disturbs, with what is found of it; where
  /// none is known to be, the first of which that is left open.
  /// To those beside, a write gives what OS2 wrote last, as class 2-b does.
  func disturbed(
    _ beside: [RegisterField], _ direction: Direction, with solver: Solver
  ) throws(CheckerError) -> (field: RegisterField, finding: Finding)? {
    var open: (RegisterField, Finding)?
    for field in beside {
      let treatment: Treatment = direction == .read ? .executed : .altered
      let access = TreatedAccess(Behaviour(field), direction, as: treatment)
      let found = try finding(access, with: solver)
      switch found.kind {
      case .disturbs: return (field, found)
      case .open: open = open ?? (field, found)
      case .sound, .leaks: continue
      }
    }
    return open
  }
}
