import Logic
import Specification

/// How far a packet, or a block for the disk, is.
public enum SendingStage: CaseIterable, Sendable {
  case idle
  /// In a send buffer of its holder.
  case copied
  /// The holder has told the buffer's address.
  case addressed
  /// The holder has given the start command.
  case started
  /// In the device's FIFO.
  case onDevice
  case sent
}

/// Data on their way from an OS to a device, over whatever is between (A6, A7; figure 6 repeated
/// once for each that holds them).
public struct Sending: Structure {
  public var running = OneOf(Component.os1)
  public var device = OneOf(Device.nic)
  public var origin = OneOf(Component.os1)
  /// In whose buffer the data are.
  public var holder = OneOf(Component.os1)
  public var stage = OneOf(SendingStage.idle)
  /// Which OS is let through to a device by what is above it, or by the device's owner.
  public var nicOffered = ByComponent<Formula>(false)
  public var diskOffered = ByComponent<Formula>(false)
  public var counts = Counts()

  public init() {}

  public static let fields: [Field<Sending>] = [
    Field("running", \.running), Field("device", \.device), Field("origin", \.origin),
    Field("holder", \.holder), Field("stage", \.stage), Field("nicOffered", \.nicOffered),
    Field("diskOffered", \.diskOffered), Field("counts", \.counts),
  ]

  public func isOffered(_ device: Device, to component: Component) -> Formula {
    device == .nic ? nicOffered[component] : diskOffered[component]
  }

  /// The data are out of the computer's memory.
  public var reachedDevice: Formula { stage.isOne(of: .onDevice, .sent) }
}

extension Architecture {
  public var sending: Specification<Sending> {
    let steps = [processorGoesElsewhere] + Component.operatingSystems.map(begin)
    let given = components.filter { $0.system == $0 }.flatMap { component in
      Device.allCases.flatMap { commands(component, $0) }
    }
    return Specification(
      "sending, \(title.english)", shape: Sending(),
      actions: steps + given + Device.allCases.flatMap(engine)
    ) { s in
      s.stage = OneOf(.idle)
      s.counts = Counts()
      return []
    }
  }

  /// For reasons of its own; what is counted is what the data need.
  private var processorGoesElsewhere: Action<Sending> {
    Action("the processor goes to another") { _, _ in
      []
    } effect: { s, any in
      s.running = any("running")
    }
  }

  private func begin(_ os: Component) -> Action<Sending> {
    Action("\(os.title) copies data to its send buffer", label: "a-1") { s, _ in
      s.running == os
      s.stage.isOne(of: .idle, .sent)
    } effect: { s, any in
      s.device = any("device")
      (s.origin, s.holder) = (OneOf(os), OneOf(os))
      s.stage = OneOf(.copied)
      s.counts = Counts(copies: 1)
    }
  }

  /// A holder's commands: to the device, or by a call to what is between, there and back.
  private func commands(_ holder: Component, _ device: Device) -> [Action<Sending>] {
    let server = server(holder, device)
    func command(
      _ what: String, _ label: String, from: SendingStage, to: SendingStage
    ) -> Action<Sending> {
      let name = server.map { "\(holder.title) has \($0.title) note \(what) for \(device.title)" }
      return Action(name ?? "\(holder.title) gives \(device.title) \(what)", label: label) { s, _ in
        s.running == holder
        s.holder == holder
        s.device == device
        s.stage == from
        if server != nil { s.isOffered(device, to: holder) }
      } effect: { s, _ in
        if server == nil { s.counts.accesses += 1 } else { s.counts.switches += 2 }
        s.stage = OneOf(to)
      }.excusing(
        to == .started
          ? [.drop("\(device.rawValue)Offered.\(holder.rawValue)"): "it was asked for at a-2"] : [:]
      )
    }
    let own = [
      command("the buffer's address", "a-2", from: .copied, to: .addressed),
      command("the start command", "a-3", from: .addressed, to: .started),
    ]
    guard let server else { return own }
    return own + [
      Action(
        "\(server.title) copies \(holder.title)'s data for \(device.title) to a buffer of its own",
        label: "b-0"
      ) { s, _ in
        s.running == server
        s.holder == holder
        s.device == device
        s.stage == .started
      } effect: { s, _ in
        s.holder = OneOf(server)
        s.stage = OneOf(.copied)
        s.counts.copies += 1
        s.counts.hops += 1
      }
    ]
  }

  private func engine(_ device: Device) -> [Action<Sending>] {
    let owner = owners[device]!
    return [
      Action("\(device.title) copies the buffer to its FIFO", label: "b-1") { s, _ in
        s.device == device
        s.holder == owner
        s.stage == .started
      } effect: { s, _ in
        s.stage = OneOf(.onDevice)
        s.counts.copies += 1
        s.counts.hops += 1
      },
      Action("\(device.title) sends from its FIFO", label: "b-2") { s, _ in
        s.device == device
        s.stage == .onDevice
      } effect: { s, _ in
        s.stage = OneOf(.sent)
      },
    ]
  }

  /// What sending costs an OS, by the relation: theorems show that no run takes more, and one so much.
  public func sendingCost(_ os: Component, _ device: Device) -> Counts {
    let isDirect = server(os, device) == nil
    return isDirect
      ? Counts(hops: 1, copies: 2, accesses: 2, switches: 0)
      : Counts(hops: 2, copies: 3, accesses: 2, switches: 4)
  }
}
