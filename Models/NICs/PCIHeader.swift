extension RegisterMap {
  /// The configuration space that every PCI card has.
  public static let pci = RegisterMap(
    "pci", "PCI type-0 header, power management, MSI and VPD",
    pciHeader + pciCapabilities)
}

extension RegisterMap {
  /// The type-0 header.
  static let pciHeader: [RegisterField] = {
    let config16 = Rows("PCI", .configuration, 16)
    let config8 = Rows("PCI", .configuration, 8)
    let config24 = Rows("PCI", .configuration, 24)
    let config32 = Rows("PCI", .configuration, 32)
    let header = "PCI 2.2/2.3 type-0 header; Linux pci_regs.h"
    let filtered =
      "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; vfio virtualises bits 0,1,10; xen filters"
    let hardWired =
      "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; hard-wired bits must survive a write"
    let sized =
      "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; sizing: all-ones written, low bits read back 0 => size mask needed"
    return [
      config16(
        0x0, "Vendor ID", "15:0", .readOnly, .identification, "none", header, .sourceAndQEMU),
      config16(
        0x2, "Device ID", "15:0", .readOnly, .identification, "none", header, .sourceAndQEMU),
      config16(
        0x4, "Command: I/O Space Enable", "0", .readWrite, .enabling,
        "I/O BAR decode on/off: OS2 register access appears/disappears", filtered, .sourceAndQEMU),
      config16(
        0x4, "Command: Memory Space Enable", "1", .readWrite, .enabling, "memory BAR decode on/off",
        filtered, .sourceAndQEMU),
      config16(
        0x4, "Command: Bus Master Enable", "2", .readWrite, .enabling,
        "NIC DMA on/off: stops OS2 traffic", filtered, .sourceAndQEMU),
      config16(
        0x4, "Command: Special Cycles", "3", .readWrite, .enabling, "special-cycle monitoring",
        filtered, .sourceAndQEMU),
      config16(
        0x4, "Command: Memory Write and Invalidate", "4", .readWrite, .enabling,
        "DMA command choice", filtered, .sourceAndQEMU),
      config16(
        0x4, "Command: VGA Palette Snoop", "5", .readWrite, .enabling, "n/a for NIC", filtered,
        .sourceAndQEMU),
      config16(
        0x4, "Command: Parity Error Response", "6", .readWrite, .enabling, "PERR# behaviour",
        filtered, .sourceAndQEMU),
      config16(
        0x4, "Command: Stepping Control", "7", .readWrite, .enabling, "address stepping", filtered,
        .sourceAndQEMU),
      config16(
        0x4, "Command: SERR# Enable", "8", .readWrite, .enabling, "system error signalling",
        filtered, .sourceAndQEMU),
      config16(
        0x4, "Command: Fast Back-to-Back Enable", "9", .readWrite, .enabling, "bus timing",
        filtered, .sourceAndQEMU),
      config16(
        0x4, "Command: INTx Disable", "10", .readWrite, .enabling, "masks INTx for OS2 (PCI 2.3)",
        filtered, .sourceAndQEMU),
      config16(0x6, "Status: Interrupt Status", "3", .readOnly, .otherPCI, "none", header, .source),
      config16(
        0x6, "Status: Capabilities List", "4", .readOnly, .otherPCI, "none", header, .source),
      config16(0x6, "Status: 66 MHz Capable", "5", .readOnly, .otherPCI, "none", header, .source),
      config16(
        0x6, "Status: Fast Back-to-Back Capable", "7", .readOnly, .otherPCI, "none", header, .source
      ),
      config16(0x6, "Status: DEVSEL timing", "10:9", .readOnly, .otherPCI, "none", header, .source),
      config16(
        0x6, "Status: Master Data Parity Error", "8", .onesClear, .busError,
        "writing 1 erases the error record OS2 has not read yet", header, .source),
      config16(
        0x6, "Status: Signaled Target Abort", "11", .onesClear, .busError,
        "writing 1 erases the error record OS2 has not read yet", header, .source),
      config16(
        0x6, "Status: Received Target Abort", "12", .onesClear, .busError,
        "writing 1 erases the error record OS2 has not read yet", header, .source),
      config16(
        0x6, "Status: Received Master Abort", "13", .onesClear, .busError,
        "writing 1 erases the error record OS2 has not read yet", header, .source),
      config16(
        0x6, "Status: Signaled System Error", "14", .onesClear, .busError,
        "writing 1 erases the error record OS2 has not read yet", header, .source),
      config16(
        0x6, "Status: Detected Parity Error", "15", .onesClear, .busError,
        "writing 1 erases the error record OS2 has not read yet", header, .source),
      config8(
        0x8, "Revision ID", "7:0", .readOnly, .identification, "none", header, .sourceAndQEMU),
      config24(
        0x9, "Class Code", "23:0", .readOnly, .identification, "none", header, .sourceAndQEMU),
      config8(
        0xc, "Cache Line Size", "7:0", .readWrite, .otherPCI,
        "changes DMA burst/MWI behaviour of OS2 NIC",
        "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; vfio passes writes", .sourceAndQEMU),
      config8(
        0xd, "Latency Timer", "7:0", .readWrite, .otherPCI, "changes bus tenure of OS2 NIC",
        "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; vfio passes writes, xen RO", .sourceAndQEMU),
      config8(
        0xe, "Header Type", "6:0", .readOnly, .identification, "none", header, .sourceAndQEMU),
      config8(
        0xe, "Header Type: Multi-Function", "7", .readOnly, .identification, "none",
        "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; passing it invites probing of sibling functions",
        .source),
      config8(
        0xf, "BIST: Start", "6", .readWrite, .otherPCI, writes: .starts,
        "starts built-in self test; NIC offline until done",
        "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; xen bist_write", .source),
      config8(
        0xf, "BIST: Capable/Completion", "7,3:0", .readOnly, .otherPCI, "none", header, .source),
      config32(
        0x10, "BAR0: type bits", "3:0 (mem) 1:0 (io)", .readOnly, .baseAddress, "none", hardWired,
        .sourceAndQEMU),
      config32(
        0x10, "BAR0: address", "31:4 (mem) 31:2 (io)", .readWrite, .baseAddress,
        "moves OS2 register window (all-ones sizing probe unmaps it)", sized, .sourceAndQEMU),
      config32(
        0x14, "BAR1: type bits", "3:0 (mem) 1:0 (io)", .readOnly, .baseAddress, "none", hardWired,
        .sourceAndQEMU),
      config32(
        0x14, "BAR1: address", "31:4 (mem) 31:2 (io)", .readWrite, .baseAddress,
        "moves OS2 register window (all-ones sizing probe unmaps it)", sized, .sourceAndQEMU),
      config32(
        0x18, "BAR2: type bits", "3:0 (mem) 1:0 (io)", .readOnly, .baseAddress, "none", hardWired,
        .sourceAndQEMU),
      config32(
        0x18, "BAR2: address", "31:4 (mem) 31:2 (io)", .readWrite, .baseAddress,
        "moves OS2 register window (all-ones sizing probe unmaps it)", sized, .sourceAndQEMU),
      config32(
        0x1c, "BAR3: type bits", "3:0 (mem) 1:0 (io)", .readOnly, .baseAddress, "none", hardWired,
        .sourceAndQEMU),
      config32(
        0x1c, "BAR3: address", "31:4 (mem) 31:2 (io)", .readWrite, .baseAddress,
        "moves OS2 register window (all-ones sizing probe unmaps it)", sized, .sourceAndQEMU),
      config32(
        0x20, "BAR4: type bits", "3:0 (mem) 1:0 (io)", .readOnly, .baseAddress, "none", hardWired,
        .sourceAndQEMU),
      config32(
        0x20, "BAR4: address", "31:4 (mem) 31:2 (io)", .readWrite, .baseAddress,
        "moves OS2 register window (all-ones sizing probe unmaps it)", sized, .sourceAndQEMU),
      config32(
        0x24, "BAR5: type bits", "3:0 (mem) 1:0 (io)", .readOnly, .baseAddress, "none", hardWired,
        .sourceAndQEMU),
      config32(
        0x24, "BAR5: address", "31:4 (mem) 31:2 (io)", .readWrite, .baseAddress,
        "moves OS2 register window (all-ones sizing probe unmaps it)", sized, .sourceAndQEMU),
      config32(0x28, "CardBus CIS Pointer", "31:0", .readOnly, .otherPCI, "none", header, .source),
      config16(
        0x2c, "Subsystem Vendor ID", "15:0", .readOnly, .identification, "none", header,
        .sourceAndQEMU),
      config16(
        0x2e, "Subsystem ID", "15:0", .readOnly, .identification, "none", header, .sourceAndQEMU),
      config32(
        0x30, "Expansion ROM Base: address", "31:11", .readWrite, .baseAddress, "moves ROM window",
        header, .sourceAndQEMU),
      config32(
        0x30, "Expansion ROM Base: enable", "0", .readWrite, .baseAddress,
        "ROM decode on/off; may share the decoder with a BAR", header, .sourceAndQEMU),
      config8(
        0x34, "Capabilities Pointer", "7:0", .readOnly, .otherPCI, "none",
        "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; vfio virtualises the chain", .sourceAndQEMU),
      config8(
        0x3c, "Interrupt Line", "7:0", .readWrite, .interruptLine,
        "scratch byte only, but OS2 kernel may re-read it",
        "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; vfio all-virtual; xen returns dev->irq",
        .sourceAndQEMU),
      config8(
        0x3d, "Interrupt Pin", "7:0", .readOnly, .interruptLine, "none",
        "PCI 2.2/2.3 type-0 header; Linux pci_regs.h; vfio virtualises so INTx can be hidden",
        .sourceAndQEMU),
      config8(0x3e, "Min_Gnt", "7:0", .readOnly, .otherPCI, "none", header, .sourceAndQEMU),
      config8(0x3f, "Max_Lat", "7:0", .readOnly, .otherPCI, "none", header, .sourceAndQEMU),
    ]
  }()
}
