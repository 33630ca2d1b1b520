import Logic
import Specification

extension PseudoNICDesign {
  /// The shared card with this pseudo-NIC.
  public var specification: Specification<SharedCard> {
    Specification(name, shape: SharedCard(), actions: (sending + receiving).excused) { s in
      s.virtual = VirtualRegisters()
      for slot in [\SharedCard.slot1, \.slot2, \.buffer, \.inbox1, \.inbox2] {
        s[keyPath: slot].isFull = false
      }
      s.sendFIFO.count = 0
      s.receiveFIFO.count = 0
      (s.interrupt1, s.interrupt2, s.hasTouched) = (false, false, false)
      s.filteredCount = 0
      for flow in [\SharedCard.flow1, \.flow2] {
        let (offered, arrived) = (s[keyPath: flow].offered, s[keyPath: flow].arrived)
        s[keyPath: flow] = Flow()
        s[keyPath: flow].offered = offered
        s[keyPath: flow].arrived = arrived
      }
      return [
        s.mac1 != s.mac2, s.mac1 != Frame.broadcast, s.mac2 != Frame.broadcast,
        // OS1's memory does not wrap around, and has a word.
        s.size1 != 0, s.end1.isAtMost(0x1_0000_0000),
      ]
    }
  }

  /// Some of the steps, without what theorems count: a state can come back.
  public func uncounted(
    _ part: String, _ steps: [Action<SharedCard>]
  ) -> Specification<SharedCard> {
    let all = specification
    let actions = steps.map { action in
      Action<SharedCard>(action.name, label: action.label) { s, any in
        action.guards(s, any)
      } effect: { s, any in
        let (flows, wire) = ((s.flow1, s.flow2), s.wire)
        action.effect(&s, any)
        (s.flow1, s.flow2, s.wire) = (flows.0, flows.1, wire)
      }
    }
    return Specification(
      "\(name), \(part) alone, uncounted", shape: all.shape, actions: actions, initial: all.initial)
  }

  /// Whether the pseudo-NIC takes what OS1 wrote for a place in its memory.
  public func accepts(_ address: Bits<32>, _ length: Bits<32>, _ s: SharedCard) -> Formula {
    let hasLength = length != 0
    switch check {
    case .none: return true
    case .end:
      let end = address + length
      return Formula.all([
        hasLength, s.base1.isAtMost(address), end.isAtMost(s.base1 + s.size1),
      ])
    case .whole:
      let first: Bits<33> = address.zeroExtended()
      let end: Bits<33> = first + length.zeroExtended()
      return Formula.all([hasLength, s.isOS1s(first), end.isAtMost(s.end1)])
    }
  }

  /// The source address that frames of OS1 bear.
  public func source1(_ s: SharedCard) -> Bits<48> { addressing == .own ? s.mac1 : s.mac2 }

  public var sending: [Action<SharedCard>] { os1Sends + pseudoNICSends + os2Sends }

  /// OS1's driver: figure 6 (a), on virtual registers. It may write any address at all.
  private var os1Sends: [Action<SharedCard>] {
    [
      Action("OS1 copies a packet to its send buffer", label: "fig.8 a-1") { s, any in
        !s.virtual.isStarted
        s.isOS1s((any("place") as Bits<32>).zeroExtended())
      } effect: { s, any in
        s.memory[any("place")] = any("packet")
      },
      Action("OS1 writes its buffer's address and length", label: "fig.8 a-2") { s, _ in
        !s.virtual.isStarted
      } effect: { s, any in
        s.virtual.sendAddress = any("address")
        s.virtual.sendLength = any("length")
      },
      Action("OS1 gives the start command", label: "fig.8 a-3") { s, _ in
        !s.virtual.isStarted
      } effect: { s, _ in
        s.virtual.isStarted = true
      },
    ]
  }

  /// What was deferred, carried out by OS2 when it suits it.
  private var pseudoNICSends: [Action<SharedCard>] {
    [
      Action("the pseudo-NIC takes OS1's packet", label: "fig.8 b-0") { s, _ in
        s.virtual.isStarted
        !s.slot1.isFull
        accepts(s.virtual.sendAddress, s.virtual.sendLength, s)
      } effect: { s, any in
        var frame = Frame()
        frame.payload = s.memory[s.virtual.sendAddress]
        frame.address = source1(s)
        frame.party = OneOf(.os1)
        frame.serial1 = s.flow1.offeredCount
        s.flow1.offered[s.flow1.offeredCount] = frame.payload
        s.slot1.put(frame)
        s.touch(s.virtual.sendAddress, s.virtual.sendLength, any)
        s.flow1.offeredCount += 1
        s.virtual.isStarted = false
        s.interrupt1 = true
      },
      Action("the pseudo-NIC gives OS1's packet to the NIC", label: "fig.8 b-1") { s, _ in
        s.slot1.isFull
        hasRoom1(s)
      } effect: { s, _ in
        s.sendFIFO.put(s.slot1.frame)
        s.slot1.isFull = false
      },
    ]
      + (check == .none
        ? []
        : [
          Action("the pseudo-NIC refuses OS1's address") { s, _ in
            s.virtual.isStarted
            !accepts(s.virtual.sendAddress, s.virtual.sendLength, s)
          } effect: { s, _ in
            s.virtual.isStarted = false
            s.interrupt1 = true
          }
        ])
  }

  /// OS2's driver and the engine: figure 6.
  private var os2Sends: [Action<SharedCard>] {
    [
      Action("OS2 has a packet sent", label: "fig.6 a") { s, _ in
        !s.slot2.isFull
      } effect: { s, any in
        var frame = Frame()
        frame.payload = any("packet")
        frame.address = s.mac2
        frame.party = OneOf(.os2)
        frame.serial2 = s.flow2.offeredCount
        s.flow2.offered[s.flow2.offeredCount] = frame.payload
        s.flow2.offeredCount += 1
        s.slot2.put(frame)
      },
      Action("the engine copies OS2's buffer to the FIFO", label: "fig.6 b-1") { s, _ in
        s.slot2.isFull
        hasRoom2(s)
      } effect: { s, _ in
        s.sendFIFO.put(s.slot2.frame)
        s.slot2.isFull = false
      },
      Action("the engine sends from the FIFO", label: "fig.6 b-2") { s, _ in
        !s.sendFIFO.isEmpty
      } effect: { s, _ in
        let frame = s.sendFIFO.take()
        s.wire = frame
        s.flow1.send(frame, where: frame.isOS1s)
        s.flow2.send(frame, where: frame.isOS2s)
      },
    ]
  }
}

extension PseudoNICDesign {
  /// Whether one more frame of OS1 may go into the send FIFO.
  public func hasRoom1(_ s: SharedCard) -> Formula {
    s.sendFIFO.hasRoom && s.sendFIFO.count { $0.isOS1s }.isBelow(Bits(places1))
  }

  /// Whether one more frame of OS2 may.
  public func hasRoom2(_ s: SharedCard) -> Formula {
    s.sendFIFO.hasRoom && s.sendFIFO.count { $0.isOS2s }.isBelow(Bits(places2))
  }
}

extension Flow {
  mutating func send(_ frame: Frame, where isOwn: Formula) {
    wire = isOwn.choose(frame, wire)
    wireCount += isOwn.asBits()
  }
}

extension SharedCard {
  /// A copy goes over every word; any one of them is remembered.
  mutating func touch(_ address: Bits<32>, _ length: Bits<32>, _ any: Inputs) {
    let word: Bits<32> = any("word")
    let first: Bits<33> = address.zeroExtended()
    touched = word.isBelow(length).choose(first + word.zeroExtended(), first)
    hasTouched = true
  }
}
