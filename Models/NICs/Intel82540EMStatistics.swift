extension RegisterMap {
  /// Counters, all of which clear when they are read.
  static let intel82540EMStatistics: [RegisterField] = {
    let mmio32 = Rows("82540EM", .memory, 32)
    let statistics = "8254x SDM r4.0 sec 13.7 (p.337): every statistics register resets when read"
    let pairs =
      "8254x SDM r4.0 sec 13.7 (p.337): every statistics register resets when read; 64-bit pair resets on the high read"
    return [
      mmio32(
        0x4000, "CRCERRS", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4004, "ALGNERRC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4008, "SYMERRS", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x400c, "RXERRC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4010, "MPC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x4014, "SCC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4018, "ECOL", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x401c, "MCC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4020, "LATECOL", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4028, "COLC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4030, "DC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4034, "TNCRS", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x4038, "SEQEC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x403c, "CEXTERR", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4040, "RLEC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x4048, "XONRXC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x404c, "XONTXC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4050, "XOFFRXC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4054, "XOFFTXC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4058, "FCRUC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x405c, "PRC64", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4060, "PRC127", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4064, "PRC255", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4068, "PRC511", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x406c, "PRC1023", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4070, "PRC1522", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4074, "GPRC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4078, "BPRC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x407c, "MPRC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x4080, "GPTC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40a0, "RNBC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x40a4, "RUC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x40a8, "RFC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x40ac, "ROC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x40b0, "RJC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"), "none",
        statistics, .documentAndQEMU),
      mmio32(
        0x40b4, "MGTPRC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40b8, "MGTPDC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40bc, "MGTPTC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40d0, "TPR", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40d4, "TPT", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40d8, "PTC64", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40dc, "PTC127", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40e0, "PTC255", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40e4, "PTC511", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40e8, "PTC1023", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40ec, "PTC1522", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40f0, "MPTC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40f4, "BPTC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40f8, "TSCTC", "31:0", .readToClear, .statistics, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(
        0x40fc, "TSCTFC", "31:0", .readToClear, .errors, reads: .clears("counter becomes 0"),
        "none", statistics, .documentAndQEMU),
      mmio32(0x4088, "GORCL", "31:0", .readOnly, .statistics, "none", pairs, .documentAndQEMU),
      mmio32(
        0x408c, "GORCH", "31:0", .readToClear, .statistics,
        reads: .clearsBoth("low and high halves become 0"), "none", pairs, .documentAndQEMU),
      mmio32(0x4090, "GOTCL", "31:0", .readOnly, .statistics, "none", pairs, .documentAndQEMU),
      mmio32(
        0x4094, "GOTCH", "31:0", .readToClear, .statistics,
        reads: .clearsBoth("low and high halves become 0"), "none", pairs, .documentAndQEMU),
      mmio32(0x40c0, "TORL", "31:0", .readOnly, .statistics, "none", pairs, .documentAndQEMU),
      mmio32(
        0x40c4, "TORH", "31:0", .readToClear, .statistics,
        reads: .clearsBoth("low and high halves become 0"), "none", pairs, .documentAndQEMU),
      mmio32(0x40c8, "TOTL", "31:0", .readOnly, .statistics, "none", pairs, .documentAndQEMU),
      mmio32(
        0x40cc, "TOTH", "31:0", .readToClear, .statistics,
        reads: .clearsBoth("low and high halves become 0"), "none", pairs, .documentAndQEMU),
    ]
  }()
}
