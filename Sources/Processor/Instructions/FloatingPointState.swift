import Logic

/// x87 and SSE as far as system software goes: control, status, saving and loading (SDM 2A, 2B).
///
/// What computes or moves numbers is outside the subset, yet faults with #NM and #MF like the rest
/// of x87 (SDM 3A table 2-2): `esc` stands for it.
extension InstructionTable {
  static let floatingPoint: [Form] = controls + areas + extended + fences + escapes

  private static let controls: [Form] = [
    Form("DB E2", "fnclex") { cpu, _ throws(Stop) in
      try cpu.requireFloatingPoint()
      cpu.floatingPoint.status = cpu.floatingPoint.status & 0x7F00
    },
    Form("DB E3", "fninit") { cpu, _ throws(Stop) in
      try cpu.requireFloatingPoint()
      cpu.floatingPoint.initialize()
    },
    Form("D9 D0", "fnop") { cpu, _ throws(Stop) in try cpu.requireNoPending() },
    Form("D9 /5", "fldcw", .m(.word)) { cpu, i throws(Stop) in
      try cpu.requireNoPending()
      cpu.floatingPoint.setControl(try cpu.read(i.first, i))
    },
    Form("D9 /7", "fnstcw", .m(.word)) { cpu, i throws(Stop) in
      try cpu.requireFloatingPoint()
      try cpu.write(i.first, cpu.floatingPoint.control, i)
    },
    Form("DD /7", "fnstsw", .m(.word), execute: storeStatus),
    Form("DF E0", "fnstsw", .accumulator(.word), execute: storeStatus),
    Form("9B", "wait") { cpu, _ throws(Stop) in
      let isTrapped = cpu.cr0.bit(1) && cpu.cr0.bit(3)
      if try cpu.decide(isTrapped) { throw .fault(Fault(.deviceNotAvailable)) }
      try cpu.raisePending()
    },
  ]

  private static let storeStatus: Execute = { cpu, i throws(Stop) in
    try cpu.requireFloatingPoint()
    try cpu.write(i.first, cpu.floatingPoint.status, i)
  }

  private static let areas: [Form] = [
    Form("D9 /6", "fnstenv", .m(.bytes(28))) { cpu, i throws(Stop) in
      try cpu.requireFloatingPoint()
      try cpu.store(cpu.environment(i), i)
      cpu.floatingPoint.maskExceptions()
    },
    Form("D9 /4", "fldenv", .m(.bytes(28))) { cpu, i throws(Stop) in
      try cpu.requireNoPending()
      var area = AreaReader(i)
      var new = cpu.floatingPoint
      try cpu.loadEnvironment(&new, &area)
      cpu.floatingPoint = new.settled
    },
    Form("DD /6", "fnsave", .m(.bytes(108))) { cpu, i throws(Stop) in
      try cpu.requireFloatingPoint()
      var area = try cpu.environment(i)
      cpu.floatingPoint.appendRegisters(&area, padding: 0)
      try cpu.store(area, i)
      cpu.floatingPoint.initialize()
    },
    Form("DD /4", "frstor", .m(.bytes(108))) { cpu, i throws(Stop) in
      try cpu.requireNoPending()
      var area = AreaReader(i)
      var new = cpu.floatingPoint
      try cpu.loadEnvironment(&new, &area)
      try cpu.loadRegisters(&new, &area, padding: 0)
      cpu.floatingPoint = new.settled
    },
  ]

  private static let extended: [Form] = [
    Form("NP 0F AE /0", "fxsave", .m(.bytes(512)), size: .dword, since: .pentiumII) {
      cpu, i throws(Stop) in
      try cpu.requireExtendedArea(i)
      try cpu.store(try cpu.extendedArea(), i)
    },
    Form("NP 0F AE /1", "fxrstor", .m(.bytes(512)), size: .dword, since: .pentiumII) {
      cpu, i throws(Stop) in
      try cpu.requireExtendedArea(i)
      cpu.floatingPoint = try cpu.loadedExtendedArea(i)
    },
    Form("NP 0F AE /2", "ldmxcsr", .m(.dword), since: .pentiumIII) { cpu, i throws(Stop) in
      try cpu.requireSSE()
      let value: Bits<32> = try cpu.read(i.first, i)
      try cpu.requireValidMXCSR(value)
      cpu.floatingPoint.mxcsr = value
    },
    Form("NP 0F AE /3", "stmxcsr", .m(.dword), since: .pentiumIII) { cpu, i throws(Stop) in
      try cpu.requireSSE()
      try cpu.write(i.first, cpu.floatingPoint.mxcsr, i)
    },
  ]

  /// Memory is written in program order here, so SFENCE does nothing; its r/m field means nothing
  /// (SDM 2B SFENCE).
  private static let fences: [Form] = (0xF8...0xFF as ClosedRange<UInt8>).map { byte in
    Form("NP 0F AE \(hex(byte))", "sfence", size: .dword, since: .pentiumIII) { _, _ in }
  }

  /// The rest of D8–DF: what the rows above leave.
  private static let escapes: [Form] = (0xD8...0xDF as ClosedRange<UInt8>).flatMap { byte in
    (0..<8).map { digit in
      let operand: OperandForm =
        switch (byte, digit) {
        case (0xD9, 4...7), (0xDB, 4), (0xDD, 4), (0xDD, 6...7): .rmRegister(.dword)
        case (0xD9, 2), (0xDF, 4): .m(.dword)
        default: .rm(.dword)
        }
      return Form("\(hex(byte)) /\(digit)", "esc", operand) { cpu, _ throws(Stop) in
        try cpu.requireNoPending()
        throw .unknownInstruction
      }
    }
  }
}

// MARK: - Checks

extension Processor {
  /// #NM by EM or TS (SDM 3A table 2-2).
  fileprivate func requireFloatingPoint() throws(Stop) {
    let isTrapped = cr0.bit(2) || cr0.bit(3)
    if try decide(isTrapped) { throw .fault(Fault(.deviceNotAvailable)) }
  }

  /// Also #MF where an unmasked exception waits.
  fileprivate func requireNoPending() throws(Stop) {
    try requireFloatingPoint()
    try raisePending()
  }

  /// #MF by ES and NE; how an external controller reports errors (NE 0) is outside the subset.
  fileprivate func raisePending() throws(Stop) {
    guard try decide(floatingPoint.status.bit(7)) else { return }
    guard try decide(cr0.bit(5)) else { throw .unknownInstruction }
    throw .fault(Fault(.math))
  }

  /// #UD by EM or without OSFXSR, #NM by TS (SDM 3A table 13-1).
  fileprivate func requireSSE() throws(Stop) {
    let isOff = cr0.bit(2) || !cr4.bit(9)
    if try decide(isOff) { throw .undefined() }
    if try decide(cr0.bit(3)) { throw .fault(Fault(.deviceNotAvailable)) }
  }

  /// FXSAVE, FXRSTOR: #NM by EM or TS; #GP(0) off a multiple of 16.
  fileprivate func requireExtendedArea(_ i: Instruction) throws(Stop) {
    try requireFloatingPoint()
    guard case .memory(let address) = i.first else { throw .undefined() }
    let linear = self[address.segment].base + offset(address, i)
    if try decide(linear & 15 != 0) { throw .protection() }
  }

  /// #GP(0) for bits that MXCSR does not have.
  func requireValidMXCSR(_ value: Bits<32>) throws(Stop) {
    if try decide(value & ~FloatingPoint.mxcsrMask != 0) { throw .protection() }
  }
}

// MARK: - State

extension FloatingPoint {
  /// The bits of MXCSR, without denormals-are-zeros (SDM 1 11.6.6).
  static let mxcsrMask: Bits<32> = 0xFFBF

  /// FNINIT; the registers' contents stay, marked empty.
  mutating func initialize() {
    control = 0x37F
    status = 0
    tag = 0xFFFF
    opcode = 0
    (instructionOffset, instructionSelector) = (0, 0)
    (dataOffset, dataSelector) = (0, 0)
  }

  /// FNSTENV: masks all exceptions, so that none waits.
  mutating func maskExceptions() { setControl(control | 0x3F) }

  /// Bit 6 reads as 1, bits 7 and 13–15 as 0; a newly unmasked exception waits from now on.
  mutating func setControl(_ value: Bits<16>) {
    control = (value & 0x1F3F) | 0x40
    let isPending = status & ~control & 0x3F != 0
    // ES, and B, which mirrors it (SDM 1 8.1.3).
    status = isPending.choose(status | 0x8080, status & 0x7F7F)
  }

  /// The state as it is once loaded: ES by the masks, tags of registers in use by their contents.
  var settled: FloatingPoint {
    var copy = self
    copy.setControl(control)
    copy.tag = settledTag
    return copy
  }

  /// Tags by contents where they do not say empty (SDM 1 8.1.7).
  private var settledTag: Bits<16> {
    let contents = contentsTag
    var empty: Bits<16> = 0
    for index in 0..<8 {
      let isEmpty = tag.slice(from: 2 * index) as Bits<2> == 3
      empty = empty | isEmpty.choose(Bits(3 << UInt64(2 * index)), 0)
    }
    return contents | empty
  }

  /// What the contents make of each physical register: valid, zero or special.
  private var contentsTag: Bits<16> {
    var byStack: Bits<16> = 0
    for index in 0..<8 {
      let tag = Self.tag(significands[index], exponents[index])
      byStack = byStack.replacing(from: 2 * index, with: tag)
    }
    // ST(i) is the physical register TOP + i.
    let turn = ((status >> 11) & 7) << 1
    return (byStack << turn) | (byStack >> (16 - turn))
  }

  private static func tag(_ significand: Bits<64>, _ exponent: Bits<16>) -> Bits<2> {
    let magnitude = exponent & 0x7FFF
    let isZero = magnitude == 0 && significand == 0
    let isOrdinary = magnitude != 0 && magnitude != 0x7FFF
    let isValid = isOrdinary && significand.bit(63)
    return isZero.choose(1, isValid.choose(0, 2))
  }

  /// A bit a physical register, 1 where it is not empty, as FXSAVE has it.
  var abridgedTag: Bits<8> {
    var bits: Bits<8> = 0
    for index in 0..<8 {
      let isEmpty = tag.slice(from: 2 * index) as Bits<2> == 3
      bits = bits.setting(index, !isEmpty)
    }
    return bits
  }

  /// The tags by an abridged tag and the contents.
  mutating func setAbridgedTag(_ bits: Bits<8>) {
    tag = 0
    for index in 0..<8 {
      tag = tag | bits.bit(index).choose(0, Bits(3 << UInt64(2 * index)))
    }
  }
}

// MARK: - Notation

extension I {
  /// WAIT and FNINIT; the other waiting forms likewise.
  public static func finit() -> [I] { [I.wait(), I.fninit()] }
  public static func fclex() -> [I] { [I.wait(), I.fnclex()] }
  public static func fstcw(_ place: AssemblerOperand) -> [I] { [I.wait(), I.fnstcw(place)] }
  public static func fstsw(_ place: AssemblerOperand) -> [I] { [I.wait(), I.fnstsw(place)] }
  public static func fstenv(_ place: AssemblerOperand) -> [I] { [I.wait(), I.fnstenv(place)] }
  public static func fsave(_ place: AssemblerOperand) -> [I] { [I.wait(), I.fnsave(place)] }
}
