import Logic

// What software reads from and writes to a counter of the 8254.
extension TimerCounter {
  /// A control word for this counter with RW1–RW0 not 0 (those are the counter latch command).
  /// OUT starts low in mode 0 and high in the others; counting waits for a count.
  public mutating func configure(_ value: Bits<8>) {
    var fresh = TimerCounter()
    fresh.gate = gate
    fresh.element = element
    fresh.register = register
    fresh.access = value.slice(from: 4)
    fresh.mode = value.slice(from: 1)
    fresh.decimal = value.bit(0)
    fresh.output = fresh.mode != 0
    self = fresh
  }

  /// The counter latch command: OL keeps the count until it is read; a second one is ignored.
  public mutating func latchCount() {
    latch = latched.choose(latch, shown)
    latched = true
  }

  /// The status half of the read-back command; a second one before the read is ignored.
  public mutating func latchStatus() {
    status = statusLatched.choose(status, currentStatus)
    statusLatched = true
  }

  /// OUTPUT, NULL COUNT, RW1–RW0, M2–M0, BCD (datasheet, "Status Byte").
  private var currentStatus: Bits<8> {
    let flags = Bits<2>(high: output.asBits() as Bits<1>, low: unloaded.asBits() as Bits<1>)
    let kind = Bits<4>(high: mode, low: decimal.asBits() as Bits<1>)
    return Bits(high: Bits<4>(high: flags, low: access), low: kind)
  }

  /// A byte of a new count. In mode 0 its first byte lowers OUT and stops the counter.
  public mutating func write(_ value: Bits<8>) {
    let both = access == 3
    let first = both && !writesHigh
    let low = (access == 1).choose(value, both.choose(lowByte, 0))
    let high = (access == 1).choose(Bits<8>(0), value)
    register = first.choose(register, Bits(high: high, low: low))
    lowByte = value
    writesHigh = first
    hasCount = hasCount || !first
    unloaded = unloaded || !first
    output = output && (mode != 0)
  }

  /// Status if latched, else the latched count, else CE; two bytes where so programmed.
  public mutating func read() -> Bits<8> {
    let count = latched.choose(latch, shown)
    let high = (access == 2) || ((access == 3) && readsHigh)
    let byte: Bits<8> = high.choose(count.slice(from: 8), count.slice())
    let result = statusLatched.choose(status, byte)
    let more = (access == 3) && !readsHigh
    latched = latched && (statusLatched || more)
    readsHigh = statusLatched.choose(readsHigh, more)
    statusLatched = false
    return result
  }

  /// Drives the gate; a rise triggers at the next clock. In modes 2 and 3 a low gate holds OUT high.
  public mutating func drive(gate level: Formula) {
    triggered = triggered || (level && !gate)
    gate = level
    output = output || (!level && mode.bit(1))
  }
}
