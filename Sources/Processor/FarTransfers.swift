import Logic

/// Far jumps, calls and returns (SDM 2A JMP, CALL; 2B RET; 3A 5.8).
extension Processor {
  /// A far jump.
  mutating func farJump(_ selector: Bits<16>, _ offset: Bits<32>) throws(Stop) {
    guard try decide(isProtected) else {
      guard try decide(offset.isAtMost(self[.cs].limit)) else { throw .protection() }
      loadReal(.cs, selector)
      eip = offset
      return
    }
    let target = try farTarget(selector)
    if try decide(target.isCode) {
      try checkDirect(target)
      return try enterCode(target, offset)
    }
    switch try farGate(target) {
    case .call(let gate):
      let code = try gateTarget(gate, isJump: true)
      try enterCode(code, gate.gateOffset)
    case .task(let task): try switchTask(to: task, .jump)
    }
  }

  /// A far call; pushes 32 bits, or 16.
  mutating func farCall(_ selector: Bits<16>, _ offset: Bits<32>, isWide: Bool) throws(Stop) {
    guard try decide(isProtected) else {
      guard try decide(offset.isAtMost(self[.cs].limit)) else { throw .protection() }
      try pushReturn(isWide)
      return try farJump(selector, offset)
    }
    let target = try farTarget(selector)
    if try decide(target.isCode) {
      try checkDirect(target)
      try pushReturn(isWide)
      return try enterCode(target, offset)
    }
    switch try farGate(target) {
    case .call(let gate): try callThrough(gate)
    case .task(let task): try switchTask(to: task, .nested)
    }
  }

  private mutating func pushReturn(_ isWide: Bool) throws(Stop) {
    try pushSized(self[.cs].selector.zeroExtended(), isWide)
    try pushSized(eip, isWide)
  }

  private mutating func farTarget(_ selector: Bits<16>) throws(Stop) -> Descriptor {
    if try decide(selector.isNull) { throw .protection() }
    guard let target = try descriptor(selector) else { throw .protection(selector: selector) }
    return target
  }

  /// A code segment that may be entered without a gate.
  private func checkDirect(_ target: Descriptor) throws(Stop) {
    let selector = target.selector
    let conforming = !cpl.isBelow(target.dpl)
    let plain = !cpl.isBelow(selector.rpl) && target.dpl == cpl
    guard try decide(target.isConforming.choose(conforming, plain)) else {
      throw .protection(selector: selector)
    }
    guard try decide(target.isPresent) else { throw .notPresent(selector) }
  }

  private mutating func enterCode(_ target: Descriptor, _ offset: Bits<32>) throws(Stop) {
    guard try decide(offset.isAtMost(target.limit)) else { throw .protection() }
    self[.cs] = try loadCode(target, level: cpl)
    eip = offset
  }

  private enum Gate {
    case call(Descriptor)
    case task(Descriptor)
  }

  /// What a far transfer finds that names no code segment.
  private mutating func farGate(_ target: Descriptor) throws(Stop) -> Gate {
    let selector = target.selector
    let kind = try kind(target)
    let isTask = [Kind.tss32Available, Kind.tss16Available].contains(kind)
    let isGate = [Kind.callGate16, Kind.callGate32, Kind.taskGate].contains(kind)
    guard isTask || isGate else { throw .protection(selector: selector) }
    let isReached = !target.dpl.isBelow(cpl) && !target.dpl.isBelow(selector.rpl)
    guard try decide(isReached) else { throw .protection(selector: selector) }
    guard try decide(target.isPresent) else { throw .notPresent(selector) }
    if isTask { return .task(try taskDescriptor(selector)) }
    if kind == Kind.taskGate { return .task(try taskDescriptor(target.gateSelector)) }
    return .call(target)
  }

  /// The code segment behind a call gate.
  private mutating func gateTarget(
    _ gate: Descriptor, isJump: Bool
  ) throws(Stop) -> Descriptor {
    let selector = gate.gateSelector
    if try decide(selector.isNull) { throw .protection() }
    guard let target = try descriptor(selector) else { throw .protection(selector: selector) }
    let isReached = !cpl.isBelow(target.dpl)
    let keepsLevel = target.isConforming || target.dpl == cpl
    guard try decide(target.isCode && isReached) else { throw .protection(selector: selector) }
    if isJump, !(try decide(keepsLevel)) { throw .protection(selector: selector) }
    guard try decide(target.isPresent) else { throw .notPresent(selector) }
    return target
  }

  /// A call through a gate, to the same or an inner level (SDM 3A 5.8.4, 5.8.5).
  private mutating func callThrough(_ gate: Descriptor) throws(Stop) {
    let target = try gateTarget(gate, isJump: false)
    let isWide = try decide(gate.high.bit(11))
    guard try decide(!target.isConforming && target.dpl.isBelow(cpl)) else {
      try pushReturn(isWide)
      return try enterCode(target, gate.gateOffset)
    }
    let count = try known(gate.high & 31, "the count of a call gate")
    let stack = try innerStack(target.dpl)
    let parameters = try callParameters(count, isWide)
    let (oldSS, oldESP) = (self[.ss].selector, self[.esp])
    self[.ss] = stack.segment
    self[.esp] = stack.segment.isBig.choose(
      stack.pointer, (oldESP & 0xFFFF_0000) | (stack.pointer & 0xFFFF))
    cpl = target.dpl
    try onNewStack(true) { cpu throws(Stop) in
      try cpu.pushSized(oldSS.zeroExtended(), isWide)
      try cpu.pushSized(oldESP, isWide)
      for parameter in parameters.reversed() { try cpu.pushSized(parameter, isWide) }
      try cpu.pushReturn(isWide)
    }
    try enterCode(target, gate.gateOffset)
  }

  private mutating func callParameters(
    _ count: UInt32, _ isWide: Bool
  ) throws(Stop) -> [Bits<32>] {
    var parameters: [Bits<32>] = []
    for index in 0..<UInt64(count) { parameters.append(try topSized(index, isWide)) }
    return parameters
  }

  /// The stack's entry of a number from the top, of 32 bits or 16.
  mutating func topSized(_ index: UInt64, _ isWide: Bool) throws(Stop) -> Bits<32> {
    if isWide { return try top(4 * index) }
    return (try top(2 * index) as Bits<16>).zeroExtended()
  }

  // MARK: Returns

  /// A far return; `extra` bytes of parameters are dropped on both stacks.
  mutating func farReturn(_ extra: UInt64, isWide: Bool) throws(Stop) {
    let offset = try topSized(0, isWide)
    let selector: Bits<16> = (try topSized(1, isWide)).slice()
    let size: UInt64 = isWide ? 4 : 2
    guard try decide(isProtected) else {
      guard try decide(offset.isAtMost(self[.cs].limit)) else { throw .protection() }
      loadReal(.cs, selector)
      eip = offset
      return setStackOffset(self[.esp] + Bits(2 * size + extra))
    }
    let target = try returnTarget(selector)
    if try decide(selector.rpl == cpl) {
      try enterCode(target, offset)
      return setStackOffset(self[.esp] + Bits(2 * size + extra))
    }
    let above = 2 * size + extra
    let pointer: Bits<32> =
      isWide ? try top(above) : (try top(above) as Bits<16>).zeroExtended()
    let stack: Bits<16> = try top(above + size)
    try returnOutward(target, offset, stack, pointer + Bits(extra))
  }

  /// The code segment that RET or IRET goes back to: not more privileged.
  mutating func returnTarget(_ selector: Bits<16>) throws(Stop) -> Descriptor {
    let target = try farTarget(selector)
    let level = selector.rpl
    let reached = target.isConforming.choose(!level.isBelow(target.dpl), target.dpl == level)
    let isOutward = !level.isBelow(cpl)
    guard try decide(Formula.all([target.isCode, isOutward, reached])) else {
      throw .protection(selector: selector)
    }
    guard try decide(target.isPresent) else { throw .notPresent(selector) }
    return target
  }

  /// To an outer level with its stack; segments that it may not use become null.
  mutating func returnOutward(
    _ target: Descriptor, _ offset: Bits<32>, _ stack: Bits<16>, _ pointer: Bits<32>
  ) throws(Stop) {
    let level = target.selector.rpl
    let segment = try stackSegment(stack, level)
    guard try decide(offset.isAtMost(target.limit)) else { throw .protection() }
    self[.cs] = try loadCode(target, level: level)
    eip = offset
    cpl = level
    self[.ss] = segment
    setStackOffset(pointer)
    for register in [Segment.es, .ds, .fs, .gs] {
      let rights = self[register].rights
      let isConforming = rights.bit(3) && rights.bit(2)
      let isTooInner = self[register].dpl.isBelow(level) && !isConforming
      if try decide(isTooInner && self[register].isPresent) {
        self[register] = .null(0)
      }
    }
  }

  // MARK: IRET

  /// SDM 2A IRET.
  mutating func interruptReturn(isWide: Bool) throws(Stop) {
    guard try decide(isProtected) else { return try realInterruptReturn(isWide) }
    if try decide(eflags[.nt]) {
      try switchTask(to: try previousTask(), .back)
      return
    }
    let offset = try topSized(0, isWide)
    let selector: Bits<16> = (try topSized(1, isWide)).slice()
    let flags = try topSized(2, isWide)
    let level = cpl
    // A return to virtual-8086 mode is outside the subset.
    if isWide, try decide(flags.bit(17) && cpl == 0) { throw .unknownInstruction }
    let target = try returnTarget(selector)
    if try decide(selector.rpl == cpl) {
      try enterCode(target, offset)
      setStackOffset(self[.esp] + (isWide ? 12 : 6))
    } else {
      let pointer = try topSized(3, isWide)
      let stack: Bits<16> = (try topSized(4, isWide)).slice()
      try returnOutward(target, offset, stack, pointer)
    }
    setFlags(flags, level: level, isWide: isWide, resuming: true)
  }

  private mutating func realInterruptReturn(_ isWide: Bool) throws(Stop) {
    let offset = try topSized(0, isWide)
    let selector: Bits<16> = (try topSized(1, isWide)).slice()
    let flags = try topSized(2, isWide)
    guard try decide(offset.isAtMost(self[.cs].limit)) else { throw .protection() }
    loadReal(.cs, selector)
    eip = offset
    setStackOffset(self[.esp] + (isWide ? 12 : 6))
    setFlags(flags, level: 0, isWide: isWide, resuming: true)
  }

  /// POPF and IRET: IOPL only at level 0, IF only inside IOPL (SDM 2B POPF).
  mutating func setFlags(_ value: Bits<32>, level: Bits<2>, isWide: Bool, resuming: Bool) {
    let mayMask = !eflags.iopl.isBelow(level)
    var changed: [Flag] = [.cf, .pf, .af, .zf, .sf, .tf, .df, .of, .nt]
    if isWide { changed.append(.ac) }
    if isWide, generation.has(.pentium) { changed.append(.id) }
    if isWide, resuming { changed.append(.rf) }
    if isWide, resuming, generation.has(.pentium) {
      for flag in [Flag.vif, .vip] {
        eflags[flag] = (level == 0).choose(value.bit(flag.rawValue), eflags[flag])
      }
    }
    eflags[.if] = mayMask.choose(value.bit(9), eflags[.if])
    eflags.iopl = (level == 0).choose(value.slice(from: 12), eflags.iopl)
    for flag in changed { eflags[flag] = value.bit(flag.rawValue) }
  }
}
