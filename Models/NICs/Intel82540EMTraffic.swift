extension RegisterMap {
  /// Interrupts, reception, filters and transmission.
  static let intel82540EMTraffic: [RegisterField] = {
    let mmio32 = Rows("82540EM", .memory, 32)
    let control = "Linux e1000_hw.h; 8254x SDM r4.0 13.4.1"
    let linux = "Linux e1000_hw.h"
    let eeprom = "Linux e1000_hw.h; 8254x SDM r4.0 5.3.1 (p.96)"
    let transmitControl = "8254x SDM r4.0 13.4.33 (p.307)"
    return [
      mmio32(
        0xc0, "ICR", "16:0", .readOrOnesClear, .cause,
        reads: .clears("clears every pending cause and drops INTA#"), "clears the written bits",
        "8254x SDM r4.0 13.4.17 (p.289): all bits cleared on read, 1 clears", .documentAndQEMU),
      mmio32(
        0xc4, "ITR", "15:0", .readWrite, .timer, "interrupt rate of OS2", linux, .sourceAndQEMU),
      mmio32(
        0xc8, "ICS", "16:0", .writeOnly, .cause, writes: .raises, "raises an interrupt at OS2",
        "Linux e1000_hw.h; QEMU set_interrupt_cause notes it reads back as ICR without clearing",
        .sourceAndQEMU),
      mmio32(0xd0, "IMS", "16:0", .onesSet, .mask, "unmasks causes for OS2", linux, .sourceAndQEMU),
      mmio32(
        0xd8, "IMC", "16:0", .onesClearMask, .mask, "masks OS2 interrupts", linux, .sourceAndQEMU),
      mmio32(
        0x100, "RCTL.EN", "1", .readWrite, .start, "starts/stops OS2 reception", linux,
        .sourceAndQEMU),
      mmio32(0x100, "RCTL.SBP", "2", .readWrite, nil, "bad frames stored", linux, .sourceAndQEMU),
      mmio32(
        0x100, "RCTL.UPE/MPE", "4:3", .readWrite, nil, "promiscuous for OS2", linux, .sourceAndQEMU),
      mmio32(0x100, "RCTL.LPE", "5", .readWrite, nil, "long frames", linux, .sourceAndQEMU),
      mmio32(
        0x100, "RCTL.LBM", "7:6", .readWrite, .choosing, "loopback: cuts OS2 off the wire", linux,
        .sourceAndQEMU),
      mmio32(
        0x100, "RCTL.RDMTS", "9:8", .readWrite, .bufferAddress, "ring threshold", linux,
        .sourceAndQEMU),
      mmio32(
        0x100, "RCTL.MO", "13:12", .readWrite, nil, "multicast hash offset", linux, .sourceAndQEMU),
      mmio32(0x100, "RCTL.BAM", "15", .readWrite, nil, "broadcast accept", linux, .sourceAndQEMU),
      mmio32(
        0x100, "RCTL.BSIZE/BSEX", "17:16,25", .readWrite, .bufferAddress,
        "buffer size: DMA overrun if larger than OS2 buffers", linux, .sourceAndQEMU),
      mmio32(
        0x100, "RCTL.VFE/CFIEN/CFI", "20:18", .readWrite, nil, "VLAN filtering", linux,
        .sourceAndQEMU),
      mmio32(0x100, "RCTL.DPF", "22", .readWrite, nil, "discard pause", linux, .sourceAndQEMU),
      mmio32(0x100, "RCTL.PMCF", "23", .readWrite, nil, "pass MAC control", linux, .sourceAndQEMU),
      mmio32(0x100, "RCTL.SECRC", "26", .readWrite, nil, "strip CRC", linux, .sourceAndQEMU),
      mmio32(0x2160, "FCRTL", "31:0", .readWrite, nil, "pause low watermark", linux, .source),
      mmio32(0x2168, "FCRTH", "31:0", .readWrite, nil, "pause high watermark", linux, .source),
      mmio32(
        0x2800, "RDBAL", "31:0", .readWrite, .bufferAddress, "moves OS2 Rx ring", linux,
        .sourceAndQEMU),
      mmio32(
        0x2804, "RDBAH", "31:0", .readWrite, .bufferAddress, "moves OS2 Rx ring", linux,
        .sourceAndQEMU),
      mmio32(
        0x2808, "RDLEN", "31:0", .readWrite, .bufferAddress, "resizes OS2 Rx ring", linux,
        .sourceAndQEMU),
      mmio32(
        0x2810, "RDH", "15:0", .readWrite, .start, "desynchronises OS2 ring", linux, .sourceAndQEMU,
        isVolatile: true),
      mmio32(
        0x2818, "RDT", "15:0", .doorbell, .start,
        "gives descriptors to NIC: DMA into stale buffers", linux, .sourceAndQEMU),
      mmio32(
        0x2820, "RDTR (timer)", "15:0", .readWrite, .timer, "Rx interrupt delay",
        "8254x SDM r4.0 13.4.30 (p.304)", .documentAndQEMU),
      mmio32(
        0x2820, "RDTR.FPD", "31", .writeOnlySelfClearing, .start,
        "flushes partial descriptor block", "8254x SDM r4.0 13.4.30 (p.304)", .document),
      mmio32(
        0x2828, "RXDCTL", "31:0", .readWrite, .bufferAddress, "prefetch/write-back thresholds",
        linux, .source),
      mmio32(
        0x282c, "RADV", "15:0", .readWrite, .timer, "absolute Rx delay", linux, .sourceAndQEMU),
      mmio32(
        0x2c00, "RSRPD", "11:0", .readWrite, .mask, "small-packet interrupt size", linux, .source),
      mmio32(
        0x5000, "RXCSUM", "31:0", .readWrite, nil, "checksum offload for OS2 frames", linux, .source
      ),
      mmio32(
        0x5200, "MTA[0..127]", "31:0", .array, nil, "multicast filter of OS2", linux, .sourceAndQEMU
      ),
      mmio32(
        0x5400, "RAL[0]", "31:0", .readWrite, .eeprom,
        "station MAC low: OS2 stops receiving its unicast", "8254x SDM r4.0 13.5.2 (p.325)",
        .documentAndQEMU),
      mmio32(
        0x5404, "RAH[0]", "31:0", .readWrite, .eeprom, "station MAC high + Address Valid",
        "8254x SDM r4.0 13.5.3 (p.325)", .documentAndQEMU),
      mmio32(
        0x5408, "RAL/RAH[1..15]", "31:0", .array, nil, "extra unicast filters of OS2",
        "8254x SDM r4.0 13.5.2", .documentAndQEMU),
      mmio32(
        0x5600, "VFTA[0..127]", "31:0", .array, nil, "VLAN filter of OS2", linux, .sourceAndQEMU),
      mmio32(
        0x400, "TCTL.EN", "1", .readWrite, .start, "starts/stops OS2 transmission", transmitControl,
        .documentAndQEMU),
      mmio32(
        0x400, "TCTL.PSP", "3", .readWrite, nil, "pad short", transmitControl, .documentAndQEMU),
      mmio32(
        0x400, "TCTL.CT/COLD", "21:4", .readWrite, nil, "collision parameters", transmitControl,
        .documentAndQEMU),
      mmio32(
        0x400, "TCTL.SWXOFF", "22", .readWrite, .start, writes: .starts,
        "sends a PAUSE frame; self-clearing", transmitControl, .documentAndQEMU
      ),
      mmio32(
        0x400, "TCTL.RTLC", "24", .readWrite, nil, "retransmit policy", transmitControl,
        .documentAndQEMU),
      mmio32(
        0x410, "TIPG", "29:0", .readWrite, nil, "inter-packet gap",
        "8254x SDM r4.0 13.4.34 (p.308)", .document),
      mmio32(0x458, "AIT", "15:0", .readWrite, nil, "adaptive spacing", linux, .sourceAndQEMU),
      mmio32(0x3000, "TXDMAC", "0", .readWrite, .start, "Tx DMA packet prefetch", linux, .source),
      mmio32(
        0x3800, "TDBAL", "31:0", .readWrite, .bufferAddress, "moves OS2 Tx ring", linux,
        .sourceAndQEMU),
      mmio32(
        0x3804, "TDBAH", "31:0", .readWrite, .bufferAddress, "moves OS2 Tx ring", linux,
        .sourceAndQEMU),
      mmio32(
        0x3808, "TDLEN", "31:0", .readWrite, .bufferAddress, "resizes OS2 Tx ring", linux,
        .sourceAndQEMU),
      mmio32(
        0x3810, "TDH", "15:0", .readWrite, .start, "desynchronises OS2 ring", linux, .sourceAndQEMU,
        isVolatile: true),
      mmio32(
        0x3818, "TDT", "15:0", .doorbell, .start, "NIC fetches descriptors and transmits memory",
        linux, .sourceAndQEMU),
      mmio32(
        0x3820, "TIDV", "15:0", .readWrite, .timer, "Tx interrupt delay (FPD bit 31 flushes)",
        linux, .source),
      mmio32(
        0x3828, "TXDCTL", "31:0", .readWrite, .bufferAddress, "Tx thresholds", linux, .sourceAndQEMU
      ),
      mmio32(
        0x382c, "TADV", "15:0", .readWrite, .timer, "absolute Tx delay", linux, .sourceAndQEMU),
      mmio32(0x3830, "TSPMT", "31:0", .readWrite, nil, "TSO padding", linux, .source),
    ]
  }()
}
