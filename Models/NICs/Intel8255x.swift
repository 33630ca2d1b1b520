extension RegisterMap {
  /// Intel 82557, 82558 and 82559.
  public static let intel8255x = RegisterMap(
    "8255x", "Intel 8255x (e100)",
    intel8255xRegisters + intel8255xIndirect)
}

extension RegisterMap {
  /// Registers in memory space.
  static let intel8255xRegisters: [RegisterField] = {
    let mmio8 = Rows("i8255x", .memory, 8)
    let mmio32 = Rows("i8255x", .memory, 32)
    let mmio16 = Rows("i8255x", .memory, 16)
    let drivers = "Linux e100.c; QEMU eepro100.c"
    let commands = "8255x OSSDM 6.3.2.2-3 (p.37-39), tables 15-16; Linux e100.c; QEMU eepro100.c"
    let receiveCommands = "8255x OSSDM 6.3.2.2-3 (p.37-39), tables 15-16"
    let interrupts = "8255x OSSDM table 14 (p.37)"
    let port = "8255x OSSDM sec 6.3.3; Linux e100.c; QEMU eepro100.c"
    let cardBus = "8255x OSSDM (82559 CardBus)"
    let block =
      "Linux e100.c; QEMU eepro100.c (command block in host memory, reached by CU Start)"
    return [
      mmio8(
        0x0, "SCB Status: CUS", "7:6", .readOnly, .start, "none", "8255x OSSDM 6.3.2.1 (p.36)",
        .document),
      mmio8(
        0x0, "SCB Status: RUS", "5:2", .readOnly, .start, "none", "8255x OSSDM 6.3.2.1 (p.36)",
        .document),
      mmio8(
        0x1, "STAT/ACK: CX/TNO", "7", .onesClear, .cause, "acknowledges OS2 event: interrupt lost",
        drivers, .sourceAndQEMU),
      mmio8(
        0x1, "STAT/ACK: FR", "6", .onesClear, .cause, "acknowledges OS2 event: interrupt lost",
        drivers, .sourceAndQEMU),
      mmio8(
        0x1, "STAT/ACK: CNA", "5", .onesClear, .cause, "acknowledges OS2 event: interrupt lost",
        drivers, .sourceAndQEMU),
      mmio8(
        0x1, "STAT/ACK: RNR", "4", .onesClear, .cause, "acknowledges OS2 event: interrupt lost",
        drivers, .sourceAndQEMU),
      mmio8(
        0x1, "STAT/ACK: MDI", "3", .onesClear, .cause, "acknowledges OS2 event: interrupt lost",
        drivers, .sourceAndQEMU),
      mmio8(
        0x1, "STAT/ACK: SWI", "2", .onesClear, .cause, "acknowledges OS2 event: interrupt lost",
        drivers, .sourceAndQEMU),
      mmio8(
        0x1, "STAT/ACK: FCP", "0", .onesClear, .cause, "acknowledges OS2 event: interrupt lost",
        drivers, .sourceAndQEMU),
      mmio8(0x2, "SCB Command: CUC NOP", "7:4=0x0", .opcode, nil, "none", commands, .document),
      mmio8(
        0x2, "SCB Command: CUC Start", "7:4=0x1", .opcode, .start,
        "executes command blocks from pointer (Tx, but also IA setup/Configure)", commands,
        .documentAndQEMU),
      mmio8(
        0x2, "SCB Command: CUC Resume", "7:4=0x2", .opcode, .start, "resumes list", commands,
        .document),
      mmio8(
        0x2, "SCB Command: CUC HPQ Start (82558+)", "7:4=0x3", .opcode, .start,
        "starts high-priority list", commands, .document),
      mmio8(
        0x2, "SCB Command: CUC Load Dump Counters Address", "7:4=0x4", .opcode, .choosing,
        "replaces the host address of OS2 statistics block", commands, .documentAndQEMU),
      mmio8(
        0x2, "SCB Command: CUC Dump Statistical Counters", "7:4=0x5", .opcode, .statistics,
        writes: .dumps, "NIC DMA-writes 64-80 bytes + A005h marker at OS2 dump address", commands,
        .documentAndQEMU),
      mmio8(
        0x2, "SCB Command: CUC Load CU Base", "7:4=0x6", .opcode, .bufferAddress,
        "re-bases OS2 command list", commands, .documentAndQEMU),
      mmio8(
        0x2, "SCB Command: CUC Dump and Reset Counters", "7:4=0x7", .opcode, .statistics,
        writes: .dumpsAndResets, "as Dump with A007h marker, and all counters become 0", commands,
        .documentAndQEMU),
      mmio8(
        0x2, "SCB Command: CUC Static Resume (82558+)", "7:4=0xa", .opcode, .start, "resumes list",
        commands, .document),
      mmio8(
        0x2, "SCB Command: CUC HPQ Resume (82558+)", "7:4=0xb", .opcode, .start,
        "resumes high-priority list", commands, .document),
      mmio8(
        0x2, "SCB Command: RUC NOP", "2:0=0x0", .opcode, nil, "none", receiveCommands, .document),
      mmio8(
        0x2, "SCB Command: RUC Start", "2:0=0x1", .opcode, .start,
        "OS2 reception restarts at another RFD list", receiveCommands, .document),
      mmio8(
        0x2, "SCB Command: RUC Resume", "2:0=0x2", .opcode, .start, "resumes reception",
        receiveCommands, .document),
      mmio8(
        0x2, "SCB Command: RUC Receive DMA Redirect (82558+)", "2:0=0x3", .opcode, .bufferAddress,
        "redirects receive DMA", receiveCommands, .document),
      mmio8(
        0x2, "SCB Command: RUC Abort", "2:0=0x4", .opcode, .start, "stops OS2 reception",
        receiveCommands, .document),
      mmio8(
        0x2, "SCB Command: RUC Load Header Data Size", "2:0=0x5", .opcode, .bufferAddress,
        "header split size", receiveCommands, .document),
      mmio8(
        0x2, "SCB Command: RUC Load RU Base", "2:0=0x6", .opcode, .bufferAddress,
        "re-bases OS2 receive area", receiveCommands, .document),
      mmio8(
        0x2, "SCB Command: RUC RBD Resume", "2:0=0x7", .opcode, .start, "resumes reception",
        receiveCommands, .document),
      mmio8(
        0x2, "SCB Command: read-back", "7:0", .readOnly, .start, "none",
        "8255x OSSDM 6.3.2.2 (p.37): non-zero until accepted; writers must wait", .documentAndQEMU,
        startedBy: "SCB Command: CUC Start", answersWithZero: true),
      mmio8(
        0x3, "SCB Int: M", "0", .readWrite, .mask, "masks all OS2 interrupts", interrupts,
        .documentAndQEMU),
      mmio8(
        0x3, "SCB Int: SI", "1", .writeOnly, .cause, writes: .raises, "raises an interrupt at OS2",
        interrupts, .documentAndQEMU),
      mmio8(
        0x3, "SCB Int: specific masks", "7:2", .readWrite, .mask, "masks OS2 events (82558+)",
        interrupts, .documentAndQEMU),
      mmio32(
        0x4, "SCB General Pointer", "31:0", .readWrite, .bufferAddress,
        "argument of the NEXT command byte; corrupts one OS2 is preparing",
        "8255x OSSDM 6.3.2.3 (p.39)", .documentAndQEMU),
      mmio32(
        0x8, "PORT: Software Reset", "3:0=0x0", .opcode, .other, "full reset: OS2 lists lost", port,
        .sourceAndQEMU),
      mmio32(
        0x8, "PORT: Self-Test", "3:0=0x1", .opcode, .statistics, writes: .dumpsTo,
        "resets then DMA-writes results at the address in bits 31:4", port, .sourceAndQEMU),
      mmio32(
        0x8, "PORT: Selective Reset", "3:0=0x2", .opcode, .other, "CU/RU reset", port,
        .sourceAndQEMU),
      mmio32(
        0x8, "PORT: Dump", "3:0=0x3", .opcode, .statistics, writes: .dumpsTo,
        "DMA-writes internal registers (596 bytes) at the address", port, .recalled),
      mmio32(
        0x8, "PORT: Dump Wake-up Packet (82559)", "3:0=0x7", .opcode, .statistics, writes: .dumpsTo,
        "DMA-writes stored packet", port, .recalled),
      mmio16(0xc, "Flash Control (82557 only)", "15:0", .readWrite, nil, "flash", drivers, .source),
      mmio16(
        0xe, "EEPROM: EESK", "0", .readWrite, .eeprom, writes: .shifts,
        "clock edge shifts EEPROM state", drivers, .sourceAndQEMU),
      mmio16(
        0xe, "EEPROM: EECS", "1", .readWrite, .eeprom, writes: .shifts, "chip select", drivers,
        .sourceAndQEMU),
      mmio16(
        0xe, "EEPROM: EEDI", "2", .readWrite, .eeprom, writes: .shifts, "serial in", drivers,
        .sourceAndQEMU),
      mmio16(
        0xe, "EEPROM: EEDO", "3", .readOnly, .eeprom, "none", drivers, .sourceAndQEMU,
        startedBy: "EEPROM: EESK"),
      mmio32(
        0x10, "MDI Control (data,reg,phy,op,IE)", "29,27:0", .readWrite, .other, writes: .starts,
        "starts an MDIO frame; replaces OS2 transaction; sets MDI event", drivers, .sourceAndQEMU),
      mmio32(
        0x10, "MDI Control: Ready", "28", .readOnly, .readingSettings, "none", drivers,
        .sourceAndQEMU, startedBy: "MDI Control (data,reg,phy,op,IE)"),
      mmio32(
        0x14, "Receive DMA Byte Count", "31:0", .readOnly, .bufferAddress, "none", drivers, .source),
      mmio8(
        0x18, "Early Receive Interrupt threshold (82558+)", "7:0", .readWrite, .mask,
        "early interrupt point", drivers, .source),
      mmio8(
        0x19, "Flow Control threshold (82558+)", "7:0", .readWrite, nil, "pause threshold", drivers,
        .source),
      mmio8(
        0x1a, "Flow Control command/status (82558+)", "7:0", .readWrite, nil, writes: .command,
        "sends XON/XOFF",
        "8255x OSSDM", .recalled),
      mmio8(
        0x1b, "PMDR: PME status, link/magic/interesting events (82558+)", "7:5,0", .onesClear,
        .power, "erases wake events", "8255x OSSDM", .recalled),
      mmio8(
        0x1c, "General Control (82559)", "7:0", .readWrite, .power, "deep power-down", drivers,
        .source),
      mmio8(
        0x1d, "General Status (82559): link/speed/duplex", "2:0", .readOnly, .duplex, "none",
        drivers, .sourceAndQEMU),
      mmio32(
        0x30, "Function Event (CardBus)", "31:0", .onesClear, .cause, "clears event", cardBus,
        .recalled),
      mmio32(0x34, "Function Event Mask", "31:0", .readWrite, .mask, "mask", cardBus, .recalled),
      mmio32(0x38, "Function Present State", "31:0", .readOnly, .cause, "none", cardBus, .recalled),
      mmio32(
        0x3c, "Force Event", "31:0", .writeOnly, .cause, writes: .raises, "forces event", cardBus,
        .recalled),
      mmio32(
        0x0, "CSR dword 0 written as one 32-bit access", "31:0", .mixed, nil,
        "acknowledge + command + mask at once", drivers, .source),
    ]
  }()
}
