extension RegisterMap {
  /// Capabilities, and the ports of the host bridge that lead to all of it.
  static let pciCapabilities: [RegisterField] = {
    let config16 = Rows("PCI", .configuration, 16)
    let config8 = Rows("PCI", .configuration, 8)
    let config32 = Rows("PCI", .configuration, 32)
    let host32 = Rows("PCI", .host, 32)
    let pm = "PCI PM 1.1; Linux pci_regs.h; vfio init_pci_cap_pm_perm; xen caplist_pm"
    let msi = "PCI 2.2 MSI; Linux vfio_pci_config.c msi perms; 8254x SDM sec 4.1.3"
    return [
      config8(
        .init(0x0, in: .powerManagement), "PM Capability ID", "7:0", .readOnly, .otherPCI, "none",
        pm, .source),
      config8(
        .init(0x1, in: .powerManagement), "PM Next Pointer", "7:0", .readOnly, .otherPCI, "none",
        pm, .source),
      config16(
        .init(0x2, in: .powerManagement), "PMC", "15:0", .readOnly, .power, "none", pm, .source),
      config16(
        .init(0x4, in: .powerManagement), "PMCSR: PowerState", "1:0", .readWrite, .power,
        "D3hot stops OS2 NIC; D3hot->D0 may reset it", pm, .source),
      config16(
        .init(0x4, in: .powerManagement), "PMCSR: PME_En", "8", .readWrite, .power,
        "wake signalling on/off", pm, .source),
      config16(
        .init(0x4, in: .powerManagement), "PMCSR: Data_Select", "12:9", .readWrite, .power,
        "selects what Data register shows", pm, .source),
      config16(
        .init(0x4, in: .powerManagement), "PMCSR: Data_Scale", "14:13", .readOnly, .power, "none",
        pm, .source),
      config16(
        .init(0x4, in: .powerManagement), "PMCSR: PME_Status", "15", .onesClear, .power,
        "writing 1 erases wake event", pm, .source),
      config8(
        .init(0x7, in: .powerManagement), "PM Data", "7:0", .readOnly, .power, "none", pm, .source),
      config16(
        .init(0x2, in: .messageSignalled), "MSI Control: Enable", "0", .readWrite, nil,
        "switches OS2 from INTx to MSI", msi, .documentAndSource),
      config16(
        .init(0x2, in: .messageSignalled), "MSI Control: Multi-message", "6:1", .readWrite, nil,
        "vector count", msi, .documentAndSource),
      config32(
        .init(0x4, in: .messageSignalled), "MSI Address", "31:2", .readWrite, nil,
        "redirects OS2 interrupt message to another address (host memory write)", msi,
        .documentAndSource),
      config32(
        .init(0x8, in: .messageSignalled), "MSI Upper Address", "31:0", .readWrite, nil, "as above",
        msi, .documentAndSource),
      config16(
        .init(0xc, in: .messageSignalled), "MSI Data", "15:0", .readWrite, nil,
        "changes OS2 vector", msi, .documentAndSource),
      config16(
        .init(0x2, in: .productData), "VPD Address + Flag", "15:0", .readWrite, .eeprom,
        writes: .starts, "starts an EEPROM read (F=0) or write (F=1); pollutes OS2 transaction",
        "PCI 2.2 VPD; vfio vpd handlers; xen caplist_vpd", .source,
        startedBy: "VPD Address + Flag"),
      config32(
        .init(0x4, in: .productData), "VPD Data", "31:0", .readWrite, .eeprom,
        "data latch shared with OS2 transaction", "PCI 2.2 VPD; vfio vpd handlers; xen caplist_vpd",
        .source, isVolatile: true),
      host32(
        0xcf8, "CONFIG_ADDRESS", "31:0", .readWrite, nil, writes: .selects,
        "overwrites the target latch of a config cycle OS2 may have half-issued",
        "PCI config mechanism #1 (host bridge)", .qemu),
      host32(
        0xcfc, "CONFIG_DATA (used by every A access)", "31:0", .readWrite, .identification,
        reads: .indexed("none"), writes: .indexed, "none",
        "PCI config mechanism #1 (host bridge); identification is class 1, but a pass needs two port accesses",
        .qemu),
    ]
  }()
}
