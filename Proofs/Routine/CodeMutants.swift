import Checker
import Judge
import Models
import Processor
import Solver

/// Small changes to the switch's code and to the page tables under it, and who notices.
public enum CodeMutants {
  /// Each instruction dropped and swapped with the next, of the complete routine for each generation
  /// and of the paper's; then each page that the switch needs broken in each way, on the generation
  /// that has pages of every kind.
  public static let all: [OwnMutants] = {
    let complete = ProcessorGeneration.allCases.reversed().map { generation in
      let specification = "the switch's code, \(name(generation))"
      return OwnMutants(specification) { limits in
        try mutants(
          RoutineDesign(generation), specification, required: RoutineDesign(generation).saved,
          limits)
      }
    }
    let paper = "the paper's switch as code, pentium"
    let tables = "page tables under the switch, pentium-iii"
    return complete + [
      OwnMutants(paper) {
        try mutants(.mendedPaper(.pentium), paper, required: Item.paperSet, $0)
      },
      OwnMutants(tables) { try pages(.pentiumIII, tables, $0) },
    ]
  }()

  private static func name(_ generation: ProcessorGeneration) -> String {
    Generation(generation).rawValue
  }

  /// The layouts that a routine's steps are for: global pages and 4 MiB pages want some of their own.
  private static func layouts(_ generation: ProcessorGeneration) -> [Layout] {
    var all = [Layout.small(generation)]
    if generation.has(.pentium) {
      all += OS.allCases.map { .largeSwitchRegion(generation, of: $0) }
    }
    if generation.has(.pentiumII) { all.append(.globalAndLarge(generation)) }
    return all
  }

  // MARK: Instructions

  private static func mutants(
    _ design: RoutineDesign, _ specification: String, required: [Item], _ limits: Limits
  ) throws -> [OwnMutant] {
    let all = try RoutineMutants(
      design, on: layouts(design.generation), required: required, limits: limits)
    return all.mutants.map { mutant in
      OwnMutant(specification, mutant.step, mutant.description, excuse: mutant.excuse) {
        solver throws(CheckerError) in
        try end("\(specification): \(mutant.description)") { () throws(JudgeError) in
          try all.end(of: mutant, solver)
        }
      }
    }
  }

  // MARK: Pages

  private static func pages(
    _ generation: ProcessorGeneration, _ specification: String, _ limits: Limits
  ) throws -> [OwnMutant] {
    let layout = Layout.small(generation)
    let design = RoutineDesign(generation)
    let routine = try Routine(SwitchRoutine(layout, design))
    let solver = Solver(limits: limits)
    return pages(
      try LayoutMutants(layout, routine, required: design.saved, solver), specification)
  }

  /// The mutants of a layout's page tables, to be tried.
  public static func pages(_ all: LayoutMutants, _ specification: String) -> [OwnMutant] {
    all.mutants.map { mutant in
      OwnMutant(
        specification, "\(mutant.page.os.title)'s page tables", mutant.description
      ) { solver throws(CheckerError) in
        try end(mutant.description) { () throws(JudgeError) in
          try all.end(of: mutant, solver)
        }
      }
    }
  }

  private static func end(
    _ id: String, _ body: () throws(JudgeError) -> MutantEnd
  ) throws(CheckerError) -> OwnMutant.End {
    do {
      return switch try body() {
      case .refuted(let setting, let complaint): .noticed(setting, how: "refuted: \(complaint)")
      case .equivalent: .equivalent("either order leaves the same state, for all contexts")
      case .survived: .survived
      case .undecided: .unclear
      }
    } catch { throw .failed(theorem: id, "\(error)") }
  }
}
