import Models
import Processor
import Solver
import Testing

@testable import Judge

/// The routine with one instruction dropped, or two neighbours swapped.
@Suite("Mutants of the routine")
struct MutantTests {
  static let layout = Layout.small(.pentiumIII)
  static let design = RoutineDesign(.pentiumIII)

  static func settings(_ program: Program) throws -> [SwitchSetting] {
    var switching = SwitchRoutine(layout, design)
    switching.program = program
    let routine = try Routine(switching)
    return [(OS.os1, UInt8(5)), (.os2, UInt8(4))].flatMap { os, line in
      [Mode.user, .kernel].map { mode in
        SwitchSetting(
          layout, routine, from: Subject(os, mode), line: line, required: design.saved)
      }
    }
  }

  /// What is wrong with a mutant, by random contexts and else by proof; nil where nothing is.
  static func complaint(_ program: Program) throws -> String? {
    let settings: [SwitchSetting]
    do { settings = try Self.settings(program) } catch { return "it does not assemble" }
    var samples = Samples(seed: 1)
    for setting in settings {
      for _ in 0..<2 {
        if let first = Samples.complaints(setting, samples.start(setting)).first { return first }
      }
    }
    let judge = Judge(Solver())
    for setting in settings {
      let judgement = try judge.judge(setting)
      if judgement.verdict != .proved { return judgement.faults.first?.claim.complaint ?? "open" }
    }
    return nil
  }

  /// The instructions behind the stubs.
  static func instructions(_ routine: SwitchRoutine) -> [Int] {
    routine.program.lines.indices.filter { index in
      routine.program.lines[index].isInstruction
        && routine.claims[index]?.hasPrefix("S7 a-2") == false
    }
  }

  @Test func aDroppedInstructionIsRefuted() throws {
    let routine = SwitchRoutine(Self.layout, Self.design)
    var survivors: [String] = []
    for line in Self.instructions(routine) where try Self.complaint(routine.program.dropping(line)) == nil {
      survivors.append("\(line): \(routine.claims[line] ?? "") \(routine.program.lines[line])")
    }
    for survivor in survivors { print("dropped:", survivor) }
    #expect(survivors.isEmpty)
  }
}
