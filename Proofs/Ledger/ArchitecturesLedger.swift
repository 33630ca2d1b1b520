// A1 to A7: the conventional compositions.
extension Ledger {
  static let ofArchitectures: [LedgerEntry] = conventional + proposed

  private static let conventional: [LedgerEntry] = [
    .claim(
      "A1", "Conventional composition 1 (fig. 1a): every OS runs on a VM monitor, the master.",
      .assumes(
        "the composition as the figure has it",
        "a relation says who is whose master; of the model that follows from it is proved that the monitor alone passes the processor on and controls the OSes",
        proved: ["vm-monitor-passes-the-processor", "vm-monitor-controls-its-oses"])
    ),
    .claim(
      "A2", "Conventional composition 2 (fig. 1b): OS2 runs as a client of a master OS1.",
      .assumes(
        "the composition as the figure has it",
        "a relation says who is whose master; of the model that follows from it is proved that OS1 alone passes the processor on and controls its client",
        proved: ["master-os-passes-the-processor", "master-os-controls-its-client"])
    ),
    .claim(
      "A3",
      "Advantage: the master controls the subordinate wholly, so that it can be debugged from there.",
      .supports(
        "the master can take the processor at any time, and look into, change and stop the subordinate",
        proved: [
          "vm-monitor-can-take-over", "vm-monitor-controls-its-oses", "master-os-can-take-over",
          "master-os-controls-its-client",
        ]),
      .adds(
        "the proposed composition gives this up",
        proved: ["no-os-controls-the-other", "no-master-but-of-applications"])
    ),
    .claim(
      "A4", "Advantage: the subordinate runs with binary compatibility.",
      .remarks(
        "says something of programs that are not given",
        "whether a binary runs unchanged depends on how a monitor emulates each instruction; the paper gives no monitor"
      )
    ),
    .claim(
      "A5", "Drawback: when the master stops, the whole machine is down.",
      .supports(
        "once the master has gone down no step of anything is possible",
        proved: ["vm-monitor-down-is-the-end", "master-os-down-is-the-end"]),
      .supports(
        "so an OS that is well stops with its master",
        refuted: ["vm-monitor-lets-oses-go-on", "master-os-lets-oses-go-on"]),
      .adds(
        "beside a master that goes on it goes on, whatever else goes down",
        proved: [
          "vm-monitor-lets-oses-go-on-while-it-does", "master-os-lets-oses-go-on-while-it-does",
        ])
    ),
    .claim(
      "A6", "Drawback: a subordinate can use only what its master offers.",
      .supports(
        "each device that a subordinate reaches is one that its master offers",
        proved: ["vm-monitor-guests-reach-what-is-offered", "client-os-reaches-what-is-offered"]),
      .adds(
        "without a master an OS reaches its own devices without an offer, the other's only where the other offers it and through its buffer",
        proved: ["own-device-without-an-offer", "others-devices-by-pseudo-device-only"])
    ),
    .claim(
      "A7", "Drawback: a subordinate is slow, since its I/O passes through the master.",
      .supports(
        "counted in steps of the models: a packet of a subordinate takes 2 hops, 3 copies and 4 switches to be sent, 4 hops, 3 copies and 6 switches to be received where it runs; of an OS with its own card 1 hop, 2 copies, no switch, and 2 hops, 2 copies, no switch",
        proved: ["sending-costs-*", "receiving-costs-*", "interrupt-costs-*"],
        runs: [.output("costs")]),
      .adds(
        "without a master OS1, which has no card, pays as much: 2 hops, 3 copies and 4 switches to send, 5 hops, 3 copies and 6 switches to receive",
        proved: ["sending-costs-without-master", "receiving-costs-without-master"]),
      .remarks("how slow that is in time", "steps are counted, not cycles")
    ),
  ]
}
