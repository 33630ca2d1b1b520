extension RegisterMap {
  /// What an RTL8139C holds after a hardware reset, by the names of rows of its map and of ``pci``;
  /// what is not named is 0. The station address (IDR0–5) is that of the EEPROM.
  ///
  /// Source: RTL8139C datasheet, register descriptions; QEMU rtl8139.c, rtl8139_reset. Function
  /// values are those of the field, its lowest bit first.
  public static let realtekRTL8139CResets: [String: UInt64] = [
    // Configuration space.
    "Vendor ID": 0x10EC, "Device ID": 0x8139, "Revision ID": 0x10, "Class Code": 0x02_0000,
    "Interrupt Pin": 1,
    // OWN: the host may fill the slot.
    "TSD0: SIZE/OWN": 0x2000, "TSD1: SIZE/OWN": 0x2000, "TSD2: SIZE/OWN": 0x2000,
    "TSD3: SIZE/OWN": 0x2000,
    "CR.BUFE": 1,
    // The ring is read from 16 bytes above.
    "CAPR": 0xFFF0,
    // Bits 30:26 and 23:22 of an RTL8139C: 11101b, 00b.
    "TCR.HWVERID": 0x74,
  ]
}

extension RegisterMap {
  /// The row of a name; what is no row is an error of the program.
  public func field(_ name: String) -> RegisterField {
    guard let field = fields.first(where: { $0.name == name }) else {
      preconditionFailure("\(self.name) has no row \(name)")
    }
    return field
  }
}
