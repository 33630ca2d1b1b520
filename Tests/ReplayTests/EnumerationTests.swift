import Replay
import Testing

@Suite("Replay of protocol traces")
struct EnumerationTests {
  @Test(arguments: ["complete save set, 486", "complete save set, pentium-iii"])
  func allTracesUpToADepthAgree(_ specification: String) throws {
    var all = TraceEnumeration(specification, depth: 4)
    try all.run(atMost: 1500)
    for (trace, difference) in all.differences.prefix(5) {
      print(trace.joined(separator: " / "), "::", difference)
    }
    #expect(all.differences.isEmpty)
    #expect(all.count >= 1000)
  }
}
