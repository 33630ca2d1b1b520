import Command
import Models
import Proofs

import class Checker.Session
import class Solver.Solver

extension [MutantSet] {
  /// Each class of each row of a map replaced by each other class.
  static let ofClasses: [MutantSet] = RegisterMap.all.map { .ofClasses($0, by: .paper) }
}

extension MutantSet {
  /// Each class that a table gives to a row replaced by each other class.
  static func ofClasses(_ map: RegisterMap, by table: Classification) -> MutantSet {
    MutantSet("\(map.name) by \(table.name)") { limits, threads in
      let judge = Judge(Session(limits: limits))
      let judgement = try Judgement(map, by: table, judge, limits: limits, threads: threads)
      let all = try ClassMutants(judgement, judge, with: Solver(limits: limits))
      return all.mutants.map {
        MutantSet.Entry(
          $0.name, notice: $0.notice, excuse: $0.excuse, isUnclear: $0.isUnclear)
      }
    }
  }
}
