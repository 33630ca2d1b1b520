extension RegisterMap {
  /// Realtek RTL8139C; rows of the C+ alone bear its name.
  public static let realtekRTL8139C = RegisterMap(
    "RTL8139C", "Realtek RTL8139C and C+",
    realtekRTL8139CRings + realtekRTL8139CControl + realtekRTL8139CPHY)
}

extension RegisterMap {
  /// Addresses, transmit slots and rings.
  static let realtekRTL8139CRings: [RegisterField] = {
    let port8 = Rows("RTL8139C", .io, 8)
    let port32 = Rows("RTL8139C", .io, 32)
    let portPlus64 = Rows("RTL8139C+", .io, 64)
    let port16 = Rows("RTL8139C", .io, 16)
    let drivers = "Linux 8139too.c/8139cp.c; QEMU rtl8139.c"
    let datasheet = "RTL8139C datasheet"
    return [
      port8(
        0x0, "IDR0", "7:0", .lockedBy9346CR, .eeprom, "changes station MAC: OS2 loses unicast",
        drivers, .sourceAndQEMU),
      port8(
        0x1, "IDR1", "7:0", .lockedBy9346CR, .eeprom, "changes station MAC: OS2 loses unicast",
        drivers, .sourceAndQEMU),
      port8(
        0x2, "IDR2", "7:0", .lockedBy9346CR, .eeprom, "changes station MAC: OS2 loses unicast",
        drivers, .sourceAndQEMU),
      port8(
        0x3, "IDR3", "7:0", .lockedBy9346CR, .eeprom, "changes station MAC: OS2 loses unicast",
        drivers, .sourceAndQEMU),
      port8(
        0x4, "IDR4", "7:0", .lockedBy9346CR, .eeprom, "changes station MAC: OS2 loses unicast",
        drivers, .sourceAndQEMU),
      port8(
        0x5, "IDR5", "7:0", .lockedBy9346CR, .eeprom, "changes station MAC: OS2 loses unicast",
        drivers, .sourceAndQEMU),
      port8(0x8, "MAR0", "7:0", .readWrite, nil, "multicast filter", drivers, .sourceAndQEMU),
      port8(0x9, "MAR1", "7:0", .readWrite, nil, "multicast filter", drivers, .sourceAndQEMU),
      port8(0xa, "MAR2", "7:0", .readWrite, nil, "multicast filter", drivers, .sourceAndQEMU),
      port8(0xb, "MAR3", "7:0", .readWrite, nil, "multicast filter", drivers, .sourceAndQEMU),
      port8(0xc, "MAR4", "7:0", .readWrite, nil, "multicast filter", drivers, .sourceAndQEMU),
      port8(0xd, "MAR5", "7:0", .readWrite, nil, "multicast filter", drivers, .sourceAndQEMU),
      port8(0xe, "MAR6", "7:0", .readWrite, nil, "multicast filter", drivers, .sourceAndQEMU),
      port8(0xf, "MAR7", "7:0", .readWrite, nil, "multicast filter", drivers, .sourceAndQEMU),
      port32(
        0x10, "TSD0: SIZE/OWN", "13:0", .doorbell, .start,
        "clearing OWN makes the NIC DMA and send buffer i", drivers, .sourceAndQEMU),
      port32(
        0x10, "TSD0: TUN/TOK", "15:14", .readOnly, .cause, "reset by any write", drivers,
        .sourceAndQEMU, startedBy: "TSD0: SIZE/OWN"),
      port32(
        0x10, "TSD0: ERTXTH", "21:16", .readWrite, .bufferAddress, "early threshold", drivers,
        .sourceAndQEMU),
      port32(
        0x10, "TSD0: NCC/CDH/OWC/TABT/CRS", "31:24", .readOnly, .errors, "reset by any write",
        drivers, .sourceAndQEMU),
      port32(
        0x14, "TSD1: SIZE/OWN", "13:0", .doorbell, .start,
        "clearing OWN makes the NIC DMA and send buffer i", drivers, .sourceAndQEMU),
      port32(
        0x14, "TSD1: TUN/TOK", "15:14", .readOnly, .cause, "reset by any write", drivers,
        .sourceAndQEMU, startedBy: "TSD1: SIZE/OWN"),
      port32(
        0x14, "TSD1: ERTXTH", "21:16", .readWrite, .bufferAddress, "early threshold", drivers,
        .sourceAndQEMU),
      port32(
        0x14, "TSD1: NCC/CDH/OWC/TABT/CRS", "31:24", .readOnly, .errors, "reset by any write",
        drivers, .sourceAndQEMU),
      port32(
        0x18, "TSD2: SIZE/OWN", "13:0", .doorbell, .start,
        "clearing OWN makes the NIC DMA and send buffer i", drivers, .sourceAndQEMU),
      port32(
        0x18, "TSD2: TUN/TOK", "15:14", .readOnly, .cause, "reset by any write", drivers,
        .sourceAndQEMU, startedBy: "TSD2: SIZE/OWN"),
      port32(
        0x18, "TSD2: ERTXTH", "21:16", .readWrite, .bufferAddress, "early threshold", drivers,
        .sourceAndQEMU),
      port32(
        0x18, "TSD2: NCC/CDH/OWC/TABT/CRS", "31:24", .readOnly, .errors, "reset by any write",
        drivers, .sourceAndQEMU),
      port32(
        0x1c, "TSD3: SIZE/OWN", "13:0", .doorbell, .start,
        "clearing OWN makes the NIC DMA and send buffer i", drivers, .sourceAndQEMU),
      port32(
        0x1c, "TSD3: TUN/TOK", "15:14", .readOnly, .cause, "reset by any write", drivers,
        .sourceAndQEMU, startedBy: "TSD3: SIZE/OWN"),
      port32(
        0x1c, "TSD3: ERTXTH", "21:16", .readWrite, .bufferAddress, "early threshold", drivers,
        .sourceAndQEMU),
      port32(
        0x1c, "TSD3: NCC/CDH/OWC/TABT/CRS", "31:24", .readOnly, .errors, "reset by any write",
        drivers, .sourceAndQEMU),
      portPlus64(
        0x10, "DTCCR: counter address", "63:6", .readWrite, .choosing,
        "sets the host address the NIC will write to",
        "Linux 8139cp.c cp_get_ethtool_stats; QEMU rtl8139_TxStatus_write", .sourceAndQEMU),
      portPlus64(
        0x10, "DTCCR: Cmd", "3", .selfClearing, .statistics, writes: .dumpsTally,
        "NIC DMA-writes 64 bytes of counters to the chosen address",
        "Linux 8139cp.c; QEMU rtl8139_TxStatus_write", .sourceAndQEMU),
      port32(
        0x20, "TSAD0", "31:0", .readWrite, .bufferAddress, "Tx buffer address", drivers,
        .sourceAndQEMU),
      port32(
        0x24, "TSAD1", "31:0", .readWrite, .bufferAddress, "Tx buffer address", drivers,
        .sourceAndQEMU),
      port32(
        0x28, "TSAD2", "31:0", .readWrite, .bufferAddress, "Tx buffer address", drivers,
        .sourceAndQEMU),
      port32(
        0x2c, "TSAD3", "31:0", .readWrite, .bufferAddress, "Tx buffer address", drivers,
        .sourceAndQEMU),
      portPlus64(
        0x20, "TNPDS", "63:8", .readWrite, .bufferAddress, "normal Tx ring base", drivers,
        .sourceAndQEMU),
      portPlus64(
        0x28, "THPDS", "63:8", .readWrite, .bufferAddress, "high-priority Tx ring base", drivers,
        .sourceAndQEMU),
      port32(
        0x30, "RBSTART", "31:0", .readWrite, .bufferAddress, "moves OS2 Rx buffer", drivers,
        .sourceAndQEMU),
      port16(0x34, "ERBCR", "15:0", .readOnly, .bufferAddress, "none", datasheet, .recalled),
      port8(0x36, "ERSR", "3:0", .readOnly, .cause, "none", datasheet, .recalled),
      port8(0x37, "CR.RST", "4", .selfClearing, .other, "resets NIC", drivers, .sourceAndQEMU),
      port8(
        0x37, "CR.RE/TE", "3:2", .readWrite, .start, "starts/stops OS2 Rx/Tx", drivers,
        .sourceAndQEMU),
      port8(
        0x37, "CR.BUFE", "0", .readOnly, .start, "none", drivers, .sourceAndQEMU,
        startedBy: "CR.RE/TE", answersWithZero: true),
    ]
  }()
}
