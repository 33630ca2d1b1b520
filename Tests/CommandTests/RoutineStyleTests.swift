import Foundation
import TestSupport
import Testing

/// Routines in the styles that readers write them in.
@Suite("Styles of routines")
struct RoutineStyleTests {
  typealias Files = RoutineCommandTests

  /// Judges a variant of an example that GNU as assembles.
  static func judge(
    _ example: String, _ changes: [(from: String, to: String)] = [],
    layout change: (from: String, to: String)? = nil
  ) throws -> Command.Result {
    var text = try Files.example("\(example).s")
    for (from, to) in changes {
      #expect(text.contains(from))
      text = text.replacing(from, with: to)
    }
    var layout = try Files.example("\(example).yaml")
    if let change {
      #expect(layout.contains(change.from))
      layout = layout.replacing(change.from, with: change.to)
    }
    return try Files.run(
      ["routine", "r.o", "--layout", "l.yaml"],
      ["r.o": try Oracle.assembled(text, "as", ["--32"]), "l.yaml": Data(layout.utf8)])
  }

  /// The same frame as PUSHA's, by pushes of one register each.
  @Test(.enabled(if: Oracle.has("as"))) func savesByPushesAreProved() throws {
    let pushes = ["eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"]
      .map { "        pushl   %\($0)\n" }.joined()
    let result = try Self.judge("routine", [("        pushal\n", pushes)])
    #expect(result.code == 0, "\(result.out)\(result.err)")
  }

  /// Right only where the slot was zero: at the first switch, and not at the next.
  @Test(.enabled(if: Oracle.has("as"))) func whatEarlierSwitchesLeftIsNotTakenForKnown() throws {
    let save = "        movl    %eax, save\\from\\()_dr\\n\n"
    let result = try Self.judge("routine", [(save, save.replacing("movl", with: "orl "))])
    #expect(result.code == 10, "\(result.err)")
    #expect(result.out.contains("OS1's dr0 is not in its slot"), "\(result.out)")
  }

  @Test(.enabled(if: Oracle.has("as"))) func aRoutineBehindTaskGatesIsProved() throws {
    let result = try Self.judge("routine-task")
    #expect(result.code == 0, "\(result.out)\(result.err)")
    #expect(result.out.contains("from-os2-kernel-to-user"))
    #expect(result.out.contains("task-switched-clear"))
  }

  /// Changes to the layout's entries on tasks, and what the error must say.
  static let bad: [(from: String, to: String, says: String)] = [
    ("gates: task ", "gates: trap ", "expected interrupt or task"),
    ("selector: 0x50, tss: task_1", "selector: 0x28, tss: task_1", "that OS1 does not use"),
    ("tss: task_1", "tss: 0xC0003000", "expected 104 bytes in the switch region"),
    ("tss: task_2", "tss: task_three", "expected an address or a symbol"),
    ("os2: {selector", "os3: {selector", "expected one of os1, os2"),
    ("task-switched-clear,", "task-switched-clear, task-switched-set,", "both clear and set"),
    ("assume: [", "assume: [loadable-selectors, ", "expected one of task-switched-clear"),
    ("eax: {tss: 0x28}", "eax: {stack: 4}", "none with task gates"),
    ("ends:", "entries: {os1: from_1, os2: from_2}\n  ends:", "expected none with task gates"),
  ]

  @Test(.enabled(if: Oracle.has("as")), arguments: bad.indices)
  func aBadEntryOnTasksIsRefused(_ index: Int) throws {
    let (from, to, says) = Self.bad[index]
    let result = try Self.judge("routine-task", layout: (from, to))
    #expect(result.code == 65)
    #expect(result.err.contains(says), "\(result.err)")
    #expect(result.err.contains("l.yaml:"), "\(result.err)")
  }
}
