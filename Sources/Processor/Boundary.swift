import Logic

/// What happens between instructions: interrupts, NMIs and debug exceptions (SDM 3A 6.9).
extension Processor {
  /// Whether there may be anything to do before the next instruction but to carry it out.
  @inline(__always)
  var hasBoundaryWork: Bool {
    let isQuiet = activity == .running && !nmiPending && !interruptRequest
    let isPlain = shadow == .none && debugHits.known == 0 && eflags.isPlain
    return !isQuiet || !isPlain || debug.isArmed
  }

  /// Asserts the NMI line for a moment; one NMI waits while NMIs are blocked.
  public mutating func raiseNMI() { nmiPending = true }

  /// Delivers an interrupt at once, as if its vector had been acknowledged; IF is not asked.
  public mutating func interrupt(_ vector: UInt8) -> Outcome {
    start = eip
    return deliver(Event(vector, .external))
  }

  /// A step with everything that may come before and after an instruction.
  mutating func boundaryStep() -> Outcome {
    do throws(Stop) {
      if activity == .shutdown { return .shutdown }
      // Virtual-8086 mode is outside the subset.
      if try decide(eflags[.vm]) { throw .unknownInstruction }
      if let event = try pending() { return deliver(event) }
      if activity == .halted { return .halted }
      let isHeld = shadow == .movSS
      shadow = .none
      return try tracedInstruction(breaks: !isHeld)
    } catch {
      return stopped(error)
    }
  }

  /// The event that comes before the next instruction.
  private mutating func pending() throws(Stop) -> Event? {
    if shadow == .movSS { return nil }
    if debugHits.known != 0 {
      if try decide(debugHits != 0) {
        debug.dr6 = debug.dr6 | debugHits
        return Event(Vector.debug.rawValue, .exception)
      }
      debugHits = 0
    }
    if nmiPending, !nmiBlocked {
      nmiPending = false
      nmiBlocked = true
      return Event(Vector.nmi.rawValue, .external)
    }
    if interruptRequest, shadow == .none, try decide(eflags[.if]) {
      let vector = ports.acknowledge()
      interruptRequest = ports.interruptRequest
      return Event(vector, .external)
    }
    return nil
  }

  /// An instruction with TF, RF and breakpoints looked at (SDM 3B 17.3).
  private mutating func tracedInstruction(breaks: Bool) throws(Stop) -> Outcome {
    start = eip
    hasEnteredHandler = false
    let resumes = try decide(eflags[.rf])
    if breaks, !resumes, debug.isArmed, try meetsBreakpoint() { throw .fault(Fault(.debug)) }
    let isTraced = try decide(eflags[.tf])
    eflags[.rf] = false
    do { try fetchAndExecute() } catch {
      eip = start
      debugHits = 0
      throw error
    }
    if isTraced, !hasEnteredHandler { debugHits = debugHits | 0x4000 }
    tsc += 1
    return .completed
  }

  /// Whether an instruction breakpoint is at CS:EIP; notes it in DR6.
  private mutating func meetsBreakpoint() throws(Stop) -> Bool {
    let linear = try known(self[.cs].base + eip, "EIP")
    let hits = matches(linear, 1, [0])
    guard try decide(hits != 0) else { return false }
    debug.dr6 = debug.dr6 | hits
    return true
  }

  /// Notes the data breakpoints that an access meets; they trap after the instruction.
  @inline(never)
  mutating func watch(_ linear: UInt32, _ bytes: UInt64, _ access: Access) {
    if access == .fetch { return }
    debugHits = debugHits | matches(linear, bytes, access.writes ? [1, 3] : [3])
  }

  /// The enabled breakpoints of the given R/W fields that overlap so many bytes, as bits of DR6.
  func matches(_ linear: UInt32, _ bytes: UInt64, _ types: [UInt64]) -> Bits<32> {
    if let decisions, !decisions.mayWatch(debug, linear, bytes) { return 0 }
    return (0..<4).reduce(0) { hits, index in
      let isEnabled = debug.dr7.slice(from: 2 * index) as Bits<2> != 0
      if isEnabled.known == false { return hits }
      let type: Bits<2> = debug.dr7.slice(from: 16 + 4 * index)
      let isType = Formula.any(types.map { type == Bits($0) })
      let isHit = Formula.all([isEnabled, isType, overlaps(index, linear, bytes)])
      return hits | isHit.choose(Bits(1 << UInt64(index)), 0)
    }
  }

  /// Whether the bytes that a breakpoint watches and those at an address have one in common.
  private func overlaps(_ index: Int, _ linear: UInt32, _ bytes: UInt64) -> Formula {
    let size: Bits<2> = debug.dr7.slice(from: 18 + 4 * index)
    let address = debug.address(index)
    let cases = ([1, 2, 3, 4] as [UInt64]).compactMap { length -> Formula? in
      let isLength = size == Bits(length - 1)
      if isLength.known == false { return nil }
      let first = length == 3 ? address : address & ~Bits(length - 1)
      return isLength && Self.overlap(first, length, linear, bytes)
    }
    return Formula.any(cases)
  }

  /// Whether so many bytes at two linear addresses have one in common.
  private static func overlap(
    _ first: Bits<32>, _ length: UInt64, _ linear: UInt32, _ bytes: UInt64
  ) -> Formula {
    if let known = first.known {
      return Formula(UInt64(linear) + bytes > known && UInt64(linear) < known + length)
    }
    // From the first address that reaches the access to its last byte, without a wrap.
    let least = UInt64(linear) >= length - 1 ? UInt64(linear) - (length - 1) : 0
    let offset = first - Bits(least)
    return offset.isBelow(Bits(UInt64(linear) + bytes - least))
  }
}
