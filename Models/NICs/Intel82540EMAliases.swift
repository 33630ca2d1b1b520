extension RegisterMap {
  /// The addresses of the 82542, which do what the registers do whose second addresses they are.
  static let intel82540EMAliases: [RegisterField] = intel82540EMSecondAddresses.map { alias in
    let name = alias.name.dropLast(" alias".count)
    let all = intel82540EMTraffic + intel82540EMDiagnostics
    let primary = all.first { field in
      field.name == name
        || ["\(name)L[0]", "\(name)[0..127]", "\(name) (timer)"].contains(field.name)
    }
    return alias.behaving(as: primary!)
  }

  private static let intel82540EMSecondAddresses: [RegisterField] = {
    let mmio32 = Rows("82540EM", .memory, 32)
    let eeprom = "Linux e1000_hw.h; 8254x SDM r4.0 5.3.1 (p.96)"
    let linux82542 = "Linux e1000_hw.h E1000_82542_* (driver uses them on 82542 only)"
    let statistics = "8254x SDM r4.0 sec 13.7 (p.337): every statistics register resets when read"
    return [
      mmio32(
        0x108, "RDTR alias", "31:0", .readWrite, .timer, "as primary", linux82542, .unverified),
      mmio32(
        0x110, "RDBAL alias", "31:0", .readWrite, .bufferAddress, "as primary", linux82542,
        .unverified),
      mmio32(
        0x114, "RDBAH alias", "31:0", .readWrite, .bufferAddress, "as primary", linux82542,
        .unverified),
      mmio32(
        0x118, "RDLEN alias", "31:0", .readWrite, .bufferAddress, "as primary", linux82542,
        .unverified),
      mmio32(0x120, "RDH alias", "31:0", .readWrite, .start, "as primary", linux82542, .unverified),
      mmio32(0x128, "RDT alias", "31:0", .readWrite, .start, "as primary", linux82542, .unverified),
      mmio32(0x160, "FCRTH alias", "31:0", .readWrite, nil, "as primary", linux82542, .unverified),
      mmio32(0x168, "FCRTL alias", "31:0", .readWrite, nil, "as primary", linux82542, .unverified),
      mmio32(
        0x420, "TDBAL alias", "31:0", .readWrite, .bufferAddress, "as primary", linux82542,
        .unverified),
      mmio32(
        0x424, "TDBAH alias", "31:0", .readWrite, .bufferAddress, "as primary", linux82542,
        .unverified),
      mmio32(
        0x428, "TDLEN alias", "31:0", .readWrite, .bufferAddress, "as primary", linux82542,
        .unverified),
      mmio32(0x430, "TDH alias", "31:0", .readWrite, .start, "as primary", linux82542, .unverified),
      mmio32(0x438, "TDT alias", "31:0", .readWrite, .start, "as primary", linux82542, .unverified),
      mmio32(
        0x440, "TIDV alias", "31:0", .readWrite, .timer, "as primary", linux82542, .unverified),
      mmio32(0x40, "RA alias", "31:0", .readWrite, .eeprom, "as primary", linux82542, .unverified),
      mmio32(0x200, "MTA alias", "31:0", .readWrite, nil, "as primary", linux82542, .unverified),
      mmio32(0x600, "VFTA alias", "31:0", .readWrite, nil, "as primary", linux82542, .unverified),
      mmio32(
        0x8000, "RDFH alias", "31:0", .readWrite, .statistics, "as primary", linux82542, .unverified
      ),
      mmio32(
        0x8008, "RDFT alias", "31:0", .readWrite, .statistics, "as primary", linux82542, .unverified
      ),
      mmio32(
        0x8010, "TDFH alias", "31:0", .readWrite, .statistics, "as primary", linux82542, .unverified
      ),
      mmio32(
        0x8018, "TDFT alias", "31:0", .readWrite, .statistics, "as primary", linux82542, .unverified
      ),
    ]
  }()
}
