import Testing

@Suite("Exit codes")
struct ExitCodeTests {
  @Test(
    "the most serious thing that happened decides",
    arguments: [
      (["check", "separate-stacks", "quiet-register", "two-ticks", "private-time"], 0),
      (["check", "mistaken"], 10),
      (["check", "deep"], 5),
      (["check", "contradiction"], 11),
      (["check", "broken"], 70),
      (["check", "deep", "separate-stacks", "contradiction"], 11),
      (["check", "deep", "contradiction", "mistaken"], 10),
      (["check", "mistaken", "broken"], 70),
      (["check", "factors", "--resources", "20000"], 5),
      (["check", "factors", "--timeout", "0.05"], 5),
      (["--resources", "20000"], 70),
      (["list"], 0),
      (["trace", "quiet-register"], 0),
      (["trace", "two-ticks"], 0),
      (["trace", "mistaken"], 10),
      (["trace", "deep"], 5),
      (["trace", "factors", "--resources", "20000"], 5),
      (["mutate", "latch"], 0),
      (["mutate", "latch", "--resources", "1"], 5),
      (["mutate", "two threads"], 10),
    ] as [([String], Int32)])
  func verdicts(arguments: [String], code: Int32) throws {
    let result = try Command.example.run(arguments)
    #expect(result.code == code, "\(result)")
  }

  @Test(
    "what can't be used is refused with one error and nothing on standard output",
    arguments: [
      (["frobnicate"], 64, "frobnicate"),
      (["check"], 64, "Missing expected argument"),
      (["check", "mistaken", "--timeout", "0"], 64, "expected a limit"),
      (["check", "mistaken", "--timeout", "-1"], 64, "timeout"),
      (["check", "mistaken", "--timeout", "soon"], 64, "soon"),
      (["--resources", "0"], 64, "expected a limit of 1 or more"),
      (["--jobs", "0"], 64, "expected from 1"),
      (["trace", "mistaken", "--format", "prose"], 64, "prose"),
      (["trace", "mistaken", "--json", "--format", "itf"], 64, "exclude"),
      (["check", "seperate-stacks"], 65, "“separate-stacks”"),
      (
        ["check", "wholly-different"], 65, "no theorem “wholly-different”; “verify list” lists them"
      ),
      (["mutate", "nothing like it"], 65, "“verify list --json” names them"),
      (["trace", "misteaken"], 65, "“mistaken”"),
      (["mutate", "to threads"], 65, "“two threads”"),
      (["trace", "separate-stacks"], 65, "there is no trace"),
      (
        ["trace", "mistaken", "--output", "/dev/null/trace"], 65, "/dev/null/trace: Not a directory"
      ),
      (["check", "mistaken", "--traces", "/dev/null/traces"], 65, "/dev/null/traces"),
      (
        ["export", "--output", "/dev/null/queries"], 65,
        "/dev/null/queries: /dev/null is no directory"
      ),
      (["export", "--format", "smtlib2", "--output", "/dev/null"], 65, "/dev/null"),
      (["export", "--format", "smtlib3", "--output", "/tmp"], 64, "smtlib3"),
    ] as [([String], Int32, String)])
  func refusals(arguments: [String], code: Int32, part: String) throws {
    let result = try Command.example.run(arguments)
    #expect(result.code == code, "\(result)")
    #expect(result.out.isEmpty)
    #expect(result.err.hasPrefix("Error: ") && result.err.contains(part), "\(result.err)")
    #expect(result.err.split(separator: "\n").count { $0.hasPrefix("Error") } == 1)
    #expect(!result.err.contains("verify all"), "nobody typed “all”")
  }
}
