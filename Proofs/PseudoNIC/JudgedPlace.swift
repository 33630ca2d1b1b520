import Checker
import Models
import Solver
import Specification

/// An access to a field of a map, of which it is asked what becomes of each class.
struct JudgedPlace {
  /// What becomes of a class.
  struct Found {
    let verdict: Judgement.Verdict
    /// The field that loses something, where one does.
    let field: RegisterField
    /// The run that shows it.
    let trace: Trace?
  }

  let field: RegisterField
  /// The fields that the access reaches too.
  private let beside: [RegisterField]
  private let direction: Direction
  /// Whether the write that the device answers in this field goes through to the NIC.
  private let isStarted: Bool
  private let judge: Judge
  private let solver: Solver
  private let behaviour: Behaviour

  init(
    _ field: RegisterField, _ beside: [RegisterField], _ direction: Direction, isStarted: Bool,
    _ judge: Judge, _ solver: Solver
  ) {
    self.field = field
    self.beside = beside
    self.direction = direction
    self.isStarted = isStarted
    self.judge = judge
    self.solver = solver
    behaviour = Behaviour(field)
  }

  private func finding(
    _ treatment: Treatment, _ direction: Direction
  ) throws(CheckerError) -> Judge.Finding {
    try judge.finding(TreatedAccess(behaviour, direction, as: treatment), with: solver)
  }

  private func isUsable(
    _ reading: Treatment, _ writing: Treatment
  ) throws(CheckerError) -> Bool? {
    try judge.isUsable(
      behaviour, reading: reading, writing: writing, isStarted: isStarted, with: solver)
  }

  /// Whether the class is sound for the field and for those beside it.
  private func isSound(
    _ treatment: Treatment, _ direction: Direction
  ) throws(CheckerError) -> Bool {
    guard try finding(treatment, direction).kind == .sound else { return false }
    guard treatment.reachesNIC else { return true }
    return try judge.disturbed(beside, direction, with: solver) == nil
  }

  /// The classes that are sound.
  func derived() throws(CheckerError) -> [Treatment] {
    var derived: [Treatment] = []
    for treatment in Treatment.allCases where try isSound(treatment, direction) {
      derived.append(treatment)
    }
    return derived
  }

  /// Those of sound classes that a driver can work with; what it needs comes of reads and writes
  /// treated alike.
  func usable(_ derived: [Treatment]) throws(CheckerError) -> [Treatment] {
    var usable: [Treatment] = []
    for treatment in derived where try isUsable(treatment, treatment) == true {
      let isSoundBack = try isSound(treatment, direction.opposite)
      if isSoundBack || behaviour.need == nil { usable.append(treatment) }
    }
    return usable
  }

  /// What becomes of a table's class; nil where it has none.
  func found(by table: Classification) throws(CheckerError) -> Found? {
    guard let (treatment, _) = table.row(field, direction) else { return nil }
    return try found(treatment, writing: table.row(field, .write)?.0)
  }

  /// What becomes of a class.
  /// - Parameter writing: the class of writes, for a driver sees what it gets when it reads; nil for
  ///   the same
  private func found(
    _ treatment: Treatment, writing: Treatment?
  ) throws(CheckerError) -> Found {
    let own = try finding(treatment, direction)
    switch own.kind {
    case .open: return Found(verdict: .undecided, field: field, trace: nil)
    case .disturbs, .leaks: return Found(verdict: .unsound, field: field, trace: own.trace)
    case .sound: break
    }
    if treatment.reachesNIC,
      let (other, found) = try judge.disturbed(beside, direction, with: solver)
    {
      let verdict: Judgement.Verdict = found.kind == .open ? .undecided : .unsound
      return Found(verdict: verdict, field: other, trace: found.trace)
    }
    if direction == .write { return Found(verdict: .sound, field: field, trace: nil) }
    let verdict: Judgement.Verdict =
      switch try isUsable(treatment, writing ?? treatment) {
      case true?: .sound
      case false?: .useless
      case nil: .undecided
      }
    return Found(verdict: verdict, field: field, trace: nil)
  }
}
