// S1 to S9, and what §4 leaves open.
extension Ledger {
  static let ofSwitching: [LedgerEntry] = claimsOnSwitching + questionsOnSwitching

  private static let claimsOnSwitching: [LedgerEntry] = [
    .claim(
      "S1",
      "A switch saves the running OS's context and restores the one that the other had when it was stopped; no OS and no application notices.",
      .proved(
        "with a save set that is complete for the processor a resumed OS finds its whole context, and its memory, as it was",
        by: "complete-set-keeps-whole-context-*", "memory-is-apart"),
      .proved(
        "seen from inside: each OS goes through what it could go through alone",
        by: "os1-runs-as-if-alone", "os2-runs-as-if-alone", "os1-sees-nothing-of-the-other",
        "os2-sees-nothing-of-the-other"),
      .proved(
        "nothing comes between: a switch is not interrupted", by: "switch-is-not-interrupted"),
      .proved("machine code does it, for all contexts", by: "code-switches-all-contexts-*"),
      .refuted(
        "the paper's save set is enough for it", by: "paper-set-keeps-whole-context",
        "paper-set-runs-os2-as-if-alone", "paper-set-hides-os1-from-os2",
        repairedBy: ["complete-set-keeps-whole-context-*"])
    ),
    .claim(
      "S2",
      "What must be switched: (a) segment descriptor tables, (b) interrupt descriptor tables, (c) paging, (d) what a process switch needs.",
      .proved(
        "each of the four differs between the OSes in some run, and is loaded by the switch",
        by: "all-of-it-must-be-switched")
    ),
    .claim(
      "S3",
      "Concretely: (A) general registers, (B) segment registers, (C) EFLAGS, (D) EIP, (E) CR0 to CR4, (F) GDTR, IDTR, LDTR, TR, (G) DR0 to DR7.",
      .proved("a switch that saves these keeps these", by: "paper-set-keeps-paper-items"),
      .proved(
        "machine code that saves these keeps these, once the TSS has been made available",
        by: "code-of-the-paper-keeps-paper-items"),
      .refuted(
        "(A) to (G) are the whole context", by: "paper-set-keeps-whole-context",
        "code-of-the-paper-keeps-whole-context",
        repairedBy: [
          "complete-set-keeps-whole-context-*", "code-switches-all-contexts-*",
          "code-refines-the-protocol-*",
        ]),
      .refuted(
        "they can be restored as they stand", by: "code-of-the-paper-runs-as-it-stands",
        repairedBy: ["code-of-the-paper-keeps-paper-items"])
    ),
    .claim(
      "S4",
      "Address continuity: the next instruction has the same virtual address before and after the switch; the layout is adjusted until it does.",
      .proved(
        "on a layout so adjusted every fetch, stack, table and save-area access of the switch is continuous",
        by: "code-switches-all-contexts-*"),
      .refuted(
        "continuity of the instructions alone is enough", by: "trap-gdt-not-mapped",
        "trap-foreign-stack", "trap-global-pages", "trap-cr4-after-cr3",
        repairedBy: ["code-switches-all-contexts-*"])
    ),
    .claim(
      "S5",
      "The trigger is a hardware interrupt, which saves what runs by itself: the switch does not depend on the state of what it interrupts.",
      .proved(
        "an interrupt saves what runs, in each mode and inside a routine too, and a return restores it",
        by: "an-interrupt-saves-what-runs", "a-return-restores-what-ran", "switch-from-user-mode",
        "switch-from-kernel-mode", "switch-from-inside-a-routine"),
      .proved(
        "each OS may do whatever its mode allows meanwhile: no step of it is missing from the model",
        by: "os1-computes-*", "os1-edits-*", "os1-turns-*", "os1-halts", "os1-loses-*",
        "os1-masks-*", "os2-computes-*", "os2-edits-*", "os2-turns-*", "os2-halts", "os2-loses-*",
        "os2-masks-*", "user-mode-changes-no-system-state"),
      .refuted(
        "it does not depend on whether there is a kernel stack to push to",
        by: "os2-runs-as-if-alone-beside-broken-stacks", "trap-broken-kernel-stack",
        repairedBy: ["task-gate-survives-a-broken-kernel-stack"]),
      .proved(
        "it depends on the interrupt flag and on the controller: with interrupts off there is no switch",
        by: "no-switch-with-interrupts-off", "interrupts-obey-the-controller")
    ),
    .claim(
      "S6",
      "The saving and restoring is done by OS2's code; OS1 needs no change for it.",
      .proved(
        "the save areas are written, and the processor loaded from them, by OS2's code alone; OS1's routine only starts it",
        by: "saving-and-restoring-is-os2s-code", "foreign-routine-only-starts-the-switch")
    ),
    .claim(
      "S7",
      "Fig. 3 (a), OS1 runs, the interrupt is OS2's: a-1 to a-5; afterwards OS2 goes on in user mode.",
      .proved("the steps happen in this order", by: "figure-3a-happens"),
      .proved(
        "an interrupt of the other OS that is taken always switches, and nothing else does",
        by: "others-interrupt-always-switches", "switch-only-for-others-interrupt"),
      .proved("after a-5 the OS goes on where its frame says", by: "control-after-a-5"),
      .refuted(
        "that is user mode", by: "a-5-returns-to-user-mode",
        repairedBy: ["a-5-returns-to-user-mode-if-stopped-there"])
    ),
    .claim(
      "S8", "Fig. 3 (b), OS2 runs, the interrupt is OS2's: b-1, b-2, and no switch.",
      .proved(
        "an interrupt of the running OS leads to its own routine and to no switch",
        by: "figure-3b-happens", "no-switch-for-own-interrupt")
    ),
    .claim(
      "S9", "Fig. 4: the same with the roles of the OSes exchanged.",
      .proved(
        "the theorems on fig. 3 are about both OSes, and the mirrored steps happen",
        by: "figure-4a-happens", "figure-4b-happens", "saving-and-restoring-is-os2s-code")
    ),
  ]

  private static let questionsOnSwitching: [LedgerEntry] = [
    .question(
      "S?view",
      "From an OS's own point of view: is a run beside the other OS a solo run in which its own interrupts arrive?",
      .proved(
        "step by step it is", by: "os1-runs-as-if-alone", "os2-runs-as-if-alone"),
      .refuted(
        "with the paper's save set too", by: "paper-set-runs-os2-as-if-alone",
        repairedBy: ["os2-runs-as-if-alone"])
    ),
    .question(
      "S?enough", "Is (A)–(G) enough?",
      .refuted(
        "it is: x87, MMX and SSE state is lost", by: "paper-set-keeps-whole-context",
        "code-of-the-paper-keeps-whole-context", "trap-task-switched",
        repairedBy: ["complete-set-keeps-whole-context-*"]),
      .refuted(
        "hidden parts of segment registers follow from the tables whatever an OS did to these",
        by: "hidden-parts-survive-table-edits", "trap-hidden-parts",
        repairedBy: [
          "complete-set-keeps-whole-context-pentium", "code-switches-all-contexts-pentium",
        ])
    ),
    .question(
      "S?restorable", "Can (A)–(G) be restored as they stand?",
      .refuted(
        "TR can be loaded while its TSS is marked busy", by: "trap-busy-tss",
        "code-of-the-paper-runs-as-it-stands",
        repairedBy: ["code-of-the-paper-keeps-paper-items", "code-switches-all-contexts-*"]),
      .refuted(
        "the GDT is there when segments are loaded, whatever the order", by: "trap-gdt-not-mapped",
        repairedBy: ["code-switches-all-contexts-*"]),
      .refuted(
        "a load of CR3 replaces all translations", by: "trap-global-pages",
        repairedBy: [
          "code-switches-all-contexts-pentium-ii", "code-switches-all-contexts-pentium-iii",
        ]),
      .refuted(
        "POPF restores all of EFLAGS", by: "trap-popf",
        repairedBy: ["code-switches-all-contexts-pentium"])
    ),
    .question(
      "S?pages", "Which pages must be continuous?",
      .proved(
        "code, save areas, stack in use, descriptor tables and TSS suffice on the layout that is given; verify layout names the first that breaks on another",
        by: "code-switches-all-contexts-*"),
      .refuted(
        "IDT and its targets need not be, since interrupts are off", by: "trap-nmi",
        beyondRepair:
          "an NMI between the loads of CR3 and IDTR finds the other OS's table: it must not come there"
      )
    ),
    .question(
      "S?availability",
      "After a-5 the processor stays with OS2 until an interrupt of OS1's: what if the running OS stops with interrupts off?",
      .refuted(
        "the other OS goes on", by: "each-os-goes-on-beside-a-halt-with-interrupts-off",
        "each-interrupt-is-served-beside-a-halt-with-interrupts-off",
        "a-stopped-os-stops-the-other", repairedBy: ["each-os-goes-on-in-the-repaired-design"]),
      .proved(
        "it is the end of both", by: "a-halt-with-interrupts-off-is-the-end",
        "no-switch-with-interrupts-off"),
      .refuted(
        "the controller keeps the OSes apart: masks, and interrupts that are not ended",
        by: "os2-cannot-mask-os1s-lines", "os2-cannot-hold-up-os1s-lines",
        "each-os-goes-on-beside-an-unacknowledged-halt",
        repairedBy: ["each-os-goes-on-in-the-repaired-design"])
    ),
    .question(
      "S?nesting",
      "An interrupt of OS2 may come while OS1 is inside its own routine with interrupts on again.",
      .proved(
        "it does, and the switch keeps every depth of nesting", by: "switch-from-inside-a-routine",
        "switch-from-kernel-mode", "complete-set-keeps-whole-context-*",
        "interrupts-obey-the-controller")
    ),
    .question(
      "S?fairness", "Each OS needs an interrupt source of its own that keeps coming.",
      .proved(
        "with one, and the assumptions named, each OS gets the processor again and again",
        by: "each-os-goes-on-in-the-papers-design", "each-interrupt-is-served-in-the-papers-design")
    ),
  ]
}
