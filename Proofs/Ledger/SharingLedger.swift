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
      "N2",
      "Registers are mapped in PCI configuration space (A) and in I/O space (B-1 to B-5); table 1 sorts accesses by their function.",
      .proved(
        "with table 1 as code, every row of four maps has a function or is a hole, and is judged as such",
        by: "*-is-undisturbed-by-the-repaired-table")
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
      "N7",
      "With the switch factored out, the design reduces to one OS with a pseudo-NIC between driver and NIC (fig. 9).",
      .proved(
        "fig. 9 as a model of any registers answers OS1 as the classes say and lets OS2 go as if directly",
        by: "any-device-answers-os1", "os2-commands-are-as-direct")
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
        "it is so for the shared card of the paper, packets, buffers and interrupts included",
        by: "os2-is-undisturbed-by-the-paper",
        "os2-is-undisturbed-with-one-send-fifo", repairedBy: ["os2-is-undisturbed"]),
      .refuted(
        "it is so in time as well", by: "os2-is-undisturbed-in-time",
        beyondRepair: "one wire carries the frames of both, one after the other"),
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
      "N9", "Policy 2: what can be settled between pseudo-NIC and OS1 is settled there, for speed.",
      .proved(
        "commands of OS1 that are settled there reach no register of the card",
        by: "os1s-commands-reach-virtual-registers-only", "class-2-a-gives-what-was-written",
        "class-2-c-gives-what-a-nic-of-ones-own-would"),
      .remark(
        "that this is fast",
        "a matter of machines; verify tables counts copies, accesses and switches")
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
        by: "index-and-data-give-what-was-selected", "transactions-give-what-was-asked-for"),
      .refuted(
        "class 1 can be given to what does not look as if it changed the NIC's state",
        by: "any-device-is-undisturbed-by-table", "*-is-undisturbed-by-table-2",
        repairedBy: ["*-is-undisturbed-by-the-repaired-table"])
    ),
    .claim(
      "N11",
      "Table 2: a class for each function. A: 1, 2-a, 3; B-1, B-2: 2-a; B-3: 2-a, 1, 2-b; B-4: 2-a; B-5: 2-a, 3.",
      .refuted(
        "on each of four cards OS2 and the device see nothing of OS1's accesses under table 2",
        by: "*-is-undisturbed-by-table-2",
        repairedBy: ["*-is-undisturbed-by-the-repaired-table"]),
      .refuted(
        "MAC addresses can be kept virtually and packets rewritten, and each frame reaches its OS",
        by: "packets-reach-the-right-os-by-rewriting", "os1s-frames-pass-one-filter",
        repairedBy: ["packets-reach-the-right-os", "os1s-frames-pass-both-filters"]),
      .refuted(
        "a base address that reads back what was written can be sized by a driver",
        by: "base-address-answers-sizing-under-class-2-a",
        repairedBy: ["base-address-answers-sizing-under-class-2-c"])
    ),
    .claim(
      "N12", "Error handling data (within B-3) is left to OS2.",
      .proved(
        "under class 3 OS1 gets an error value and changes nothing", by: "class-3-gives-an-error")
    ),
  ]

  private static let questionsOnSharing: [LedgerEntry] = [
    .question(
      "N?class-1", "Class 1 claims that the access does not change the NIC: does it?",
      .refuted(
        "it does not, wherever table 2 has class 1", by: "*-is-undisturbed-by-table-2",
        "8255x-dump-passed-to-the-card", "8255x-port-passed-to-the-card",
        "tally-request-passed-to-the-card", "configuration-lock-passed-to-the-card",
        repairedBy: [
          "*-is-undisturbed-by-the-repaired-table", "8255x-dump-to-a-block-of-its-own",
          "tally-request-answered-by-os2", "configuration-lock-kept-virtually",
        ])
    ),
    .question(
      "N?error-value", "Class 2-b: what is an error value, and when do settings differ?",
      .proved(
        "all ones, exactly where OS1's virtual setting is not OS2's",
        by: "class-2-b-gives-an-error-where-choices-differ")
    ),
    .question(
      "N?granularity", "One register often holds bits of several functions: what has a class?",
      .proved(
        "a field, and an access that goes through reaches all fields of its register: with classes so chosen OS2 sees nothing",
        by: "*-is-undisturbed-by-the-repaired-table"),
      .refuted(
        "an access stands alone", by: "index-and-data-cut-by-a-switch",
        "transaction-cut-by-a-switch",
        repairedBy: ["index-and-data-restored", "transaction-shadowed"])
    ),
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
        "work that was deferred is never stuck, and is done in the end",
        by: "deferred-work-is-never-stuck", "deferred-work-finds-room",
        "os1s-commands-are-done-in-the-end", "os1s-packets-go-in-the-end",
        "os2s-packets-go-in-the-end"),
      .refuted(
        "in the paper's design too", by: "os1s-packets-go-in-the-end-by-the-paper",
        repairedBy: ["os1s-packets-go-in-the-end"])
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
