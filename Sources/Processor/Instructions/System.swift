import Logic

/// Descriptor tables, control and debug registers, flags and halting (SDM 2A, 2B, 2C; 3A 2.5, 2.8).
extension InstructionTable {
  static let system: [Form] = tables + registers + checks

  private static let tables: [Form] = [
    Form("0F 01 /0", "sgdt", .m(.bytes(6))) { cpu, i throws(Stop) in
      try cpu.storeTable(cpu.gdtr, i)
    },
    Form("0F 01 /1", "sidt", .m(.bytes(6))) { cpu, i throws(Stop) in
      try cpu.storeTable(cpu.idtr, i)
    },
    Form("0F 01 /2", "lgdt", .m(.bytes(6))) { cpu, i throws(Stop) in
      try cpu.requirePrivilege()
      cpu.gdtr = try cpu.tableOperand(i)
    },
    Form("0F 01 /3", "lidt", .m(.bytes(6))) { cpu, i throws(Stop) in
      try cpu.requirePrivilege()
      cpu.idtr = try cpu.tableOperand(i)
    },
    Form("0F 00 /0", "sldt", .rm(.operand)) { cpu, i throws(Stop) in
      try cpu.requireProtected()
      try cpu.storeSelector(cpu.ldtr.selector, i)
    },
    Form("0F 00 /1", "str", .rm(.operand)) { cpu, i throws(Stop) in
      try cpu.requireProtected()
      try cpu.storeSelector(cpu.tr.selector, i)
    },
    Form("0F 00 /2", "lldt", .rm(.word)) { cpu, i throws(Stop) in
      try cpu.requireProtected()
      try cpu.requirePrivilege()
      try cpu.loadLDT(try cpu.read(i.first, i))
    },
    Form("0F 00 /3", "ltr", .rm(.word)) { cpu, i throws(Stop) in
      try cpu.requireProtected()
      try cpu.requirePrivilege()
      try cpu.loadTask(try cpu.read(i.first, i))
    },
  ]

  private static let registers: [Form] = [
    Form("0F 20 /r", "mov", .rmRegister(.dword), .creg) { cpu, i throws(Stop) in
      let value = try cpu.controlRegister(i)
      try cpu.requirePrivilege()
      try cpu.write(i.first, value, i)
    },
    Form("0F 22 /r", "mov", .creg, .rmRegister(.dword)) { cpu, i throws(Stop) in
      try cpu.setControlRegister(i, try cpu.read(i.second, i))
    },
    Form("0F 21 /r", "mov", .rmRegister(.dword), .dreg) { cpu, i throws(Stop) in
      try cpu.write(i.first, try cpu.debugRegister(i.second), i)
    },
    Form("0F 23 /r", "mov", .dreg, .rmRegister(.dword)) { cpu, i throws(Stop) in
      try cpu.setDebugRegister(i.first, try cpu.read(i.second, i))
    },
    Form("0F 01 /4", "smsw", .rm(.operand)) { cpu, i throws(Stop) in
      if case .memory = i.first {
        try cpu.write(i.first, cpu.cr0.slice() as Bits<16>, i)
      } else if i.operandSize == 32 {
        try cpu.write(i.first, cpu.cr0, i)
      } else {
        try cpu.write(i.first, cpu.cr0.slice() as Bits<16>, i)
      }
    },
    Form("0F 01 /6", "lmsw", .rm(.word)) { cpu, i throws(Stop) in
      try cpu.requirePrivilege()
      let value: Bits<16> = try cpu.read(i.first, i)
      // PE can be set, not cleared.
      let low: Bits<32> = (value & 0xF).zeroExtended()
      try cpu.setCR0((cpu.cr0 & ~0xE) | low)
    },
    Form("0F 06", "clts") { cpu, _ throws(Stop) in
      try cpu.requirePrivilege()
      cpu.cr0 = cpu.cr0 & ~8
    },
    Form("0F 01 /7", "invlpg", .m(.byte)) { cpu, i throws(Stop) in
      try cpu.requirePrivilege()
      guard case .memory(let address) = i.first else { throw .undefined() }
      let linear = cpu[address.segment].base + cpu.offset(address, i)
      cpu.tlb.invalidate(try cpu.known(linear, "an address to INVLPG") >> 12)
    },
    Form("0F 08", "invd") { cpu, _ throws(Stop) in try cpu.requirePrivilege() },
    Form("0F 09", "wbinvd") { cpu, _ throws(Stop) in try cpu.requirePrivilege() },
  ]

  private static let checks: [Form] = [
    Form("F4", "hlt") { cpu, _ throws(Stop) in
      try cpu.requirePrivilege()
      cpu.activity = .halted
    },
    Form("FA", "cli") { cpu, _ throws(Stop) in
      if try cpu.hasVirtualInterruptFlag() {
        cpu.eflags[.vif] = false
        return
      }
      try cpu.requireIOPL()
      cpu.eflags[.if] = false
    },
    Form("FB", "sti") { cpu, _ throws(Stop) in
      if try cpu.hasVirtualInterruptFlag() {
        if try cpu.decide(cpu.eflags[.vip]) { throw .protection() }
        cpu.eflags[.vif] = true
        return
      }
      try cpu.requireIOPL()
      if !(try cpu.decide(cpu.eflags[.if])) { cpu.shadow = .sti }
      cpu.eflags[.if] = true
    },
    Form("9C", "pushf", sized: PushFlags.self),
    Form("9D", "popf") { cpu, i throws(Stop) in
      let isWide = i.operandSize == 32
      let value: Bits<32> =
        isWide ? try cpu.pop() : (try cpu.pop() as Bits<16>).zeroExtended()
      cpu.setFlags(value, level: cpu.cpl, isWide: isWide, resuming: false)
    },
    Form("0F 0B", "ud2") { _, _ throws(Stop) in throw .undefined() },
  ]
}

private enum PushFlags: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    // VM and RF are pushed as 0 (SDM 2B PUSHF).
    try cpu.push((cpu.eflags.bits & 0xFFFC_FFFF).slice() as Bits<n>)
  }
}

// MARK: - Privilege

extension Processor {
  /// #GP(0) outside level 0.
  func requirePrivilege() throws(Stop) {
    guard try decide(cpl == 0) else { throw .protection() }
  }

  /// #UD in real-address mode.
  func requireProtected() throws(Stop) {
    guard try decide(isProtected) else { throw .undefined() }
  }

  /// #GP(0) outside the I/O privilege level.
  func requireIOPL() throws(Stop) {
    guard try decide(!eflags.iopl.isBelow(cpl)) else { throw .protection() }
  }

  /// Whether CLI and STI change VIF: at level 3 outside the I/O privilege level with CR4.PVI
  /// (SDM 3B 20.4).
  fileprivate func hasVirtualInterruptFlag() throws(Stop) -> Bool {
    guard try decide(isProtected && cr4.bit(1)) else { return false }
    return try decide(cpl == 3 && eflags.iopl != 3)
  }

  // MARK: Tables

  fileprivate mutating func storeTable(
    _ table: TableRegister, _ i: Instruction
  ) throws(Stop) {
    guard case .memory(let address) = i.first else { throw .undefined() }
    let place = offset(address, i)
    let above = i.addressSize == 16 ? (place + 2) & 0xFFFF : place + 2
    // Both parts are looked at, in their order, before either is written.
    _ = try read(address.segment, place, .modify) as Bits<16>
    _ = try read(address.segment, above, .modify) as Bits<32>
    try write(address.segment, place, table.limit)
    try write(address.segment, above, table.base)
  }

  fileprivate mutating func tableOperand(_ i: Instruction) throws(Stop) -> TableRegister {
    guard case .memory(let address) = i.first else { throw .undefined() }
    let place = offset(address, i)
    let above = i.addressSize == 16 ? (place + 2) & 0xFFFF : place + 2
    let limit: Bits<16> = try read(address.segment, place)
    let base: Bits<32> = try read(address.segment, above)
    // With a 16-bit operand size the base has 24 bits (SDM 2A LGDT).
    return TableRegister(base: i.operandSize == 16 ? base & 0xFF_FFFF : base, limit: limit)
  }

  /// Memory takes 16 bits, a register the operand size.
  fileprivate mutating func storeSelector(
    _ selector: Bits<16>, _ i: Instruction
  ) throws(Stop) {
    if case .register = i.first, i.operandSize == 32 {
      try write(i.first, selector.zeroExtended() as Bits<32>, i)
    } else {
      try write(i.first, selector, i)
    }
  }

  /// LLDT: #GP, or #NP where it is not present.
  fileprivate mutating func loadLDT(_ selector: Bits<16>) throws(Stop) {
    if try decide(selector.isNull) {
      ldtr = .null(selector)
      return
    }
    guard !(try decide(selector.bit(2))), let found = try descriptor(selector),
      try kind(found) == Kind.ldt
    else { throw .protection(selector: selector) }
    guard try decide(found.isPresent) else { throw .notPresent(selector) }
    ldtr = found.cached(selector)
  }

  /// LTR: an available TSS, which becomes busy.
  fileprivate mutating func loadTask(_ selector: Bits<16>) throws(Stop) {
    if try decide(selector.isNull) { throw .protection() }
    guard !(try decide(selector.bit(2))), let found = try descriptor(selector),
      [Kind.tss32Available, Kind.tss16Available].contains(try kind(found))
    else { throw .protection(selector: selector) }
    guard try decide(found.isPresent) else { throw .notPresent(selector) }
    try setBusy(found, true)
    tr = found.cached(selector)
    tr.rights = tr.rights | 2
  }
}
