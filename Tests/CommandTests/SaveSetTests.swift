import Foundation
import Testing

@Suite("Save sets of a reader's own")
struct SaveSetTests {
  @Test(
    "a file that can't be used is refused with its line and what was expected",
    arguments: [
      ("- eax\n- eaxx\n", "set.yaml:2: “eaxx” is no item of a pentium; the nearest are “eax”"),
      ("- eax\n- xmm\n", "set.yaml:2: “xmm” is no item of a pentium"),
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

  @Test func anUnknownProcessorIsAMistakeOfUsage() throws {
    let result = try Command.verify.run("saveset", "--cpu", "386")
    #expect(result.code == 64 && result.err.contains("expected 486, pentium"))
  }
}
