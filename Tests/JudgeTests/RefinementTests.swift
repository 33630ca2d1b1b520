import Logic
import Models
import Processor
import Solver
import Testing

@testable import Judge

/// The code's steps held against the protocol's, word by word.
@Suite struct RefinementTests {
  private static func setting(
    _ generation: ProcessorGeneration, from os: OS, change: (inout SwitchRoutine) -> Void = { _ in }
  ) throws -> SwitchSetting {
    let layout = Layout.small(generation)
    var program = SwitchRoutine(layout, RoutineDesign(generation))
    change(&program)
    return SwitchSetting(
      layout, try Routine(program), from: Subject(os, .user), line: os == .os1 ? 5 : 4,
      required: RoutineDesign(generation).saved)
  }

  private static func judge(_ setting: SwitchSetting) throws -> RoutineJudgement {
    var judge = RoutineJudge(Solver())
    judge.asksForRefinement = true
    judge.most = 1
    return try judge.judge(setting)
  }

  /// One claim for each item in the processor and each slot of both OSes, but for EIP, of which arrival
  /// speaks, and what of SSE is part of the x87 area.
  @Test(arguments: [.i486, .pentiumIII] as [ProcessorGeneration], OS.allCases)
  func eachItemHasItsClaim(_ generation: ProcessorGeneration, _ os: OS) throws {
    let setting = try Self.setting(generation, from: os)
    let start = setting.start()
    let feasibility = Feasibility(Solver())
    let runs = setting.run(start, isFeasible: { feasibility.isPossible($0) })
    let end = try #require(runs.paths.first).state
    let claims = setting.refinement(start, start.processor, end)
    let items = Item.context(of: Generation(generation)).filter { $0.words(in: end) != nil }
    var restored: Set<Item> = []
    var saved: [Item: Int] = [:]
    for claim in claims {
      switch claim.subject {
      case .restored(let item): restored.insert(item)
      case .saved(let item): saved[item, default: 0] += 1
      default: Issue.record("\(claim.text)")
      }
    }
    #expect(restored == Set(items).subtracting([.eip]))
    for item in setting.routine.slots(os).map(\.item) where item != .xmm && item != .mxcsr {
      #expect((saved[item] ?? 0) >= 2, "\(item)")
    }
  }

  /// A routine that leaves out a save, or a load, does something else than the protocol.
  @Test(arguments: ["mov dword ptr ss:[", "mov gs,"])
  func aMissingInstructionIsNoRefinement(_ text: String) throws {
    let setting = try Self.setting(.pentium, from: .os1) { routine in
      let texts = try! routine.texts()
      let line = texts.keys.sorted().first { line in
        texts[line]!.hasPrefix(text) && !routine.isStub(line)
      }
      routine.program = routine.program.dropping(line!)
    }
    #expect(try Self.judge(Self.setting(.pentium, from: .os1)).verdict == .proved)
    let judgement = try Self.judge(setting)
    #expect(judgement.verdict == .refuted)
    #expect(judgement.faults[0].claim.text.contains("is not what the protocol leaves there"))
  }
}
