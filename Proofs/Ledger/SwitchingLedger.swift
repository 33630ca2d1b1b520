// S1 to S9.
extension Ledger {
  static let ofSwitching: [LedgerEntry] = onContexts + onTriggers + onFigures + questionsOnSwitching

  private static let onContexts: [LedgerEntry] = [
    .claim(
      "S1",
      "A switch saves the running OS's context and restores the one that the other had when it was stopped; no OS and no application notices.",
      .supports(
        "with a save set that is complete for the processor a resumed OS finds its whole context, and its memory, as it was",
        proved: [
          "complete-set-keeps-whole-context-*", "many-keep-their-context", "memory-is-apart",
        ]),
      .supports(
        "seen from inside: each OS goes through what it could go through alone, and finds nothing in the processor that depends on what the other computes",
        proved: [
          "os1-runs-as-if-alone", "os2-runs-as-if-alone", "os1-sees-nothing-of-the-other",
          "os2-sees-nothing-of-the-other",
        ]),
      .supports(
        "nothing comes between: a switch is not interrupted",
        proved: ["switch-is-not-interrupted"]),
      .supports(
        "machine code does it, for all contexts", proved: ["code-switches-all-contexts-*"]),
      .contradicts(
        "with the paper's save set registers beyond (A) to (G) carry over what the other computed",
        refuted: [
          "paper-set-keeps-whole-context", "paper-set-runs-os2-as-if-alone",
          "paper-set-hides-os1-from-os2",
        ],
        instead: .repaired(
          "a complete save set",
          proved: ["complete-set-keeps-whole-context-*", "complete-set-hides-all-of-*"])),
      .contradicts(
        "an OS notices the other in time: when it gets the processor",
        refuted: ["time-hides-os1", "time-hides-os2", "slots-hide-os1", "slots-hide-os2"],
        instead: .repaired(
          "turns of a fixed length with interrupts always on do not tell",
          proved: ["slots-hide-os1-with-interrupts-on", "slots-hide-os2-with-interrupts-on"])),
      .contradicts(
        "where global pages outlive the load of CR3, by stale translations and by accessed and dirty bits",
        refuted: ["cr3-load-hides-memory-of-*", "cr3-load-hides-accesses-of-*"],
        instead: .repaired(
          "a flush of the whole TLB, or no global pages",
          proved: [
            "whole-flush-hides-*", "cr3-load-hides-os1-without-global-pages",
            "cr3-load-hides-os2-without-global-pages",
          ])),
      .contradicts(
        "through the interrupt controller, which both read and write",
        refuted: ["controller-hides-os1", "controller-hides-os2"],
        instead: .nothing(
          because:
            "there is one controller for both; that what is in service there tells nothing is not decided"
        )),
      .adds(
        "with the controller's mask part of the context, and the other repairs of A8, each OS finds the mask as it left it",
        proved: ["each-os-finds-what-it-left-in-the-repaired-design"])
    ),
    .claim(
      "S2",
      "What must be switched: (a) segment descriptor tables, (b) interrupt descriptor tables, (c) paging, (d) what a process switch needs.",
      .supports(
        "each is needed: a switch that leaves out GDTR, LDTR, IDTR or CR3 does not keep the context; so for each other item",
        refuted: ["whole-context-kept-without-*"], runs: [.output("saveset")]),
      .supports(
        "in some run all of it differs between the OSes when it is loaded",
        proved: ["all-of-it-must-be-switched"])
    ),
    .claim(
      "S3",
      "Concretely: (A) general registers, (B) segment registers, (C) EFLAGS, (D) EIP, (E) CR0 to CR4, (F) GDTR, IDTR, LDTR, TR, (G) DR0 to DR7.",
      .supports("a switch that saves these keeps these", proved: ["paper-set-keeps-paper-items"]),
      .supports(
        "machine code that saves these keeps these, once the TSS has been made available",
        proved: ["code-of-the-paper-keeps-paper-items"]),
      .contradicts(
        "(A) to (G) are not the whole context",
        refuted: ["paper-set-keeps-whole-context", "code-of-the-paper-keeps-whole-context"],
        instead: .repaired(
          "a save set that is complete for the processor (verify saveset)",
          proved: [
            "complete-set-keeps-whole-context-*", "code-switches-all-contexts-*",
            "code-refines-the-protocol-*",
          ])),
      .contradicts(
        "they cannot be restored as they stand",
        refuted: ["code-of-the-paper-runs-as-it-stands"],
        instead: .repaired(
          "with the TSS made available before TR is loaded",
          proved: ["code-of-the-paper-keeps-paper-items"]))
    ),
    .claim(
      "S4",
      "Address continuity: the next instruction has the same virtual address before and after the switch; the layout is adjusted until it does.",
      .supports(
        "on a layout so adjusted every fetch, stack, table and save-area access of the switch is continuous",
        proved: ["code-switches-all-contexts-*"]),
      .contradicts(
        "continuity of the instructions alone is not enough: GDT, stack and cached translations count",
        refuted: [
          "trap-gdt-not-mapped", "trap-foreign-stack", "trap-global-pages", "trap-cr4-after-cr3",
        ],
        instead: .repaired(
          "with all that the processor accesses in the course of a switch mapped alike",
          proved: ["code-switches-all-contexts-*"]))
    ),
  ]

  private static let onTriggers: [LedgerEntry] = [
    .claim(
      "S5",
      "The trigger is a hardware interrupt, which saves what runs by itself: the switch does not depend on the state of what it interrupts.",
      .supports(
        "an interrupt saves what runs, in each mode and inside a routine too, and a return restores it",
        proved: [
          "an-interrupt-saves-what-runs", "a-return-restores-what-ran", "switch-from-user-mode",
          "switch-from-kernel-mode", "switch-from-inside-a-routine",
        ]),
      .supports(
        "whatever the OSes computed, edited or masked before: each step that the model has really happens and changes all that it assigns",
        proved: [
          "os1-computes-*", "os1-edits-*", "os1-turns-*", "os1-halts", "os1-loses-*",
          "os1-masks-*", "os2-computes-*", "os2-edits-*", "os2-turns-*", "os2-halts",
          "os2-loses-*", "os2-masks-*", "user-mode-changes-no-system-state",
        ]),
      .contradicts(
        "it depends on a kernel stack to push to",
        refuted: ["os2-runs-as-if-alone-beside-broken-stacks", "trap-broken-kernel-stack"],
        instead: .repaired(
          "a task gate for the double fault brings a stack of its own: one run as far as the task's first instruction is proved, and one on to the other OS is run",
          proved: ["task-gate-survives-a-broken-kernel-stack"],
          runs: [.system("watchdog-after-os2-loses-its-kernel-stack")])),
      .contradicts(
        "it depends on the interrupt flag and on the controller: with interrupts off there is no switch",
        proved: ["no-switch-with-interrupts-off", "interrupts-obey-the-controller"],
        instead: .repaired(
          "a watchdog's NMI, as in A8", proved: ["each-os-goes-on-in-the-repaired-design"])),
      .remarks(
        "steps of an OS that the model does not have",
        "it changes neither its interrupt gates nor its kernel segments, switches no processes inside a routine, and does not edit mode and interrupt flag in its own interrupt frames"
      )
    ),
    .claim(
      "S6",
      "The saving and restoring is done by OS2's code; OS1 needs no change for it.",
      .supports(
        "in the protocol save areas are written, and the processor is loaded from them, by OS2's code alone, as figure 3 has it; OS1's routines for OS2's lines only start the switch; and machine code does what the protocol does",
        proved: [
          "saving-and-restoring-is-os2s-code", "foreign-routine-only-starts-the-switch",
          "code-refines-the-protocol-*",
        ]),
      .contradicts(
        "OS1 needs some change: IDT entries for OS2's lines, page-table entries for the switch region, and rules that its code keeps",
        runs: [.output("costs")],
        instead: .nothing(because: "it cannot do without; the changes are counted")),
      .adds(
        "none of the switch's code lies outside the switch region, counted in bytes",
        runs: [.output("costs")])
    ),
  ]

  private static let onFigures: [LedgerEntry] = [
    .claim(
      "S7",
      "Fig. 3 (a), OS1 runs, the interrupt is OS2's: a-1 to a-5; afterwards OS2 goes on in user mode.",
      .supports("the steps happen in this order", proved: ["figure-3a-happens"]),
      .supports(
        "an interrupt of the other OS that is taken leads to a routine that can only start the switch, and only such an interrupt leads to the other OS; that a switch that has begun ends is an assumption",
        proved: [
          "others-interrupt-always-switches", "switch-only-for-others-interrupt",
          "many-switch-goes-to-the-lines-owner", "two-switch-to-the-next",
        ]),
      .supports("after a-5 the OS goes on where its frame says", proved: ["control-after-a-5"]),
      .contradicts(
        "that is not always user mode",
        refuted: ["a-5-returns-to-user-mode"],
        instead: .repaired(
          "it is where no OS is stopped in its kernel",
          proved: ["a-5-returns-to-user-mode-if-stopped-there", "a-return-restores-what-ran"])),
      .adds(
        "the whole system's driver of OS1 starts a switch by INT, without a hardware interrupt (N5), and the pseudo-NIC interrupts OS1 whatever its interrupt flag: neither is in the protocol's model",
        runs: [.system("os1-sends"), .system("os1-receives")])
    ),
    .claim(
      "S8",
      "Fig. 3 (b), OS2 runs, the interrupt is OS2's: b-1, b-2, no switch; afterwards OS2 goes on in user mode.",
      .supports(
        "an interrupt of the running OS leads to its own routine and to no switch",
        proved: [
          "figure-3b-happens", "no-switch-for-own-interrupt", "many-no-switch-for-own-interrupt",
        ]),
      .contradicts(
        "b-2 does not always return to user mode",
        refuted: ["b-2-returns-to-user-mode"],
        instead: .repaired(
          "it returns to what was interrupted, in its mode", proved: ["a-return-restores-what-ran"])
      )
    ),
    .claim(
      "S9", "Fig. 4: the same with the roles of the OSes exchanged.",
      .supports(
        "the theorems on fig. 3 are about both OSes, the mirrored steps happen, and the saving and restoring is still OS2's code",
        proved: [
          "figure-4a-happens", "figure-4b-happens", "saving-and-restoring-is-os2s-code",
          "switch-only-for-others-interrupt", "control-after-a-5", "no-switch-for-own-interrupt",
        ]),
      .contradicts(
        "what S7 and S8 say of user mode is false of fig. 4 too",
        refuted: ["a-5-returns-to-user-mode", "b-2-returns-to-user-mode"],
        instead: .repaired(
          "as there",
          proved: ["a-5-returns-to-user-mode-if-stopped-there", "a-return-restores-what-ran"]))
    ),
  ]
}
