import Logic

/// MOV to and from CR0–CR4 and DR0–DR7 (SDM 3A 2.5, 3B 17.2).
extension Processor {
  func controlRegister(_ i: Instruction) throws(Stop) -> Bits<32> {
    switch i.second {
    case .control(0): return cr0
    case .control(2): return cr2
    case .control(3): return cr3
    case .control(4) where generation.has(.pentium): return cr4
    default: throw .undefined()
    }
  }

  /// A register that does not exist is #UD at any level; the others need level 0.
  mutating func setControlRegister(_ i: Instruction, _ value: Bits<32>) throws(Stop) {
    guard case .control(let number) = i.first,
      [0, 2, 3].contains(number) || (number == 4 && generation.has(.pentium))
    else { throw .undefined() }
    try requirePrivilege()
    switch number {
    case 0: try setCR0(value)
    case 2: cr2 = value
    case 3:
      try setCR3(value)
    default: try setCR4(value)
    }
  }

  /// Drops translations but those that are global, where CR4.PGE is on (SDM 3A 4.10.4.1).
  mutating func setCR3(_ value: Bits<32>) throws(Stop) {
    cr3 = value
    let keepsGlobal = try decide(cr4.bit(7))
    tlb.flush(keepingGlobal: keepsGlobal)
    if !keepsGlobal { tlb.globals = [] }
    noteGlobals()
  }

  /// From here on the page tables in force may lend the TLB their global translations.
  public mutating func noteGlobals() {
    guard cr4.bit(7).known != false, let directory = cr3.known else { return }
    tlb.globals.insert(UInt32(directory) & 0xFFFF_F000)
  }

  /// Drops all translations; those of the page tables in force may come back at once.
  private mutating func flushAll() {
    tlb.flush(keepingGlobal: false)
    tlb.globals = []
    noteGlobals()
  }

  /// #GP(0) for PG without PE and NW without CD; ET stays 1, reserved bits stay 0.
  mutating func setCR0(_ value: Bits<32>) throws(Stop) {
    let isPagedReal = value.bit(31) && !value.bit(0)
    let isBadCache = value.bit(29) && !value.bit(30)
    if try decide(isPagedReal || isBadCache) { throw .protection() }
    let new = (value & 0xE005_003F) | 0x10
    // What translations depend on: PG, WP, PE.
    let changesPaging = try decide((new ^ cr0) & 0x8001_0001 != 0)
    cr0 = new
    if changesPaging { flushAll() }
  }

  /// #GP(0) for a bit that the generation does not have; PAE, from the P6 on, is outside the subset.
  mutating func setCR4(_ value: Bits<32>) throws(Stop) {
    let hasPAE = generation.has(.pentiumII)
    let reserved = ~Bits<32>(generation.cr4Mask | (hasPAE ? 0x20 : 0))
    if try decide(value & reserved != 0) { throw .protection() }
    if hasPAE, try decide(value.bit(5)) { throw .unknownInstruction }
    let changesPaging = try decide((value ^ cr4) & 0x90 != 0)
    cr4 = value
    if changesPaging { flushAll() }
  }

  // MARK: Debug registers

  /// The number of a debug register with 4 and 5 as 6 and 7, or #UD; then #GP(0) and #DB (GD).
  private mutating func debugNumber(_ operand: Operand) throws(Stop) -> UInt8 {
    guard case .debug(let number) = operand else { throw .undefined() }
    if number == 4 || number == 5, try decide(cr4.bit(3)) { throw .undefined() }
    try requirePrivilege()
    if try decide(debug.dr7.bit(13)) {
      debug.dr6 = debug.dr6 | 0x2000
      throw .fault(Fault(.debug))
    }
    return number == 4 || number == 5 ? number + 2 : number
  }

  mutating func debugRegister(_ operand: Operand) throws(Stop) -> Bits<32> {
    switch try debugNumber(operand) {
    case 6: debug.dr6
    case 7: debug.dr7
    case let number: debug.address(Int(number))
    }
  }

  mutating func setDebugRegister(_ operand: Operand, _ value: Bits<32>) throws(Stop) {
    switch try debugNumber(operand) {
    case 0: debug.dr0 = value
    case 1: debug.dr1 = value
    case 2: debug.dr2 = value
    case 3: debug.dr3 = value
    // Bits that read as ones, and those that read as zeros (SDM 3B figure 17-1).
    case 6: debug.dr6 = (value & 0xE00F) | 0xFFFF_0FF0
    default: debug.dr7 = (value & 0xFFFF_23FF) | 0x400
    }
  }
}
