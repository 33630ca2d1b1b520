import Models
import Processor
import Solver
import Testing

@testable import Judge

@Suite("The routine for all contexts")
struct RoutineProofTests {
  static func judge(
    _ layout: Layout, _ design: RoutineDesign, from subject: Models.Subject,
    required: [Item]? = nil
  ) throws -> RoutineJudgement {
    let routine = try Routine(SwitchRoutine(layout, design))
    let setting = SwitchSetting(
      layout, routine, from: subject, line: subject.os == .os1 ? 5 : 4,
      required: required ?? RoutineDesign(design.generation).saved)
    return try RoutineJudge(Solver()).judge(setting)
  }

  @Test(arguments: ProcessorGeneration.allCases, [OS.os1, .os2])
  func theCompleteRoutineKeepsEverything(_ generation: ProcessorGeneration, _ os: OS) throws {
    let judgement = try Self.judge(
      .small(generation), RoutineDesign(generation), from: Subject(os, .kernel))
    #expect(judgement.verdict == .proved)
    #expect(judgement.instructions > 100)
  }

  /// Where both OSes have global pages the complete routine's step for them is needed, both ways.
  @Test(arguments: OS.allCases) func globalTranslationsAreDropped(_ os: OS) throws {
    var design = RoutineDesign(.pentiumIII)
    let layout = Layout.globalAndLarge(.pentiumIII)
    #expect(try Self.judge(layout, design, from: Subject(os, .kernel)).verdict == .proved)
    design.flushesGlobal = false
    #expect(try Self.judge(layout, design, from: Subject(os, .kernel)).verdict == .refuted)
  }

  /// Every line of the other OS has a stub of its own.
  @Test(arguments: 0..<16 as Range<UInt8>)
  func everyLineLeadsToItsRoutine(_ line: UInt8) throws {
    let layout = Layout.small(.pentium)
    let routine = try Routine(SwitchRoutine(layout, RoutineDesign(.pentium)))
    let setting = SwitchSetting(
      layout, routine, from: Subject(layout.owner(of: line).other, .user), line: line,
      required: RoutineDesign(.pentium).saved)
    var samples = Samples(seed: UInt64(line))
    let start = samples.start(setting)
    #expect(Samples.complaints(setting, start) == [])
    // No other gate is read, so that it does not matter to whom the other lines belong.
    let gates = try #require(setting.run(start).paths.first?.state.accesses).map { access in
      access.linear &- layout[access.directory == layout.os1.directory ? .os1 : .os2].idt
    }.filter { $0 < 0x180 }
    #expect(Set(gates.map { $0 / 8 }) == [UInt32(setting.vector)])
  }

  /// Also for whoever owns the others: decided for all lines at once.
  @Test func anyLineLeadsToItsRoutine() throws {
    var layout = Layout.small(.i486)
    layout.os1.lines = []
    layout.os2.lines = Set(0..<16)
    let routine = try Routine(SwitchRoutine(layout, RoutineDesign(.i486)))
    func judge(_ routine: Routine) throws -> RoutineJudgement {
      try RoutineJudge(Solver()).judge(
        SwitchSetting(
          layout, routine, from: Subject(.os1, .kernel), line: 0,
          required: RoutineDesign(.i486).saved, isForAnyLine: true))
    }
    let judgement = try judge(routine)
    #expect(judgement.verdict == .proved, "\(judgement.notes)")
    #expect(judgement.paths == 16)
    // The stub of line 3 says that it is line 4's.
    var wrong = routine
    wrong.sections[0].bytes[3 * 8 + 5] = 4
    let refuted = try judge(wrong)
    #expect(
      refuted.faults.first?.claim.complaint
        == "it ends at OS2's routine for line 4, which is another line's")
    #expect(refuted.faults.first?.start.vector == 0x23)
  }

  /// The bound that the proof gives is what a run with no null selector costs.
  @Test func theWorstCaseIsAttained() throws {
    let judgement = try Self.judge(
      .small(.pentium), RoutineDesign(.pentium), from: Subject(.os1, .kernel))
    let bound = try #require(judgement.cost)
    var samples = Samples(seed: 3)
    let costs = (0..<12).compactMap { _ in
      judgement.setting.run(samples.start(judgement.setting, withoutNull: true)).cost
    }
    #expect(costs.contains(bound), "\(bound.description); \(costs[0].description)")
  }

  @Test func thePapersSetCannotBeRestoredAsItStands() throws {
    let judgement = try Self.judge(
      .small(.pentium), .paper(.pentium), from: Subject(.os1, .user), required: Item.paperSet)
    #expect(judgement.verdict == .refuted)
    let fault = try #require(judgement.faults.first)
    #expect(fault.claim.complaint.contains("exception 13"))
    #expect(fault.trace.lines.last?.text.hasPrefix("ltr") == true)
  }

  /// One change to a small layout each, and what the refutation must name.
  static let broken: [(String, String, @Sendable (inout Layout) -> Void)] = [
    ("OS2 maps the code elsewhere", "the switch region at", { $0.os2.pages[3].physical += 0x3000 }),
    ("OS2 does not map the code", "the switch region at", { $0.os2.pages.remove(at: 3) }),
    ("OS2 does not map the data", "the switch region at", { $0.os2.pages.remove(at: 4) }),
    ("OS1 maps the data elsewhere", "the switch region at", { $0.os1.pages[3].physical += 0x3000 }),
    ("OS1's data is read-only", "read-only", { $0.os1.pages[3].isWritable = false }),
    ("OS2's kernel is read-only", "read-only", { $0.os2.pages[0].isWritable = false }),
  ]

  @Test(arguments: broken.indices)
  func aBrokenLayoutIsRefutedWithThePageNamed(_ index: Int) throws {
    let (_, what, change) = Self.broken[index]
    var layout = Layout.small(.pentium)
    change(&layout)
    let judgement = try Self.judge(layout, RoutineDesign(.pentium), from: Subject(.os1, .user))
    #expect(judgement.verdict == .refuted)
    let complaint = judgement.faults.first?.claim.complaint ?? ""
    #expect(complaint.contains(what), "\(complaint)")
  }

  @Test func theSwitchRegionIsPlacedWhereNeitherOSHasAnything() throws {
    var layout = Layout.small(.pentium)
    for os in OS.allCases { layout[os].pages.removeAll { $0.linear >= 0xF000_0000 } }
    let placed = try #require(layout.placed())
    let judgement = try Self.judge(placed, RoutineDesign(.pentium), from: Subject(.os2, .user))
    #expect(judgement.verdict == .proved)
    layout.os1.pages.append(Layout.Pages(0x1000, to: 0, size: 0xFFFF_E000))
    #expect(layout.placed() == nil)
  }
}
