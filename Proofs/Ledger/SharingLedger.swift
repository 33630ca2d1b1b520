// N1 to N12, and what §5 leaves open.
extension Ledger {
  static let ofSharing: [LedgerEntry] = claimsOnSharing + questionsOnSharing

  private static let claimsOnSharing: [LedgerEntry] = [
    .claim(
      "N1",
      "The NIC is a PCI device with bus-master DMA: buffers in memory, FIFOs, registers, an engine; it raises interrupts at events.",
      .proved(
        "a model of these parts sends and receives in order, and interrupts once for a packet",
        by: "nic-sends-in-order", "nic-receives-in-order", "nic-interrupts-once-for-a-packet")
    ),
    .claim(
      "N3", "Sending (fig. 6): a-1 to a-3, b-1, b-2.",
      .proved(
        "the steps happen in this order, and no packet is lost, doubled or changed",
        by: "figure-6-happens", "nic-sends-in-order")
    ),
    .claim(
      "N4", "Receiving (fig. 7): (a), b-1 to b-3, c-1, c-2.",
      .proved(
        "the steps happen in this order, and a packet is lost only where the FIFO has no room",
        by: "figure-7-happens", "nic-receives-in-order", "nic-loses-for-want-of-room-only")
    ),
    .claim(
      "N5",
      "OS2 offers OS1 a pseudo-NIC; OS1 asks and is answered by OS switches; its packets and commands pass through OS2; its interrupts come from the pseudo-NIC.",
      .proved(
        "packets go both ways over OS2, in order and to the right OS, and OS1 is interrupted",
        by: "figure-8-sending-happens", "figure-8-receiving-happens", "packets-are-sent-in-order",
        "packets-reach-the-right-os", "os1s-commands-are-carried-out-once",
        "os1s-packets-are-dropped-for-want-of-room-only"),
      .proved(
        "OS1's commands reach virtual registers only",
        by: "os1s-commands-reach-virtual-registers-only")
    ),
    .claim(
      "N6",
      "Paths: OS1's commands and packets go through OS2; OS2's commands go through the pseudo-NIC as if directly.",
      .proved(
        "OS1's packets go through OS2's buffers, OS2's own go their way",
        by: "os1s-packets-go-through-os2s-buffers", "figure-6-happens-beside-os1",
        "figure-7-happens-beside-os1"),
      .proved(
        "OS2's commands do to the NIC what they would do directly",
        by: "os2-commands-are-as-direct", "os2-receives-as-without-a-pseudo-nic")
    ),
    .claim(
      "N8",
      "Policy 1: no operation of OS1 disturbs OS2's communication; what could is kept in a virtual register and carried out at a time that fits OS2.",
      .proved(
        "for any map and table OS2 sees nothing of OS1's accesses where only those without effect go through",
        by: "any-device-is-undisturbed"),
      .refuted(
        "it is so for any table that is obeyed", by: "any-device-is-undisturbed-by-table",
        repairedBy: ["any-device-is-undisturbed"]),
      .refuted(
        "two-step accesses may be cut by a switch", by: "index-and-data-cut-by-a-switch",
        "transaction-cut-by-a-switch", "tally-request-passed-to-the-card",
        repairedBy: [
          "index-and-data-restored", "transaction-shadowed", "tally-request-answered-by-os2",
        ]),
      .refuted(
        "deferring is enough for OS2's traffic not to be held up",
        by: "os2s-sending-is-not-held-up-by-the-paper",
        "os2s-receiving-is-not-held-up-by-the-paper",
        repairedBy: ["os2s-sending-is-not-held-up", "os2s-receiving-is-not-held-up"])
    ),
    .claim(
      "N10",
      "Classes 1, 2-a, 2-b, 2-c, 3: what is executed on NIC and virtual register, and what a read returns.",
      .proved(
        "each class answers OS1 as it says", by: "class-1-gives-what-the-nic-holds",
        "class-2-a-gives-what-was-written", "class-2-b-gives-an-error-where-choices-differ",
        "class-2-c-gives-what-a-nic-of-ones-own-would", "class-3-gives-an-error",
        "any-device-answers-os1"),
      .proved(
        "accesses by index and data, and transactions, give each OS what it asked for",
        by: "index-and-data-give-what-was-selected", "transactions-give-what-was-asked-for")
    ),
  ]

  private static let questionsOnSharing: [LedgerEntry] = [
    .question(
      "N?addresses",
      "Addresses are capabilities: does OS1 read and write OS2's memory through a buffer address?",
      .refuted(
        "an address can be taken as it is", by: "copies-stay-in-os1s-memory-unchecked",
        "os2s-memory-is-not-copied-to-unchecked", "copies-stay-in-os1s-memory-checked-at-the-end",
        repairedBy: ["copies-stay-in-os1s-memory", "os2s-memory-is-not-copied-to"])
    ),
    .question(
      "N?deferred",
      "Deferred execution must neither lose, duplicate nor reorder OS1's packets, nor starve them, nor delay OS2's.",
      .proved(
        "packets are kept, in order", by: "packets-are-sent-in-order",
        "os1s-commands-are-carried-out-once"),
      .proved(
        "work that was deferred is never stuck", by: "deferred-work-is-never-stuck",
        "deferred-work-finds-room")
    ),
    .question(
      "N?filtering", "Two addresses on one NIC: does each OS get its packets, and only these?",
      .refuted(
        "the card's filter need know one address", by: "os1s-frames-pass-one-filter",
        repairedBy: ["os1s-frames-pass-both-filters"]),
      .refuted(
        "rewriting addresses is enough to tell whose a frame is",
        by: "packets-reach-the-right-os-by-rewriting", repairedBy: ["packets-reach-the-right-os"])
    ),
  ]
}
