extension RegisterMap {
  /// Wake-up, management, and the packet buffer with its pointers.
  static let intel82540EMDiagnostics: [RegisterField] = {
    let mmio32 = Rows("82540EM", .memory, 32)
    let linux = "Linux e1000_hw.h"
    let statistics = "8254x SDM r4.0 sec 13.7 (p.337): every statistics register resets when read"
    let diagnostics = "8254x SDM sec 13.8 (p.364-365)"
    return [
      mmio32(
        0x5800, "WUC", "31:0", .readWrite, .power,
        "APM/PME enables; shadow of PMCSR (PME_Status W1C)", linux, .sourceAndQEMU),
      mmio32(0x5808, "WUFC", "31:0", .readWrite, .power, "wake filters", linux, .sourceAndQEMU),
      mmio32(
        0x5810, "WUS", "31:0", .readWrite, .power, writes: .clearsOnes,
        "wake cause; written to clear", linux, .sourceAndQEMU, isVolatile: true),
      mmio32(
        0x5820, "MANC", "31:0", .readWrite, nil, "management/ASF filters: steals frames from OS2",
        linux, .sourceAndQEMU),
      mmio32(0x5838, "IPAV", "31:0", .readWrite, .power, "address valid", linux, .sourceAndQEMU),
      mmio32(0x5840, "IP4AT[0..3]", "31:0", .array, .power, "wake IPv4", linux, .sourceAndQEMU),
      mmio32(0x5880, "IP6AT[0..3]", "31:0", .array, .power, "wake IPv6", linux, .sourceAndQEMU),
      mmio32(0x5900, "WUPL", "31:0", .readOnly, .power, "none", linux, .sourceAndQEMU),
      mmio32(
        0x5f00, "FFLT[0..3]", "31:0", .array, .power, "flex filter length", linux, .sourceAndQEMU),
      mmio32(0x9000, "FFMT[0..127]", "31:0", .array, .power, "flex mask", linux, .sourceAndQEMU),
      mmio32(0x9800, "FFVT[0..127]", "31:0", .array, .power, "flex value", linux, .sourceAndQEMU),
      mmio32(
        0x5a00, "WUPM[0..31]", "31:0", .readOnlyArray, .power, reads: .exposes, "none",
        "Linux e1000_hw.h; holds bytes of the packet that woke the host", .sourceAndQEMU),
      mmio32(
        0x2410, "RDFH", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x2418, "RDFT", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x2420, "RDFHS", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x2428, "RDFTS", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x2430, "RDFPC", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x3410, "TDFH", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x3418, "TDFT", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x3420, "TDFHS", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x3428, "TDFTS", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x3430, "TDFPC", "12:0", .readWrite, .statistics,
        "corrupts on-chip FIFO pointers (not to be written in operation)", diagnostics,
        .documentAndQEMU, isVolatile: true),
      mmio32(
        0x10000, "PBM[0..16383]", "31:0", .array, .statistics, reads: .exposes,
        writes: .overwritesFrames, "overwrites packets in flight",
        "8254x SDM sec 13.8 (p.364): direct view of packet buffer", .documentAndQEMU,
        isVolatile: true),
    ]
  }()
}
