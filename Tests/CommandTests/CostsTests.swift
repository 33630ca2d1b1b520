import Testing

@Suite("verify costs")
struct CostsTests {
  @Test func givesEachTableAsData() throws {
    let result = try Command.verify.run("costs", "--format", "json")
    #expect(result.code == 0)
    let root = try result.json
    #expect(Set(root.keys) == ["architectures", "costs", "pseudoNIC", "changesOfOS1"])
    let costs = try #require(root["costs"] as? [String: Any])
    let rows = try #require(costs["rows"] as? [[String: String]])
    #expect(rows.count == 24)
    #expect(rows.contains { $0["OS"] == "OS1" && $0["switches"] == "4" })
  }

  @Test(arguments: ["costs", "channels"])
  func refusesAFormatThatThereIsNot(command: String) throws {
    let result = try Command.verify.run(command, "--format", "yaml")
    #expect(result.code == 64 && result.out.isEmpty && result.err.contains("yaml"))
  }
}
