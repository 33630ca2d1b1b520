extension RegisterMap {
  /// Intel 82540EM, as QEMU and many laptops have it.
  public static let intel82540EM = RegisterMap(
    "82540EM", "Intel 82540EM (e1000)",
    intel82540EMGeneral + intel82540EMTraffic + intel82540EMAliases + intel82540EMDiagnostics
      + intel82540EMStatistics + intel82540EMIndirect)
}

extension RegisterMap {
  /// Control, EEPROM, MDI and flow control.
  static let intel82540EMGeneral: [RegisterField] = {
    let mmio32 = Rows("82540EM", .memory, 32)
    let control = "Linux e1000_hw.h; 8254x SDM r4.0 13.4.1"
    let linux = "Linux e1000_hw.h"
    let eeprom = "Linux e1000_hw.h; 8254x SDM r4.0 5.3.1 (p.96)"
    return [
      mmio32(0x0, "CTRL.FD", "0", .readWrite, .duplex, "forces duplex", control, .source),
      mmio32(
        0x0, "CTRL.LRST", "3", .readWrite, .other, "link reset (internal-PHY parts ignore)",
        control, .source),
      mmio32(0x0, "CTRL.ASDE", "5", .readWrite, .duplex, "auto speed detect", control, .source),
      mmio32(0x0, "CTRL.SLU", "6", .readWrite, .other, "link up/down for OS2", control, .source),
      mmio32(
        0x0, "CTRL.ILOS", "7", .readWrite, .other, "loss-of-signal polarity", control, .source),
      mmio32(0x0, "CTRL.SPEED", "9:8", .readWrite, .duplex, "link speed", control, .source),
      mmio32(
        0x0, "CTRL.FRCSPD/FRCDPLX", "12:11", .readWrite, .duplex, "force speed/duplex", control,
        .source),
      mmio32(
        0x0, "CTRL.SDP data/dir, D3WUC, wake", "25:18", .readWrite, .power,
        "pins and wake capability", control, .source),
      mmio32(
        0x0, "CTRL.RST", "26", .readWrite, .other, writes: .starts,
        "self-clearing; resets MAC, OS2 rings and filters lost", control, .source),
      mmio32(
        0x0, "CTRL.RFCE/TFCE", "28:27", .readWrite, nil, "flow control on/off", control, .source),
      mmio32(
        0x0, "CTRL.VME", "30", .readWrite, nil, "VLAN tag strip on/off for OS2 frames", control,
        .source),
      mmio32(
        0x0, "CTRL.PHY_RST", "31", .readWrite, .other, writes: .starts, "PHY reset, link drops",
        control, .source, need: .none(.stays)),
      mmio32(
        0x4, "CTRL_DUP", "31:0", .readWrite, nil, writes: .starts, "second address of CTRL", linux,
        .source, need: .none(.secondAddress)),
      mmio32(0x8, "STATUS.FD", "0", .readOnly, .duplex, "none", linux, .sourceAndQEMU),
      mmio32(
        0x8, "STATUS.LU", "1", .readOnly, .readingSettings, "none", linux, .sourceAndQEMU),
      mmio32(
        0x8, "STATUS.FuncID", "3:2", .readOnly, .readingSettings, "none", linux, .sourceAndQEMU),
      mmio32(0x8, "STATUS.TXOFF", "4", .readOnly, .readingSettings, "none", linux, .sourceAndQEMU),
      mmio32(0x8, "STATUS.SPEED", "7:6", .readOnly, .duplex, "none", linux, .sourceAndQEMU),
      mmio32(0x8, "STATUS.ASDV", "9:8", .readOnly, .readingSettings, "none", linux, .sourceAndQEMU),
      mmio32(
        0x8, "STATUS.PCI bus info", "14:11", .readOnly, .readingSettings, "none", linux,
        .sourceAndQEMU),
      mmio32(
        0x10, "EECD.SK", "0", .readWrite, .eeprom, writes: .shifts,
        "serial clock edge shifts the EEPROM state machine", eeprom, .document),
      mmio32(
        0x10, "EECD.CS", "1", .readWrite, .eeprom, writes: .shifts,
        "chip select; restarts the serial transaction", eeprom, .document),
      mmio32(
        0x10, "EECD.DI", "2", .readWrite, .eeprom, writes: .shifts, "serial data in", eeprom,
        .document),
      mmio32(0x10, "EECD.FWE", "5:4", .readWrite, .eeprom, "flash write enable", eeprom, .document),
      mmio32(
        0x10, "EECD.EE_REQ", "6", .readWrite, .eeprom,
        "requests the EEPROM arbiter; starves the other side while held", eeprom, .document),
      mmio32(
        0x10, "EECD.DO", "3", .readOnly, .eeprom, "none", linux, .source,
        startedBy: "EECD.SK"),
      mmio32(
        0x10, "EECD.EE_GNT/PRES/SIZE", "9:7", .readOnly, .eeprom, "none",
        "Linux e1000_hw.h; 8254x SDM r4.0 5.3.1", .document,
        startedBy: "EECD.EE_REQ"),
      mmio32(
        0x14, "EERD (START/ADDR)", "0,15:8", .readWrite, .eeprom, writes: .starts,
        "starts a word read, replacing the one OS2 is polling", "8254x SDM r4.0 5.3.1 (p.96)",
        .document, isVolatile: true),
      mmio32(
        0x14, "EERD (DONE/DATA)", "4,31:16", .readOnly, .eeprom, "none",
        "8254x SDM r4.0 5.3.1 (p.96)", .document, startedBy: "EERD (START/ADDR)"),
      mmio32(
        0x18, "CTRL_EXT: GPI/SDP", "11:0", .readWrite, nil, "pins and GPI interrupt enables", linux,
        .source),
      mmio32(
        0x18, "CTRL_EXT.ASDCHK", "12", .readWrite, .duplex, writes: .starts,
        "starts speed detection; self-clearing", linux, .source),
      mmio32(
        0x18, "CTRL_EXT.EE_RST", "13", .readWrite, .eeprom, writes: .starts,
        "reload registers from EEPROM like PCI reset", linux, .source),
      mmio32(
        0x18, "CTRL_EXT: SPD_BYPS/RO_DIS", "17:15", .readWrite, .other,
        "speed select bypass, relaxed ordering off", linux, .source),
      mmio32(
        0x1c, "FLA", "31:0", .readWrite, .eeprom, writes: .shifts, "flash serial access",
        "Linux e1000_hw.h; believed 82541/82547 only", .recalled),
      mmio32(
        0x20, "MDIC (cmd: OP,PHY,REG,I,DATA)", "29,27:16,15:0", .readWrite, .other, writes: .starts,
        "starts an MDIO frame; overwrites the transaction OS2 waits for",
        "8254x SDM r4.0 13.4; QEMU set_mdic", .sourceAndQEMU, isVolatile: true),
      mmio32(
        0x20, "MDIC.R / .E", "28,30", .readOnly, .readingSettings, "none", "8254x SDM r4.0 13.4",
        .source, startedBy: "MDIC (cmd: OP,PHY,REG,I,DATA)"),
      mmio32(0x28, "FCAL", "31:0", .readWrite, nil, "flow-control frame match", linux, .source),
      mmio32(0x2c, "FCAH", "31:0", .readWrite, nil, "flow-control frame match", linux, .source),
      mmio32(0x30, "FCT", "31:0", .readWrite, nil, "flow-control frame match", linux, .source),
      mmio32(
        0x38, "VET", "15:0", .readWrite, nil, "VLAN EtherType: OS2 tag handling changes", linux,
        .sourceAndQEMU),
      mmio32(
        0x170, "FCTTV", "15:0", .readWrite, nil, "pause time in XOFF frames on the wire", linux,
        .source),
      mmio32(
        0xe00, "LEDCTL", "31:0", .readWrite, nil, "LED pins only (visible, not traffic)", linux,
        .sourceAndQEMU),
      mmio32(
        0x1000, "PBA", "31:0", .readWrite, nil, "splits packet buffer; needs reset to take effect",
        linux, .sourceAndQEMU),
    ]
  }()
}
