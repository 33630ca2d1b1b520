import Models
import Processor
import Solver

/// A routine on a layout, judged: every direction and mode, or until something is wrong.
public struct RoutineReport: Sendable {
  public let judgements: [RoutineJudgement]

  /// The worst verdict.
  public var verdict: RoutineJudgement.Verdict {
    let verdicts = judgements.map(\.verdict)
    for worst in [RoutineJudgement.Verdict.refuted, .undecided, .vacuous]
    where verdicts.contains(worst) {
      return worst
    }
    return .proved
  }

  /// What is wrong with continuity: the first address that breaks (S4).
  public var firstBreak: (setting: SwitchSetting, fault: RoutineJudgement.Fault)? {
    judgements.lazy.compactMap { judgement in
      judgement.faults.first.map { (judgement.setting, $0) }
    }.first
  }

  /// - Parameter lines: one of each OS
  public init(
    _ layout: Layout, _ routine: Routine, required: [Item], lines: [UInt8], judge: RoutineJudge
  ) throws(JudgeError) {
    var judgements: [RoutineJudgement] = []
    for os in OS.allCases {
      for mode in [Mode.user, .kernel] {
        for line in lines where layout.owner(of: line) != os {
          let setting = SwitchSetting(
            layout, routine, from: Subject(os, mode), line: line, required: required)
          judgements.append(try judge.judge(setting))
        }
      }
    }
    self.judgements = judgements
  }
}

extension Layout {
  /// A line of each OS.
  public var someLines: [UInt8] { OS.allCases.map { self[$0].lines.min()! } }
}
