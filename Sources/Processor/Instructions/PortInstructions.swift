import Logic

/// IN OUT INS OUTS with IOPL and the I/O permission bitmap (SDM 2A, 2B; SDM 1 chapter 19).
extension InstructionTable {
  static let ports: [Form] = [
    Form("E4", "in", .accumulator(.byte), .imm(.byte), sized: In.self),
    Form("E5", "in", .accumulator(.operand), .imm(.byte), sized: In.self),
    Form("EC", "in", .accumulator(.byte), .dx, sized: In.self),
    Form("ED", "in", .accumulator(.operand), .dx, sized: In.self),
    Form("E6", "out", .imm(.byte), .accumulator(.byte), sized: Out.self),
    Form("E7", "out", .imm(.byte), .accumulator(.operand), sized: Out.self),
    Form("EE", "out", .dx, .accumulator(.byte), sized: Out.self),
    Form("EF", "out", .dx, .accumulator(.operand), sized: Out.self),
    Form("6C", "insb", size: .byte, string: true, sized: Ins.self),
    Form("6D", "ins", size: .operand, string: true, sized: Ins.self),
    Form("6E", "outsb", size: .byte, string: true, sized: Outs.self),
    Form("6F", "outs", size: .operand, string: true, sized: Outs.self),
  ]
}

// MARK: - Access

extension Processor {
  /// #GP(0) where this level may not access the ports (SDM 1 19.5).
  mutating func checkPort(_ port: UInt16, bytes: Int) throws(Stop) {
    let isAllowed = !isProtected || !eflags.iopl.isBelow(cpl)
    if try decide(isAllowed) { return }
    guard try isPermitted(port, bytes) else { throw .protection() }
  }

  /// Whether the bits of the ports are 0 in the bitmap of a 32-bit TSS; two bytes are always read.
  private mutating func isPermitted(_ port: UInt16, _ bytes: Int) throws(Stop) -> Bool {
    let isWide = tr.isPresent && tr.rights.bit(3)
    guard try decide(isWide && Bits<32>(0x67).isAtMost(tr.limit)) else { return false }
    let base = try known(tr.base, "the base of TR")
    let map: Bits<16> = try load(base &+ 0x66, asSupervisor: true)
    let place = (map.zeroExtended() as Bits<32>) + Bits(UInt64(port / 8))
    guard try decide(place.isBelow(tr.limit)) else { return false }
    let address = base &+ (try known(place, "the place of the I/O map"))
    let bits: Bits<16> = try load(address, asSupervisor: true)
    let mask = Bits<16>(truncating: (1 << UInt64(bytes) - 1) << UInt64(port % 8))
    return try decide(bits & mask == 0)
  }

  /// The number of the port that an operand names: a byte, or DX.
  fileprivate func port(_ operand: Operand) throws(Stop) -> UInt16 {
    if case .immediate(let number) = operand { return UInt16(number) }
    return UInt16(try known(register(2) as Bits<16>, "a port"))
  }

  fileprivate mutating func input<let n: Int>(_ port: UInt16) throws(Stop) -> Bits<n> {
    try watchPort(port, UInt64(n / 8))
    let value: Bits<n> = ports.read(port)
    interruptRequest = ports.interruptRequest
    return value
  }

  fileprivate mutating func output<let n: Int>(
    _ port: UInt16, _ value: Bits<n>
  ) throws(Stop) {
    try watchPort(port, UInt64(n / 8))
    ports.write(port, value)
    interruptRequest = ports.interruptRequest
  }

  /// Notes the I/O breakpoints that an access meets, where CR4.DE has them (SDM 3B 17.2.4).
  private mutating func watchPort(_ port: UInt16, _ bytes: UInt64) throws(Stop) {
    guard debug.isArmed, try decide(cr4.bit(3)) else { return }
    debugHits = debugHits | matches(UInt32(port), bytes, [2])
  }
}

// MARK: - Functions

private enum In: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let port = try cpu.port(i.second)
    try cpu.checkPort(port, bytes: n / 8)
    let value: Bits<n> = try cpu.input(port)
    cpu.setRegister(0, value)
  }
}

private enum Out: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    let port = try cpu.port(i.first)
    try cpu.checkPort(port, bytes: n / 8)
    try cpu.output(port, cpu.register(0) as Bits<n>)
  }
}

private enum Ins: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.iterate(i) { cpu throws(Stop) in
      let port = try cpu.port(.register(2))
      try cpu.checkPort(port, bytes: n / 8)
      let place = cpu.addressing(.edi, i)
      // Memory faults come before the device is asked: reading it may change it.
      _ = try cpu.read(.es, place, .modify) as Bits<n>
      try cpu.write(.es, place, try cpu.input(port) as Bits<n>)
      try cpu.advance(.edi, n / 8, i)
    }
  }
}

private enum Outs: Sized {
  static func execute<let n: Int>(
    _ cpu: inout Processor, _ i: Instruction, _: Bits<n>.Type
  ) throws(Stop) {
    try cpu.iterate(i) { cpu throws(Stop) in
      let port = try cpu.port(.register(2))
      try cpu.checkPort(port, bytes: n / 8)
      let value: Bits<n> = try cpu.read(i.segment, cpu.addressing(.esi, i))
      try cpu.output(port, value)
      try cpu.advance(.esi, n / 8, i)
    }
  }
}

// MARK: - Notation

extension I {
  public static func insw() -> I { o16(I.ins()) }
  public static func insd() -> I { o32(I.ins()) }
  public static func outsw() -> I { o16(I.outs()) }
  public static func outsd() -> I { o32(I.outs()) }
}
