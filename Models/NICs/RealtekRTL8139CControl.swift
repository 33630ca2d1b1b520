extension RegisterMap {
  /// Interrupts, modes, EEPROM and configuration.
  static let realtekRTL8139CControl: [RegisterField] = {
    let port8 = Rows("RTL8139C", .io, 8)
    let port32 = Rows("RTL8139C", .io, 32)
    let port16 = Rows("RTL8139C", .io, 16)
    let port24 = Rows("RTL8139C", .io, 24)
    let drivers = "Linux 8139too.c/8139cp.c; QEMU rtl8139.c"
    let datasheet = "RTL8139C datasheet"
    return [
      port16(
        0x38, "CAPR", "15:0", .doorbell, .start, "frees Rx ring space: OS2 data overwritten",
        drivers, .sourceAndQEMU),
      port16(0x3a, "CBR", "15:0", .readOnly, .bufferAddress, "none", drivers, .sourceAndQEMU),
      port16(
        0x3c, "IMR", "15:0", .readWrite, .mask, "masks OS2 interrupts", drivers, .sourceAndQEMU),
      port16(
        0x3e, "ISR", "15:0", .onesClear, .cause,
        reads: .nothing("none on silicon/QEMU (datasheet text says the read clears)"),
        "clears OS2 causes",
        "Linux 8139too.c/8139cp.c; QEMU rtl8139.c; datasheet wording quoted in Cosmos RTL8139 driver: read clears, write no effect; drivers rely on W1C",
        .sourceAndQEMU),
      port32(
        0x40, "TCR.HWVERID", "30:26,23:22", .readOnly, .readingSettings, "none", drivers,
        .sourceAndQEMU),
      port32(0x40, "TCR.IFG", "25:24", .readWrite, nil, "inter-frame gap", drivers, .sourceAndQEMU),
      port32(
        0x40, "TCR.LBK", "18:17", .readWrite, .choosing, "loopback cuts OS2 off", drivers,
        .sourceAndQEMU),
      port32(
        0x40, "TCR.CRC", "16", .readWrite, nil, "no CRC on OS2 frames", drivers, .sourceAndQEMU),
      port32(
        0x40, "TCR.MXDMA", "10:8", .readWrite, .bufferAddress, "DMA burst", drivers, .sourceAndQEMU),
      port32(0x40, "TCR.TXRR", "7:4", .readWrite, nil, "retries", drivers, .sourceAndQEMU),
      port32(
        0x40, "TCR.CLRABT", "0", .writeOnly, .start, "retransmits aborted descriptor", drivers,
        .sourceAndQEMU),
      port32(
        0x44, "RCR.thresholds", "27:16,15:13", .readWrite, .bufferAddress, "Rx FIFO thresholds",
        drivers, .sourceAndQEMU),
      port32(
        0x44, "RCR.RBLEN", "12:11", .readWrite, .bufferAddress, "ring size: DMA overrun", drivers,
        .sourceAndQEMU),
      port32(
        0x44, "RCR.MXDMA/WRAP", "10:7", .readWrite, .bufferAddress, "DMA burst, wrap", drivers,
        .sourceAndQEMU),
      port32(0x44, "RCR.9356SEL", "6", .readOnly, .eeprom, "none", drivers, .sourceAndQEMU),
      port32(
        0x44, "RCR.accept bits", "5:0", .readWrite, nil, "promiscuous/filter", drivers,
        .sourceAndQEMU),
      port32(
        0x48, "TCTR", "31:0", .anyWriteZeroes, .timer, "resets the timer OS2 measures with",
        drivers, .sourceAndQEMU),
      port24(
        0x4c, "MPC", "23:0", .anyWriteZeroes, .errors, "missed-packet count becomes 0",
        "Linux 8139too.c/8139cp.c; QEMU rtl8139.c: OS2 driver reads then writes 0", .sourceAndQEMU),
      port8(
        0x50, "9346CR.EEM (mode)", "7:6", .readWrite, .eeprom, writes: .starts,
        "autoload resets config; programming mode takes the pins; 11 unlocks CONFIGx/IDR", drivers,
        .sourceAndQEMU, need: .none(.stays)),
      port8(
        0x50, "9346CR.EECS/SK/DI", "3:1", .readWrite, .eeprom, writes: .shifts,
        "serial EEPROM clocking", drivers, .sourceAndQEMU),
      port8(
        0x50, "9346CR.EEDO", "0", .readOnly, .eeprom, "none", drivers, .sourceAndQEMU,
        startedBy: "9346CR.EECS/SK/DI"),
      port8(0x51, "CONFIG0", "7:0", .readOnly, .readingSettings, "none", drivers, .sourceAndQEMU),
      port8(
        0x52, "CONFIG1: LED/DVRLOAD/LWACT", "7:4", .locked, nil, "LED and wake pin mode", drivers,
        .sourceAndQEMU),
      port8(
        0x52, "CONFIG1: MEMMAP/IOMAP", "3:2", .readOnly, .baseAddress, "none", drivers,
        .sourceAndQEMU),
      port8(
        0x52, "CONFIG1: VPD/PMEn", "1:0", .locked, .power, "power-management capability on/off",
        drivers, .sourceAndQEMU),
      port32(
        0x54, "TimerInt", "31:0", .readWrite, .timer, "timer interrupt at OS2", drivers,
        .sourceAndQEMU),
      port8(
        0x58, "MSR: flow control", "7:6,1:0", .partlyReadOnly, nil, "pause on/off", drivers, .source
      ),
      port8(
        0x58, "MSR: SPEED/LINKB/AuxStatus", "4:2", .readOnly, .readingSettings, "none", drivers,
        .sourceAndQEMU),
      port8(
        0x59, "CONFIG3", "7:0", .locked, .power, "wake events, CLKRUN", drivers, .sourceAndQEMU),
      port8(
        0x5a, "CONFIG4", "7:0", .locked, .power, "wake pin, auto recovery of Rx", drivers,
        .sourceAndQEMU),
      port8(
        0x5b, "HLTCLK", "7:0", .writeOnly, .power,
        "\"H\" stops the chip clock: OS2 dead until \"R\"", drivers, .sourceAndQEMU),
      port16(
        0x5c, "MULINT", "11:0", .readWrite, .mask, "early Rx interrupt threshold", drivers,
        .sourceAndQEMU),
      port8(0x5e, "RERID", "7:0", .readOnly, .readingSettings, "none", drivers, .sourceAndQEMU),
      port16(
        0x60, "TSAD (status of all Tx)", "15:0", .readOnly, .cause, "none", drivers, .sourceAndQEMU),
    ]
  }()
}
