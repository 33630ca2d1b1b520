import Logic
import Models
import Specification

/// N8 on the shared card as a whole: two runs, one in which OS1 does what it likes and the
/// pseudo-NIC carries it out, one in which it does nothing; OS2 and the network do the same in both.
///
/// OS2 sees its own frames on the wire, in order, with their contents; its receive buffer, its
/// interrupt and what it has passed on; whether its send buffer is empty; and any word of memory that
/// is not OS1's. It does not see the time: that the engine sends a frame of OS1 in between is told
/// apart only where the theorem says so.
enum NoDisturbanceTheorems {
  static let all: [Theorem<SharedCard>] = [
    undisturbed(
      "os2-is-undisturbed-by-the-paper", .paper, .fails, countsSends: false,
      "whatever OS1 does through the paper's pseudo-NIC, OS2's use of the NIC goes as if OS1 had done nothing"
    ),
    undisturbed(
      "os2-is-undisturbed-with-one-send-fifo", oneFIFO, .fails, .uncountedSending,
      countsSends: false,
      "with OS1's addresses checked and its frames dropped for want of room, OS2's use of the NIC goes as if OS1 had done nothing"
    ),
    undisturbed(
      "os2-is-undisturbed", .repaired, .holds, countsSends: false,
      "whatever OS1 does, OS2's frames, what it receives, its interrupts, its buffers and its memory are as if OS1 had done nothing, but for the time that OS1's frames take on the wire"
    ),
    undisturbed(
      "os2-is-undisturbed-in-time", .repaired, .fails, .sending, countsSends: true,
      "OS2's frames leave at the same send of the engine as if OS1 had done nothing"),
  ]

  /// The repaired one, but that either OS may fill the send FIFO.
  static let oneFIFO = PseudoNICDesign.repaired.changing("pseudo-NIC with one send FIFO for all") {
    ($0.places1, $0.places2) = (SharedCard.places, SharedCard.places)
  }

  /// Which steps the runs take: a run of some of them is a run of all.
  private enum Part { case sending, uncountedSending, all }

  /// - Parameter countsSends: whether OS2 can tell that the engine has sent a frame of OS1
  private static func undisturbed(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared, _ part: Part = .all,
    countsSends: Bool, _ says: String, file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    Theorem(
      id, claims: ["N8"], says, declared, of: specification(design, part),
      lemmas: [PacketLemmas.places(design)], depth: 14,
      .twoRun(
        Unwinding(
          alike: alike, output: \.seenByOS2,
          interferes: { action, s in
            if action.isOfOS1 { return false }
            let isSend = action.label == "fig.6 b-2"
            return isSend && !countsSends ? s.sendFIFO.entries[0].isOS2s : true
          })), file: file, line: line)
  }

  private static func specification(
    _ design: PseudoNICDesign, _ part: Part
  ) -> Specification<SharedCard> {
    let all = design.specification
    return switch part {
    case .all: all
    case .sending:
      Specification(
        "\(design.name), sending alone", shape: all.shape, actions: design.sending,
        initial: all.initial)
    case .uncountedSending: design.uncounted("sending", design.sending)
    }
  }

  /// The second run's send FIFO is the first's without OS1's frames; all else that is OS2's agrees.
  private static func alike(_ a: SharedCard, _ b: SharedCard) -> Formula {
    let places = a.sendFIFO.entries.indices
    let frames = places.flatMap { place in
      let frame = a.sendFIFO.entries[place]
      let number = a.sendFIFO.count(upTo: place) { $0.isOS2s }
      return places.map { other in
        Formula.all([
          a.sendFIFO.holds(place), frame.isOS2s, number == Bits(UInt64(other)),
        ]).implies(b.sendFIFO.entries[other].isEqual(to: frame))
      }
    }
    let own: Bits<8> = b.sendFIFO.count.zeroExtended()
    return Formula.all(
      frames + [
        own == a.sendFIFO.count { $0.isOS2s }, a.slot2.isEqual(to: b.slot2),
        a.receiveFIFO.isEqual(to: b.receiveFIFO), a.buffer.isEqual(to: b.buffer),
        a.inbox2.isEqual(to: b.inbox2), a.interrupt2 == b.interrupt2,
        a.flow2.isEqual(to: b.flow2), a.flow1.arrivedCount == b.flow1.arrivedCount,
        a.mac1 == b.mac1, a.mac2 == b.mac2, a.base1 == b.base1, a.size1 == b.size1,
        a.probe == b.probe, a.wordOfOS2 == b.wordOfOS2,
      ])
  }
}

extension Action<SharedCard> {
  /// What OS1 does, and what the pseudo-NIC does for it.
  var isOfOS1: Bool { name.hasPrefix("OS1 ") || name.hasPrefix("the pseudo-NIC ") }
}

extension SharedCard {
  /// The word at ``probe``, any one, where it is not OS1's.
  fileprivate var wordOfOS2: Bits<32> { isOS1s(probe.zeroExtended()).choose(0, memory[probe]) }

  fileprivate var seenByOS2: [Leaf] {
    flow2.wireCount.leaves + flow2.wire.leaves + slot2.isFull.leaves + buffer.leaves
      + inbox2.leaves + interrupt2.leaves + wordOfOS2.leaves
  }
}
