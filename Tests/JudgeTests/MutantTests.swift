import Models
import Processor
import Solver
import Testing

@testable import Judge

/// The routine with one instruction dropped, or two neighbours swapped: each is refuted on a random
/// context or by proof, or it is excused here.
@Suite("Mutants of the routine")
struct MutantTests {
  static let layout = Layout.small(.pentiumIII)
  static let design = RoutineDesign(.pentiumIII)
  static let routine = SwitchRoutine(layout, design)

  /// Instructions without which the routine still does what is claimed, by the step that they are in
  /// and by their place in it, and why they are there.
  static let excused: [(step: String, place: Int, why: String)] =
    [
      ("S3 (G): DR7; no breakpoint of OS1 in the switch", 2, breakpoints),
      ("S3 (G): DR7; no breakpoint of OS1 in the switch", 3, breakpoints),
      ("S3 (G): DR7; no breakpoint of OS2 in the switch", 2, breakpoints),
      ("S3 (G): DR7; no breakpoint of OS2 in the switch", 3, breakpoints),
    ] + (1...3).map { (paging, $0, onOtherLayouts) } + [
      (
        "beyond S3: SYSENTER's registers, loaded", 0,
        "clears the upper half of what WRMSR takes; the processor here keeps the lower half"
      )
    ]
  private static let paging =
    "beyond S3: no global translation outlives the load of CR3; 4 MiB pages"
  private static let onOtherLayouts =
    "asked for by trap-global-pages and trap-cr4-after-cr3 on layouts that need it; on this one the later load of CR4 changes PGE or PSE, which flushes"
  private static let breakpoints =
    "asked for by trap-live-breakpoints, whose contexts have breakpoints set; these have none"

  static func settings(_ program: Program) throws -> [SwitchSetting] {
    var changed = routine
    changed.program = program
    let all = try Routine(changed)
    return [(OS.os1, UInt8(5)), (.os2, UInt8(4))].flatMap { os, line in
      [Mode.user, .kernel].map { mode in
        SwitchSetting(layout, all, from: Subject(os, mode), line: line, required: design.saved)
      }
    }
  }

  /// A random context for each setting; the code in it is replaced by the mutant's.
  static let starts: [SwitchStart] = {
    var samples = Samples(seed: 1)
    return try! settings(routine.program).map { samples.start($0, withoutNull: true) }
  }()

  /// What is wrong with a mutant; nil where nothing is.
  static func complaint(_ program: Program) throws -> String? {
    let settings: [SwitchSetting]
    do { settings = try Self.settings(program) } catch { return "it does not assemble" }
    for (setting, start) in zip(settings, starts) {
      if let first = Samples.complaints(setting, setting.reloading(start)).first { return first }
    }
    let judge = RoutineJudge(Solver())
    for setting in settings {
      let judgement = try judge.judge(setting)
      if judgement.verdict != .proved { return judgement.faults.first?.claim.complaint ?? "open" }
    }
    return nil
  }

  /// The instructions behind the stubs, by step: its claim, and their lines.
  static var instructions: [Int] {
    routine.program.lines.indices.filter { index in
      let isStub = routine.claims[index]?.hasPrefix("S7 a-2") == true
      return routine.program.lines[index].isInstruction && !isStub
    }
  }

  /// The place of a line among the instructions of its step.
  static func place(_ line: Int) -> Int {
    let claim = routine.claims[line]
    return instructions.filter { $0 < line }.reversed().prefix { routine.claims[$0] == claim }.count
  }

  static func isExcused(_ line: Int) -> Bool {
    excused.contains { $0.step == routine.claims[line] && $0.place == place(line) }
  }

  @Test func itIsRightAsItIs() throws {
    for (setting, start) in zip(try Self.settings(Self.routine.program), Self.starts) {
      #expect(Samples.complaints(setting, start) == [])
    }
  }

  @Test func aDroppedInstructionIsRefuted() throws {
    for line in Self.instructions where !Self.isExcused(line) {
      let complaint = try Self.complaint(Self.routine.program.dropping(line))
      let claim = Self.routine.claims[line] ?? ""
      #expect(complaint != nil, "line \(line), \(claim), \(Self.place(line)): no one notices")
    }
  }

  /// Neighbours that can change places without a difference: both orders leave the same state, which
  /// is looked at on the contexts; all other swaps are refuted.
  @Test func aSwapOfNeighboursIsRefutedOrMakesNoDifference() throws {
    var commuting = 0
    for (first, second) in zip(Self.instructions, Self.instructions.dropFirst())
    where second == first + 1 && !Self.isExcused(first) && !Self.isExcused(second) {
      var swapped = Self.routine.program
      swapped.lines.swapAt(first, second)
      if try Self.leaveTheSame(swapped) {
        commuting += 1
        continue
      }
      let claim = Self.routine.claims[first] ?? ""
      let complaint = try Self.complaint(swapped)
      #expect(complaint != nil, "lines \(first), \(second), \(claim): a swap that no one notices")
    }
    #expect(commuting < Self.instructions.count * 2 / 3)
  }

  /// Whether the switch ends in the same state, registers and memory, with either order; the code
  /// itself aside.
  static func leaveTheSame(_ program: Program) throws -> Bool {
    let changed = try settings(program)
    let plain = try settings(routine.program)
    for (index, start) in starts.enumerated() {
      let a = plain[index].run(start).paths[0].state
      let paths = changed[index].run(changed[index].reloading(start)).paths
      guard let b = paths.first?.state, a.isEqual(to: b).known == true else { return false }
      let code = layout.region.physical..<layout.region.physical + 0x1000
      let stack = layout.region.physical + 0x1900..<layout.region.physical + 0x2000
      let different = b.memory.differences(from: a.memory).contains {
        !code.contains($0.address) && !stack.contains($0.address)
      }
      if different { return false }
    }
    return true
  }
}
