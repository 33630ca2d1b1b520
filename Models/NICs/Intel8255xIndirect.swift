extension RegisterMap {
  /// Commands in blocks in memory, and the PHY.
  static let intel8255xIndirect: [RegisterField] = {
    let block16 = Rows("i8255x", .commandBlock, 16)
    let phy16 = Rows("i8255x", .mdio, 16)
    let block =
      "Linux e100.c; QEMU eepro100.c (command block in host memory, reached by CU Start)"
    let phySource = "8255x OSSDM sec 7.2 tables 59-60 (names); counter self-clear recalled"
    return [
      block16(0x0, "CB opcode: NOP", "2:0", .memoryCommand, nil, "none", block, .source),
      block16(
        0x1, "CB opcode: Individual Address Setup", "2:0", .memoryCommand, .eeprom,
        "sets the station MAC", block, .source),
      block16(
        0x2, "CB opcode: Configure", "2:0", .memoryCommand, .duplex,
        "22-byte block: promiscuous, duplex, loopback, flow control, stats mode", block, .source),
      block16(
        0x3, "CB opcode: Multicast Setup", "2:0", .memoryCommand, nil, "multicast filter", block,
        .source),
      block16(
        0x4, "CB opcode: Transmit", "2:0", .memoryCommand, .start, "sends a frame", block, .source),
      block16(
        0x5, "CB opcode: Load Microcode", "2:0", .memoryCommand, nil, "replaces NIC microcode",
        block, .source),
      block16(
        0x6, "CB opcode: Dump", "2:0", .memoryCommand, .statistics, writes: .dumpsTo,
        "DMA-writes internal state", block, .source),
      block16(
        0x7, "CB opcode: Diagnose", "2:0", .memoryCommand, .statistics, "self-test result bit",
        block, .source),
      phy16(
        0x0, "PHY Control", "15:0", .readWrite, .duplex, writes: .starts, "reset/autoneg",
        phySource,
        .namesOnlyLatchRecalled),
      phy16(
        0x1, "PHY Status (link, jabber sticky)", "15:0", .latched, .readingSettings,
        reads: .rearms("re-arms sticky bits"), "none", phySource, .namesOnlyLatchRecalled),
      phy16(
        0x2, "PHY ID1", "15:0", .readOnly, .readingSettings, "none", phySource,
        .namesOnlyLatchRecalled),
      phy16(
        0x3, "PHY ID2", "15:0", .readOnly, .readingSettings, "none", phySource,
        .namesOnlyLatchRecalled),
      phy16(
        0x4, "PHY ANA", "15:0", .readWrite, .duplex, "advertisement", phySource,
        .namesOnlyLatchRecalled),
      phy16(
        0x5, "PHY LPA", "15:0", .readOnly, .readingSettings, "none", phySource,
        .namesOnlyLatchRecalled),
      phy16(
        0x6, "PHY ANE", "15:0", .latched, .readingSettings, reads: .rearms("clears page latch"),
        "none", phySource, .namesOnlyLatchRecalled),
      phy16(
        0x10, "82555 Status and Control", "15:0", .readWrite, .other, "PHY mode", phySource,
        .namesOnlyEffectsRecalled),
      phy16(
        0x11, "82555 Special Control", "15:0", .readWrite, .choosing, "test modes", phySource,
        .namesOnlyEffectsRecalled),
      phy16(
        0x13, "82555 False Carrier Counter", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", phySource, .namesOnlyEffectsRecalled),
      phy16(
        0x14, "82555 Disconnect Counter", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", phySource, .namesOnlyEffectsRecalled),
      phy16(
        0x15, "82555 Error Frame Counter", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", phySource, .namesOnlyEffectsRecalled),
      phy16(
        0x16, "82555 Symbol Error Counter", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", phySource, .namesOnlyEffectsRecalled),
      phy16(
        0x17, "82555 Premature EOF Counter", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", phySource, .namesOnlyEffectsRecalled),
      phy16(
        0x18, "82555 10BT EOF Error Counter", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", phySource, .namesOnlyEffectsRecalled),
      phy16(
        0x19, "82555 Jabber Counter", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", phySource, .namesOnlyEffectsRecalled),
    ]
  }()
}
