import Testing

@Suite("Wrong usage of verify run")
struct RunUsageTests {
  @Test(
    "is refused with what was expected",
    arguments: [
      (["--limit", "-3"], "The value '-3' is invalid for '--limit"),
      (["--limit", "0"], "--limit 0: expected 1 instruction or more"),
      (["--memory", "-1"], "--memory must be from 1 to 3072 MiB, not -1"),
      (["--trace", "--json"], "--trace and --json exclude one another"),
      (["--cpu", "386"], "'386'"),
    ])
  func isRefused(options: [String], part: String) throws {
    try Rom.with("FA F4") { rom in
      let result = try Command.verify.run(["run", rom] + options)
      #expect(result.code == 64 && result.out.isEmpty && result.err.contains(part), "\(result)")
    }
  }
}
