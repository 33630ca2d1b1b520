import Logic
import Models
import Processor
import Solver

/// What is found out about the paths of a switch, one after the other as they end, until as much is
/// wrong as is asked for.
final class Inquiry: @unchecked Sendable {
  private let judge: RoutineJudge
  private let setting: SwitchSetting
  private let start: SwitchStart
  private let assumptions: [Formula]
  private(set) var faults: [RoutineJudgement.Fault] = []
  private(set) var notes: [String] = []
  /// Something is not known.
  private(set) var isOpen = false
  /// Some context takes some path.
  private(set) var isPossible = false
  private(set) var error: JudgeError?

  init(_ judge: RoutineJudge, _ setting: SwitchSetting, _ start: SwitchStart) {
    self.judge = judge
    self.setting = setting
    self.start = start
    assumptions = start.assumptions.map(\.formula)
  }

  /// Looks at a path that has ended; whether no other is to be looked at.
  ///
  /// - Parameter entered: right after the interrupt's delivery
  func isEnough(_ path: SymbolicPath, _ entered: SymbolicPath?) -> Bool {
    do throws(JudgeError) { try look(at: path, entered?.state ?? start.processor) } catch {
      self.error = error
      return true
    }
    return faults.count >= judge.most
  }

  private func look(at path: SymbolicPath, _ entered: Processor) throws(JudgeError) {
    let premises = assumptions + path.conditions
    switch try judge.ask("possible", premises) {
    case .unsatisfiable: return
    case .satisfiable(let values):
      isPossible = true
      if case .limit? = path.end { return try lookAtLoop(values, path, entered) }
    case .unknown:
      isOpen = true
      if case .limit? = path.end { return }
    }
    if case .unresolved(let what)? = path.end {
      let place = path.state.eip.known.map { digits(UInt32($0)) } ?? "?"
      notes.append("\(place): it depends on what is not known: \(what.prefix(200))")
      isOpen = true
      return
    }
    let doubtful = judge.claims(setting, start, entered, path).filter { $0.holds.known != true }
    let all = Formula.all(doubtful.map(\.holds))
    switch try judge.ask("claims", premises + [!all]) {
    case .unsatisfiable: return
    case .satisfiable: break
    case .unknown: isOpen = true
    }
    for claim in doubtful where faults.count < judge.most {
      switch try judge.ask("claim", premises + [!claim.holds]) {
      case .unsatisfiable: continue
      case .unknown: isOpen = true
      case .satisfiable(let values):
        faults.append(
          try judge.fault(claim, in: setting, start, values, path: path, premises: premises))
      }
    }
  }

  /// A path that was given up: refuted where it comes to a state for the second time, else open.
  private func lookAtLoop(
    _ values: [String: Constant], _ path: SymbolicPath, _ entered: Processor
  ) throws(JudgeError) {
    let known = start.known(values, setting.stackPointers)
    let arrival = judge.claims(setting, start, entered, path).first { $0.subject == .arrival }
    guard let arrival, let end = setting.run(known).paths.first, end.state.comesAgain else {
      notes.append("it goes on for more than \(SwitchSetting.instructionLimit) instructions")
      isOpen = true
      return
    }
    faults.append(
      try judge.fault(arrival, in: setting, start, values, path: path, premises: assumptions))
  }
}
