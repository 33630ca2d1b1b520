import Logic
import Models
import Specification

/// S7–S9: every step of figures 3 and 4 happens, in the paper's order.
enum Witnesses {
  private static func theorem(
    _ id: String, _ claims: [String], _ says: String, _ steps: [String], depth: Int = 10,
    file: String = #filePath, line: Int = #line,
    _ goal: @escaping @Sendable (System) -> Formula = { _ in true }
  ) -> Theorem<System> {
    Theorem(
      id, claims: claims, says, .holds, of: Control.design.specification, depth: depth,
      .reachable(labels: steps, goal), file: file, line: line)
  }

  private static func steps(_ os: OS, _ all: String...) -> [String] {
    all.map { figure(interruptOf: os, $0) }
  }

  private static let toOS2 = steps(.os2, "a-1", "a-2", "a-3", "a-3", "a-4", "a-5")
  private static let toOS1 = steps(.os1, "a-1", "a-2", "a-3", "a-3", "a-4", "a-5")

  static let all: [Theorem<System>] = [
    theorem(
      "figure-3a-happens", ["S7"], "an interrupt of OS2 while OS1 runs goes through a-1 … a-5",
      toOS2, depth: 8),
    theorem(
      "figure-3b-happens", ["S8"], "an interrupt of OS2 while OS2 runs goes through b-1, b-2",
      toOS2 + steps(.os2, "b-1", "b-2"), depth: 13),
    theorem(
      "figure-4a-happens", ["S9"], "an interrupt of OS1 while OS2 runs goes through a-1 … a-5",
      toOS2 + toOS1, depth: 16),
    theorem(
      "figure-4b-happens", ["S9"], "an interrupt of OS1 while OS1 runs goes through b-1, b-2",
      steps(.os1, "b-1", "b-2"), depth: 6),
    theorem(
      "switch-from-user-mode", ["S5"], "OS1 is interrupted by OS2's line in user mode",
      steps(.os2, "a-1"), depth: 4
    ) { $0.stopped1.mode == .user },
    theorem(
      "switch-from-kernel-mode", ["S5"], "OS1 is interrupted by OS2's line in kernel mode",
      steps(.os2, "a-1"), depth: 6
    ) { $0.stopped1.mode == .kernel },
    theorem(
      "switch-from-inside-a-routine", ["S5"],
      "OS1 is interrupted by OS2's line inside its own routine, which had let interrupts in",
      steps(.os1, "b-1") + steps(.os2, "a-1"), depth: 8
    ) { $0.stopped1.own.depth == 1 },
    theorem(
      "no-switch-with-interrupts-off", ["S5", "A8"],
      "OS1 runs with interrupts off while an interrupt of OS2 waits that the controller would pass",
      [], depth: 6
    ) { s in
      let blocked = s.running == .os1 && (s.phase == .system && !s.interrupts)
      return Formula.all(s.controller.passes(0) + [blocked, s.isOwned(0, by: .os2)])
    },
  ]
}
