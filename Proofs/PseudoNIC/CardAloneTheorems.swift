import Logic
import Models
import Specification

/// N1, N3, N4: a NIC of one OS sends and receives as figures 5 to 7 have it.
enum CardAloneTheorems {
  static let all = [
    sends, receives, losesForWantOfRoomOnly, interrupts, sendingHappens, receivingHappens,
  ]

  private static func theorem(
    _ id: String, _ claims: [String], _ says: String, lemmas: [Invariant<CardAlone>] = [],
    depth: Int = 8, file: String = #filePath, line: Int = #line,
    _ property: Property<CardAlone>
  ) -> Theorem<CardAlone> {
    Theorem(
      id, claims: claims, says, .holds, of: CardAlone.specification, lemmas: lemmas,
      depth: depth, property, file: file, line: line)
  }

  static let sends = theorem(
    "nic-sends-in-order", ["N1", "N3"],
    "what goes onto the network is the next packet offered, unchanged: none twice, none passed over",
    lemmas: [outgoing, apart],
    .step { step in
      let sent = step.after.wireCount != step.before.wireCount
      let expected = step.before.offered[step.before.wireCount]
      let next = step.after.wireCount == step.before.wireCount + 1
      return sent.implies(next && step.after.wire == expected)
    })

  static let receives = theorem(
    "nic-receives-in-order", ["N1", "N4"],
    "what reaches the OS is the next packet that came into the FIFO, unchanged: none twice, none passed over",
    lemmas: [incoming, apart],
    .step { step in
      let came = step.after.deliveredCount != step.before.deliveredCount
      let expected = step.before.arrived[step.before.deliveredCount]
      let next = step.after.deliveredCount == step.before.deliveredCount + 1
      return came.implies(next && step.after.delivered == expected)
    })

  static let losesForWantOfRoomOnly = theorem(
    "nic-loses-for-want-of-room-only", ["N4"],
    "a packet that arrives is lost only where the FIFO has no room",
    .step { step in
      let lost = step.after.lostCount != step.before.lostCount
      let came = step.after.arrivedCount != step.before.arrivedCount
      let arrives = Formula(step.action.label == "fig.7 b-1")
      return lost.implies(!step.before.receiveFIFO.hasRoom) && arrives.implies(lost || came)
    })

  static let interrupts = theorem(
    "nic-interrupts-once-for-a-packet", ["N1", "N4"],
    "the receive interrupt is raised once while a packet waits, is answered once, and the packet is fetched once",
    lemmas: [incoming, apart],
    .step { step in
      let (before, after) = (step.before, step.after)
      let waits = !before.isEmpty && before.isListening
      switch step.action.label {
      case "fig.7 a":
        return Formula.all([!before.isListening, after.isListening])
      case "fig.7 b-3":
        let idle = !before.interrupt && !before.isAnswering
        return Formula.all([waits, idle, after.interrupt, !after.isAnswering])
      case "fig.7 c-1":
        return Formula.all([before.interrupt, !after.interrupt, after.isAnswering])
      case "fig.7 c-2":
        return Formula.all([waits, before.isAnswering, !after.isAnswering, after.isEmpty])
      default:
        let same = before.interrupt == after.interrupt && before.isAnswering == after.isAnswering
        return same && before.isListening == after.isListening
      }
    })

  static let sendingHappens = theorem(
    "figure-6-happens", ["N3"], "a packet goes through a-1 … b-2", depth: 6,
    .reachable(labels: PacketPath.sendingAlone.labels) {
      $0.wireCount == 1
    })

  static let receivingHappens = theorem(
    "figure-7-happens", ["N4"], "a packet goes through a … c-2", depth: 7,
    .reachable(labels: PacketPath.receivingAlone.labels) {
      $0.deliveredCount == 1
    })

  private static let apart = Invariant<CardAlone>("the two buffers are apart, and known") { s in
    let listens = s.isListening.implies(s.receiveAddress == s.receiveBuffer)
    let told = s.phase.isOne(of: .addressed, .started).implies(s.sendAddress == s.sendBuffer)
    return Formula.all([s.sendBuffer != s.receiveBuffer, listens, told])
  }

  private static let outgoing = Invariant<CardAlone>("what is on its way out is in order") { s in
    let busy = s.phase != .idle
    let last = s.offered[s.offeredCount - 1]
    let inFIFO = s.sendFIFO.entries.indices.map { place in
      let number = s.wireCount + Bits(UInt64(place))
      return s.sendFIFO.holds(place).implies(
        s.sendFIFO.entries[place] == s.offered[number])
    }
    let count: Bits<8> = s.sendFIFO.count.zeroExtended()
    let total = s.wireCount + count + busy.asBits()
    return Formula.all(
      inFIFO + [
        busy.implies(s.memory[s.sendBuffer] == last), total == s.offeredCount,
        s.sendFIFO.count.isAtMost(s.sendFIFO.capacity),
      ])
  }

  private static let incoming = Invariant<CardAlone>("what is on its way in is in order") { s in
    let waits = !s.isEmpty
    let first = s.deliveredCount + waits.asBits()
    let inFIFO = s.receiveFIFO.entries.indices.map { place in
      let number = first + Bits(UInt64(place))
      return s.receiveFIFO.holds(place).implies(
        s.receiveFIFO.entries[place] == s.arrived[number])
    }
    let count: Bits<8> = s.receiveFIFO.count.zeroExtended()
    let full = s.memory[s.receiveBuffer] == s.arrived[s.deliveredCount]
    return Formula.all(
      inFIFO + [
        waits.implies(full && s.isListening), first + count == s.arrivedCount,
        s.receiveFIFO.count.isAtMost(s.receiveFIFO.capacity),
      ])
  }
}
