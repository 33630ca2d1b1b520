import Foundation
import TestSupport
import Testing

/// `verify replay` of theorems' names, of files, as images, and on bad input.
@Suite("Replays from names and files")
struct ReplayCommandTests {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "ProofsTests/Golden")

  private static func trace(_ name: String = "paper-set-keeps-whole-context") throws -> String {
    try String(contentsOf: golden.appending(path: "\(name).itf.json"), encoding: .utf8)
  }

  /// Runs with the text as t.itf.json.
  private static func replay(
    _ text: String, _ arguments: [String] = []
  ) throws -> Command.Result {
    try Scratch.with { scratch in
      let file = scratch.appending(path: "t.itf.json")
      try Data(text.utf8).write(to: file)
      return try Command.verify.run(["replay", file.path] + arguments)
    }
  }

  /// What is wrong with a file, and what the error says.
  static let bad: [(change: @Sendable (String) -> String, says: [String])] = [
    ({ _ in "" }, ["t.itf.json", "expected JSON"]),
    ({ String($0.dropLast($0.count / 2)) }, ["t.itf.json", "expected JSON"]),
    ({ _ in "{}" }, ["#meta"]),
    (
      { $0.replacing("paper's save set, pentium", with: "jugs") },
      ["found a trace of “jugs”: expected “complete save set, CPU”"]
    ),
    (
      { $0.replacing("paper's save set, pentium", with: "complete save set, pentium") },
      [
        "found states without “saved.os1.fpu”", "expected every word",
        "“complete save set, pentium”",
      ]
    ),
    (
      { $0.replacing("paper's save set, pentium", with: "paper's save set, pentium-iii") },
      ["found states without “cpu.xmm”"]
    ),
    (
      { $0.replacing("the switch saves OS1", with: "the switch forgets OS1") },
      ["found “the switch forgets OS1” as step 4: expected a step of the switch's protocol"]
    ),
    (
      { $0.replacing("\"cpu.eax\": {\"#bigint\": \"0\"}", with: "\"cpu.eax\": \"none\"") },
      ["cpu.eax"]
    ),
    ({ $0.replacing("\"states\"", with: "\"status\"") }, ["states"]),
  ]

  @Test(arguments: bad.indices)
  func badTracesAreRefusedWithOneError(_ index: Int) throws {
    let (change, says) = Self.bad[index]
    let text = change(try Self.trace())
    try Scratch.with { scratch in
      let image = scratch.appending(path: "image").path
      let result = try Self.replay(text, ["--image", image])
      #expect(result.code == 65)
      #expect(result.out.isEmpty)
      #expect(result.err.split(separator: "\n").count == 1, "\(result.err)")
      for part in says { #expect(result.err.contains(part), "\(result.err)") }
      #expect(!FileManager.default.fileExists(atPath: image))
    }
  }

  @Test func aWrongWordIsADifference() throws {
    let text = try Self.trace().replacing(
      "\"os2.depth\": {\"#bigint\": \"1\"}", with: "\"os2.depth\": {\"#bigint\": \"2\"}")
    let result = try Self.replay(text)
    #expect(result.code == 10)
    #expect(result.out.contains("DIFFERS"))
    #expect(result.out.contains("os2.depth is 2h in the trace, 1h by the protocol"))
  }

  @Test func theImageOfACounterexampleEndsWithTheSame() throws {
    try Scratch.with { scratch in
      for (kind, arguments) in [("elf", []), ("rom", ["--rom"])] as [(String, [String])] {
        let image = scratch.appending(path: "image.\(kind)").path
        let result = try Self.replay(try Self.trace(), ["--image", image] + arguments)
        #expect(result.code == 0)
        #expect(result.out.contains("the processor does what the trace says"))
        let run = try Command.verify.run("run", image, "--memory", "16")
        #expect(run.code == 0)
        #expect(run.out.contains("fig.3 a-4  the switch jumps to OS2's routine"))
        #expect(run.out.hasSuffix("=> fpu is not what OS2 had when it was stopped\nsame\n"))
      }
    }
  }

  @Test func aTrapIsCarriedOut() throws {
    let result = try Command.verify.run("replay", "trap-busy-tss", "--trace")
    #expect(result.code == 0)
    #expect(result.out.contains("ltr"))
    #expect(result.out.contains("exception 13 is delivered, to OS2's routine for exception 13"))
    #expect(result.out.contains("the processor does what the refutation says"))
  }

  @Test(
    arguments: [
      (
        ["replay", "trap-busy-tss", "--image", "x"], 65, "expected one on the protocol for --image"
      ),
      (["replay", "a-5-returns-to-user-mode", "--rom"], 64, "--rom"),
      (["replay", "a-5-returns-to-user-mode", "--image", "x", "--run", "3"], 64, "--run"),
      (
        ["replay", "a-5-returns-to-user-mode", "--image", "x", "--run", "2"], 65,
        "found one run: expected a run 2"
      ),
      (["replay", "a-5-returns-to-user-mode", "--image", "/none/x"], 65, "/none/x"),
      (["replay", "code-switches-all-contexts-486"], 65, "code-switches-all-contexts-486"),
      (["replay", "none.itf.json"], 65, "none.itf.json"),
    ] as [([String], Int32, String)])
  func mistakesAreNamed(_ arguments: [String], _ code: Int32, _ says: String) throws {
    let result = try Command.verify.run(arguments)
    #expect(result.code == code)
    #expect(result.err.contains(says), "\(result.err)")
    #expect(!FileManager.default.fileExists(atPath: "x"))
  }
}
