import Logic
import Models
import Specification

/// N8: deferred work is done in the end, and OS2's own traffic is not held up by it, in steps.
///
/// A packet that finds no room waits for the engine to send a bounded number of frames; then there is
/// room that no other packet can take.
enum WaitingTheorems {
  static let all: [Theorem<WaitingCard>] = [
    served("os1s-packets-are-served", .repaired, .holds, of: .os1, after: 3),
    served("os2s-packets-are-served", .repaired, .holds, of: .os2, after: 2),
    roomStays("room-for-a-packet-is-not-taken-away-by-the-paper", .paper, .fails),
    roomStays("room-for-a-packet-is-not-taken-away", .repaired, .holds),
  ]

  /// - Parameter sends: how many frames the engine sends at most while a packet of the OS waits
  private static func served(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared, of os: Party,
    after sends: UInt64,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<WaitingCard> {
    let most = Bits<8>(sends)
    return Theorem(
      id, claims: ["N8"],
      "a packet of \(os == .os1 ? "OS1" : "OS2") that waits for the send FIFO finds room when the engine has sent \(sends) frames",
      declared, of: design.waiting, lemmas: [progress(design)], depth: 8,
      .invariant { s in
        os == .os1
          ? s.sends1.isAtMost(most) && (s.sends1 == most).implies(!design.waits1(s.card))
          : s.sends2.isAtMost(most) && (s.sends2 == most).implies(!design.waits2(s.card))
      },
      explain: { _ in "the engine has sent \(sends) frames, and the packet still waits" },
      file: file, line: line)
  }

  private static func roomStays(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<WaitingCard> {
    Theorem(
      id, claims: ["N8"],
      "a packet in OS2's buffers that finds room in the send FIFO finds room until it goes there",
      declared, of: design.waiting, lemmas: [places(design)], depth: 9,
      .step { step in
        let (before, after) = (step.before.card, step.after.card)
        let found1 = before.slot1.isFull && !design.waits1(before)
        let found2 = before.slot2.isFull && !design.waits2(before)
        return Formula.all([
          found1.implies(!design.waits1(after)), found2.implies(!design.waits2(after)),
        ])
      }, file: file, line: line)
  }

  private static func places(_ design: PseudoNICDesign) -> Invariant<WaitingCard> {
    let places = PacketLemmas.places(design)
    return Invariant(places.name) { places.holds($0.card) }
  }

  /// While a packet waits, one of its OS is in a place that the sends so far leave before the end.
  private static func progress(_ design: PseudoNICDesign) -> Invariant<WaitingCard> {
    let places = places(design)
    return Invariant("with each send, a frame that is waited for comes nearer") { s in
      func isBefore(_ sends: Bits<8>, _ end: Int, _ isOwn: (Frame) -> Formula) -> Formula {
        Formula.any(
          s.card.sendFIFO.entries.indices.map { place in
            let isNear = (sends + Bits(UInt64(place))).isBelow(Bits(UInt64(end)))
            return Formula.all([
              s.card.sendFIFO.holds(place), isOwn(s.card.sendFIFO.entries[place]), isNear,
            ])
          })
      }
      return Formula.all([
        places.holds(s), s.sends1.isAtMost(3), s.sends2.isAtMost(2),
        s.card.slot1.isFull || s.sends1 == 0, s.card.slot2.isFull || s.sends2 == 0,
        design.waits1(s.card).implies(isBefore(s.sends1, 3) { $0.isOS1s }),
        design.waits2(s.card).implies(isBefore(s.sends2, 2) { $0.isOS2s }),
      ])
    }
  }
}
