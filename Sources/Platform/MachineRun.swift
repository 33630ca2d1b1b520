import Logic
import Processor

/// Why a run ended.
public enum End: Sendable, Equatable {
  /// HLT with interrupts off, and no NMI to come.
  case halted
  /// HLT with interrupts on, and none to come.
  case asleep
  /// A triple fault.
  case tripleFault
  /// As many instructions as were asked for.
  case limit
  /// Ctrl-C.
  case interrupted
  /// An instruction outside the subset: its bytes and linear address.
  case unknownInstruction(bytes: [UInt8], address: UInt32)
  /// The run depends on something that is not known.
  case unresolved(String)
}

// MARK: - The run loop

extension Machine {
  /// Runs until the end or until `limit`, a time.
  ///
  /// - Parameter observer: sees each step, which makes them slow
  public mutating func run(until limit: UInt64, observer: Observer? = nil) -> End {
    connect()
    defer { disconnect() }
    guard let clock = (processor.ports as? TimedDevices)?.clock else { return .limit }
    while true {
      if clock.now >= clock.timerDeadline { withDevices { $0.update() } }
      for action in events.take(now: clock.now) { perform(action) }
      if clock.now >= limit { return .limit }
      if clock.cardHasWork { letCardWork() }
      clock.deadline = min(limit, clock.timerDeadline, events.nextTime ?? .max)
      if clock.cardHasWork { clock.deadline = min(clock.deadline, clock.now + 1) }
      let slow = observer != nil || events.hasPlaced
      let outcome = slow ? runObserved(clock, observer) : runFast(clock)
      if let end = end(outcome, clock, limit) { return end }
    }
  }

  /// Steps until the deadline or until a step does not complete.
  private mutating func runFast(_ clock: Clock) -> Outcome {
    while clock.now < clock.deadline {
      let outcome = processor.step()
      guard case .completed = outcome else {
        if let outcome = other(outcome, clock) { return outcome }
        continue
      }
      clock.now &+= 1
    }
    return .completed
  }

  /// As ``runFast``, with what happens at addresses and for an observer.
  private mutating func runObserved(_ clock: Clock, _ observer: Observer?) -> Outcome {
    while clock.now < clock.deadline {
      let address = processor.linearAddress
      for action in events.take(at: address) { perform(action) }
      if clock.cardWasUsed { show(observer, clock) }
      observer?.before(processor, clock.now)
      let now = clock.now
      let outcome = processor.step()
      var stop: Outcome?
      if case .completed = outcome { clock.now &+= 1 } else { stop = other(outcome, clock) }
      if clock.now != now { events.visited(address) }
      observer?.after(processor, outcome, clock.now)
      if let stop { return stop }
    }
    return .completed
  }

  /// Shows an observer the card that was used.
  private func show(_ observer: Observer?, _ clock: Clock) {
    clock.cardWasUsed = false
    guard let timed = processor.ports as? TimedDevices, let card = timed.card else { return }
    observer?.used(card, processor, clock.now)
  }

  /// Counts a delivery, which takes time where an instruction caused it; other outcomes end a slice.
  private func other(_ outcome: Outcome, _ clock: Clock) -> Outcome? {
    guard case .delivered(let vector) = outcome else { return outcome }
    if clock.acknowledged || vector == Vector.nmi.rawValue {
      clock.acknowledged = false
    } else {
      clock.now &+= 1
    }
    return nil
  }

  private func end(_ outcome: Outcome, _ clock: Clock, _ limit: UInt64) -> End? {
    switch outcome {
    case .completed, .delivered: return nil
    case .halted: return sleep(clock, limit)
    case .shutdown: return .tripleFault
    case .unknownInstruction(let bytes, let address):
      return .unknownInstruction(bytes: bytes, address: address)
    case .unresolved(let what): return .unresolved(what)
    case .fault(let fault): return .unresolved("\(fault), which the processor may not deliver")
    }
  }

  /// Skips to the next thing that may wake the processor, or says that there is none.
  private func sleep(_ clock: Clock, _ limit: UInt64) -> End? {
    if clock.cardHasWork {
      clock.now += 1
      return nil
    }
    let hasInterrupts = processor.eflags[.if].known == true
    guard hasInterrupts || events.hasTimedNMI else { return .halted }
    let timer = hasInterrupts ? clock.timerDeadline : .max
    let next = min(timer, events.nextTime ?? .max)
    if next == .max { return .asleep }
    if events.nextTime == nil, !timerCanWake() { return .asleep }
    clock.now = min(next, limit)
    return nil
  }

  /// Whether OUT of counter 0, rising, would raise INTR while nothing else changes.
  private func timerCanWake() -> Bool {
    guard let timed = processor.ports as? TimedDevices else { return false }
    var interrupts = timed.devices.interrupts
    interrupts.drive(0, false)
    interrupts.drive(0, true)
    return interrupts.output.known == true
  }

  private mutating func perform(_ action: Schedule.Action) {
    if action == .nmi {
      processor.nmiPending = true
      return
    }
    withDevices { timed in
      timed.update()
      switch action {
      case .interrupt(let line): timed.devices.interrupts.pulse(line)
      case .raise(let line): timed.devices.interrupts.drive(line, true)
      case .lower(let line): timed.devices.interrupts.drive(line, false)
      case .spurious(let line): timed.devices.interrupts.glitch(line)
      case .frame(let bytes):
        timed.card?.receive(bytes, at: timed.clock.now)
        timed.followCard()
      case .nmi: break
      }
    }
  }
}

extension Processor {
  /// Where the next instruction is.
  var linearAddress: UInt32 {
    let base = self[.cs].base.known ?? 0
    return UInt32(truncatingIfNeeded: base &+ (eip.known ?? 0))
  }
}

/// What looks at each instruction of a run.
public protocol Observer {
  /// Before a step at a time.
  func before(_ processor: Processor, _ time: UInt64)
  /// After it; the time is the same where an external interrupt came instead.
  func after(_ processor: Processor, _ outcome: Outcome, _ time: UInt64)
  /// Before a step, where the network card was read, written or did something since the last.
  func used(_ card: any BusMaster, _ processor: Processor, _ time: UInt64)
}

extension Observer {
  public func used(_ card: any BusMaster, _ processor: Processor, _ time: UInt64) {}
}
