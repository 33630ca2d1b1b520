import Foundation
import TestSupport
import Testing

@Suite("Save sets of a reader's own")
struct SaveSetTests {
  @Test(
    "a file that can't be used is refused with its line and what was expected",
    arguments: [
      ("- eax\n- eaxx\n", "set.yaml:2: “eaxx” is no item of a pentium; the nearest are “eax”"),
      ("- eax\n- xmm\n", "set.yaml:2: “xmm” is no item of a pentium; “verify saveset --cpu"),
      ("- eax\n- ebx\n- eax\n", "set.yaml:3: “eax” is listed twice"),
      ("- eax\n- [ebx]\n", "set.yaml:2: expected the name of an item"),
      ("- eax\n- [ebx\n", "expected YAML: "),
      ("items: eax\n", "set.yaml:1: expected a list of items"),
      ("", "expected a list of items"),
    ])
  func refusals(text: String, part: String) throws {
    try Scratch.with { scratch in
      let file = scratch.appending(path: "set.yaml")
      try Data(text.utf8).write(to: file)
      let result = try Command.verify.run("saveset", "--save-set", file.path)
      #expect(result.code == 65 && result.out.isEmpty)
      #expect(result.err.hasPrefix("Error: \(file.path)") && result.err.contains(part), "\(result)")
      #expect(result.err.split(separator: "\n").count == 1)
    }
  }

  @Test func aFileThatIsNotThereIsNamed() throws {
    let result = try Command.verify.run("saveset", "--save-set", "/nowhere/set.yaml")
    #expect(result.code == 65)
    #expect(result.err == "Error: can't read /nowhere/set.yaml: No such file or directory\n")
  }

  private func judged(_ text: String, _ options: String...) throws -> Command.Result {
    try Scratch.with { scratch in
      let file = scratch.appending(path: "set.yaml")
      try Data(text.utf8).write(to: file)
      return try Command.verify.run(["saveset", "--save-set", file.path, "--cpu", "486"] + options)
    }
  }

  private static let enough =
    "eax ebx ecx edx edi esi ebp esp ds es fs gs ss eflags cr0 cr2 cr3 gdtr idtr ldtr tr "
    + "dr0 dr1 dr2 dr3 dr6 dr7 fpu"

  private static func yaml(_ names: [Substring]) -> String {
    names.map { "- \($0)\n" }.joined()
  }

  @Test func aSetThatIsEnoughIsCalledSoWithWhatIsAssumed() throws {
    let result = try judged(Self.yaml(Self.enough.split(separator: " ")))
    #expect(result.code == 0 && result.out.contains("set.yaml is enough on a 486."), "\(result)")
    #expect(result.out.contains("[1] current-descriptors  Proofs/Switch/Assumptions.swift:"))
  }

  @Test func ofASetThatIsNotEnoughItIsSaidWhatIsLost() throws {
    let names = Self.enough.split(separator: " ").filter { $0 != "dr3" }
    let result = try judged(Self.yaml(names))
    #expect(result.code == 10 && !result.out.contains("declared"), "\(result)")
    let lines = result.out.split(separator: "\n")
    #expect(lines[0].contains("set.yaml is not enough on a 486: OS2 goes on, but dr3 is "))
    #expect(lines[1] == "It leaves out what must be saved: dr3")
    #expect(lines.contains { $0.contains("fig.3 a-4") })
  }

  @Test func whatNoSwitchSavesIsNamed() throws {
    let lines = try judged(Self.yaml(Self.enough.split(separator: " ") + ["cs.hidden", "cr1"])).out
      .split(separator: "\n")
    #expect(lines[0].hasSuffix("set.yaml is enough on a 486."))
    let note = "makes no difference in a save set"
    #expect(lines[1].hasPrefix("cr1 \(note); ignored: does not exist"), "\(lines[1])")
    #expect(lines[2].hasPrefix("cs.hidden \(note); rebuilt: loaded from"), "\(lines[2])")
    #expect(lines.count { $0.contains(note) } == 2)
  }

  @Test func aLimitLeavesItUndecided() throws {
    let one = try judged("- eax\n", "--resources", "10")
    #expect(one.code == 5 && one.out.hasPrefix("Undecided whether "), "\(one)")
    let all = try Command.verify.run("saveset", "--cpu", "486", "--resources", "10")
    #expect(all.code == 5)
    let lines = all.out.split(separator: "\n")
    #expect(lines[0].hasPrefix("eax") && lines[0].contains("undecided"), "\(lines[0])")
    #expect(lines.contains { $0.hasPrefix("Undecided, and so kept among them: eax ") })
    #expect(lines.contains { $0.hasPrefix("cr1 ") && $0.contains("need not be") })
  }

  @Test func anUnknownProcessorIsAMistakeOfUsage() throws {
    let result = try Command.verify.run("saveset", "--cpu", "386")
    #expect(result.code == 64 && result.err.contains("expected 486, pentium"))
  }
}
