// What §4 leaves open.
extension Ledger {
  static let questionsOnSwitching: [LedgerEntry] = onState + onAvailability

  private static let onState: [LedgerEntry] = [
    .question(
      "S?view",
      "From an OS's own point of view: is a run beside the other OS a solo run in which its own interrupts arrive?",
      .answers(
        "yes, step by step, where the save set is complete; when the controller lets an interrupt through is taken from the run with both",
        proved: ["os1-runs-as-if-alone", "os2-runs-as-if-alone", "many-run-as-if-alone"]),
      .answers(
        "not with the paper's save set, and not beside an OS without a kernel stack",
        refuted: ["paper-set-runs-os2-as-if-alone", "os2-runs-as-if-alone-beside-broken-stacks"]),
      .remarks(
        "for the switches that OS1's driver starts by INT (N5) it is not decided",
        "the protocol's model has switches by interrupts alone")
    ),
    .question(
      "S?enough", "Is (A)–(G) enough?",
      .answers(
        "no: the x87 and MMX registers, on a Pentium III the SSE registers and the model-specific ones of SYSENTER, DEBUGCTL and PAT, tell one OS what the other computed, or are lost",
        refuted: [
          "paper-set-keeps-whole-context", "code-of-the-paper-keeps-whole-context",
          "paper-set-hides-x87-*", "paper-set-hides-sse-*", "paper-set-hides-msrs-*",
          "trap-task-switched",
        ]),
      .answers(
        "nor are the controller's mask and in-service bits kept",
        refuted: [
          "controller-hides-os1", "controller-hides-os2", "os2-cannot-mask-os1s-lines",
          "os2-cannot-hold-up-os1s-lines",
        ]),
      .answers(
        "hidden parts of segment registers follow from the tables only where an OS has not edited a descriptor in use",
        refuted: ["hidden-parts-survive-table-edits", "trap-hidden-parts"]),
      .answers(
        "the complete set of each processor is enough, CR2 in it; CR1, DR4 and DR5 are not in it: there is no CR1, and the two are other names of DR6 and DR7",
        proved: [
          "complete-set-keeps-whole-context-*", "complete-set-hides-all-of-*",
          "code-switches-all-contexts-*",
        ], runs: [.output("saveset")])
    ),
    .question(
      "S?restorable", "Can (A)–(G) be restored as they stand?",
      .answers(
        "no: a TSS that is marked busy cannot be loaded, segments need the GDT mapped, a load of CR3 leaves global translations, POPF does not set all of EFLAGS",
        refuted: [
          "code-of-the-paper-runs-as-it-stands", "trap-busy-tss", "trap-gdt-not-mapped",
          "trap-global-pages", "trap-popf",
        ]),
      .answers(
        "with the busy bit cleared, CR3 first, the whole TLB flushed and IRET in the place of POPF they can",
        proved: ["code-of-the-paper-keeps-paper-items", "code-switches-all-contexts-*"])
    ),
    .question(
      "S?pages", "Which pages must be continuous?",
      .answers(
        "code, save areas, stack in use, descriptor tables and TSS suffice on the layout that is given, as long as no NMI comes; verify layout names the first that breaks on another",
        proved: ["code-switches-all-contexts-*"],
        runs: [.output("layout Examples/layout.yaml")]),
      .answers(
        "for an NMI in the midst of a switch the IDT and the handler must be there on both sides too: else it shuts the processor down",
        refuted: ["trap-nmi"]),
      .remarks(
        "that IDTs and a handler mapped alike on both sides are enough for that",
        "the model of both OSes on one machine takes it so (A8, “no-nmi-in-a-switch”); no code does it"
      )
    ),
  ]

  private static let onAvailability: [LedgerEntry] = [
    .question(
      "S?availability",
      "After a-5 the processor stays with OS2 until an interrupt of OS1: what if the running OS stops with interrupts off?",
      .answers(
        "it is the end of both, in either direction",
        proved: ["a-halt-with-interrupts-off-is-the-end", "no-switch-with-interrupts-off"],
        refuted: [
          "a-stopped-os-stops-the-other", "each-os-goes-on-beside-a-halt-with-interrupts-off",
          "each-interrupt-is-served-beside-a-halt-with-interrupts-off",
        ],
        runs: [
          .system("os1-halts-with-interrupts-off"), .system("os2-halts-with-interrupts-off"),
          .system("os1-loops-with-interrupts-off"), .system("os2-loops-with-interrupts-off"),
        ]),
      .answers(
        "at the controller, which both share, an interrupt that is not ended and a mask hold up the other as well, in the runs OS2 beside OS1 and the reverse",
        refuted: [
          "os2-cannot-mask-os1s-lines", "os2-cannot-hold-up-os1s-lines",
          "each-os-goes-on-beside-an-unacknowledged-halt",
        ],
        runs: [
          .system("os1-leaves-an-interrupt-unended"), .system("os2-leaves-an-interrupt-unended"),
          .system("os1-masks-all-lines"), .system("os2-masks-all-lines"),
        ]),
      .answers(
        "with a non-maskable trigger, and the further repairs of A8 taken to work, the other gets the processor again and again, and its interrupts are served",
        proved: [
          "each-os-goes-on-in-the-repaired-design",
          "each-interrupt-is-served-in-the-repaired-design",
        ], runs: [.system("watchdog-after-*")])
    ),
    .question(
      "S?nesting",
      "An interrupt of OS2 may come while OS1 is inside its own routine with interrupts on again: priority and nesting.",
      .answers(
        "it does come, and the switch keeps every depth of nesting",
        proved: [
          "switch-from-inside-a-routine", "switch-from-kernel-mode",
          "complete-set-keeps-whole-context-*", "interrupts-obey-the-controller",
        ]),
      .answers(
        "by priority a line of one OS that is not ended yet holds up a line of the other's behind it",
        refuted: [
          "os2-cannot-hold-up-os1s-lines", "each-os-goes-on-beside-an-unacknowledged-halt",
          "each-os-goes-on-beside-an-unended-interrupt",
        ],
        runs: [.system("os2-leaves-an-interrupt-unended")]),
      .answers(
        "counted on the machine that both share, from the line's being raised, a routine as 2 steps (its end of interrupt, its return): an interrupt's routine is entered in 3 steps at most without a switch, in 14 with one, and some run takes so many; what else routines compute comes on top",
        proved: [
          "served-within-3-or-14-steps", "served-without-a-switch-after-3-steps",
          "served-by-a-switch-after-14-steps",
        ],
        runs: [.output("costs")])
    ),
    .question(
      "S?fairness", "Each OS needs an interrupt source of its own that keeps coming.",
      .answers(
        "with one, and the assumptions named, each OS gets the processor again and again; the list of assumptions says whether it can do without",
        proved: [
          "each-os-goes-on-in-the-papers-design", "each-interrupt-is-served-in-the-papers-design",
        ])
    ),
  ]
}
