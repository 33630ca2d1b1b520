import Models
import Platform

/// A run of the whole system by name, with what must come of it.
public struct SystemScenario: Sendable {
  public let name: String
  /// What it shows, in a sentence.
  public let says: String
  public var design: SystemDesign
  /// What comes from outside; addresses of code by label.
  let events: @Sendable ([String: UInt32]) -> [Schedule.Event]
  /// The time at which the run ends, in instructions.
  let limit: UInt64
  /// What is not as it must be.
  let objections: @Sendable (SystemRun) -> [String]

  init(
    _ name: String, _ says: String, until limit: UInt64 = 8000,
    _ change: (inout SystemDesign) -> Void = { _ in },
    events: @escaping @Sendable ([String: UInt32]) -> [Schedule.Event] = { _ in [] },
    objections: @escaping @Sendable (SystemRun) -> [String]
  ) {
    self.name = name
    self.says = says
    self.limit = limit
    self.events = events
    self.objections = objections
    design = SystemDesign()
    change(&design)
  }

  /// What came of a run.
  public struct Outcome: Sendable {
    public let run: SystemRun
    /// Where the run is not as the model of the shared card, the counts of its costs, the protocol
    /// or the scenario has it; empty where all is well.
    public let objections: [String]
  }

  /// - Parameter line: an instruction that is left out
  public func run(
    traces: Bool = false, without line: SystemImage.Line? = nil
  ) throws -> Outcome {
    let image = try SystemImage(design, without: line)
    let run = try SystemRun(image, events: events(image.labels), until: limit, traces: traces)
    return Outcome(
      run: run, objections: run.differences + SystemCost.objections(run) + objections(run))
  }

  /// The image that the scenario runs, as a file for a multiboot loader.
  public func file() throws -> [UInt8] { try SystemImage(design).file }
}

// MARK: - Building them

extension SystemScenario {
  /// The scenarios, in the order in which they are listed.
  public static let all: [SystemScenario] =
    [sends, receives, both, broadcast, deferred] + refusals
    + OS.allCases.flatMap { os in
      SystemDesign.Stop.allCases.map { stops(os, $0) }
    } + SystemDesign.Stop.allCases.map(rescued)

  /// When the system has started and OS1 runs.
  static let started: UInt64 = 3000

  static func expect(_ truth: Bool, _ text: String) -> [String] { truth ? [] : [text] }

  static func frame(_ time: UInt64, to address: [UInt8], _ text: String) -> Schedule.Event {
    Schedule.Event(
      .before(time),
      .frame(SystemDesign.frame(to: address, from: SystemDesign.peer, text)))
  }

  /// OS1's packet as it must be on the wire, and OS2's.
  static let onWire1 =
    SystemDesign.packet1.prefix(6) + SystemDesign.address1 + SystemDesign.packet1.dropFirst(12)
  static let onWire2 = SystemDesign.packet2

  // MARK: Packets

  static let sends = SystemScenario(
    "os1-sends", "OS1 sends a packet through the pseudo-NIC: it is on the wire once (fig. 8)"
  ) {
    $0.sendsAtStart = true
  } objections: { run in
    expect(run.sent == [Array(onWire1)], "not exactly OS1's packet is on the wire")
      + expect(run.covers(PacketPath.sendingOfOS1), "not all steps of figure 8's path")
  }

  static let receives = SystemScenario(
    "os1-receives",
    "a frame for OS1 comes into its buffer, and the pseudo-NIC interrupts it (fig. 8)"
  ) { _ in
  } events: { _ in
    [frame(started, to: SystemDesign.address1, "for OS1")]
  } objections: { run in
    expect(run.last.received1 == 1, "OS1 has \(run.last.received1) packets, not 1")
      + expect(run.last.received2 == 0, "OS2 has a packet that is not its own")
      + expect(run.covers(PacketPath.receivingOfOS1), "not all steps of figure 8's path")
  }

  static let both = SystemScenario(
    "os2-communicates-beside-os1",
    "OS2 sends and receives its own way while OS1 sends too (fig. 6, fig. 7)", until: 12_000
  ) {
    $0.sendsAtStart = true
  } events: { _ in
    [
      frame(started + 2000, to: SystemDesign.address2, "for OS2"),
      Schedule.Event(
        .before(started + 4200), .interrupt(Int(SystemDesign.request[.os2]!))),
    ]
  } objections: { run in
    expect(run.sent == [Array(onWire1), onWire2], "not OS1's packet, then OS2's, on the wire")
      + expect(run.last.received2 == 1, "OS2 has \(run.last.received2) packets, not 1")
      + expect(run.last.received1 == 0, "OS1 has a packet that is not its own")
      + expect(run.covers(PacketPath.sendingOfOS2), "not all steps of OS2's sending")
      + expect(run.covers(PacketPath.receivingOfOS2), "not all steps of OS2's receiving")
  }

  static let broadcast = SystemScenario(
    "broadcast-reaches-both", "a broadcast reaches both OSes, a stranger's frame neither",
    until: 12_000
  ) { _ in
  } events: { _ in
    [
      frame(started, to: Array(repeating: 0xFF, count: 6), "for both"),
      frame(started + 4000, to: SystemDesign.peer, "for a stranger"),
    ]
  } objections: { run in
    expect(run.last.received1 == 1, "OS1 has \(run.last.received1) packets, not 1")
      + expect(run.last.received2 == 1, "OS2 has \(run.last.received2) packets, not 1")
  }

  static let deferred = SystemScenario(
    "os1-sends-twice", "two packets of OS1, one after the other, are on the wire once each",
    until: 12_000
  ) {
    $0.sendsAtStart = true
  } events: { _ in
    [Schedule.Event(.before(started + 2000), .interrupt(Int(SystemDesign.request[.os1]!)))]
  } objections: { run in
    expect(run.sent == [Array(onWire1), Array(onWire1)], "not twice OS1's packet on the wire")
  }

  // MARK: Addresses

  private static let refusals = [
    refuses("os1-gives-an-address-of-os2", "in OS2's memory", SystemLayout.OS2.inbox1),
    refuses(
      "os1-gives-an-address-across-its-end", "whose end is beyond OS1's memory",
      SystemLayout.memory1.upperBound - 32),
    refuses("os1-gives-an-address-that-wraps", "whose end wraps around", 0xFFFF_FFF0),
    SystemScenario(
      "os1-offers-a-ring-of-os2", "a receive buffer in OS2's memory is refused, nothing is copied"
    ) {
      $0.receiveAddress = SystemLayout.OS2.inbox1
    } events: { _ in
      [frame(started, to: SystemDesign.address1, "for OS1")]
    } objections: { run in
      expect(run.hasStep("the pseudo-NIC refuses OS1's receive buffer"), "it is not refused")
        + expect(!run.hasStep(label: "fig.8 c-3"), "a packet was copied")
    },
  ]

  private static func refuses(_ name: String, _ says: String, _ address: UInt32) -> SystemScenario {
    SystemScenario(name, "a send buffer \(says) is refused, nothing is copied") {
      $0.sendsAtStart = true
      $0.sendAddress = address
    } objections: { run in
      expect(run.hasStep("the pseudo-NIC refuses OS1's address"), "it is not refused")
        + expect(!run.hasStep(label: "fig.8 b-0"), "a packet was taken")
        + expect(run.sent.isEmpty, "a packet is on the wire")
    }
  }
}

extension SystemRun {
  /// Whether each label of a path comes, in its order but for the OS1's offer of a buffer, which may
  /// have come before.
  func covers(_ path: PacketPath) -> Bool {
    path.labels.allSatisfy { label in steps.contains { $0.label == label } }
  }
  func hasStep(_ text: String) -> Bool { steps.contains { $0.text == text } }
  func hasStep(label: String) -> Bool { steps.contains { $0.label == label } }
}
