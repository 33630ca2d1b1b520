import Logic
import Models
import Specification

/// S1, S3: an OS that is resumed finds its context as it was when it was stopped.
enum Preservation {
  static func theorem(
    _ id: String, _ says: String, _ declared: Declared, _ design: SwitchDesign, of items: [Item],
    assuming assumptions: [Assumption<System>] = [], claims: [String] = ["S1", "S3"],
    file: String = #filePath, line: Int = #line
  ) -> Theorem<System> {
    Theorem(
      id, claims: claims, says, declared, of: design.specification, assuming: assumptions,
      lemmas: Lemmas.of(design), depth: 6,
      .step { step in
        guard step.isLabelled("a-4") else { return true }
        return OS.both { os in
          (step.after.running == os).implies(
            isFound(items, step.after, step.before.expected(os, step.before.line), os))
        }
      },
      explain: { explanation($0, items) }, file: file, line: line)
  }

  /// The processor holds what it should in these items, and the frame is where it was pushed.
  private static func isFound(
    _ items: [Item], _ s: System, _ expected: Solo, _ os: OS
  ) -> Formula {
    let words = Formula.all(items.map { s.cpu[$0] == expected.cpu[$0] })
    let state = s.mode == expected.mode && s.interrupts == expected.interrupts
    return words && (state && s.guest(os).isEqual(to: expected.own))
  }

  /// Whose value arrived where.
  static func explanation(_ s: System, _ items: [Item]) -> String {
    guard let os = s.running.known else { return "" }
    let expected = s.expected(os, s.line)
    let wrong = items.filter { (s.cpu[$0] == expected.cpu[$0]).known == false }
    let other = s.stopped(os.other).cpu
    let found = wrong.map { item in
      let whose =
        (s.cpu[item] == other[item]).known == true ? "\(os.other.title)'s value" : "another value"
      return "\(item.name) is \(s.cpu[item]) (\(whose)), not \(expected.cpu[item])"
    }
    return "\(os.title) goes on, but " + found.joined(separator: "; ")
  }

  static let all: [Theorem<System>] = {
    let paper = SwitchDesign.paper(.pentium)
    return [
      theorem(
        "paper-set-keeps-paper-items",
        "with the paper's save set a resumed OS finds each item of (A)–(G) as it was", .holds,
        paper, of: paper.items.filter { $0.row.group != .beyond }),
      theorem(
        "paper-set-keeps-whole-context",
        "with the paper's save set a resumed OS finds its whole context as it was", .fails,
        paper, of: paper.items, assuming: [Assumptions.currentDescriptors]),
    ]
      + Generation.allCases.map { generation in
        let design = SwitchDesign.complete(generation)
        return theorem(
          "complete-set-keeps-whole-context-\(generation.rawValue)",
          "with the complete save set of the \(generation.rawValue) a resumed OS finds its whole context as it was",
          .holds, design, of: design.items, assuming: [Assumptions.currentDescriptors])
      } + [
        theorem(
          "hidden-parts-survive-table-edits",
          "a resumed OS finds the hidden parts of its segment registers as they were, even if it has edited a descriptor since it loaded one",
          .fails, SwitchDesign.complete(.pentium), of: SwitchDesign.complete(.pentium).items)
      ] + needed
  }()

  /// (a) GDTR and LDTR, (b) IDTR, (c) CR3: without each the switch is another's (S2).
  private static let needed = [Item.gdtr, .ldtr, .idtr, .cr3].map { item in
    let design = SwitchDesign.complete(.pentium)
    return theorem(
      "whole-context-kept-without-\(item.name)",
      "a resumed OS finds its whole context as it was though the switch leaves \(item.name) alone",
      .fails, design.dropping(item), of: design.items, assuming: [Assumptions.currentDescriptors],
      claims: ["S2"])
  }
}
