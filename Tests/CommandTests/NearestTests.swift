import Testing

@testable import Command
@testable import Report

@Suite("Names that are meant")
struct NearestTests {
  @Test(
    "distance counts insertions, deletions and replacements",
    arguments: [("", "", 0), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 2)])
  func distance(a: String, b: String, count: Int) {
    #expect(a.distance(to: b) == count && b.distance(to: a) == count)
  }

  @Test func theNearestComesFirst() {
    let names = ["memory-is-apart", "control-after-a-5", "no-switch"]
    #expect("control-after-a5".nearest(in: names).first == "control-after-a-5")
  }

  @Test("what is like no name brings none up; a part of a name brings that")
  func threshold() {
    let names = ["memory-is-apart", "eax", "ebx"]
    #expect("wholly-different".nearest(in: names).isEmpty)
    #expect("xyz".nearest(in: names).isEmpty)
    #expect("memory".nearest(in: names) == ["memory-is-apart"])
    #expect("eaxx".nearest(in: names) == ["eax"])
  }

  @Test func fileNamesAreSafeAndUnique() {
    var names = FileNames()
    let given = ["a/b c.x", "a b c.x", "A-B-C.x", "..", "割"].map { names.unique($0) }
    #expect(Set(given.map { $0.lowercased() }).count == given.count)
    let safe = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_")
    #expect(given.allSatisfy { !$0.hasPrefix(".") && $0.allSatisfy(safe.contains) })
  }
}
