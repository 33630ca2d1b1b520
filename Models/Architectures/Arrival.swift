import Logic
import Specification

/// How far an interrupt, and the packet that it is about, is.
public enum ArrivalStage: CaseIterable, Sendable {
  case idle
  /// A packet is in the NIC's FIFO.
  case arrived
  /// The device has raised its interrupt line.
  case raised
  /// In the routine of who gets the hardware interrupt first.
  case entered
  /// That one has ended the interrupt at the controller.
  case answered
  /// In the routine of the OS that it is for.
  case passed
  case acknowledged
  case done
}

/// What arrives: an interrupt of a device of the OS's own, or a packet from the NIC.
public enum ArrivalKind: String, CaseIterable, Sendable { case interrupt, packet }

/// An interrupt on its way to the routine of the OS that it is for (A7; figures 3, 4, 7).
public struct Arrival: Structure {
  public var running = OneOf(Component.os1)
  /// The OS that it is for.
  public var target = OneOf(Component.os1)
  /// The OS or monitor that ran when it came.
  public var found = OneOf(Component.os1)
  public var stage = OneOf(ArrivalStage.idle)
  public var counts = Counts()

  public init() {}

  /// The name of the step by which another gets the processor for reasons of its own.
  public static let elsewhere = "the processor goes to another"

  public static let fields: [Field<Arrival>] = [
    Field("running", \.running), Field("target", \.target), Field("found", \.found),
    Field("stage", \.stage), Field("counts", \.counts),
  ]
}

extension Architecture {
  public func arrival(_ kind: ArrivalKind) -> Specification<Arrival> {
    let elsewhere = Action<Arrival>(Arrival.elsewhere) { s, _ in
      s.stage.isOne(of: .idle, .arrived, .raised, .done)
    } effect: { s, any in
      s.running = any("running")
    }
    let steps = Component.operatingSystems.flatMap { arrival(for: $0, kind) }
    return Specification(
      "\(kind.rawValue), \(title.english)", shape: Arrival(), actions: [elsewhere] + steps
    ) { s in
      s.stage = OneOf(.idle)
      s.counts = Counts()
      return []
    }
  }

  /// The steps of what is for one OS.
  public func arrival(for os: Component, _ kind: ArrivalKind) -> [Action<Arrival>] {
    raise(os, kind) + enter(os, kind) + serve(os, kind)
  }

  /// Who gets the hardware interrupt first: the NIC's owner, or who is on top of the OS.
  public func first(_ os: Component, _ kind: ArrivalKind) -> Component {
    kind == .packet ? owners[.nic]! : top(os)
  }

  private func raise(_ os: Component, _ kind: ArrivalKind) -> [Action<Arrival>] {
    let begins: @Sendable (Arrival) -> Formula = { $0.stage.isOne(of: .idle, .done) }
    guard kind == .packet else {
      return [
        Action("a device of \(os.title) raises its interrupt") { s, _ in
          begins(s)
        } effect: { s, _ in
          s.target = OneOf(os)
          s.stage = OneOf(.raised)
          s.counts = Counts()
        }
      ]
    }
    return [
      Action("a packet for \(os.title) arrives", label: "b-1") { s, _ in
        begins(s)
      } effect: { s, _ in
        s.target = OneOf(os)
        s.stage = OneOf(.arrived)
        s.counts = Counts()
      },
      Action("the NIC copies \(os.title)'s packet to its owner's buffer", label: "b-2") { s, _ in
        s.stage == .arrived
        s.target == os
      } effect: { s, _ in
        s.stage = OneOf(.raised)
        s.counts.copies += 1
        s.counts.hops += 1
      },
    ]
  }

  /// The hardware interrupt is taken, whoever runs.
  private func enter(_ os: Component, _ kind: ArrivalKind) -> [Action<Arrival>] {
    let first = first(os, kind)
    return components.filter { $0.system == $0 }.map { found in
      let stays = found == first
      let what =
        stays ? "enters \(first.title)'s routine" : "goes from \(found.title) to \(first.title)"
      // Without a master a routine of the OS that runs is entered first: it starts the switch (a-1, a-2).
      let stub: Bits<8> = stays || masters[found] == first ? 0 : 1
      return Action("\(os.title)'s interrupt \(what)", label: "b-3") { s, _ in
        s.stage == .raised
        s.target == os
        s.running == found
      } effect: { s, _ in
        s.found = OneOf(found)
        s.running = OneOf(first)
        s.stage = OneOf(.entered)
        s.counts.hops += 1 + stub
        if !stays { s.counts.switches += 1 }
      }.excusing(stays ? [.keep("running"): "it has the processor already"] : [:])
    }
  }

  private func serve(_ os: Component, _ kind: ArrivalKind) -> [Action<Arrival>] {
    let first = first(os, kind)
    let isPacket = kind == .packet
    func step(
      _ what: String, _ label: String, by who: Component, from: ArrivalStage, to: ArrivalStage,
      effect: @escaping @Sendable (inout Arrival) -> Void
    ) -> Action<Arrival> {
      Action("\(who.title) \(what)", label: label) { s, _ in
        s.stage == from
        s.target == os
        s.running == who
      } effect: { s, _ in
        s.stage = OneOf(to)
        effect(&s)
      }
    }
    let isDirect = first == os
    let answer = step(
      "ends \(os.title)'s interrupt", "c-1", by: first, from: .entered,
      to: isDirect && !isPacket ? .done : .answered
    ) { $0.counts.accesses += 1 }
    if isDirect {
      let fetch = step(
        "copies its packet and empties the buffer", "c-2", by: os, from: .answered, to: .done
      ) { s in
        s.counts.copies += 1
        s.counts.accesses += 1
      }
      return [answer] + (isPacket ? [fetch] : [])
    }
    let pass = step(
      "passes \(os.title)'s \(kind.rawValue) on", "c-3", by: first, from: .answered, to: .passed
    ) { s in
      s.running = OneOf(os)
      s.counts.switches += 1
      s.counts.hops += 1
      if isPacket {
        s.counts.copies += 1
        s.counts.hops += 1
        s.counts.accesses += 1
      }
    }
    let acknowledge = step(
      "ends its interrupt by a call to \(first.title)", "c-1", by: os, from: .passed,
      to: isPacket ? .acknowledged : .done
    ) { $0.counts.switches += 2 }
    let fetch = step(
      "copies its packet and empties the buffer by a call to \(first.title)", "c-2", by: os,
      from: .acknowledged, to: .done
    ) { s in
      s.counts.copies += 1
      s.counts.switches += 2
    }
    return [answer, pass, acknowledge] + (isPacket ? [fetch] : [])
  }

  /// What it costs to the end where `found` runs when the interrupt comes, by the relation.
  public func arrivalCost(_ os: Component, _ kind: ArrivalKind, found: Component) -> Counts {
    let first = first(os, kind)
    let isPacket = kind == .packet
    let (isDirect, moves) = (first == os, found != first)
    let stub = moves && masters[found] != first
    var counts = Counts(hops: stub ? 2 : 1, accesses: 1, switches: moves ? 1 : 0)
    if isPacket { counts = counts + Counts(hops: 1, copies: 2, accesses: 1) }
    if !isDirect { counts = counts + Counts(hops: 1, switches: 3) }
    if isPacket, !isDirect { counts = counts + Counts(hops: 1, copies: 1, switches: 2) }
    return counts
  }
}
