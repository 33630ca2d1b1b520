import Testing

@Suite("Where the time goes")
struct ProfileTests {
  @Test func theSlowestComesFirst() throws {
    let arguments = ["check", "separate-stacks", "two-ticks", "latched", "--profile"]
    let root = try Command.example.run(arguments + ["--json"]).json
    let rows = try #require(root["profile"] as? [[String: Any]])
    let seconds = rows.compactMap { $0["seconds"] as? Double }
    #expect(seconds.count == 3 && seconds == seconds.sorted(by: >))
    let parts = ["building", "translating", "solving", "replaying", "waiting"]
    for row in rows {
      #expect(Set(row.keys) == Set(parts + ["id", "seconds"]))
      let sum = parts.reduce(0) { $0 + (row[$1] as? Double ?? -1) }
      #expect(abs(sum - (row["seconds"] as? Double ?? -1)) < 0.005)
    }
    let lines = try Command.example.run(arguments).out.split(separator: "\n")
    let head = try #require(
      lines.firstIndex { $0.hasPrefix("theorem ") && $0.hasSuffix("waiting") })
    #expect(lines[head + 4].hasPrefix("all 3 "))
  }
}
