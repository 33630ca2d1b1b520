import Logic
import Models
import Specification

/// A6, A7 on figures 1a, 1b and 2: what an OS reaches a device through, and what that costs.
enum SendingTheorems {
  private static let specifications = Dictionary(
    uniqueKeysWithValues: Architecture.all.map { ($0.id, $0.sending) })

  static let references = Architecture.all.map { specifications[$0.id]!.name }

  private static func theorem(
    _ id: String, claims: [String], _ says: String, _ machine: Architecture,
    lemmas: [Invariant<Sending>] = [], depth: Int = 9, file: String = #filePath,
    line: Int = #line, _ property: Property<Sending>
  ) -> Theorem<Sending> {
    Theorem(
      id, claims: claims, says, .holds, of: specifications[machine.id]!, lemmas: lemmas,
      depth: depth, property, file: file, line: line)
  }

  // MARK: - Reach (A6)

  /// Each OS with each device, and what is between.
  private static func ways(
    _ machine: Architecture
  ) -> [(os: Component, device: Device, server: Component?)] {
    Component.operatingSystems.flatMap { os in
      Device.allCases.map { (os, $0, machine.server(os, $0)) }
    }
  }

  private static func isOffered(_ machine: Architecture, _ s: Sending) -> Formula {
    Formula.all(
      ways(machine).filter { $0.server != nil }.map { os, device, _ in
        (s.origin == os && s.device == device).implies(s.isOffered(device, to: os))
      })
  }

  /// What the device gets comes out of its owner's buffer.
  private static func isWithOwner(_ machine: Architecture, _ s: Sending) -> Formula {
    Formula.all(
      machine.owners.map { device, owner in
        (s.device == device).implies(s.holder == owner)
      })
  }

  private static func reach(
    _ id: String, claims: [String], _ says: String, _ machine: Architecture,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<Sending> {
    theorem(
      id, claims: claims, says, machine, lemmas: [onItsWay(machine)], file: file, line: line,
      .invariant { s in s.reachedDevice.implies(isOffered(machine, s) && isWithOwner(machine, s)) })
  }

  /// Where data are, at what stage, and what has been counted for them.
  private static func onItsWay(_ machine: Architecture) -> Invariant<Sending> {
    Invariant("data are where their way leads, and their steps are counted") { s in
      Formula.any(
        [s.stage == .idle]
          + ways(machine).flatMap { way in
            stations(way.os, way.server).map { station in
              let (holder, stage, counts) = station
              let own = s.origin == way.os && s.device == way.device
              let asked = way.server == nil || (holder == way.os && stage == .copied)
              let offered = asked ? true : s.isOffered(way.device, to: way.os)
              return Formula.all([
                own, s.holder == holder, s.stage == stage, s.counts.isEqual(to: counts), offered,
              ])
            }
          })
    }
  }

  /// The stations on a way, one after the other.
  private static func stations(
    _ os: Component, _ server: Component?
  ) -> [(Component, SendingStage, Counts)] {
    func command(_ holder: Component, _ counts: Counts, _ each: Counts)
      -> [(Component, SendingStage, Counts)]
    {
      [
        (holder, .copied, counts), (holder, .addressed, counts + each),
        (holder, .started, counts + each + each),
      ]
    }
    let access = Counts(accesses: 1)
    let own = command(os, Counts(copies: 1), server == nil ? access : Counts(switches: 2))
    let taken = own.last!.2 + Counts(hops: 1, copies: 1)
    let all = own + (server.map { command($0, taken, access) } ?? [])
    let onDevice = all.last!.2 + Counts(hops: 1, copies: 1)
    return all + [(all.last!.0, .onDevice, onDevice), (all.last!.0, .sent, onDevice)]
  }

  // MARK: - Who does it

  /// Each step is taken by the one that runs, for the device that it names, on what it holds.
  private static func isByRule(
    _ id: String, _ machine: Architecture, _ says: String, file: String = #filePath,
    line: Int = #line
  ) -> Theorem<Sending> {
    theorem(
      id, claims: ["A6", "A7"], says, machine, file: file, line: line,
      .step { step in
        let (before, after) = (step.before, step.after)
        let name = step.action.name
        let actor = Component.allCases.first { name.hasPrefix("\($0.title) ") }
        let device = Device.allCases.first { name.contains($0.title) }
        var all = [
          actor.map { before.running == $0 } ?? true, device.map { before.device == $0 } ?? true,
        ]
        switch step.action.label {
        case "a-1":
          let given: OneOf<Device> = step.inputs()("device")
          all += [before.stage.isOne(of: .idle, .sent), after.device == given]
        case "b-2": all.append(after.stage == .sent)
        default: break
        }
        return Formula.all(all)
      })
  }

  // MARK: - Cost (A7)

  private static func cost(
    _ id: String, _ machine: Architecture,
    _ says: (_ takes: (Component, Device) -> String) -> String, file: String = #filePath,
    line: Int = #line
  ) -> Theorem<Sending> {
    theorem(
      id, claims: ["A7"], says { machine.sendingCost($0, $1).words }, machine,
      lemmas: [onItsWay(machine)], file: file, line: line,
      .invariant { s in
        Formula.all(
          ways(machine).map { os, device, _ in
            let isSent = s.stage == .sent && (s.origin == os && s.device == device)
            return isSent.implies(s.counts.isEqual(to: machine.sendingCost(os, device)))
          })
      })
  }

  /// A packet of the OS goes its way; without a master also where nothing is offered to anybody.
  static func happens(
    _ id: String, claims: [String], _ says: String, _ machine: Architecture, _ os: Component,
    _ device: Device, unoffered: Bool = false, file: String = #filePath, line: Int = #line
  ) -> Theorem<Sending> {
    let commands = ["a-1", "a-2", "a-3"]
    let labels =
      machine.server(os, device) == nil
      ? commands + ["b-1", "b-2"] : commands + ["b-0", "a-2", "a-3", "b-1", "b-2"]
    return theorem(
      id, claims: claims, says, machine, file: file, line: line,
      .reachable(labels: labels) { s in
        let offers = [s.nicOffered, s.diskOffered].flatMap { offered in
          Component.allCases.map { !offered[$0] }
        }
        let own = s.origin == os && s.device == device
        return own && (unoffered ? Formula.all(offers) : true)
      })
  }

  static let all: [Theorem<Sending>] = [
    reach(
      "vm-monitor-guests-reach-what-is-offered", claims: ["A1", "A6"],
      "under a VM monitor no OS reaches a device that the monitor does not offer to it, and each through a buffer of the monitor's",
      .vmMonitor),
    reach(
      "client-os-reaches-what-is-offered", claims: ["A2", "A6"],
      "as a client of OS1, OS2 reaches no device that OS1 does not offer to it, and each through a buffer of OS1's",
      .guestOS),
    reach(
      "others-devices-by-pseudo-device-only", claims: ["A6", "A9", "N5"],
      "without a master an OS reaches the other's device only where the other offers it, and through a buffer of the other's",
      .noMaster),
    happens(
      "own-device-without-an-offer", claims: ["A6", "A8", "A9"],
      "without a master OS1 reaches its own disk though nothing is offered to anybody", .noMaster,
      .os1, .disk, unoffered: true),
    isByRule(
      "sending-by-rule-under-vm-monitor", .vmMonitor,
      "under a VM monitor each step of sending is taken by the one that runs, for the device that it names"
    ),
    isByRule(
      "sending-by-rule-on-master-os", .guestOS,
      "under a master OS1 each step of sending is taken by the one that runs, for the device that it names"
    ),
    isByRule(
      "sending-by-rule-without-master", .noMaster,
      "without a master each step of sending is taken by the one that runs, for the device that it names"
    ),
    cost(
      "sending-costs-under-vm-monitor", .vmMonitor,
      { "under a VM monitor what any OS sends takes \($0(.os1, .nic))" }),
    cost(
      "sending-costs-on-master-os", .guestOS,
      {
        "under a master OS1 what OS1 sends takes \($0(.os1, .nic)); what OS2 sends \($0(.os2, .nic))"
      }),
    cost(
      "sending-costs-without-master", .noMaster,
      {
        "without a master what an OS sends to its own device takes \($0(.os1, .disk)); to the other's \($0(.os1, .nic))"
      }),
    happens(
      "os2-sends-under-vm-monitor", claims: ["A7"], "under a VM monitor a packet of OS2 is sent",
      .vmMonitor, .os2, .nic),
    happens(
      "os2-sends-on-master-os", claims: ["A7"], "under a master OS1 a packet of OS2 is sent",
      .guestOS, .os2, .nic),
    happens(
      "os1-sends-without-master", claims: ["A7"],
      "without a master a packet of OS1 is sent through OS2", .noMaster, .os1, .nic),
  ]
}
