import Logic

/// What goes through the IDT, and why.
struct Event {
  enum Source: Equatable {
    /// INT n, INT3, INTO: the gate's DPL is checked.
    case software
    case exception
    /// An NMI or a maskable interrupt.
    case external
  }
  var vector: UInt8
  var source: Source
  var code: Bits<32>?

  init(_ vector: UInt8, _ source: Source, code: Bits<32>? = nil) {
    self.vector = vector
    self.source = source
    self.code = code
  }

  init(_ fault: Fault) { self.init(fault.vector.rawValue, .exception, code: fault.code) }

  /// The exception, where it is one.
  var exception: Vector? { source == .exception ? Vector(rawValue: vector) : nil }
}

extension Processor {
  // MARK: Delivery

  /// Delivers an exception, with double and triple faults (SDM 3A table 6-5).
  mutating func deliver(_ fault: Fault) -> Outcome {
    // The pushed image has RF set, so that the restarted instruction meets no breakpoint again.
    if fault.vector != .debug && fault.vector != .doubleFault { eflags[.rf] = true }
    return deliver(Event(fault))
  }

  mutating func deliver(_ first: Event) -> Outcome {
    var event = first
    if activity == .halted { activity = .running }
    debugHits = 0
    shadow = .none
    while true {
      do {
        try enter(event)
        return .delivered(event.vector)
      } catch .fault(let second) {
        guard event.exception != .doubleFault else {
          activity = .shutdown
          return .shutdown
        }
        event = Self.combined(event, second)
        if event.exception != .doubleFault { eflags[.rf] = true }
      } catch .unresolved(let what) {
        return .unresolved(what)
      } catch {
        // The handler's task is outside the subset.
        return unknown()
      }
    }
  }

  /// What is delivered when delivering `event` met the fault `second`.
  private static func combined(_ event: Event, _ second: Fault) -> Event {
    let isDouble: Bool
    switch event.exception {
    case .page?: isDouble = second.vector == .page || second.vector.isContributory
    case let first?: isDouble = first.isContributory && second.vector.isContributory
    case nil: isDouble = false
    }
    if isDouble { return Event(Vector.doubleFault.rawValue, .exception, code: 0) }
    guard event.source != .software, second.vector != .page, let code = second.code else {
      return Event(second)
    }
    // EXT: the fault came of an event outside the program (SDM 3A 6.13).
    return Event(second.vector.rawValue, .exception, code: code | 1)
  }

  /// Enters the handler of an event; on a fault all registers are as before.
  mutating func enter(_ event: Event) throws(Stop) {
    if event.exception == .debug { debug.dr7 = debug.dr7 & ~0x2000 }
    guard try decide(isProtected) else {
      return try wholly { cpu throws(Stop) in try cpu.enterReal(event.vector) }
    }
    let code = Bits<32>(UInt64(event.vector) * 8 + 2)
    let gate = try gate(event, code)
    let kind = try kind(gate)
    if kind == Kind.taskGate { return try enterTask(gate, event) }
    try wholly { cpu throws(Stop) in try cpu.enterGate(gate, kind, event) }
  }

  /// The vector's gate, checked (SDM 3A 6.12.1).
  private mutating func gate(_ event: Event, _ code: Bits<32>) throws(Stop) -> Descriptor {
    let last: Bits<32> = idtr.limit.zeroExtended()
    guard try decide(Bits<32>(UInt64(event.vector) * 8 + 7).isAtMost(last)) else {
      throw .protection(code)
    }
    let address = try known(idtr.base, "the base of IDTR") &+ UInt32(event.vector) * 8
    let low: Bits<32> = try load(address, asSupervisor: true)
    let high: Bits<32> = try load(address &+ 4, asSupervisor: true)
    let gate = Descriptor(low: low, high: high, address: address, selector: 0)
    let kinds = [
      Kind.taskGate, Kind.interruptGate16, Kind.trapGate16, Kind.interruptGate32, Kind.trapGate32,
    ]
    guard kinds.contains(try kind(gate)) else { throw .protection(code) }
    if event.source == .software, try decide(gate.dpl.isBelow(cpl)) { throw .protection(code) }
    guard try decide(gate.isPresent) else {
      throw .fault(Fault(.segmentNotPresent, code))
    }
    return gate
  }

  /// A real-address mode interrupt through the vector table (SDM 3B 20.1.4).
  private mutating func enterReal(_ vector: UInt8) throws(Stop) {
    let last: Bits<32> = idtr.limit.zeroExtended()
    guard try decide(Bits<32>(UInt64(vector) * 4 + 3).isAtMost(last)) else { throw .protection() }
    let address = try known(idtr.base, "the base of IDTR") &+ UInt32(vector) * 4
    let offset: Bits<16> = try load(address)
    let selector: Bits<16> = try load(address &+ 2)
    try push(eflags.bits.slice() as Bits<16>)
    try push(self[.cs].selector)
    try push(eip.slice() as Bits<16>)
    loadReal(.cs, selector)
    eip = offset.zeroExtended()
    for flag in [Flag.if, .tf, .ac, .rf] { eflags[flag] = false }
  }

  // MARK: Interrupt and trap gates

  /// SDM 2A INT n, "protected mode".
  private mutating func enterGate(
    _ gate: Descriptor, _ kind: UInt64, _ event: Event
  ) throws(Stop) {
    let selector = gate.gateSelector
    if try decide(selector.isNull) { throw .protection() }
    guard let target = try descriptor(selector) else { throw .protection(selector: selector) }
    guard try decide(target.isCode && !cpl.isBelow(target.dpl)) else {
      throw .protection(selector: selector)
    }
    guard try decide(target.isPresent) else { throw .notPresent(selector) }
    let isInner = try decide(!target.isConforming && target.dpl.isBelow(cpl))
    let flags = eflags.bits
    let (oldSS, oldESP) = (self[.ss].selector, self[.esp])
    if isInner {
      let stack = try innerStack(target.dpl)
      self[.ss] = stack.segment
      self[.esp] = stack.segment.isBig.choose(
        stack.pointer, (oldESP & 0xFFFF_0000) | (stack.pointer & 0xFFFF))
      cpl = target.dpl
    }
    let isWide = kind >= 8
    try onNewStack(isInner) { cpu throws(Stop) in
      if isInner {
        try cpu.pushSized(oldSS.zeroExtended(), isWide)
        try cpu.pushSized(oldESP, isWide)
      }
      try cpu.pushSized(flags, isWide)
      try cpu.pushSized(cpu[.cs].selector.zeroExtended(), isWide)
      try cpu.pushSized(cpu.eip, isWide)
      if let code = event.code { try cpu.pushSized(code, isWide) }
    }
    self[.cs] = try loadCode(target, level: cpl)
    try jump(to: gate.gateOffset)
    if kind & 1 == 0 { eflags[.if] = false }
    for flag in [Flag.tf, .nt, .rf, .vm] { eflags[flag] = false }
  }

  /// A stack fault on a stack that is being switched to names its selector (SDM 3A 6.15, #SS).
  mutating func onNewStack(
    _ isNew: Bool, _ body: (inout Processor) throws(Stop) -> Void
  ) throws(Stop) {
    do { try body(&self) } catch {
      if isNew, case .fault(let fault) = error, fault.vector == .stack {
        throw .stack(selector: self[.ss].selector)
      }
      throw error
    }
  }

  /// Pushes 32 bits, or the low 16.
  mutating func pushSized(_ value: Bits<32>, _ isWide: Bool) throws(Stop) {
    if isWide { try push(value) } else { try push(value.slice() as Bits<16>) }
  }

  /// A task gate: a nested task, with the error code on its stack (SDM 3A 7.3).
  private mutating func enterTask(_ gate: Descriptor, _ event: Event) throws(Stop) {
    let selector = gate.gateSelector
    let target = try taskDescriptor(selector)
    try switchTask(to: target, .nested)
    guard let code = event.code else { return }
    let isWide = try decide(tr.rights.bit(3))
    try wholly { cpu throws(Stop) in try cpu.pushSized(code, isWide) }
  }
}
