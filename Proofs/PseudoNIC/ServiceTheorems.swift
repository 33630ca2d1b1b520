import Logic
import Models
import Specification

/// N8: what is deferred is done in the end, and so is OS2's own sending, if engine and driver go on.
enum ServiceTheorems {
  static let all: [Theorem<SharedCard>] = [
    theorem(
      "os1s-commands-are-done-in-the-end",
      "a start command of OS1 is carried out or refused in the end",
      .holds, PseudoNICDesign.repaired.specification, { $0.virtual.isStarted },
      [takes, gives, sends],
      because: Progress(
        { s in [s.slot1.isFull.choose(sendsUntilRoom1(s) + 1, 0)] },
        [
          .init("pseudo-nic-takes") { !$0.slot1.isFull },
          .init("pseudo-nic-gives") { repaired.hasRoom1($0) }, .init("engine-sends"),
        ])),
    theorem(
      "os1s-packets-go-in-the-end", "a packet of OS1 in OS2's buffer goes to the NIC in the end",
      .holds, PseudoNICDesign.repaired.specification, { $0.slot1.isFull }, [gives, sends],
      because: Progress(
        { s in [sendsUntilRoom1(s)] },
        [.init("pseudo-nic-gives") { repaired.hasRoom1($0) }, .init("engine-sends")])),
    theorem(
      "os2s-packets-go-in-the-end", "a packet of OS2 goes to the send FIFO in the end", .holds,
      PseudoNICDesign.repaired.specification, { $0.slot2.isFull }, [copies, sends],
      because: Progress(
        { s in [sendsUntilRoom2(s)] },
        [.init("engine-copies") { repaired.hasRoom2($0) }, .init("engine-sends")])),
    theorem(
      "os1s-packets-go-in-the-end-by-the-paper",
      "with one send FIFO for all a packet of OS1 in OS2's buffer goes to the NIC in the end",
      .fails, PseudoNICDesign.paper.uncounted("sending", PseudoNICDesign.paper.sending),
      { $0.slot1.isFull }, [gives, copies, sends],
      because: nil),
  ]

  private static let repaired = PseudoNICDesign.repaired

  /// - Parameter awaited: what calls for it, until it is no longer so
  private static func theorem(
    _ id: String, _ says: String, _ declared: Declared, _ specification: Specification<SharedCard>,
    _ awaited: @escaping @Sendable (SharedCard) -> Formula, _ fairness: [Fairness<SharedCard>],
    because progress: Progress<SharedCard>?, file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    Theorem(
      id, claims: ["N8"], says, declared, of: specification,
      lemmas: declared == .holds ? [PacketLemmas.places(repaired)] : [], depth: 13,
      .leadsTo(awaited, { !awaited($0) }, under: fairness, because: progress), file: file,
      line: line)
  }

  // MARK: - Measures

  /// How often the engine sends before there is room for OS1's packet.
  private static func sendsUntilRoom1(_ s: SharedCard) -> Bits<8> {
    repaired.hasRoom1(s).choose(0, place(s) { $0.isOS1s })
  }

  private static func sendsUntilRoom2(_ s: SharedCard) -> Bits<8> {
    repaired.hasRoom2(s).choose(0, place(s) { $0.isOS2s })
  }

  /// The place of the first frame of an OS in the send FIFO, from 1; 4 where there is none.
  private static func place(_ s: SharedCard, _ isOwn: (Frame) -> Formula) -> Bits<8> {
    s.sendFIFO.entries.indices.reversed().reduce(4) { later, place in
      let isHere = s.sendFIFO.holds(place) && isOwn(s.sendFIFO.entries[place])
      return isHere.choose(Bits(UInt64(place + 1)), later)
    }
  }

  // MARK: - Fairness

  private static let takes = Fairness<SharedCard>(
    "pseudo-nic-takes",
    "OS2's driver runs again and again, and the pseudo-NIC in it looks at OS1's virtual registers",
    of: ["the pseudo-NIC takes OS1's packet", "the pseudo-NIC refuses OS1's address"])

  private static let gives = Fairness<SharedCard>(
    "pseudo-nic-gives",
    "OS2's driver runs again and again, and gives the NIC what the pseudo-NIC has taken while there is room",
    of: ["the pseudo-NIC gives OS1's packet to the NIC"])

  private static let copies = Fairness<SharedCard>(
    "engine-copies", "the engine copies from OS2's buffer while there is room in its FIFO",
    of: ["the engine copies OS2's buffer to the FIFO"])

  private static let sends = Fairness<SharedCard>(
    "engine-sends", "the engine sends what is in its FIFO: the network takes frames in the end",
    of: ["the engine sends from the FIFO"])
}
