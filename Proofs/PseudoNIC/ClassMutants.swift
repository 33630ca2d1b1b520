import Checker
import Models
import Solver

/// Each class of each row replaced by each other class: what becomes of the verdict.
public struct ClassMutants: Sendable {
  public struct Mutant: Sendable {
    public let cell: Judgement.Cell
    /// The class that stands in for the table's.
    public let treatment: Treatment
    /// How the verdict changes; nil where the class does as well.
    public let notice: String?
    /// Why it may do as well; nil where nothing says so.
    public let excuse: String?

    /// "STATUS.LU read, class 3 → 2-a".
    public var name: String {
      "\(cell.field.offset.text) \(cell.field.name) \(cell.direction), class "
        + "\(cell.treatment!.rawValue) → \(treatment.rawValue)"
    }
  }

  public let mutants: [Mutant]

  /// Those that a verdict shows.
  public var noticed: Int { mutants.count { $0.notice != nil } }

  /// - Parameter judgement: of the unchanged table, by the same judge
  public init(_ judgement: Judgement, _ judge: Judge, with solver: Solver) throws(CheckerError) {
    var mutants: [Mutant] = []
    for cell in judgement.cells where cell.treatment != nil {
      for treatment in Treatment.allCases where treatment != cell.treatment {
        let notice = try Self.notice(cell, treatment, judge, solver)
        let excuse = notice == nil ? Self.excuse(cell, treatment) : nil
        mutants.append(Mutant(cell: cell, treatment: treatment, notice: notice, excuse: excuse))
      }
    }
    self.mutants = mutants
  }

  private static func excuse(_ cell: Judgement.Cell, _ treatment: Treatment) -> String? {
    switch (cell.verdict, cell.derived.contains(treatment)) {
    case (.sound, true) where cell.direction == .read:
      "OS2 can't tell either, and a driver gets what it needs"
    case (.sound, true): "OS2 can't tell either"
    case (.unsound, false): "OS2 can tell either way"
    case (.useless, true): "a driver can't work with either"
    default: nil
    }
  }

  private static func notice(
    _ cell: Judgement.Cell, _ treatment: Treatment, _ judge: Judge, _ solver: Solver
  ) throws(CheckerError) -> String? {
    let behaviour = Behaviour(cell.field)
    var verdict = Judgement.Verdict.unsound
    if cell.derived.contains(treatment) {
      let isUsable = try judge.isUsable(
        behaviour, reading: treatment, writing: treatment, isStarted: cell.isStarted, with: solver)
      verdict = isUsable || cell.direction == .write ? .sound : .useless
    }
    return verdict == cell.verdict ? nil : "\(cell.verdict) → \(verdict)"
  }
}
