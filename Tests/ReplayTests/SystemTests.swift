import Models
import Replay
import Testing

@Suite("The whole system")
struct SystemTests {
  private static func scenario(_ name: String) -> SystemScenario {
    SystemScenario.all.first { $0.name == name }!
  }

  @Test(arguments: SystemScenario.all.map(\.name))
  func runsAreAsTheModelsSay(_ name: String) throws {
    let outcome = try Self.scenario(name).run()
    #expect(outcome.objections == [])
  }

  /// What the runs of stopping OSes show, said once more without either model: the lines of the other
  /// OS that still come.
  @Test(arguments: [
    ("os1-halts-with-interrupts-on", "OS2 goes on (the card's line comes, line 5 comes)"),
    ("os1-leaves-an-interrupt-unended", "(the card's line does not come, line 5 does not come)"),
    ("os2-halts-with-interrupts-on", "OS1 goes on (line 0 comes, line 4 comes)"),
    ("os2-halts-with-interrupts-off", "OS1 stops with it (line 0 does not come"),
    ("os2-loops-with-interrupts-off", "OS1 stops with it (line 0 does not come"),
    ("os2-loses-its-kernel-stack", "OS1 stops with it (line 0 does not come"),
    ("os2-leaves-an-interrupt-unended", "OS1 goes on (line 0 comes, line 4 does not come)"),
    ("os2-masks-all-lines", "OS1 stops with it (line 0 does not come"),
  ])
  func stopsAreToldByLine(_ name: String, _ says: String) {
    #expect(Self.scenario(name).says.contains(says))
  }

  @Test func sendingTakesFigure8sSteps() throws {
    let run = try Self.scenario("os1-sends").run().run
    let labels = run.steps.filter { !$0.continues }.compactMap(\.label).filter {
      $0.hasPrefix("fig.8") || $0.hasPrefix("fig.6")
    }
    #expect(labels == ["fig.8 a"] + PacketPath.sendingOfOS1.labels + ["fig.8 c-1"])
    let path = run.steps.filter { PacketPath.sendingOfOS1.labels.contains($0.label ?? "") }
    #expect(path.map(\.cost).reduce(Cost(), +) == PacketPath.sendingOfOS1.cost)
  }

  @Test func theFrameOnTheWireBearsOS1sAddress() throws {
    let run = try Self.scenario("os1-sends").run().run
    let frame = try #require(run.sent.first)
    #expect(Array(frame[6..<12]) == SystemDesign.address1)
    #expect(frame[14...].starts(with: "from OS1 through the pseudo-NIC".utf8))
  }

  // MARK: Mutants

  enum Mutant: String, CaseIterable {
    case withoutCheck, withoutRewriting, withoutCopy, withoutAcknowledging

    func apply(to design: inout SystemDesign) {
      switch self {
      case .withoutCheck: design.checksAddresses = false
      case .withoutRewriting: design.rewritesAddresses = false
      case .withoutCopy: design.copiesPackets = false
      case .withoutAcknowledging: design.acknowledges = false
      }
    }
  }

  @Test(arguments: [
    (Mutant.withoutCheck, "os1-gives-an-address-of-os2"),
    (.withoutCheck, "os1-gives-an-address-across-its-end"),
    (.withoutCheck, "os1-offers-a-ring-of-os2"), (.withoutRewriting, "os1-sends"),
    (.withoutRewriting, "os1-receives"), (.withoutCopy, "os1-sends"),
    (.withoutCopy, "os1-receives"), (.withoutAcknowledging, "os1-receives"),
    (.withoutAcknowledging, "os1-sends-twice"),
  ])
  func mutantsAreNoticed(_ mutant: Mutant, _ name: String) throws {
    var scenario = Self.scenario(name)
    mutant.apply(to: &scenario.design)
    #expect(try !scenario.run().objections.isEmpty)
  }

  /// Each instruction by which the pseudo-NIC gives a packet to the card. In other steps some are
  /// not missed, which `verify system --mutate` lists.
  @Test func anInstructionLessIsNoticed() throws {
    let step = "fig.8 b-1: the pseudo-NIC gives OS1's packet to the NIC"
    let mutants = try SystemMutant.all().filter { $0.step == step }
    #expect(mutants.count > 7)
    let survivors = try mutants.filter { try $0.noticedBy() == nil }
    #expect(survivors.map(\.text) == [])
  }

  /// Without the check what OS2 has in its memory goes onto the wire.
  @Test func withoutTheCheckOS2sMemoryLeaks() throws {
    var scenario = Self.scenario("os1-gives-an-address-of-os2")
    scenario.design.checksAddresses = false
    // Where OS2 keeps its own packet.
    scenario.design.sendAddress = SystemLayout.OS2.packet
    let run = try scenario.run().run
    #expect(run.sent.first?.dropFirst(14).starts(with: "from OS2".utf8) == true)
  }

  @Test func instructionsAreShownOnRequest() throws {
    let run = try Self.scenario("os1-sends").run(traces: true).run
    let step = try #require(run.steps.first { $0.label == "fig.8 b-1" })
    #expect(step.trace.contains { $0.hasSuffix("out dx, eax") })
    #expect(step.trace.count == Int(step.instructions))
  }
}
