extension RegisterMap {
  /// The PHY, wake-up and what the C+ adds.
  static let realtekRTL8139CPHY: [RegisterField] = {
    let port8 = Rows("RTL8139C", .io, 8)
    let port32 = Rows("RTL8139C", .io, 32)
    let portPlus64 = Rows("RTL8139C+", .io, 64)
    let port16 = Rows("RTL8139C", .io, 16)
    let portPlus16 = Rows("RTL8139C+", .io, 16)
    let port64 = Rows("RTL8139C", .io, 64)
    let portPlus8 = Rows("RTL8139C+", .io, 8)
    let drivers = "Linux 8139too.c/8139cp.c; QEMU rtl8139.c"
    let datasheet = "RTL8139C datasheet"
    let datasheetOnly = "RTL8139C datasheet (not modelled by QEMU)"
    return [
      port16(
        0x62, "BMCR", "15:0", .readWrite, .duplex, writes: .starts,
        "autoneg restart/reset: link drops", drivers,
        .sourceAndQEMU),
      port16(
        0x64, "BMSR (link latches low)", "15:0", .latched, .readingSettings,
        reads: .rearms("re-arms link-down latch (802.3 cl.22)"), "none",
        "Linux 8139too.c/8139cp.c; QEMU rtl8139.c; latch not modelled by QEMU", .recalled),
      port16(0x66, "ANAR", "15:0", .readWrite, .duplex, "advertisement", drivers, .sourceAndQEMU),
      port16(0x68, "ANLPAR", "15:0", .readOnly, .readingSettings, "none", drivers, .sourceAndQEMU),
      port16(0x6a, "ANER", "15:0", .readOnly, .readingSettings, "none", drivers, .sourceAndQEMU),
      port16(
        0x6c, "DIS (disconnect counter)", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", datasheetOnly, .recalled),
      port16(
        0x6e, "FCSC (false carrier)", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", datasheetOnly, .recalled),
      port16(0x70, "NWAYTR", "7:0", .readWrite, .choosing, "N-way test mode", datasheet, .recalled),
      port16(
        0x72, "REC (RX_ER counter)", "15:0", .readToClear, .errors,
        reads: .clears("counter becomes 0"), "none", datasheetOnly, .recalled),
      port16(
        0x74, "CSCR", "15:0", .readWrite, .choosing, "forced link, heartbeat, LED", drivers,
        .sourceAndQEMU),
      port32(0x78, "PHY1_PARM", "31:0", .readWrite, nil, "analogue tuning", drivers, .source),
      port32(0x7c, "TW_PARM", "31:0", .readWrite, nil, "analogue tuning", drivers, .source),
      port8(0x80, "PHY2_PARM", "7:0", .readWrite, nil, "analogue tuning", datasheet, .recalled),
      portPlus16(
        0x82, "TDOKLADDR", "15:0", .readOnly, .cause, "none", "Linux 8139cp.c TxDmaOkLowDesc",
        .source),
      port8(
        0x84, "CRC0 (wake frame)", "7:0", .readWrite, .power, "wake mask CRC", datasheet, .recalled),
      port8(
        0x85, "CRC1 (wake frame)", "7:0", .readWrite, .power, "wake mask CRC", datasheet, .recalled),
      port8(
        0x86, "CRC2 (wake frame)", "7:0", .readWrite, .power, "wake mask CRC", datasheet, .recalled),
      port8(
        0x87, "CRC3 (wake frame)", "7:0", .readWrite, .power, "wake mask CRC", datasheet, .recalled),
      port8(
        0x88, "CRC4 (wake frame)", "7:0", .readWrite, .power, "wake mask CRC", datasheet, .recalled),
      port8(
        0x89, "CRC5 (wake frame)", "7:0", .readWrite, .power, "wake mask CRC", datasheet, .recalled),
      port8(
        0x8a, "CRC6 (wake frame)", "7:0", .readWrite, .power, "wake mask CRC", datasheet, .recalled),
      port8(
        0x8b, "CRC7 (wake frame)", "7:0", .readWrite, .power, "wake mask CRC", datasheet, .recalled),
      port64(
        0x8c, "Wakeup0..7 (8x8 bytes)", "63:0", .array, .power, "wake frame masks", datasheet,
        .recalled),
      port64(
        0xcc, "LSBCRC0..7", "63:0", .array, .power, "wake frame CRC low", datasheet, .recalled),
      port32(
        0xd4, "FLASH", "31:0", .readWrite, .eeprom, writes: .starts, "flash ROM access",
        "Linux 8139too.c FlashReg",
        .source, need: .none(.stays)),
      port8(
        0xd8, "CONFIG5", "7:0", .locked, .power, "wake frame kinds, PME", drivers, .sourceAndQEMU),
      portPlus8(
        0xd9, "TPPoll", "7:6,0", .writeOnlyDoorbell, .start,
        "NIC fetches descriptors and transmits", drivers, .sourceAndQEMU),
      portPlus16(
        0xda, "RMS (max Rx size)", "12:0", .readWrite, .bufferAddress, "Rx size limit (8169)",
        "Linux 8139cp.c RxMaxSize", .source),
      portPlus16(
        0xe0, "CPCR: Rx/Tx enable", "1:0", .readWrite, .start,
        "switches descriptor mode on: changes meaning of 10h-2Fh", drivers, .sourceAndQEMU),
      portPlus16(
        0xe0, "CPCR: offloads", "9:2", .readWrite, nil, "VLAN strip, checksum, DAC", drivers,
        .sourceAndQEMU),
      portPlus16(
        0xe2, "IntrMitigate", "15:0", .readWrite, .timer, "interrupt moderation", drivers,
        .sourceAndQEMU),
      portPlus64(
        0xe4, "RDSAR", "63:8", .readWrite, .bufferAddress, "Rx ring base", drivers, .sourceAndQEMU),
      portPlus8(
        0xec, "MTPS (TxThresh)", "5:0", .readWrite, .bufferAddress, "early Tx threshold", drivers,
        .sourceAndQEMU),
      port32(
        0xf0, "FER (CardBus event)", "15,4", .onesClear, .cause, "clears function event", datasheet,
        .recalled),
      port32(0xf4, "FEMR", "15,14,4", .readWrite, .mask, "event mask", datasheet, .recalled),
      port32(0xf8, "FPSR", "15,4", .readOnly, .cause, "none", datasheet, .recalled),
      port32(
        0xfc, "FFER", "15,4", .writeOnly, .cause, writes: .raises, "forces an event", datasheet,
        .recalled),
    ]
  }()
}
