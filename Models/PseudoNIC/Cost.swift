/// What a packet or a command costs: N6's paths, counted.
public struct Cost: Sendable, Equatable {
  /// Copies of a packet, by a processor or by the card.
  public var copies = 0
  /// Accesses to registers of the card.
  public var accesses = 0
  /// Switches from one OS to the other.
  public var switches = 0

  public init(copies: Int = 0, accesses: Int = 0, switches: Int = 0) {
    self.copies = copies
    self.accesses = accesses
    self.switches = switches
  }

  public static func + (a: Cost, b: Cost) -> Cost {
    Cost(
      copies: a.copies + b.copies, accesses: a.accesses + b.accesses,
      switches: a.switches + b.switches)
  }
}

/// A path of figures 6 to 8, by the labels of its steps; theorems show that each can be gone.
public struct PacketPath: Sendable {
  public let name: Text
  public let labels: [String]

  /// The sum over its steps.
  public var cost: Cost { labels.map(Self.cost).reduce(Cost(), +) }

  /// One packet sent by the OS that has the NIC to itself.
  public static let sendingAlone = PacketPath(
    name: Text("a packet sent, NIC alone (fig. 6)", "送信，NIC単独（図6）"),
    labels: ["a-1", "a-2", "a-3", "b-1", "b-2"].map { "fig.6 \($0)" })

  public static let receivingAlone = PacketPath(
    name: Text("a packet received, NIC alone (fig. 7)", "受信，NIC単独（図7）"),
    labels: ["a", "b-1", "b-2", "b-3", "c-1", "c-2"].map { "fig.7 \($0)" })

  public static let sendingOfOS1 = PacketPath(
    name: Text("a packet sent by OS1 (fig. 8)", "OS1の送信（図8）"),
    labels: ["fig.8 a-1", "fig.8 a-2", "fig.8 a-3", "fig.8 b-0", "fig.8 b-1", "fig.6 b-2"])

  public static let receivingOfOS1 = PacketPath(
    name: Text("a packet received by OS1 (fig. 8)", "OS1の受信（図8）"),
    labels: ["fig.7 b-1", "fig.7 b-2", "fig.8 c-2", "fig.8 a", "fig.8 c-3", "fig.8 c-1"])

  public static let sendingOfOS2 = PacketPath(
    name: Text("a packet sent by OS2 beside OS1", "OS1と共存するOS2の送信"),
    labels: ["fig.6 a", "fig.6 b-1", "fig.6 b-2"])

  public static let receivingOfOS2 = PacketPath(
    name: Text("a packet received by OS2 beside OS1", "OS1と共存するOS2の受信"),
    labels: ["fig.7 b-1", "fig.7 b-2", "fig.8 c-2"])

  public static let all = [
    sendingAlone, sendingOfOS2, sendingOfOS1, receivingAlone, receivingOfOS2, receivingOfOS1,
  ]

  /// A command of OS1 is a switch to OS2 and one back (N5); so is an interrupt that it is given.
  public static func cost(_ label: String) -> Cost {
    switch label {
    case "fig.6 a-1", "fig.6 b-1", "fig.7 b-2", "fig.8 a-1", "fig.8 b-0":
      Cost(copies: 1)
    case "fig.6 a-2", "fig.6 a-3", "fig.7 a", "fig.7 c-1": Cost(accesses: 1)
    // OS2's driver copies, writes address and start; emptying a buffer gives it to the card again.
    case "fig.6 a": Cost(copies: 1, accesses: 2)
    case "fig.7 c-2": Cost(copies: 1, accesses: 1)
    // Figure 7's c-1 and c-2 in one: OS2 answers the interrupt, copies, empties the buffer.
    case "fig.8 c-2": Cost(copies: 1, accesses: 2)
    case "fig.8 a-2", "fig.8 a-3", "fig.8 a": Cost(switches: 2)
    case "fig.8 b-1": Cost(copies: 1, accesses: 2)
    case "fig.8 c-3": Cost(copies: 1, switches: 2)
    case "fig.8 c-1": Cost(switches: 2)
    default: Cost()
    }
  }
}
