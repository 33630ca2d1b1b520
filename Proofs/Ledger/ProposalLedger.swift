// A8 to A12: the proposed composition.
extension Ledger {
  static let proposed: [LedgerEntry] = [
    .claim(
      "A8",
      "Proposed composition (fig. 2): no master; each OS runs on its own, so that the other's system down does not touch it.",
      .supports(
        "first half: what an OS goes through in the processor and its memory is what it could go through alone; and it finds the controller as it left it, and loses no interrupt",
        proved: [
          "os1-runs-as-if-alone", "os2-runs-as-if-alone",
          "each-os-finds-what-it-left-in-the-papers-design",
        ]),
      .supports(
        "second half, where nothing goes wrong: each OS gets the processor again and again, and each interrupt is served",
        proved: [
          "each-os-goes-on-in-the-papers-design", "each-interrupt-is-served-in-the-papers-design",
        ]),
      .supports(
        "in the model of the compositions an OS that is well can get the processor from one that is down, if that one has left interrupts on and the way to the switch as it was",
        proved: ["no-master-lets-oses-go-on-if-way-and-interrupts-are-kept"]),
      .supports(
        "an OS that halts with interrupts on, its own interrupt ended, stops nobody",
        proved: [
          "each-os-goes-on-in-the-papers-design", "os1-acts-while-os2-is-down",
          "os2-acts-while-os1-is-down",
        ],
        runs: [
          .system("os1-halts-with-interrupts-on"), .system("os2-halts-with-interrupts-on"),
        ]),
      .contradicts(
        "an OS that halts or loops with interrupts off, halts inside its own interrupt, or has no kernel stack left takes the other down with it",
        refuted: [
          "a-stopped-os-stops-the-other", "each-os-goes-on-beside-a-halt-with-interrupts-off",
          "each-os-goes-on-beside-a-loop-with-interrupts-off",
          "each-os-goes-on-beside-an-unacknowledged-halt", "each-os-goes-on-beside-a-broken-stack",
          "each-os-finds-what-it-left-beside-a-broken-stack", "no-master-lets-oses-go-on",
          "no-master-lets-oses-go-on-with-interrupts-off",
          "no-master-lets-oses-go-on-beside-damage",
        ],
        runs: [
          .system("os1-halts-with-interrupts-off"), .system("os1-loops-with-interrupts-off"),
          .system("os1-loses-its-kernel-stack"), .system("os2-halts-with-interrupts-off"),
          .system("os2-loops-with-interrupts-off"), .system("os2-loses-its-kernel-stack"),
          .system("os2-leaves-an-interrupt-unended"), .replay("trap-broken-kernel-stack"),
        ],
        instead: .repaired(
          "in the model of both OSes on one machine, which takes the repairs to work: with a watchdog's NMI and a double fault through task gates, interrupts ended by the switch, the controller's mask and mode part of the context, and both IDTs mapped alike, the other may do whatever is not excluded; against a halt inside its own interrupt the controller's automatic end of interrupt helps alone",
          proved: [
            "each-os-finds-what-it-left-in-the-repaired-design",
            "each-os-goes-on-in-the-repaired-design",
            "each-interrupt-is-served-in-the-repaired-design",
            "each-os-goes-on-beside-an-unacknowledged-halt-with-automatic-eoi",
          ], runs: [.system("watchdog-after-*")])),
      .contradicts(
        "an OS that masks the other's line at the controller, lets interrupts in before it has ended its own, or programs the vectors anew, keeps the other from the processor; an NMI of any source within a switch brings down both; of two accesses to a port that belong together a switch may come between",
        refuted: [
          "each-os-goes-on-beside-a-mask", "each-os-goes-on-beside-an-unended-interrupt",
          "each-os-goes-on-beside-a-change-of-mode",
          "each-os-finds-what-it-left-beside-a-change-of-mode",
          "each-os-finds-what-it-left-beside-an-nmi-in-a-switch", "each-os-finds-what-it-selected",
        ],
        runs: [
          .system("os1-masks-all-lines"), .system("os2-masks-all-lines"), .replay("trap-nmi"),
        ],
        instead: .repaired(
          "against an NMI gates mapped alike help alone; so does at a port the switch's saving or noting the selection, or interrupts off between the two accesses; against an interrupt that is not ended the controller's automatic end of interrupt; mask or mode as part of the context alone do not help, but with a watchdog do, the mode as far as the processor goes",
          proved: [
            "each-os-finds-what-it-left-beside-an-nmi-in-a-switch-with-mapped-gates",
            "each-os-goes-on-beside-an-nmi-in-a-switch-with-mapped-gates",
            "each-os-finds-what-it-selected-if-saved", "each-os-finds-what-it-selected-if-noted",
            "each-os-finds-what-it-selected-with-interrupts-off",
            "each-os-goes-on-beside-an-unended-interrupt-with-automatic-eoi",
            "each-os-goes-on-in-the-repaired-design",
          ],
          refuted: [
            "each-os-goes-on-beside-a-mask-with-the-mask-in-context",
            "each-os-goes-on-beside-a-change-of-mode-with-the-mode-in-context",
            "each-os-finds-what-it-left-beside-a-change-of-mode-with-the-mode-in-context",
          ])),
      .remarks(
        "how far the repairs are more than taken to work",
        "the six watchdog runs show them as code after a stop of OS2; they need that the watchdog does not fire within a switch, and no proof follows registers and memory through a switch that an NMI or a double fault began: the switch's own code is judged for interrupts alone"
      )
    ),
    .claim(
      "A9",
      "Hardware is, as a rule, not shared: each device belongs to one OS. Memory is not shared either.",
      .assumes(
        "no OS writes the memory of the other, the switch's or the machine's",
        "no step of the models of the switch can; in that of both OSes on one machine one step does, and “no-reset” excludes it: the list of assumptions says what breaks without",
        proved: ["memory-is-apart", "many-memory-is-apart"]),
      .adds(
        "in the model of the compositions no OS changes the other, and reaches the other's device by a pseudo-device only, its own without an offer",
        proved: [
          "no-os-controls-the-other", "others-devices-by-pseudo-device-only",
          "own-device-without-an-offer",
        ]),
      .adds(
        "an exception to the rule is the interrupt controller: a mask that OS2 writes, or an interrupt that it has not ended, holds up OS1's lines, and each reads there what the other did",
        proved: ["only-running-code-reaches-the-controller"],
        refuted: [
          "os2-cannot-mask-os1s-lines", "os2-cannot-hold-up-os1s-lines", "controller-hides-os1",
          "controller-hides-os2",
        ]),
      .adds(
        "another is the NIC: a pseudo-NIC that copies where OS1 says does not keep memory apart, one that checks address and length does",
        proved: ["copies-stay-in-os1s-memory", "os2s-memory-is-not-copied-to"],
        refuted: ["copies-stay-in-os1s-memory-unchecked", "os2s-memory-is-not-copied-to-unchecked"])
    ),
    .claim(
      "A10", "Changes to one of the OSes (OS1, a general-purpose one) are kept as few as possible.",
      .supports(
        "what runs of OS1's for the switch is a routine for each line of OS2's that only starts it",
        proved: ["foreign-routine-only-starts-the-switch"]),
      .supports(
        "counted on the layout of two small OSes: 7 of 16 IDT entries, 2 page-table entries, 10 rules that its code must keep; of 19 functions of its NIC driver 9 are refused; its driver's commands become interrupts, 4 switches a packet sent",
        runs: [.output("costs")]),
      .remarks(
        "that these are as few as possible",
        "other designs would have to be given to compare with; only this one is")
    ),
    .claim(
      "A11",
      "Three technical problems: start-up (not treated), OS switching (§4), sharing of non-shared hardware (§5).",
      .remarks(
        "a division of the work; start-up is left open by the theorems, and one way is shown",
        "proofs start with OS1 running and OS2 stopped by an interrupt of OS1, with any memory and registers; in the runs of the whole system OS2 boots first and gives OS1 the processor by a switch (Models/WholeSystem/OS2Boot)"
      )
    ),
    .claim(
      "A12", "Assumed: one Intel Pentium; each OS uses virtual memory.",
      .assumes(
        "one processor with paging on",
        "the theorems on code are about CR0.PG set, the protocol's do without; machine, solo runs, rules and traps are about the Pentium alone",
        proved: ["code-switches-all-contexts-pentium"]),
      .adds(
        "that a whole context is kept, and that code keeps it, is proved for the 486, Pentium II and Pentium III too, with the items that each adds",
        proved: [
          "complete-set-keeps-whole-context-*", "code-switches-all-contexts-*",
          "code-refines-the-protocol-*",
        ])
    ),
  ]
}
