import Logic
import Models
import Specification

/// N6, N8: whose memory is copied, what OS1's commands do, and that OS2 is not held up.
enum SharingTheorems {
  static let all: [Theorem<SharedCard>] =
    [
      staysInside("copies-stay-in-os1s-memory-unchecked", .paper, .fails),
      staysInside("copies-stay-in-os1s-memory-checked-at-the-end", endChecked, .fails),
      staysInside("copies-stay-in-os1s-memory", .repaired, .holds),
      os2sMemory("os2s-memory-is-not-copied-to-unchecked", .paper, .fails),
      os2sMemory("os2s-memory-is-not-copied-to", .repaired, .holds),
      sendingIsNotHeldUp("os2s-sending-is-not-held-up-by-the-paper", .paper, .fails),
      sendingIsNotHeldUp("os2s-sending-is-not-held-up", .repaired, .holds),
      receivingIsNotHeldUp("os2s-receiving-is-not-held-up-by-the-paper", .paper, .fails),
      receivingIsNotHeldUp("os2s-receiving-is-not-held-up", .repaired, .holds),
      workIsCarriedOut, workFindsRoom, commandsStayOutside, packetsGoThroughBuffers,
      CommandTheorems.once, CommandTheorems.os2sOwn,
    ]

  static let endChecked = PseudoNICDesign.repaired.changing("pseudo-NIC that adds up addresses") {
    $0.check = .end
  }

  // MARK: - Memory

  private static func staysInside(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    PacketTheorems.theorem(
      id, ["N8", "A9"],
      "no word is copied from or to memory that is not OS1's, whatever address and length it writes",
      declared, design, file: file, line: line,
      .invariant { s in s.hasTouched.implies(s.isOS1s(s.touched)) },
      explain: { s in
        "word \(s.touched) is copied on OS1's behalf, but OS1 has \(s.size1) words from \(s.base1)"
      })
  }

  private static func os2sMemory(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    PacketTheorems.theorem(
      id, ["N8", "A9"], "no word that is not OS1's changes by what OS1 commands", declared, design,
      file: file, line: line,
      .step { step in
        let isForeign = !step.before.isOS1s(step.before.probe.zeroExtended())
        let kept = step.before.memory[step.before.probe] == step.after.memory[step.before.probe]
        return isForeign.implies(kept)
      },
      explain: { s in
        "a packet was copied to word \(s.probe), but OS1 has \(s.size1) words from \(s.base1)"
      })
  }

  // MARK: - OS2 is not held up, and OS1 is served

  private static func sendingIsNotHeldUp(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    PacketTheorems.theorem(
      id, ["N8"],
      "OS2's next frame finds room in the send FIFO unless its own frames have taken their places",
      declared, design, lemmas: [PacketLemmas.places(design)], depth: 12, file: file, line: line,
      .invariant { s in
        s.sendFIFO.count { $0.isOS2s }.isBelow(Bits(design.places2)).implies(s.sendFIFO.hasRoom)
      },
      explain: { _ in "frames of OS1 fill the send FIFO: OS2's own have to wait for them" })
  }

  private static func receivingIsNotHeldUp(
    _ id: String, _ design: PseudoNICDesign, _ declared: Declared,
    file: String = #filePath, line: Int = #line
  ) -> Theorem<SharedCard> {
    let pass = design.specification.actions.first { $0.label == "fig.8 c-2" }!
    return PacketTheorems.theorem(
      id, ["N8"],
      "a frame in OS2's receive buffer can be passed on as soon as OS2 itself has room, whatever OS1 does",
      declared, design, depth: 9, file: file, line: line,
      .invariant { s in
        let waits = s.buffer.isFull && !s.inbox2.isFull
        return waits.implies(Formula.all(pass.guards(s, .variables("pass"))))
      },
      explain: { _ in
        "a broadcast waits in OS2's buffer until OS1 fetches the last one: OS2 receives nothing more"
      })
  }

  private static let repaired = PseudoNICDesign.repaired.specification

  private static func enabled(_ name: String, _ s: SharedCard) -> Formula {
    let action = repaired.actions.first { $0.name == name }!
    return Formula.all(action.guards(s, .variables("next")))
  }

  /// With a fair engine this is all that liveness needs: each step brings the work on.
  private static let workIsCarriedOut = PacketTheorems.theorem(
    "deferred-work-is-never-stuck", ["N8"],
    "while a command or packet of OS1 waits, the pseudo-NIC can carry it on or refuse it, or the engine can send",
    .holds, .repaired,
    .invariant { s in
      let waits = s.virtual.isStarted || s.slot1.isFull
      return waits.implies(
        Formula.any(
          [
            "the pseudo-NIC takes OS1's packet", "the pseudo-NIC refuses OS1's address",
            "the pseudo-NIC gives OS1's packet to the NIC", "the engine sends from the FIFO",
          ].map { enabled($0, s) }))
    })

  private static let workFindsRoom = PacketTheorems.theorem(
    "deferred-work-finds-room", ["N8"],
    "a packet of OS1 that waits finds room in the send FIFO unless OS1's frames have taken their places",
    .holds, .repaired,
    lemmas: [PacketLemmas.places(.repaired)],
    .invariant { s in
      let isServed = s.sendFIFO.count { $0.isOS1s } == Bits(PseudoNICDesign.repaired.places1)
      return s.slot1.isFull.implies(PseudoNICDesign.repaired.hasRoom1(s) || isServed)
    })

  // MARK: - Paths

  private static let commandsStayOutside = PacketTheorems.theorem(
    "os1s-commands-reach-virtual-registers-only", ["N5", "N6"],
    "a command of OS1 changes its virtual registers and its own memory, and nothing of OS2 or the NIC",
    .holds, .repaired,
    .step { step in
      guard step.action.name.hasPrefix("OS1 ") else { return true }
      var same = step.before
      same.virtual = step.after.virtual
      same.memory = step.after.memory
      same.interrupt1 = step.after.interrupt1
      return same.isEqual(to: step.after)
    })

  private static let packetsGoThroughBuffers = PacketTheorems.theorem(
    "os1s-packets-go-through-os2s-buffers", ["N6"],
    "OS1's packets go from its memory to OS2's buffer, from there to the FIFO, and come back from OS2's buffers to its memory",
    .holds, .repaired,
    lemmas: [PacketLemmas.outgoing(.repaired)],
    .step { step in
      let (before, after) = (step.before, step.after)
      let filled = !before.slot1.isFull && after.slot1.isFull
      let fromOS1 = after.slot1.frame.payload == before.memory[before.virtual.sendAddress]
      let more = before.sendFIFO.count { $0.isOS1s }.isBelow(after.sendFIFO.count { $0.isOS1s })
      let fromSlot = before.slot1.isFull && !after.slot1.isFull
      let written = before.memory[before.probe] != after.memory[before.probe]
      let byOS1 = Formula(step.action.name.hasPrefix("OS1 "))
      let fromInbox = after.memory[before.probe] == before.inbox1.frame.payload
      let fromOS2 = before.inbox1.isFull && fromInbox
      return Formula.all([
        filled.implies(fromOS1), more.implies(fromSlot),
        written.implies(byOS1 || fromOS2),
      ])
    })
}
