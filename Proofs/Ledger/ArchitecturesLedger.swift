// A1 to A12.
extension Ledger {
  static let ofArchitectures: [LedgerEntry] = [
    .claim(
      "A4", "Advantage: the subordinate runs with binary compatibility.",
      .remark(
        "says something of programs that are not given here",
        "whether a binary runs unchanged depends on the monitor's emulation of each instruction; the paper gives none"
      )
    ),
    .claim(
      "A9",
      "Hardware is, as a rule, not shared: each device belongs to one OS. Memory is not shared either.",
      .proved(
        "no step of an OS changes the memory of the other, and each line has one owner",
        by: "memory-is-apart", "only-running-code-reaches-the-controller"),
      .refuted(
        "a pseudo-NIC that copies where OS1 says keeps memory apart",
        by: "copies-stay-in-os1s-memory-unchecked", "os2s-memory-is-not-copied-to-unchecked",
        repairedBy: ["copies-stay-in-os1s-memory", "os2s-memory-is-not-copied-to"])
    ),
    .claim(
      "A11",
      "Three technical problems: start-up (not treated), OS switching (§4), sharing of non-shared hardware (§5).",
      .remark(
        "start-up is not treated here either",
        "the model starts with OS1 running and OS2 stopped by an interrupt of OS1, with any memory and registers; how they came there is open, as in the paper"
      )
    ),
    .claim(
      "A12", "Assumed: one Intel Pentium; each OS uses virtual memory.",
      .proved(
        "what is proved for the Pentium is proved for the 486, Pentium II and Pentium III as well, with the items that each adds",
        by: "complete-set-keeps-whole-context-*", "code-switches-all-contexts-*"),
      .remark(
        "paging is on in the code theorems",
        "an assumption of the paper; the protocol's theorems do not need it")
    ),
  ]
}
