import Logic

/// MOVS CMPS STOS LODS SCAS and REP (SDM 2A, 2B; REP: 2B 4.3).
///
/// A step is one iteration. Until the last one EIP stays at the instruction, so that interrupts,
/// faults and traps come between iterations with all registers right.
extension InstructionTable {
  static let strings: [Form] = [
    Form("A4", "movsb", size: .byte, string: true, sized: Movs.self),
    Form("A5", "movs", size: .operand, string: true, sized: Movs.self),
    Form("A6", "cmpsb", size: .byte, string: true, sized: Cmps.self),
    Form("A7", "cmps", size: .operand, string: true, sized: Cmps.self),
    Form("AA", "stosb", size: .byte, string: true, sized: Stos.self),
    Form("AB", "stos", size: .operand, string: true, sized: Stos.self),
    Form("AC", "lodsb", size: .byte, string: true, sized: Lods.self),
    Form("AD", "lods", size: .operand, string: true, sized: Lods.self),
    Form("AE", "scasb", size: .byte, string: true, sized: Scas.self),
    Form("AF", "scas", size: .operand, string: true, sized: Scas.self),
  ]
}

// MARK: - Registers of the address size

extension Processor {
  /// A register as an address or a count: of 32 bits, or its low 16.
  @inline(__always)
  func addressing(_ register: Register, _ i: Instruction) -> Bits<32> {
    i.addressSize == 16 ? self[register] & 0xFFFF : self[register]
  }

  /// Replaces as much of a register as the address size has.
  @inline(__always)
  mutating func setAddressing(_ register: Register, _ value: Bits<32>, _ i: Instruction) {
    if i.addressSize == 16 {
      setRegister(register.rawValue, value.slice() as Bits<16>)
    } else {
      self[register] = value
    }
  }

  /// Moves an index register on by an element, by DF.
  @inline(__always)
  mutating func advance(_ register: Register, _ bytes: Int, _ i: Instruction) throws(Stop) {
    let size = Bits<32>(UInt64(bytes))
    let old = addressing(register, i)
    // Accesses to come depend on it.
    let isDown = try decide(eflags[.df])
    setAddressing(register, isDown ? old - size : old + size, i)
  }
}

// MARK: - Repetition

/// What ends the repetition of a string instruction besides its count.
enum Termination {
  case byCount
  /// CMPS, SCAS: also ZF, by the prefix.
  case byComparison
}

extension Processor {
  /// Carries out the instruction once, or one iteration of it where it bears a repeat prefix.
  @inline(__always)
  mutating func iterate(
    _ i: Instruction, _ termination: Termination = .byCount,
    _ body: (inout Processor) throws(Stop) -> Void
  ) throws(Stop) {
    guard i.repeats != .none else { return try body(&self) }
    let count = addressing(.ecx, i)
    if try decide(count == 0) { return }
    try body(&self)
    let rest = count - 1
    setAddressing(.ecx, rest, i)
    let isLeft = rest != 0
    let isWanted = i.repeats == .whileEqual ? eflags[.zf] : !eflags[.zf]
    let goesOn = termination == .byComparison ? isLeft && isWanted : isLeft
    guard try decide(goesOn) else { return }
    eip = start
    // An iteration but the last leaves RF set for what comes between (SDM 3B 17.3.1.1).
    eflags[.rf] = true
  }
}

// MARK: - Functions

private enum Movs: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.iterate(i) { cpu throws(Stop) in
      let value: Bits<n> = try cpu.read(i.segment, cpu.addressing(.esi, i))
      try cpu.write(.es, cpu.addressing(.edi, i), value)
      try cpu.advance(.esi, n / 8, i)
      try cpu.advance(.edi, n / 8, i)
    }
  }
}

private enum Cmps: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.iterate(i, .byComparison) { cpu throws(Stop) in
      let a: Bits<n> = try cpu.read(i.segment, cpu.addressing(.esi, i))
      let b: Bits<n> = try cpu.read(.es, cpu.addressing(.edi, i))
      try cpu.advance(.esi, n / 8, i)
      try cpu.advance(.edi, n / 8, i)
      cpu.setSubtractFlags(a, b, a - b)
    }
  }
}

private enum Stos: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.iterate(i) { cpu throws(Stop) in
      try cpu.write(.es, cpu.addressing(.edi, i), cpu.register(0) as Bits<n>)
      try cpu.advance(.edi, n / 8, i)
    }
  }
}

private enum Lods: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.iterate(i) { cpu throws(Stop) in
      let value: Bits<n> = try cpu.read(i.segment, cpu.addressing(.esi, i))
      try cpu.advance(.esi, n / 8, i)
      cpu.setRegister(0, value)
    }
  }
}

private enum Scas: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.iterate(i, .byComparison) { cpu throws(Stop) in
      let b: Bits<n> = try cpu.read(.es, cpu.addressing(.edi, i))
      try cpu.advance(.edi, n / 8, i)
      let a: Bits<n> = cpu.register(0)
      cpu.setSubtractFlags(a, b, a - b)
    }
  }
}

// MARK: - Notation

extension I {
  public static func movsw() -> I { o16(I.movs()) }
  public static func movsd() -> I { o32(I.movs()) }
  public static func cmpsw() -> I { o16(I.cmps()) }
  public static func cmpsd() -> I { o32(I.cmps()) }
  public static func stosw() -> I { o16(I.stos()) }
  public static func stosd() -> I { o32(I.stos()) }
  public static func lodsw() -> I { o16(I.lods()) }
  public static func lodsd() -> I { o32(I.lods()) }
  public static func scasw() -> I { o16(I.scas()) }
  public static func scasd() -> I { o32(I.scas()) }
}
