import Checker
import Models
import Processor

/// S1–S9 on machine code: the switch's own routine on the layout of two small OSes.
enum CodeTheorems {
  static let all: [AnyTheorem] = judged.map(\.theorem) + KnownTraps.all.map(\.theorem)

  /// Those that are about all contexts.
  static let judged = whole + [anyLine] + refinement + paper + traps

  private static func name(_ generation: ProcessorGeneration) -> String {
    Generation(generation).rawValue
  }

  // MARK: The complete routine

  static let whole = ProcessorGeneration.allCases.map { generation in
    var theorem = CodeTheorem(
      "code-switches-all-contexts-\(name(generation))", claims: ["S1", "S3", "S4", "S7", "S9"],
      "the complete routine of the \(name(generation)) saves and restores every context, changes nothing else, never faults, and each of its accesses is continuous",
      .holds, .small(generation), RoutineDesign(generation))
    theorem.showsAssumptions = generation == .pentium
    return theorem
  }

  /// The stubs and the jump by the line are the same for each generation, and from each mode.
  static let anyLine: CodeTheorem = {
    var theorem = CodeTheorem(
      "code-switches-for-any-line", claims: ["S1", "S3", "S4", "S7", "S9"],
      "whoever owns the interrupt lines, an interrupt of any line of the other OS in the kernel leads through the complete routine of the pentium to that OS's routine for the line, every context kept",
      .holds, .small(.pentium), RoutineDesign(.pentium))
    theorem.isForAnyLine = true
    theorem.subjects = OS.allCases.map { Subject($0, .kernel) }
    return theorem
  }()

  static let refinement = ProcessorGeneration.allCases.map { generation in
    var theorem = CodeTheorem(
      "code-refines-the-protocol-\(name(generation))", claims: ["S3", "S6", "S7", "S9"],
      "the complete routine of the \(name(generation)) leaves in processor and save areas what the protocol's steps a-2 to a-4 leave there",
      .holds, .small(generation), RoutineDesign(generation))
    theorem.isRefinement = true
    return theorem
  }

  // MARK: The paper's

  static let paper: [CodeTheorem] = [
    CodeTheorem(
      "code-of-the-paper-runs-as-it-stands", claims: ["S3"],
      "(A) to (G) can be restored as they stand", .fails, .small(.pentium), .paper(.pentium),
      required: Item.paperSet),
    CodeTheorem(
      "code-of-the-paper-keeps-paper-items", claims: ["S1", "S3"],
      "with the TSS made available first, a routine that saves (A) to (G) keeps them, for all contexts",
      .holds, .small(.pentium), .mendedPaper(.pentium), required: Item.paperSet),
    CodeTheorem(
      "code-of-the-paper-keeps-whole-context", claims: ["S1", "S3"],
      "a routine that saves (A) to (G) keeps the whole context", .fails, .small(.pentium),
      .mendedPaper(.pentium)),
  ]

  // MARK: Traps

  /// The routine with one thing left undone: each is refuted.
  static let traps: [CodeTheorem] = [
    trap("busy-tss", ["S3"], "TR can be loaded while its TSS is marked busy", .pentium) {
      $0.clearsBusy = false
    },
    trap(
      "global-pages", ["S3", "S4"], "a load of CR3 is enough where both OSes have global pages",
      .pentiumII,
      {
        $0.flushesGlobal = false
        $0.allowsLargePages = false
      }, { $0.layout = .bothGlobal(.pentiumII) }),
    trap("hidden-parts", ["S3"], "a load of GDTR is enough for the segment registers", .pentium) {
      $0.reloadsSegments = false
    },
    trap("gdt-not-mapped", ["S4"], "segments may be loaded before CR3", .pentium) {
      $0.loadsPagingFirst = false
    },
    trap("live-breakpoints", ["S3"], "the interrupted OS's breakpoints may stay on", .pentium) {
      $0.disarmsBreakpoints = false
    },
    trap("task-switched", ["S1"], "x87 state can be saved whatever CR0.TS and EM are", .pentium) {
      $0.clearsTaskSwitched = false
    },
    trap(
      "cr4-after-cr3", ["S3", "S4"], "CR4.PSE may be loaded after CR3", .pentium,
      {
        $0.allowsLargePages = false
      }, { $0.layout = .largeSwitchRegion(.pentium) }),
    trap("foreign-stack", ["S4"], "the interrupted OS's stack can be used up to the end", .pentium)
    {
      $0.ownStack = false
    },
    trap("sti-shadow", ["S1", "S5"], "STI, an instruction and CLI let no interrupt in", .pentium) {
      $0.opensWindow = true
    },
    trap(
      "nested-task", ["S1"], "the switch may return by IRET with the NT of what was interrupted",
      .pentium
    ) {
      $0.takesPushedFlags = true
    },
    trap("popf", ["S3"], "POPF is enough for EFLAGS", .pentium) { $0.returnsFlags = false },
  ]

  private static func trap(
    _ id: String, _ claims: [String], _ says: String, _ generation: ProcessorGeneration,
    _ change: (inout RoutineDesign) -> Void, _ adapt: (inout CodeTheorem) -> Void = { _ in },
    line: Int = #line
  ) -> CodeTheorem {
    var design = RoutineDesign(generation)
    change(&design)
    var theorem = CodeTheorem(
      "trap-\(id)", claims: claims, says, .fails, .small(generation), design, line: line)
    adapt(&theorem)
    return theorem
  }
}
