// What §5 leaves open.
extension Ledger {
  static let questionsOnSharing: [LedgerEntry] = onRegisters + onPackets

  private static let onRegisters: [LedgerEntry] = [
    .question(
      "N?class-1", "Class 1 claims that the access does not change the NIC: does it?",
      .answers(
        "not always: of the reads to which table 2 gives class 1, 1 of 9 of a PCI header is unsound, 36 of 54 on the 82540EM (statistics that clear when read), 0 of 1 on the RTL8139C, 0 of 7 on the 8255x",
        refuted: ["pci-is-undisturbed-by-table-2"],
        runs: [.output("nic 82540EM --field GPRC"), .output("nic pci")]),
      .answers(
        "commands that dump or test are writes; read as class 1, as the table has no other for the function, they change the NIC",
        refuted: [
          "82540em-is-undisturbed-by-table-2", "rtl8139c-is-undisturbed-by-table-2",
          "8255x-is-undisturbed-by-table-2",
          "8255x-dump-passed-to-the-card", "8255x-port-passed-to-the-card",
          "tally-request-passed-to-the-card", "configuration-lock-passed-to-the-card",
        ]),
      .answers(
        "with classes that are proved, and commands answered by OS2, it does not",
        proved: [
          "*-is-undisturbed-by-the-repaired-table", "8255x-dump-to-a-block-of-its-own",
          "tally-request-answered-by-os2", "configuration-lock-kept-virtually",
        ])
    ),
    .question(
      "N?error-value", "Class 2-b: what is an error value, and when do settings differ?",
      .answers(
        "chosen here: all ones, and settings differ where what OS1 wrote last to the register that chooses is not what the NIC holds there: OS1 reads an error there and nowhere else, on each map under any table, whichever row chooses",
        proved: [
          "class-2-b-gives-an-error-where-choices-differ", "pci-answers-os1",
          "82540em-answers-os1", "rtl8139c-answers-os1", "8255x-answers-os1",
        ]),
      .answers(
        "for that two things must be so: a counter full of ones is given as one less, or a driver takes it for an error; and reads of the register that chooses are of class 2-a, as table 2 has it, or 3, for class 1 or 2-b puts what OS2 chose in place of OS1's choice",
        refuted: ["error-values-are-errors", "choices-outlive-reads-of-the-nic"])
    ),
    .question(
      "N?granularity", "One register often holds bits of several functions: what has a class?",
      .answers(
        "a field, and an access that goes through reaches all fields of its register: with classes so chosen OS2 sees nothing",
        proved: ["*-is-undisturbed-by-the-repaired-table"]),
      .answers(
        "and two accesses that belong together are one",
        proved: ["index-and-data-restored", "transaction-shadowed"],
        refuted: ["index-and-data-cut-by-a-switch", "transaction-cut-by-a-switch"]),
      .adds(
        "a table of class 3 alone would pass too; verify nic says which cells a driver can't work with",
        runs: [.output("nic 82540EM --repair")])
    ),
  ]

  private static let onPackets: [LedgerEntry] = [
    .question(
      "N?addresses",
      "Addresses are capabilities: does OS1 read and write OS2's memory through a buffer address?",
      .answers(
        "yes, where an address is taken as it is, or checked at its end alone",
        refuted: [
          "copies-stay-in-os1s-memory-unchecked", "os2s-memory-is-not-copied-to-unchecked",
          "copies-stay-in-os1s-memory-checked-at-the-end",
        ]),
      .answers(
        "not with start and length checked; check and copy are one step of the model, which copies one word and takes OS1's own length: a frame longer than OS1's buffer is not followed",
        proved: ["copies-stay-in-os1s-memory", "os2s-memory-is-not-copied-to"],
        runs: [.system("os1-gives-an-address-*"), .system("os1-offers-a-ring-of-os2")])
    ),
    .question(
      "N?deferred",
      "Deferred execution must neither lose, duplicate nor reorder OS1's packets, nor starve them, nor delay OS2's.",
      .answers(
        "what OS1 sends is neither lost, doubled nor reordered; frames for it are dropped while its last has not been fetched",
        proved: [
          "packets-are-sent-in-order", "os1s-commands-are-carried-out-once",
          "os1s-packets-are-dropped-for-want-of-room-only",
        ]),
      .answers(
        "none starves where engine and OS2's driver run again and again, which for OS2 rests on A8",
        proved: [
          "deferred-work-is-never-stuck", "deferred-work-finds-room",
          "os1s-commands-are-done-in-the-end", "os1s-packets-go-in-the-end",
          "os2s-packets-go-in-the-end", "os1s-packets-are-served",
        ]),
      .answers(
        "with one send FIFO for all OS1's packets starve behind OS2's",
        refuted: [
          "os1s-packets-go-in-the-end-by-the-paper",
          "room-for-a-packet-is-not-taken-away-by-the-paper",
        ]),
      .answers(
        "OS2's are delayed, by the wire alone: by 2 frames at most before they find room",
        proved: ["os2s-packets-are-served", "room-for-a-packet-is-not-taken-away"],
        refuted: ["os2-is-undisturbed-in-time"])
    ),
    .question(
      "N?filtering", "Two addresses on one NIC: does each OS get its packets, and only these?",
      .answers(
        "not where the card's filter knows one address, nor where rewritten addresses tell whose a frame is",
        refuted: ["os1s-frames-pass-one-filter", "packets-reach-the-right-os-by-rewriting"]),
      .answers(
        "with a filter for both, and the OS told by the address that the sender meant, it gets these only, and all of them but, for OS1, those that come while its last has not been fetched",
        proved: [
          "os1s-frames-pass-both-filters", "packets-reach-the-right-os",
          "os1s-packets-are-dropped-for-want-of-room-only",
        ],
        runs: [.system("broadcast-reaches-both")])
    ),
  ]
}
