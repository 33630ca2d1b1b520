extension RegisterMap {
  /// The index and data ports, and the PHY behind MDIC.
  static let intel82540EMIndirect: [RegisterField] = {
    let port32 = Rows("82540EM", .io, 32)
    let phy16 = Rows("82540EM", .mdio, 16)
    let control = "Linux e1000_hw.h; 8254x SDM r4.0 13.4.1"
    let clause22 = "IEEE 802.3 cl.22 + Linux M88E1000_* / 8254x SDM sec 13.4.7.1"
    return [
      port32(
        0x0, "IOADDR", "31:0", .readWrite, nil, writes: .selects,
        "moves the index OS2 may have set", "Linux e1000 e1000_io_write / write_reg_io", .source),
      port32(
        0x4, "IODATA", "31:0", .readWrite, nil,
        reads: .indexed("any effect of the indexed register (ICR, GPRC...)"), writes: .indexed,
        "any effect of the indexed register", "Linux e1000_hw.c write_reg_io", .source),
      phy16(
        0x0, "PHY PCTRL", "15:0", .readWrite, .duplex, writes: .starts,
        "reset/restart autoneg: link drops",
        clause22, .recalled),
      phy16(
        0x1, "PHY PSTATUS (link latches low)", "15:0", .latched, .readingSettings,
        reads: .rearms("re-arms link-down latch"), "none", clause22, .recalled),
      phy16(
        0x2, "PHY ID1", "15:0", .readOnly, .readingSettings, "none", clause22, .recalled),
      phy16(
        0x3, "PHY ID2", "15:0", .readOnly, .readingSettings, "none", clause22, .recalled),
      phy16(0x4, "PHY ANA", "15:0", .readWrite, .duplex, "advertisement", clause22, .recalled),
      phy16(0x5, "PHY LPA", "15:0", .readOnly, .readingSettings, "none", clause22, .recalled),
      phy16(
        0x6, "PHY ANE (page received latch)", "15:0", .latched, .readingSettings,
        reads: .rearms("clears latch"), "none", clause22, .recalled),
      phy16(0x9, "PHY GCON", "15:0", .readWrite, .duplex, "1000T control", clause22, .recalled),
      phy16(
        0xa, "PHY GSTATUS (idle error count)", "15:0", .readToClear, .errors,
        reads: .clears("idle-error counter becomes 0"), "none", clause22, .recalled),
      phy16(0x10, "PHY PSCON", "15:0", .readWrite, .other, "crossover/power", clause22, .recalled),
      phy16(0x11, "PHY PSSTAT", "15:0", .readOnly, .readingSettings, "none", clause22, .recalled),
      phy16(
        0x12, "PHY PINTE", "15:0", .readWrite, .mask, "PHY interrupt mask", clause22, .recalled),
      phy16(
        0x13, "PHY PINTS", "15:0", .readToClear, .cause,
        reads: .clears("clears PHY interrupt causes"), "none", clause22, .recalled),
      phy16(0x14, "PHY EPSCON1", "15:0", .readWrite, .other, "timing", clause22, .recalled),
      phy16(
        0x15, "PHY PREC (receive errors)", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", clause22, .recalled),
    ]
  }()
}
