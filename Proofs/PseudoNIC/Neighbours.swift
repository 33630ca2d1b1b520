import Checker
import Models
import Solver
import Specification

extension Judge {
  /// The first of the fields beside one that an access to it disturbs, with the run that shows it.
  /// To those beside, a write gives what OS2 wrote last, as class 2-b does.
  func disturbed(
    _ beside: [RegisterField], _ direction: Direction, with solver: Solver
  ) throws(CheckerError) -> (field: RegisterField, trace: Trace?)? {
    for field in beside {
      let treatment: Treatment = direction == .read ? .executed : .altered
      let access = TreatedAccess(Behaviour(field), direction, as: treatment)
      let found = try finding(access, with: solver)
      if found.kind == .disturbs || found.kind == .open { return (field, found.trace) }
    }
    return nil
  }
}
