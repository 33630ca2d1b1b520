// A1 to A12.
extension Ledger {
  static let ofArchitectures: [LedgerEntry] = conventional + proposed

  private static let conventional: [LedgerEntry] = [
    .claim(
      "A1", "Conventional composition 1 (fig. 1a): every OS runs on a VM monitor, the master.",
      .proved(
        "as modelled the monitor alone passes the processor on and controls the OSes",
        by: "vm-monitor-passes-the-processor", "vm-monitor-controls-its-oses")
    ),
    .claim(
      "A2", "Conventional composition 2 (fig. 1b): OS2 runs as a client of a master OS1.",
      .proved(
        "as modelled OS1 alone passes the processor on and controls its client",
        by: "master-os-passes-the-processor", "master-os-controls-its-client")
    ),
    .claim(
      "A3",
      "Advantage: the master controls the subordinate wholly, so that it can be debugged from there.",
      .proved(
        "the master can take the processor at any time, and look into, change and stop the subordinate",
        by: "vm-monitor-can-take-over", "vm-monitor-controls-its-oses", "master-os-can-take-over",
        "master-os-controls-its-client"),
      .proved(
        "the proposed composition gives this up", by: "no-os-controls-the-other",
        "no-master-but-of-applications")
    ),
    .claim(
      "A4", "Advantage: the subordinate runs with binary compatibility.",
      .remark(
        "says something of programs that are not given",
        "whether a binary runs unchanged depends on how a monitor emulates each instruction; the paper gives no monitor"
      )
    ),
    .claim(
      "A5", "Drawback: when the master stops, the whole machine is down.",
      .refuted(
        "an OS on a VM monitor goes on whatever else goes down", by: "vm-monitor-lets-oses-go-on",
        repairedBy: ["vm-monitor-lets-oses-go-on-while-it-does"]),
      .refuted(
        "an OS beside a master OS goes on whatever else goes down", by: "master-os-lets-oses-go-on",
        repairedBy: ["master-os-lets-oses-go-on-while-it-does"]),
      .proved(
        "after the master has gone down nothing at all happens", by: "vm-monitor-down-is-the-end",
        "master-os-down-is-the-end")
    ),
    .claim(
      "A6", "Drawback: a subordinate can use only what its master offers.",
      .proved(
        "each device that a subordinate reaches is one that its master offers",
        by: "vm-monitor-guests-reach-what-is-offered", "client-os-reaches-what-is-offered"),
      .proved(
        "without a master an OS reaches its own devices without an offer, the other's by a pseudo-device only",
        by: "own-device-without-an-offer", "others-devices-by-pseudo-device-only")
    ),
    .claim(
      "A7", "Drawback: a subordinate is slow, since its I/O passes through the master.",
      .proved(
        "counted on the models: hops, copies and switches for a packet and for an interrupt (verify costs)",
        by: "sending-costs-*", "receiving-costs-*", "interrupt-costs-*")
    ),
  ]

  private static let proposed: [LedgerEntry] = [
    .claim(
      "A8",
      "Proposed composition (fig. 2): no master; each OS runs on its own, so that the other's system down does not touch it.",
      .proved(
        "first half: beside the other each OS goes through what it could go through alone",
        by: "os1-runs-as-if-alone", "os2-runs-as-if-alone", "os1-acts-while-os2-is-down",
        "os2-acts-while-os1-is-down"),
      .proved(
        "second half, where nothing goes wrong: each OS gets the processor again and again, and each interrupt is served",
        by: "each-os-goes-on-in-the-papers-design", "each-interrupt-is-served-in-the-papers-design"),
      .refuted(
        "an OS goes on whatever becomes of the other", by: "no-master-lets-oses-go-on",
        "no-master-lets-oses-go-on-with-interrupts-off", "no-master-lets-oses-go-on-beside-damage",
        repairedBy: ["no-master-lets-oses-go-on-if-way-and-interrupts-are-kept"]),
      .refuted(
        "in the paper's own design an OS that stops leaves the other alone",
        by: "a-stopped-os-stops-the-other", "each-os-goes-on-beside-a-halt-with-interrupts-off",
        "each-os-goes-on-beside-a-loop-with-interrupts-off",
        "each-os-goes-on-beside-an-unacknowledged-halt",
        "each-os-finds-what-it-left-beside-a-broken-stack",
        "each-os-goes-on-beside-a-broken-stack",
        repairedBy: [
          "each-os-finds-what-it-left-in-the-repaired-design",
          "each-os-goes-on-in-the-repaired-design",
        ])
    ),
    .claim(
      "A9",
      "Hardware is, as a rule, not shared: each device belongs to one OS. Memory is not shared either.",
      .proved(
        "no step of an OS changes the memory of the other", by: "memory-is-apart",
        "many-memory-is-apart", "no-os-controls-the-other"),
      .refuted(
        "the interrupt controller is apart as well", by: "os2-cannot-mask-os1s-lines",
        "os2-cannot-hold-up-os1s-lines",
        beyondRepair: "there is one controller, and both OSes write to it"),
      .refuted(
        "a pseudo-NIC that copies where OS1 says keeps memory apart",
        by: "copies-stay-in-os1s-memory-unchecked", "os2s-memory-is-not-copied-to-unchecked",
        repairedBy: ["copies-stay-in-os1s-memory", "os2s-memory-is-not-copied-to"])
    ),
    .claim(
      "A10", "Changes to one of the OSes (OS1, a general-purpose one) are kept as few as possible.",
      .proved(
        "what runs of OS1's for the switch is a routine for each foreign line that only starts it",
        by: "foreign-routine-only-starts-the-switch")
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
        "paging is on in the theorems on code",
        "an assumption of the paper; the protocol's theorems do without it")
    ),
  ]
}
