// N1 to N12.
extension Ledger {
  static let ofSharing: [LedgerEntry] = onTheNIC + onThePseudoNIC + onClasses + questionsOnSharing

  private static let onTheNIC: [LedgerEntry] = [
    .claim(
      "N1",
      "The NIC is a PCI device with bus-master DMA: buffers in memory, FIFOs, registers, an engine; it raises interrupts at events.",
      .assumes(
        "these parts, and what each does",
        "a card that has them is modelled; of it is proved that it sends and receives in order, and interrupts once for a packet",
        proved: ["nic-sends-in-order", "nic-receives-in-order", "nic-interrupts-once-for-a-packet"])
    ),
    .claim(
      "N2",
      "Registers are mapped in PCI configuration space (A) and in I/O space (B-1 to B-5); table 1 sorts accesses by their function.",
      .supports(
        "most registers have a function of table 1: all but 6 of the 72 rows of a PCI header, 39 of 215 of the 82540EM, 18 of 115 of the RTL8139C, 9 of 80 of the 8255x",
        runs: [.output("tables --nic 82540EM")]),
      .contradicts(
        "the rest have none, and so no class; and registers of B lie in memory and behind MDIO as well, power management (B-5) in configuration space, the 8255x's commands in memory",
        runs: [.output("nic 82540EM"), .output("nic 8255x"), .output("nic pci")],
        instead: .nothing(
          because:
            "table 1 has no row for them; class 3 for what has no function is the choice made here, and N10 and N11 say what follows"
        )),
      .remarks(
        "that a row has the right function",
        "a matter of reading the card's manual; each row names its source, and basis says how sure it is"
      )
    ),
    .claim(
      "N3", "Sending (fig. 6): a-1 to a-3, b-1, b-2.",
      .supports(
        "the steps happen in this order, and no packet goes out twice, changed or before an earlier one",
        proved: ["figure-6-happens", "nic-sends-in-order"]),
      .adds(
        "that a packet goes out at all in the end is said of the shared card, under a fair engine",
        proved: ["os2s-packets-go-in-the-end"])
    ),
    .claim(
      "N4", "Receiving (fig. 7): (a), b-1 to b-3, c-1, c-2.",
      .supports(
        "the steps happen in this order, and a packet is lost only where the FIFO has no room",
        proved: ["figure-7-happens", "nic-receives-in-order", "nic-loses-for-want-of-room-only"])
    ),
  ]

  private static let onThePseudoNIC: [LedgerEntry] = [
    .claim(
      "N5",
      "OS2 offers OS1 a pseudo-NIC; OS1 asks and is answered by OS switches; its packets and commands pass through OS2; its interrupts come from the pseudo-NIC.",
      .supports(
        "OS1's packets are sent over OS2, in order, once, under its address",
        proved: [
          "figure-8-sending-happens", "packets-are-sent-in-order-by-the-paper",
          "os1s-commands-are-carried-out-once",
        ]),
      .supports(
        "its sending and receiving commands reach virtual registers only; what class 1 and 2-b pass to the NIC is for N10",
        proved: ["os1s-commands-reach-virtual-registers-only"]),
      .supports(
        "it asks and is answered by OS switches",
        runs: [
          .system("os1-sends"), .system("os1-receives"), .system("os1-sends-twice"),
          .system("broadcast-reaches-both"),
        ]),
      .contradicts(
        "in the paper's way a frame does not always reach the right OS",
        refuted: ["packets-reach-the-right-os-by-rewriting"],
        instead: .repaired(
          "with a filter for both addresses, and the OS told by the address that the sender meant, each does, but for frames for OS1 that come while its last has not been fetched: these are dropped; and OS1 is interrupted",
          proved: [
            "packets-reach-the-right-os", "figure-8-receiving-happens",
            "os1s-packets-are-dropped-for-want-of-room-only",
          ]))
    ),
    .claim(
      "N6",
      "Paths: OS1's commands and packets go through OS2; OS2's commands go through the pseudo-NIC as if directly.",
      .supports(
        "OS1's packets go through OS2's buffers, OS2's own go their way",
        proved: [
          "os1s-packets-go-through-os2s-buffers", "figure-6-happens-beside-os1",
          "figure-7-happens-beside-os1",
        ]),
      .supports(
        "OS2's use of the NIC goes as if OS1 had done nothing, but for time on the wire; its commands pass unchanged by construction of the model",
        proved: ["os2-is-undisturbed", "os2-commands-are-as-direct"]),
      .adds(
        "OS2 is interrupted for each frame in its buffer and takes each of its own once",
        proved: ["os2-receives-as-without-a-pseudo-nic"])
    ),
    .claim(
      "N7",
      "With the switch factored out, the design reduces to one OS with a pseudo-NIC between driver and NIC (fig. 9).",
      .assumes(
        "the reduction",
        "the models of the shared card take it: a command of OS1 is a step, and the pseudo-NIC's work another; each step of the whole system's runs, over real switches, is held against that model",
        runs: [
          .system("os1-sends"), .system("os1-receives"), .system("os2-communicates-beside-os1"),
        ]),
      .adds(
        "fig. 9 as a model of any registers answers OS1 as the classes say",
        proved: ["any-device-answers-os1"])
    ),
    .claim(
      "N8",
      "Policy 1: no operation of OS1 disturbs OS2's communication; what could is kept in a virtual register and carried out at a time that fits OS2.",
      .supports(
        "on the shared card, with addresses checked, OS1's frames dropped for want of room and places of the send FIFO for each OS, OS2 sees nothing of what OS1 does but time on the wire",
        proved: ["os2-is-undisturbed"]),
      .supports(
        "nor does it by the registers of each map, all rows at once, under a table whose classes are proved",
        proved: ["*-is-undisturbed-by-the-repaired-table"]),
      .adds(
        "of any registers with effects on a register alone (3 of 7 kinds of reads, 6 of 21 of writes): where accesses without effect alone go through, what is kept in virtual registers tells OS2 nothing",
        proved: ["any-device-is-undisturbed"]),
      .contradicts(
        "to obey a table is not enough",
        refuted: ["any-device-is-undisturbed-by-table", "*-is-undisturbed-by-table-2"],
        instead: .repaired(
          "a table whose classes are proved",
          proved: [
            "any-device-is-undisturbed", "any-map-is-undisturbed-by-accesses-without-effect",
            "*-is-undisturbed-by-the-repaired-table",
          ])),
      .contradicts(
        "on the shared card, packets, buffers and interrupts included, OS1 disturbs OS2 by addresses, by filling its buffers, and by the one send FIFO",
        refuted: ["os2-is-undisturbed-by-the-paper", "os2-is-undisturbed-with-one-send-fifo"],
        instead: .repaired(
          "with addresses checked, OS1's frames dropped for want of room, and places of the send FIFO for each OS it does not; the same frames come in from the network in both runs",
          proved: ["os2-is-undisturbed"])),
      .contradicts(
        "in time it does: one wire carries the frames of both",
        refuted: ["os2-is-undisturbed-in-time"],
        instead: .repaired(
          "the delay has a bound: a packet of OS2 finds room when the engine has sent 2 frames",
          proved: ["os2s-packets-are-served"])),
      .contradicts(
        "two-step accesses that a switch cuts go wrong",
        refuted: [
          "index-and-data-cut-by-a-switch", "transaction-cut-by-a-switch",
          "tally-request-passed-to-the-card",
        ],
        instead: .repaired(
          "if the pseudo-NIC restores the selection, or answers from a shadow, they do not",
          proved: [
            "index-and-data-restored", "transaction-shadowed", "tally-request-answered-by-os2",
          ])),
      .contradicts(
        "deferring alone does not keep OS1's work from holding up OS2's traffic",
        refuted: [
          "os2s-sending-is-not-held-up-by-the-paper", "os2s-receiving-is-not-held-up-by-the-paper",
        ],
        instead: .repaired(
          "with room of its own for each OS it does",
          proved: ["os2s-sending-is-not-held-up", "os2s-receiving-is-not-held-up"]))
    ),
    .claim(
      "N9", "Policy 2: what can be settled between pseudo-NIC and OS1 is settled there, for speed.",
      .supports(
        "OS1's sending and receiving commands, and accesses of class 2-a and 2-c, reach no register of the card",
        proved: [
          "os1s-commands-reach-virtual-registers-only", "class-2-a-gives-what-was-written",
          "class-2-c-gives-what-a-nic-of-ones-own-would",
        ]),
      .remarks(
        "that this is fast",
        "a matter of machines; verify costs counts copies, accesses and switches")
    ),
  ]

  /// N10 for each map.
  private static let wholeMaps = [
    "pci-answers-os1", "82540em-answers-os1", "rtl8139c-answers-os1", "8255x-answers-os1",
  ]

  private static let onClasses: [LedgerEntry] = [
    .claim(
      "N10",
      "Classes 1, 2-a, 2-b, 2-c, 3: what is executed on NIC and virtual register, and what a read returns.",
      .supports(
        "in the model of a shared field a read answers as its class says, shown on a field for each; 2-a, 2-c and 3 leave the NIC as it was",
        proved: [
          "class-1-gives-what-the-nic-holds", "class-2-a-gives-what-was-written",
          "class-2-b-gives-an-error-where-choices-differ",
          "class-2-c-gives-what-a-nic-of-ones-own-would", "class-3-gives-an-error",
        ]),
      .supports(
        "so of any map: any number of registers, all kinds of reads and writes, any table",
        proved: ["any-map-answers-os1"]),
      .supports(
        "on each of the four maps as a whole, under any table and however its rows act together: what each access does to the NIC (1 and 2-b what OS2's own does, the others nothing), to all virtual registers, and what a read returns, reset value and read after write included",
        proved: wholeMaps),
      .supports(
        "and 2-b does compare: OS1 reads an error, then chooses as OS2 has and reads the value",
        proved: ["*-compares-choices"]),
      .supports(
        "so of any device, where 2-b is taken as 1 and 2-c as 2-a",
        proved: ["any-device-answers-os1"]),
      .supports(
        "accesses by index and data, transactions, and commands of the 8255x do what they say",
        proved: [
          "index-and-data-give-what-was-selected", "transactions-give-what-was-asked-for",
          "8255x-commands-do-what-the-manual-says",
        ]),
      .adds(
        "what a read of class 1 returns tells OS1 what OS2 did to the NIC, as the paper means it to; virtual registers alone do not",
        proved: ["virtual-registers-hide-os2"], refuted: ["pseudo-nic-hides-os2"]),
      .contradicts(
        "class 1 is given in table 2 to accesses that do change the NIC",
        refuted: ["any-device-is-undisturbed-by-table", "*-is-undisturbed-by-table-2"],
        instead: .repaired(
          "where its claim is proved of each access it is sound",
          proved: [
            "any-device-is-undisturbed", "any-map-is-undisturbed-by-accesses-without-effect",
            "*-is-undisturbed-by-the-repaired-table",
          ])),
      .contradicts(
        "2-c on virtual registers one by one does not treat a register as a NIC of OS1's own would, where registers act together: a mask that another register clears, the end of a transaction, bits that are clocked in",
        refuted: ["*-of-os1s-by-single-registers"],
        instead: .repaired(
          "with virtual registers that act together as the NIC's do, it does", proved: wholeMaps))
    ),
    .claim(
      "N11",
      "Table 2: a class for each function. A: 1, 2-a, 3; B-1, B-2: 2-a; B-3: 2-a, 1, 2-b; B-4: 2-a; B-5: 2-a, 3.",
      .supports(
        "most cells are sound; verify nic counts",
        runs: [
          .output("nic pci"), .output("nic 82540EM"), .output("nic RTL8139C"), .output("nic 8255x"),
        ]),
      .contradicts(
        "on three cards and a PCI header OS2 and the device see something of OS1's accesses under table 2; many of these accesses are writes, to which table 2 gives class 1 as it is read here (N?class-1)",
        refuted: ["*-is-undisturbed-by-table-2"],
        instead: .repaired(
          "with a proved class where its own is not sound they do not; what the driver then gets is judged apart: verify nic NAME --repair shows the table with what it still lacks",
          proved: ["*-is-undisturbed-by-the-repaired-table"])),
      .contradicts(
        "a MAC address kept virtually, with packets rewritten, does not bring each frame to its OS",
        refuted: ["packets-reach-the-right-os-by-rewriting", "os1s-frames-pass-one-filter"],
        instead: .repaired(
          "a filter that lets in both addresses does",
          proved: ["packets-reach-the-right-os", "os1s-frames-pass-both-filters"])),
      .contradicts(
        "under class 2-a a base address cannot be sized by a driver",
        refuted: ["base-address-answers-sizing-under-class-2-a"],
        instead: .repaired(
          "class 2-c", proved: ["base-address-answers-sizing-under-class-2-c"]))
    ),
    .claim(
      "N12", "Error handling data (within B-3) is left to OS2.",
      .remarks(
        "the paper leaves it out; class 3 for it is the choice made here",
        "where a map's row is of error handling OS1 gets an error value and changes nothing; that this is safe is part of the theorems on whole maps (N11)"
      )
    ),
  ]
}
