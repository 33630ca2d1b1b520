import Testing

/// A part of what `verify mutate` tries in full: of the models' small changes those that are decided
/// in seconds.
@Suite("Mutants of the models")
struct ModelMutantTests {
  static let specifications = [
    "a NIC of one OS", "any device, pseudo-NIC obedient to the map", "mastery, no master (fig. 2)",
    "time, in slots", "a register reached in two steps: select, access and restore in one step",
    "8255x command unit, dumped to a block of the pseudo-NIC's, in one step",
  ]

  /// 11 would be a survivor, or an excuse of what is noticed.
  @Test func eachIsNoticedOrRightlyExcused() throws {
    let result = try Command.verify.run(
      ["mutate", "--excused", "--json"] + Self.specifications)
    #expect(result.code == 0, "\(result.err)")
    let mutants = try #require(try result.json["mutants"] as? [[String: Any]])
    #expect(Set(mutants.compactMap { $0["specification"] as? String }) == Set(Self.specifications))
    let fates = mutants.compactMap { $0["fate"] as? String }
    #expect(fates.count { $0 == "noticed" } > 200 && !fates.contains("survived"))
  }
}
