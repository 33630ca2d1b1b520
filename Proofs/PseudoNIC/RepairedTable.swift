import Checker
import Models
import Solver

extension Judgement {
  /// The table with a class that is proved sound wherever its own is not good: the one nearest to the
  /// NIC that a driver can work with, and class 3 where there is none or the table has no class.
  ///
  /// What a driver needs comes of reads and writes treated alike, so that a class that gives it is the
  /// field's in both directions.
  public var repaired: Classification {
    let usual = cells.compactMap { cell -> Classification.Entry? in
      switch cell.verdict {
      case .sound, .useless: nil
      case .hole, .undecided: entry(cell, .refused, cell.reason.english)
      case .unsound: entry(cell, cell.repair ?? .refused, reason(cell))
      }
    }
    let useless = cells.compactMap { cell in
      cell.verdict == .useless
        ? cell.repair.map { entry(cell, $0, reason(cell), inBoth: true) } : nil
    }
    let known = Set(useless.map(\.row))
    let rest = usual.filter { !known.contains($0.row) }
    return Classification("\(table.name), repaired", table.entries + rest + useless)
  }

  private func reason(_ cell: Cell) -> String {
    "class \(cell.treatment!.rawValue): \(cell.loss?.english ?? "")"
  }

  private func entry(
    _ cell: Cell, _ treatment: Treatment, _ reason: String, inBoth: Bool = false
  ) -> Classification.Entry {
    Classification.Entry(
      row: cell.field.name, direction: inBoth ? nil : cell.direction, treatment, reason: reason)
  }

  private static let judge = Judge()

  /// A map of the project judged by the paper's table 2.
  static func ofPaper(_ map: RegisterMap, limits: Limits) throws(CheckerError) -> Judgement {
    do { return try Judgement(map, by: .paper, judge, limits: limits, threads: 1) } catch {
      guard let error = error as? CheckerError else { preconditionFailure("\(error)") }
      throw error
    }
  }
}
