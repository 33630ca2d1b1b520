import Command
import Models
import Proofs

import class Checker.Session
import class Solver.Solver

extension [MutantSet] {
  /// Each class of each row of a map replaced by each other class.
  static let ofClasses: [MutantSet] = RegisterMap.all.map { map in
    MutantSet("\(map.name) by table 2") { limits, threads in
      let judge = Judge(Session(limits: limits))
      let judgement = try Judgement(map, by: .paper, judge, limits: limits, threads: threads)
      let all = try ClassMutants(judgement, judge, with: Solver(limits: limits))
      return all.mutants.map {
        MutantSet.Entry($0.name, notice: $0.notice, excuse: $0.excuse)
      }
    }
  }
}
