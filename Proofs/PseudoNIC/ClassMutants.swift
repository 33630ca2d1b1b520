import Checker
import Models
import Solver

/// Each class of each row replaced by each other class: what the verdicts show of it.
public struct ClassMutants: Sendable {
  public struct Mutant: Sendable {
    public let cell: Judgement.Cell
    /// The class that stands in for the table's.
    public let treatment: Treatment

    /// "0x8 STATUS.LU read".
    var part: String { "\(cell.field.offset.text) \(cell.name)" }

    /// "class 3 → 2-a".
    var change: String { "class \(cell.treatment!.rawValue) → \(treatment.rawValue)" }
  }

  public let mutants: [Mutant]
  private let judgement: Judgement
  private let judge: Judge
  private let neighbours: Neighbours

  /// - Parameter judgement: of the unchanged table, by the same judge
  public init(_ judgement: Judgement, _ judge: Judge) {
    self.judgement = judgement
    self.judge = judge
    neighbours = Neighbours(judgement.map.fields)
    mutants = judgement.cells.filter { $0.treatment != nil }.flatMap { cell in
      Treatment.allCases.filter { $0 != cell.treatment }.map { Mutant(cell: cell, treatment: $0) }
    }
  }

  /// The mutants of a map's table, judged when they are asked for.
  public static func of(_ map: RegisterMap, by table: Classification) -> OwnMutants {
    let name = "\(map.name) by \(table.name)"
    return OwnMutants(name) { limits in
      let judge = Judge(Session(limits: limits))
      let all = ClassMutants(try Judgement(map, by: table, judge, limits: limits), judge)
      return all.mutants.map { mutant in
        OwnMutant(name, mutant.part, mutant.change) { solver throws(CheckerError) in
          try all.end(of: mutant, solver)
        }
      }
    }
  }

  /// What becomes of a mutant: each cell that the changed row may matter to is judged by the changed
  /// table, the other direction of the field and the fields that it starts among them.
  public func end(of mutant: Mutant, _ solver: Solver) throws(CheckerError) -> OwnMutant.End {
    let changed = mutant.cell.field
    let table = judgement.table.with(mutant.treatment, for: changed, mutant.cell.direction)
    var isUnclear = false
    for cell in judgement.cells {
      let (field, verdict) = (cell.field, cell.verdict)
      guard field.name == changed.name || field.startedBy == changed.name else { continue }
      let found = try Judgement.verdict(
        field, cell.direction, neighbours.of(field), judgement.map, table, judge, solver)
      if verdict == .undecided || found == .undecided {
        isUnclear = true
      } else if found != verdict {
        return .noticed("the \(cell.direction) of \(field.name)", how: "\(found), not \(verdict)")
      }
    }
    if isUnclear { return .unclear }
    return Self.reason(mutant).map { .equivalent($0) } ?? .survived
  }

  /// Why a class may do as well as the table's; nil where nothing says so.
  private static func reason(_ mutant: Mutant) -> String? {
    switch (mutant.cell.verdict, mutant.cell.derived.contains(mutant.treatment)) {
    case (.sound, true) where mutant.cell.direction == .read:
      "OS2 can't tell either, and a driver gets what it needs"
    case (.sound, true): "OS2 can't tell either"
    case (.unsound, false): "OS2 loses something, or OS1 learns something, either way"
    case (.useless, true): "a driver can't work with either"
    default: nil
    }
  }
}
