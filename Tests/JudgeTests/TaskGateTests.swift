import Foundation
import Models
import Processor
import Solver
import TestSupport
import Testing

@testable import Judge

/// The example behind task gates, changed, in one switch: from OS1's user mode to OS2's kernel.
@Suite("Task gates")
struct TaskGateTests {
  static func example(_ name: String) throws -> String {
    try String(contentsOf: Oracle.package.appending(path: "Examples/\(name)"), encoding: .utf8)
  }

  static func judge(
    _ changes: [(from: String, to: String)] = [], layout change: (from: String, to: String)? = nil
  ) throws -> RoutineJudgement {
    var text = try example("routine-task.s")
    for (from, to) in changes {
      #expect(text.contains(from))
      text = text.replacing(from, with: to)
    }
    var layout = try example("routine-task.yaml")
    if let change {
      #expect(layout.contains(change.from))
      layout = layout.replacing(change.from, with: change.to)
    }
    let file = try LayoutFile(layout, file: "l.yaml")
    let bytes = try Oracle.assembled(text, "as", ["--32"])
    let setting = SwitchSetting(
      file.layout, try file.routine(Array(bytes), file: "r.o"), from: Subject(.os1, .user),
      line: 2, required: RoutineDesign(.pentium).saved, stopped: .kernel)
    return try RoutineJudge(Solver()).judge(setting)
  }

  /// In place of IRET with NT, a jump to the TSS, made available first.
  @Test(.enabled(if: Oracle.has("as"))) func itMayLeaveByAJumpToATask() throws {
    let free = """
              movl    save\\to\\()_gdtr+2, %eax
              andb    $~2, \\task+5(%eax)

      """
    let judgement = try Self.judge(
      [
        ("iretl                           # NT is set: a task switch", "ljmp    $\\task, $0"),
        ("        movw    $\\task, task_\\from      # IRET goes where the link says\n", free),
      ])
    #expect(judgement.verdict == .proved, "\(judgement.faults.map(\.claim.complaint))")
  }

  /// What is changed in the example behind task gates, and what must be said of it.
  static let broken: [(from: String, to: String, says: String)] = [
    ("movw    $\\task, task_\\from ", "# ", "exception 10 (invalidTSS)"),
    ("again_\\from:\n        jmp     from_\\from", "again_\\from:", "exception 13 (protection)"),
    ("        clts                            # the task switch", "#", "OS2 does not find its cr0"),
    ("        movl    %eax, 0x38(%ebx)\n", "", "OS2 does not find its esp"),
    ("$~0x34300", "$~0x34100", "OS2 does not find its eflags"),
    (
      "        movl    %ecx, 4(%eax)\n        movl    0x20(%ebx)", "        movl    0x20(%ebx)",
      "is not what an interrupt of line 2 would have pushed there"
    ),
    (
      "        movw    task_\\from, %ax  ", "        str     %ax #", "OS1's tr is not in its slot"
    ),
    ("$0x400, %eax\n", "$0x400, %eax\n sti\n", "an interrupt can come inside the switch"),
    // A breakpoint of the OS that is resumed comes upon the switch's own access of its TSS.
    (
      "        movl    $\\tss, %ebx\n",
      "        movl save\\to\\()_dr7, %eax\n movl %eax, %dr7\n movl $\\tss, %ebx\n",
      "exception 1 (debug)"
    ),
    (
      "iretl  ", "movl $100, %esp\n iretl #",
      "OS1 is left with another ESP than it is entered with"
    ),
  ]

  @Test(.enabled(if: Oracle.has("as")), arguments: broken.indices)
  func aMistakeBehindTaskGatesIsNamed(_ index: Int) throws {
    let (from, to, says) = Self.broken[index]
    let complaints = try Self.judge([(from, to)]).faults.map(\.claim.complaint)
    #expect(complaints.contains { $0.contains(says) }, "\(complaints)")
  }

  /// What a task gate loses is refuted where the layout does not take it for known.
  @Test(.enabled(if: Oracle.has("as"))) func whatATaskGateLosesIsNamed() throws {
    let lost: [(left: String, says: String)] = [
      ("[task-switched-clear]", "OS1's dr7 is not in its slot"),
      ("[no-local-breakpoints]", "OS1's cr0 is not in its slot"),
    ]
    for (left, says) in lost {
      let judgement = try Self.judge(
        layout: ("[task-switched-clear, no-local-breakpoints]", left))
      #expect(judgement.faults.first?.claim.complaint == says)
    }
  }
}
