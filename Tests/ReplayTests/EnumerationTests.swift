import Logic
import Models
import Replay
import Testing

@Suite("Replay of protocol traces")
struct EnumerationTests {
  @Test(arguments: [
    "complete save set, 486", "complete save set, pentium", "complete save set, pentium-iii",
    "paper's save set, pentium",
  ])
  func tracesAgreeStepByStep(_ specification: String) throws {
    var all = TraceEnumeration(specification, depth: 4)
    try all.run(atMost: 1000)
    #expect(all.differences.isEmpty, "\(all.differences.first.map { "\($0)" } ?? "")")
    #expect(all.count == 1000)
  }

  @Test func switchesAreAmongThem() throws {
    var all = TraceEnumeration("complete save set, pentium", depth: 2)
    try all.run()
    #expect(all.differences.isEmpty)
    #expect(all.switches > 0)
  }

  /// A line that belongs to the other OS: its step is not one that the protocol allows.
  @Test func aStepThatTheProtocolDoesNotAllowIsADifference() throws {
    var replayer = try Replayer(
      specification: "complete save set, pentium", owners: [0: .os1, 1: .os2], first: 0,
      modes: (.user, .user), interrupts: true)
    try replayer.take("a device raises a line", ["line": .word(1)])
    #expect(replayer.report.agrees)
    try replayer.take("OS1 is interrupted by its own line", ["line": .word(1)])
    #expect(!replayer.report.agrees)
  }

  @Test func anotherModelIsRefused() throws {
    #expect(throws: ReplayError.self) {
      try Replayer(
        specification: "jugs", owners: [0: .os1], first: 0, modes: (.user, .user),
        interrupts: true)
    }
  }
}
