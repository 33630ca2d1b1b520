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
    /// A limit was reached, so that a verdict might show it.
    public let isUnclear: Bool

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
    let neighbours = Neighbours(judgement.map.fields)
    for cell in judgement.cells where cell.treatment != nil {
      let place = JudgedPlace(
        cell.field, neighbours.of(cell.field), cell.direction, isStarted: cell.isStarted, judge,
        solver)
      for treatment in Treatment.allCases where treatment != cell.treatment {
        let verdict = try place.found(treatment, writing: nil).verdict
        mutants.append(Mutant(cell, treatment, verdict))
      }
    }
    self.mutants = mutants
  }
}

extension ClassMutants.Mutant {
  /// - Parameter verdict: what becomes of the class
  fileprivate init(
    _ cell: Judgement.Cell, _ treatment: Treatment, _ verdict: Judgement.Verdict
  ) {
    self.cell = cell
    self.treatment = treatment
    isUnclear = cell.verdict == .undecided || verdict == .undecided
    notice = isUnclear || verdict == cell.verdict ? nil : "\(cell.verdict) → \(verdict)"
    excuse = isUnclear || notice != nil ? nil : Self.excuse(cell, treatment)
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
}
