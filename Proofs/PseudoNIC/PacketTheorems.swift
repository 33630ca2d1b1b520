import Logic
import Models
import Specification

/// What the pseudo-NIC owes to packets: none lost, doubled, reordered within a flow, or delivered
/// to the wrong OS (N5, N6, N11).
enum PacketTheorems {
  static let all: [Theorem<SharedCard>] =
    [
      sendsInOrder("packets-are-sent-in-order-by-the-paper", .paper),
      sendsInOrder("packets-are-sent-in-order", .repaired),
      rightOS("packets-reach-the-right-os-by-rewriting", .paper, .fails),
      rightOS("packets-reach-the-right-os", .repaired, .holds),
      peersReachOS1(
        "os1s-frames-pass-one-filter",
        PseudoNICDesign.repaired.changing("pseudo-NIC, two addresses, one in the filter") {
          $0.filtersBoth = false
        }, .fails),
      peersReachOS1("os1s-frames-pass-both-filters", .repaired, .holds),
      keepsWhatFits, sendingHappens, receivingHappens, os2SendingHappens, os2ReceivingHappens,
    ]

  static func theorem(
    _ id: String, _ claims: [String], _ says: String, _ declared: Declared,
    _ design: PseudoNICDesign, lemmas: [Invariant<SharedCard>] = [], depth: Int = 8,
    file: String = #filePath, line: Int = #line,
    _ property: Property<SharedCard>, explain: (@Sendable (SharedCard) -> String)? = nil
  ) -> Theorem<SharedCard> {
    Theorem(
      id, claims: claims, says, declared, of: design.specification, lemmas: lemmas, depth: depth,
      property, explain: explain, file: file, line: line)
  }

  /// Sending: each OS's packets leave in order, once and unchanged, under its address.
  private static func sendsInOrder(
    _ id: String, _ design: PseudoNICDesign, file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    theorem(
      id, ["N5", "N6", "N8"],
      "what goes onto the network is the next packet that the pseudo-NIC took from OS1, or the next of OS2, unchanged and under its OS's address: none twice, none passed over",
      .holds, design, lemmas: [PacketLemmas.outgoing(design)], file: file, line: line,
      .step { step in
        guard step.action.label == "fig.6 b-2" else { return true }
        let (before, after) = (step.before, step.after)
        let frame = before.sendFIFO.entries[0]
        let of1 = isNext(frame.serial1, frame, before.flow1, after.flow1)
        let of2 = isNext(frame.serial2, frame, before.flow2, after.flow2)
        let address = frame.isOS1s.choose(design.source1(before), before.mac2)
        return Formula.all([
          frame.isOS1s.choose(of1, before.flow1.isEqual(to: after.flow1)),
          frame.isOS2s.choose(of2, before.flow2.isEqual(to: after.flow2)),
          frame.address == address, after.wire.isEqual(to: frame),
        ])
      })
  }

  private static func isNext(
    _ serial: Bits<8>, _ frame: Frame, _ before: Flow, _ after: Flow
  ) -> Formula {
    Formula.all([
      serial == before.wireCount, after.wireCount == before.wireCount + 1,
      frame.payload == before.offered[serial], after.wire.isEqual(to: frame),
    ])
  }

  /// Receiving: what comes is shared out in order, to whom its sender means.
  private static func rightOS(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    theorem(
      id, ["N5", "N11"],
      "each frame that OS2's driver passes on is the next one for whom its sender means, OS1, OS2 or both, and is put in a buffer for each, but for OS1 while its last has not been fetched",
      declared, design, lemmas: [PacketLemmas.incoming(design)], file: file, line: line,
      .step { step in
        guard step.action.label == "fig.8 c-2" else { return true }
        let (s, frame) = (step.before, step.before.buffer.frame)
        let rightly = [
          design.isForOS1(s) == frame.isOS1s, design.isForOS2(s) == frame.isOS2s,
          frame.isOS1s.implies(
            PacketLemmas.isNumber(s.flow1.sortedCount, frame.serial1, frame, s.flow1)),
          frame.isOS2s.implies(
            PacketLemmas.isNumber(s.flow2.sortedCount, frame.serial2, frame, s.flow2)),
          frame.isOS2s.implies(step.after.inbox2.frame.isEqual(to: frame)),
        ]
        let dropped = s.inbox1.isFull && step.after.flow1.droppedCount == s.flow1.droppedCount + 1
        let given = step.after.inbox1.isFull && step.after.inbox1.frame.isEqual(to: frame)
        return Formula.all(rightly + [frame.isOS1s.implies(given || dropped)])
      },
      explain: { s in
        "a frame whose sender means OS1 has gone to OS2: it bears OS2's address, as all that OS1 sent"
      })
  }

  private static func peersReachOS1(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    theorem(
      id, ["N11"], "no frame for one of the two OSes is kept out by the card's filter", declared,
      design, lemmas: [PacketLemmas.addresses], file: file, line: line,
      .step { step in step.after.filteredCount == step.before.filteredCount },
      explain: { _ in "the card's filter does not know OS1's address: OS1 never gets the frame" })
  }

  /// OS1's packets are dropped for want of room only.
  private static let keepsWhatFits = theorem(
    "os1s-packets-are-dropped-for-want-of-room-only", ["N5"],
    "a frame for OS1 is dropped only while its last one has not been fetched", .holds, .repaired,
    .step { step in
      let dropped = step.after.flow1.droppedCount != step.before.flow1.droppedCount
      return dropped.implies(step.before.inbox1.isFull)
    })

  // MARK: - Paths

  private static let sendingHappens = theorem(
    "figure-8-sending-happens", ["N5", "N6"],
    "a packet of OS1 goes through its buffer, OS2's buffer and the FIFO to the network",
    .holds, .repaired,
    .reachable(labels: PacketPath.sendingOfOS1.labels) { $0.flow1.wireCount == 1 })

  private static let receivingHappens = theorem(
    "figure-8-receiving-happens", ["N5", "N6"],
    "a frame for OS1 goes through the FIFO, OS2's buffer and OS1's buffer, and OS1 is interrupted",
    .holds, .repaired,
    .reachable(labels: PacketPath.receivingOfOS1.labels) { $0.flow1.sortedCount == 1 })

  private static let os2SendingHappens = theorem(
    "figure-6-happens-beside-os1", ["N6"], "a packet of OS2 goes its own way to the network",
    .holds, .repaired,
    .reachable(labels: PacketPath.sendingOfOS2.labels) { $0.flow2.wireCount == 1 })

  private static let os2ReceivingHappens = theorem(
    "figure-7-happens-beside-os1", ["N6"], "a frame for OS2 goes its own way to it",
    .holds, .repaired,
    .reachable(labels: PacketPath.receivingOfOS2.labels) { $0.inbox2.isFull })
}

/// What stays true of packets on their way.
enum PacketLemmas {
  static let addresses = Invariant<SharedCard>("the two OSes have addresses of their own") { s in
    Formula.all([s.mac1 != s.mac2, s.mac1 != Frame.broadcast, s.mac2 != Frame.broadcast])
  }

  /// Whose the frames in OS2's buffers and in the send FIFO are, and that each OS keeps to its places.
  static func places(_ design: PseudoNICDesign) -> Invariant<SharedCard> {
    Invariant("frames are one OS's each, and take its places only") { s in
      let fifo = s.sendFIFO
      return Formula.all(
        fifo.entries.indices.map { fifo.holds($0).implies(fifo.entries[$0].party != .everyone) } + [
          s.slot1.isFull.implies(s.slot1.frame.party == .os1),
          s.slot2.isFull.implies(s.slot2.frame.party == .os2),
          fifo.count.isAtMost(fifo.capacity),
          fifo.count { $0.isOS1s }.isAtMost(Bits(design.places1)),
          fifo.count { $0.isOS2s }.isAtMost(Bits(design.places2)),
        ])
    }
  }

  static func outgoing(_ design: PseudoNICDesign) -> Invariant<SharedCard> {
    Invariant("what is on its way out is in order") { s in
      let inFIFO = s.sendFIFO.entries.indices.map { place in
        s.sendFIFO.holds(place).implies(isInOrder(place, s, design))
      }
      let own1 = s.flow1.wireCount + s.sendFIFO.count { $0.isOS1s }
      let own2 = s.flow2.wireCount + s.sendFIFO.count { $0.isOS2s }
      let slot1 = Formula.all([
        s.slot1.frame.party == .os1, s.slot1.frame.serial1 == own1,
        s.slot1.frame.payload == s.flow1.offered[own1],
        s.slot1.frame.address == design.source1(s),
      ])
      let slot2 = Formula.all([
        s.slot2.frame.party == .os2, s.slot2.frame.serial2 == own2,
        s.slot2.frame.payload == s.flow2.offered[own2], s.slot2.frame.address == s.mac2,
      ])
      return Formula.all(
        inFIFO + [
          s.slot1.isFull.implies(slot1), s.slot2.isFull.implies(slot2),
          own1 + s.slot1.isFull.asBits() == s.flow1.offeredCount,
          own2 + s.slot2.isFull.asBits() == s.flow2.offeredCount,
          s.sendFIFO.count.isAtMost(s.sendFIFO.capacity),
        ])
    }
  }

  private static func isInOrder(
    _ place: Int, _ s: SharedCard, _ design: PseudoNICDesign
  ) -> Formula {
    let frame = s.sendFIFO.entries[place]
    let before1 = s.flow1.wireCount + s.sendFIFO.count(upTo: place) { $0.isOS1s }
    let before2 = s.flow2.wireCount + s.sendFIFO.count(upTo: place) { $0.isOS2s }
    let of1 = frame.serial1 == before1 && frame.payload == s.flow1.offered[before1]
    let of2 = frame.serial2 == before2 && frame.payload == s.flow2.offered[before2]
    return Formula.all([
      frame.party != .everyone,
      frame.address == frame.isOS1s.choose(design.source1(s), s.mac2), frame.isOS1s.implies(of1),
      frame.isOS2s.implies(of2),
    ])
  }

  /// The frame is the packet of that number that came in for the OS.
  static func isNumber(
    _ number: Bits<8>, _ serial: Bits<8>, _ frame: Frame, _ flow: Flow
  ) -> Formula { serial == number && frame.payload == flow.arrived[number] }

  static func incoming(_ design: PseudoNICDesign) -> Invariant<SharedCard> {
    Invariant("what is on its way in is in order") { s in
      let buffered1 = s.buffer.isFull && s.buffer.frame.isOS1s
      let buffered2 = s.buffer.isFull && s.buffer.frame.isOS2s
      let first1 = s.flow1.sortedCount + buffered1.asBits()
      let first2 = s.flow2.sortedCount + buffered2.asBits()
      let inFIFO = s.receiveFIFO.entries.indices.map { place in
        let frame = s.receiveFIFO.entries[place]
        let number1 = first1 + s.receiveFIFO.count(upTo: place) { $0.isOS1s }
        let number2 = first2 + s.receiveFIFO.count(upTo: place) { $0.isOS2s }
        return s.receiveFIFO.holds(place).implies(
          Formula.all([
            frame.isOS1s.implies(isNumber(number1, frame.serial1, frame, s.flow1)),
            frame.isOS2s.implies(isNumber(number2, frame.serial2, frame, s.flow2)),
            frame.address == design.destination(frame.party, s),
          ]))
      }
      let frame = s.buffer.frame
      let buffer = Formula.all([
        frame.isOS1s.implies(isNumber(s.flow1.sortedCount, frame.serial1, frame, s.flow1)),
        frame.isOS2s.implies(isNumber(s.flow2.sortedCount, frame.serial2, frame, s.flow2)),
        frame.address == design.destination(frame.party, s),
      ])
      return Formula.all(
        inFIFO + [
          s.buffer.isFull.implies(buffer),
          first1 + s.receiveFIFO.count { $0.isOS1s } == s.flow1.arrivedCount,
          first2 + s.receiveFIFO.count { $0.isOS2s } == s.flow2.arrivedCount,
          s.receiveFIFO.count.isAtMost(s.receiveFIFO.capacity), addresses.holds(s),
        ])
    }
  }
}
