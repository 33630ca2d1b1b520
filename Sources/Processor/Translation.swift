import Logic

/// What a memory access is for.
enum Access: Sendable {
  case read, write
  /// A read that a write follows: faults as a write.
  case modify
  /// A read of an instruction.
  case fetch
  @inline(__always) var writes: Bool { self == .write || self == .modify }
}

extension Processor {
  /// The physical address of a linear address (SDM 3A 4.3).
  ///
  /// - Parameter asSupervisor: a read of a descriptor table or a TSS, with supervisor rights at any CPL
  @inline(__always)
  mutating func translate(
    _ linear: UInt32, _ access: Access, asSupervisor: Bool = false
  ) throws(Stop) -> UInt32 {
    guard try decide(isPaged) else { return linear }
    let entry = tlb.entry(linear >> 12)
    if entry.page == linear >> 12, let cpl = cpl.known {
      // Present and, for a supervisor's read, all there is to ask.
      let isUser = cpl == 3 && !asSupervisor
      if isUser {
        let needed: UInt32 = access.writes ? 0x46 : 0x04
        if entry.has(needed) { return entry.frame &<< 12 | linear & 4095 }
      } else if !access.writes || entry.has(0x42) {
        return entry.frame &<< 12 | linear & 4095
      }
    }
    return try translateSlowly(linear, access, asSupervisor: asSupervisor)
  }

  /// A translation by the TLB with all rights looked at, or by the page tables.
  @inline(never)
  private mutating func translateSlowly(
    _ linear: UInt32, _ access: Access, asSupervisor: Bool
  ) throws(Stop) -> UInt32 {
    let isUser: Bool
    if asSupervisor { isUser = false } else { isUser = try decide(cpl == 3) }
    let cached = tlb.entry(linear >> 12)
    if cached.page == linear >> 12, try allows(cached.rights, access, isUser) {
      // A first write through a clean translation walks again to set D.
      if !access.writes || cached.has(0x40) { return cached.frame << 12 | linear & 4095 }
    } else if cached.page == linear >> 12 {
      // A fault drops the translation: the handler may have mended the table (SDM 3A 4.10.4.1).
      tlb.invalidate(linear >> 12)
    }
    let entry = try walk(linear, access, isUser)
    tlb.fill(entry)
    return entry.frame << 12 | linear & 4095
  }

  /// Whether U/S and R/W of a translation allow the access (SDM 3A 4.6).
  private func allows(_ rights: UInt32, _ access: Access, _ isUser: Bool) throws(Stop) -> Bool {
    if isUser && rights & 4 == 0 { return false }
    guard access.writes, rights & 2 == 0 else { return true }
    if isUser { return false }
    let protects = try decide(cr0.bit(16))
    return !protects
  }

  /// The translation by page directory and page table; sets A and D (SDM 3A 4.3, 4.8).
  private mutating func walk(
    _ linear: UInt32, _ access: Access, _ isUser: Bool
  ) throws(Stop) -> TLB.Entry {
    let directory = try known(cr3, "CR3") & 0xFFFF_F000
    let pdeAddress = directory | (linear >> 22) << 2
    let pde: Bits<32> = memory[pdeAddress]
    guard try decide(pde.bit(0)) else { throw pageFault(linear, access, isUser, present: false) }
    if try decide(cr4.bit(4) && pde.bit(7)) {
      return try large(linear, access, isUser, pde, at: pdeAddress)
    }
    let table = try known(pde & 0xFFFF_F000, "a page directory entry")
    let pteAddress = table | (linear >> 10) & 0xFFC
    let pte: Bits<32> = memory[pteAddress]
    guard try decide(pte.bit(0)) else { throw pageFault(linear, access, isUser, present: false) }
    var rights = try rights(
      writable: pde.bit(1) && pte.bit(1), user: pde.bit(2) && pte.bit(2), pte)
    guard try allows(rights, access, isUser) else {
      throw pageFault(linear, access, isUser, present: true)
    }
    memory[pdeAddress] = pde | 0x20
    memory[pteAddress] = pte | (access.writes ? 0x60 : 0x20)
    if access.writes { rights |= 0x40 }
    let frame = try known(pte & 0xFFFF_F000, "a page table entry") >> 12
    return TLB.Entry(page: linear >> 12, frame: frame, rights: rights)
  }

  /// The translation by a directory entry that maps 4 MiB.
  private mutating func large(
    _ linear: UInt32, _ access: Access, _ isUser: Bool, _ pde: Bits<32>, at address: UInt32
  ) throws(Stop) -> TLB.Entry {
    if try decide(pde & reservedInLarge != 0) {
      throw pageFault(linear, access, isUser, present: true, reserved: true)
    }
    if try decide(pde & 0x1_E000 != 0) { throw .unresolved("a frame above 4 GiB") }
    var rights = try rights(writable: pde.bit(1), user: pde.bit(2), pde) | 0x80
    guard try allows(rights, access, isUser) else {
      throw pageFault(linear, access, isUser, present: true)
    }
    memory[address] = pde | (access.writes ? 0x60 : 0x20)
    if access.writes { rights |= 0x40 }
    let base = try known(pde & 0xFFC0_0000, "a page directory entry")
    return TLB.Entry(
      page: linear >> 12, frame: base >> 12 | linear >> 12 & 1023, rights: rights)
  }

  /// The reserved bits of a directory entry that maps 4 MiB: 21:17, where PSE-36 gives a meaning to
  /// those below, else 21:12 (SDM 3A table 4-4).
  private var reservedInLarge: Bits<32> { generation.has(.pentiumII) ? 0x3E_0000 : 0x3F_F000 }

  /// U/S, R/W, D and G as the TLB keeps them, each decided.
  private func rights(
    writable: Formula, user: Formula, _ entry: Bits<32>
  ) throws(Stop) -> UInt32 {
    var rights: UInt32 = 0
    if try decide(writable) { rights |= 2 }
    if try decide(user) { rights |= 4 }
    if try decide(entry.bit(6)) { rights |= 0x40 }
    if try decide(entry.bit(8) && cr4.bit(7)) { rights |= 0x100 }
    return rights
  }

  /// A page fault: loads CR2; P, W/R, U/S and RSVD in the error code (SDM 3A 4.7).
  private mutating func pageFault(
    _ linear: UInt32, _ access: Access, _ isUser: Bool, present: Bool,
    reserved: Bool = false
  ) -> Stop {
    cr2 = Bits(UInt64(linear))
    let code = (present ? 1 : 0) | (access.writes ? 2 : 0) | (isUser ? 4 : 0) as UInt64
    return .fault(Fault(.page, Bits(code | (reserved ? 8 : 0))))
  }
}
