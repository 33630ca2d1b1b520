/// What a packet costs, counted in runs of the models, or a command, by its class.
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

/// Who copies a packet: OS1's software, OS2's with the pseudo-NIC in it, or the card.
public enum Copier: CaseIterable, Sendable {
  case os1, os2, card
}

/// What a step costs, and who makes its copies.
public struct CountedStep: Sendable {
  public var cost = Cost()
  public var copiers: [Copier] = []
}

/// A path of figures 6 to 8, by the labels of its steps; theorems show that each can be gone.
public struct PacketPath: Sendable {
  public let name: Text
  public let labels: [String]
  public let steps: [CountedStep]

  /// The sum over its steps.
  public var cost: Cost { steps.map(\.cost).reduce(Cost(), +) }

  /// The copies that one makes.
  public func copies(by copier: Copier) -> Int {
    steps.flatMap(\.copiers).count { $0 == copier }
  }

  /// The cost of a step of one of the paths; none of any other step.
  public static func cost(_ label: String) -> Cost { byLabel[label] ?? Cost() }

  private static let byLabel: [String: Cost] = {
    var costs: [String: Cost] = [:]
    for path in all {
      for (label, step) in zip(path.labels, path.steps) { costs[label] = step.cost }
    }
    return costs
  }()

  private init(alone name: Text, _ labels: [String]) {
    self.name = name
    self.labels = labels
    steps = CountedRun.alone(labels)
  }

  private init(_ name: Text, to party: Party = .os2, _ labels: [String]) {
    self.name = name
    self.labels = labels
    steps = CountedRun.shared(labels, to: party)
  }

  /// One packet sent by the OS that has the NIC to itself.
  public static let sendingAlone = PacketPath(
    alone: Text("a packet sent, NIC alone (fig. 6)", "送信，NIC単独（図6）"),
    ["a-1", "a-2", "a-3", "b-1", "b-2"].map { "fig.6 \($0)" })

  public static let receivingAlone = PacketPath(
    alone: Text("a packet received, NIC alone (fig. 7)", "受信，NIC単独（図7）"),
    ["a", "b-1", "b-2", "b-3", "c-1", "c-2"].map { "fig.7 \($0)" })

  public static let sendingOfOS1 = PacketPath(
    Text("a packet sent by OS1 (fig. 8)", "OS1の送信（図8）"),
    ["fig.8 a-1", "fig.8 a-2", "fig.8 a-3", "fig.8 b-0", "fig.8 b-1", "fig.6 b-2"])

  public static let receivingOfOS1 = PacketPath(
    Text("a packet received by OS1 (fig. 8)", "OS1の受信（図8）"), to: .os1,
    ["fig.7 b-1", "fig.7 b-2", "fig.8 c-2", "fig.8 a", "fig.8 c-3", "fig.8 c-1"])

  public static let sendingOfOS2 = PacketPath(
    Text("a packet sent by OS2 beside OS1", "OS1と共存するOS2の送信"),
    ["fig.6 a", "fig.6 b-1", "fig.6 b-2"])

  public static let receivingOfOS2 = PacketPath(
    Text("a packet received by OS2 beside OS1", "OS1と共存するOS2の受信"),
    ["fig.7 b-1", "fig.7 b-2", "fig.8 c-2"])

  public static let all = [
    sendingAlone, sendingOfOS2, sendingOfOS1, receivingAlone, receivingOfOS2, receivingOfOS1,
  ]
}

/// An access to a register: the NIC's own driver's, OS2's beside OS1, and OS1's by class.
///
/// Not counted: OS1 asks by a switch and is answered by one, and a class reaches the NIC or does not.
public struct CommandPath: Sendable {
  public let name: Text
  public let cost: Cost

  public static let all: [CommandPath] =
    [
      CommandPath(name: Text("a command, NIC alone", "命令，NIC単独"), cost: Cost(accesses: 1)),
      CommandPath(
        name: Text("a command of OS2 beside OS1", "OS1と共存するOS2の命令"), cost: Cost(accesses: 1)),
    ]
    + Treatment.allCases.map { treatment in
      CommandPath(
        name: Text(
          "a command of OS1, class \(treatment.rawValue)", "OS1の命令，分類\(treatment.rawValue)"),
        cost: Cost(accesses: treatment.reachesNIC ? 1 : 0, switches: 2))
    }
}
