import Models
import Processor
import Solver
import Testing

@testable import Judge

@Suite("The routine for all contexts")
struct RoutineProofTests {
  static func judge(
    _ design: RoutineDesign, from subject: Models.Subject, line: UInt8, required: [Item]? = nil
  ) throws -> Judgement {
    let layout = Layout.small(design.generation)
    let routine = try Routine(SwitchRoutine(layout, design))
    let setting = SwitchSetting(
      layout, routine, from: subject, line: line,
      required: required ?? RoutineDesign(design.generation).saved)
    return try Judge(Solver()).judge(setting)
  }

  @Test(arguments: ProcessorGeneration.allCases, [OS.os1, .os2])
  func theCompleteRoutineKeepsEverything(_ generation: ProcessorGeneration, _ os: OS) throws {
    let judgement = try Self.judge(
      RoutineDesign(generation), from: Subject(os, .user), line: os == .os1 ? 5 : 4)
    for fault in judgement.faults {
      print(fault.claim.complaint, fault.remark ?? "")
      print(fault.trace.text())
    }
    print(judgement.paths, judgement.instructions)
    #expect(judgement.verdict == .proved)
  }
}
