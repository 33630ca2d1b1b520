import Logic

/// What came of one step.
public enum Outcome: Sendable {
  /// An instruction was completed.
  case completed
  /// An interrupt or an exception was delivered; where it began is the state now.
  case delivered(UInt8)
  /// Nothing to do until an interrupt: HLT.
  case halted
  /// A triple fault: the processor has shut down.
  case shutdown
  /// An exception that was not delivered, since ``Processor/deliversFaults`` is off; the state is
  /// that before the instruction.
  case fault(Fault)
  /// Bytes that are no instruction of the subset, with the linear address of the first.
  case unknownInstruction(bytes: [UInt8], address: UInt32)
  /// The run depends on what is not known; says on what.
  case unresolved(String)
}

extension Processor {
  /// Carries out one instruction, or delivers one interrupt.
  public mutating func step() -> Outcome {
    if hasBoundaryWork { return boundaryStep() }
    start = eip
    do {
      try fetchAndExecute()
      tsc += 1
      return .completed
    } catch {
      eip = start
      return stopped(error)
    }
  }

  @inline(never)
  mutating func stopped(_ stop: Stop) -> Outcome {
    switch stop {
    case .fault(let fault): deliversFaults ? deliver(fault) : .fault(fault)
    case .unknownInstruction: unknown()
    case .unresolved(let what): .unresolved(what)
    }
  }

  /// Carries out instructions until one does not simply complete; at most so many.
  ///
  /// - Returns: the number of steps taken, and the outcome of the last
  public mutating func run(_ limit: Int) -> (steps: Int, outcome: Outcome) {
    var steps = 0
    while steps < limit {
      steps += 1
      let outcome = step()
      switch outcome {
      case .completed, .delivered: continue
      default: return (steps, outcome)
      }
    }
    return (steps, .completed)
  }

  @inline(__always)
  mutating func fetchAndExecute() throws(Stop) {
    let offset = try known(eip, "EIP")
    let base = try known(segments[1].base, "the base of CS")
    let linear = base &+ offset
    let isBig = try decide(segments[1].isBig)
    let physical = try translate(linear, .fetch)
    if accesses != nil { note(linear, physical, 1, .fetch, false) }
    let bytes = memory.bytes(physical >> 12)
    guard
      let decoded = code.instruction(physical >> 12, Int(physical & 4095), bytes, isBig: isBig)
    else { return try decodeAndExecute(offset, linear, isBig) }
    let length = decoded.pointee.length
    guard let limit = segments[1].limit.known, UInt64(offset) + UInt64(length) - 1 <= limit else {
      return try decodeAndExecute(offset, linear, isBig)
    }
    eip = Bits(truncating: UInt64(offset &+ UInt32(length)))
    try decoded.pointee.execute(&self, decoded.pointee.instruction)
  }

  /// Decodes with the checks of each byte, and keeps what was decoded.
  @inline(never)
  private mutating func decodeAndExecute(
    _ offset: UInt32, _ linear: UInt32, _ isBig: Bool
  ) throws(Stop) {
    let decoding = try decode(at: offset, isBig)
    switch decoding {
    case .undefined: throw .undefined()
    case .unknown: throw .unknownInstruction
    case .instruction(let instruction, let length):
      let execute = instruction.form.execute(instruction.operandSize)
      let physical = try translate(linear, .fetch)
      if Int(physical & 4095) + Int(length) <= 4096 {
        code.insert(
          DecodedInstruction(instruction: instruction, length: length, execute: execute),
          physical >> 12, Int(physical & 4095), memory.page(physical >> 12), isBig: isBig)
      }
      eip = Bits(truncating: UInt64(offset &+ UInt32(length)))
      try execute(&self, instruction)
    }
  }

  mutating func decode(at offset: UInt32, _ isBig: Bool) throws(Stop) -> Decoding {
    let generation = generation
    return try withUnsafeMutablePointer(to: &self) { cpu throws(Stop) in
      var decoder = Decoder(CodeBytes(cpu: cpu, offset: offset), isBig: isBig)
      return try decoder.decode(generation)
    }
  }

  /// The bytes at the instruction that is outside the subset.
  mutating func unknown() -> Outcome {
    let offset = eip.known.map(UInt32.init) ?? 0
    let base = self[.cs].base.known.map(UInt32.init) ?? 0
    let bytes = withUnsafeMutablePointer(to: &self) { cpu in
      var source = CodeBytes(cpu: cpu, offset: offset)
      var bytes: [UInt8] = []
      while bytes.count < 15, let byte = try? source.next() { bytes.append(byte) }
      return bytes
    }
    return .unknownInstruction(bytes: bytes, address: base &+ offset)
  }
}

/// The bytes at CS:EIP, each checked against the limit and translated.
private struct CodeBytes: ByteSource {
  let cpu: UnsafeMutablePointer<Processor>
  var offset: UInt32

  mutating func next() throws(Stop) -> UInt8 {
    let cs = cpu.pointee[.cs]
    let inside = Bits<32>(UInt64(offset)).isAtMost(cs.limit)
    guard try cpu.pointee.decide(inside) else { throw .protection() }
    let base = try cpu.pointee.known(cs.base, "the base of CS")
    let byte: Bits<8> = try cpu.pointee.load(base &+ offset, .fetch)
    offset &+= 1
    return UInt8(try cpu.pointee.known(byte, "an instruction byte"))
  }
}
