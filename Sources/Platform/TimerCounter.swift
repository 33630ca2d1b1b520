import Logic

/// One counter of an 8254 programmable interval timer.
///
/// Source: Intel 8254 datasheet (231164), "Programming" and "Mode Definitions". ``clock()`` is one
/// pulse of CLK as the datasheet has it; ``advance(by:)`` is many of them at once.
public struct TimerCounter: Structure {
  /// M2–M0 of the control word; 6 and 7 mean 2 and 3.
  public var mode: Bits<3> = 0
  /// RW1–RW0: 1 low byte only, 2 high byte only, 3 low byte, then high byte.
  public var access: Bits<2> = 3
  /// Counts in decades.
  public var decimal: Formula = false
  /// CR, the count last written in full, as written.
  public var register: Bits<16> = 0
  /// The low byte of a count whose high byte is still to come.
  public var lowByte: Bits<8> = 0
  /// CE, the counting element, in binary also when it counts in decades.
  public var element: Bits<16> = 0
  public var output: Formula = false
  public var gate: Formula = true
  /// NULL COUNT: a count was written that CE has not taken over yet.
  public var unloaded: Formula = true
  /// A count was written since the control word.
  public var hasCount: Formula = false
  /// CE was loaded since the control word.
  public var counting: Formula = false
  /// The gate rose since the last clock.
  public var triggered: Formula = false
  /// The count that CE took over last is odd.
  public var odd: Formula = false
  /// The output still has to answer to the end of this count.
  public var armed: Formula = false
  /// The next byte written is the high one.
  public var writesHigh: Formula = false
  /// The next byte read is the high one.
  public var readsHigh: Formula = false
  /// OL holds a count to be read.
  public var latched: Formula = false
  public var latch: Bits<16> = 0
  public var statusLatched: Formula = false
  public var status: Bits<8> = 0

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("mode", \.mode), Field("access", \.access), Field("decimal", \.decimal),
    Field("register", \.register), Field("lowByte", \.lowByte), Field("element", \.element),
    Field("output", \.output), Field("gate", \.gate), Field("unloaded", \.unloaded),
    Field("hasCount", \.hasCount),
    Field("counting", \.counting), Field("triggered", \.triggered), Field("odd", \.odd),
    Field("armed", \.armed),
    Field("writesHigh", \.writesHigh), Field("readsHigh", \.readsHigh),
    Field("latched", \.latched), Field("latch", \.latch),
    Field("statusLatched", \.statusLatched), Field("status", \.status),
  ]
}

// MARK: - The clock

extension TimerCounter {
  /// Modes 1 and 5 are started by the gate's rise alone.
  var isTriggeredMode: Formula { mode & 3 == 1 }
  var isRateGenerator: Formula { mode & 3 == 2 }
  var isSquareWave: Formula { mode & 3 == 3 }
  var isPeriodic: Formula { mode.bit(1) }

  /// One pulse of CLK.
  public mutating func clock() {
    when(loads, &self) {
      $0.load()
    } else: {
      when($0.runs, &$0) { $0.count() }
    }
    triggered = false
  }

  /// Whether CE is loaded at this clock other than by the end of a period: in modes 1 and 5 by the
  /// gate alone, in 2 and 3 by the gate or first of all, in 0 and 4 by a new count.
  var loads: Formula {
    let byGate = triggered && (isTriggeredMode || isPeriodic)
    let byCount = unloaded && !isTriggeredMode
    let byItself = byCount && (!isPeriodic || !counting)
    return hasCount && (byGate || byItself)
  }

  /// Whether CE counts at this clock: the gate disables it except in modes 1 and 5; between the two
  /// bytes of a count mode 0 stands still.
  var runs: Formula {
    let enabled = isTriggeredMode || gate
    let between = (mode == 0) && writesHigh && (access == 3)
    return counting && enabled && !between
  }

  /// CE takes over the count; a square wave of an odd count the even number below it.
  private mutating func load() {
    let whole = initialCount
    element = isSquareWave.choose(whole & 0xFFFE, whole)
    odd = whole.bit(0)
    unloaded = false
    counting = true
    armed = true
    output = (mode == 1).choose(false, (mode == 0).choose(output, true))
  }

  private mutating func count() {
    when(isRateGenerator, &self) {
      $0.countRate()
    } else: {
      when($0.isSquareWave, &$0) {
        $0.countSquareWave()
      } else: {
        $0.countOnce()
      }
    }
  }

  /// Mode 2: OUT is low for the clock at which CE is 1.
  private mutating func countRate() {
    when(element == 1, &self) {
      $0.load()
    } else: {
      $0.element = $0.decremented(by: 1)
      $0.output = $0.element != 1
    }
  }

  /// Mode 3: OUT turns when CE expires, one clock later in the high half of an odd count.
  private mutating func countSquareWave() {
    let longer = output && odd
    when(element == longer.choose(0, 2), &self) {
      let before = $0.output
      $0.load()
      $0.output = !before
    } else: {
      $0.element = $0.decremented(by: 2)
    }
  }

  /// Modes 0 and 1 raise OUT at 0; modes 4 and 5 lower it there for one clock. CE goes on.
  private mutating func countOnce() {
    element = decremented(by: 1)
    let expired = armed && (element == 0)
    output = mode.bit(2).choose(!expired, output || expired)
    armed = armed && !expired
  }
}

// MARK: - Decades

extension TimerCounter {
  /// CR as CE counts it: 0 is the largest count.
  var initialCount: Bits<16> { decimal.choose(Self.binary(register), register) }

  private func decremented(by step: Bits<16>) -> Bits<16> {
    let decades = element.isBelow(step).choose(element + 10000 - step, element - step)
    return decimal.choose(decades, element - step)
  }

  /// CE as it is read.
  var shown: Bits<16> { decimal.choose(Self.decades(element), element) }

  private static func binary(_ decades: Bits<16>) -> Bits<16> {
    let digits = (0..<4).map { (decades >> Bits(UInt64(4 * $0))) & 15 }
    let high: Bits<16> = digits[3] * 1000 + digits[2] * 100
    let low: Bits<16> = digits[1] * 10 + digits[0]
    return high + low
  }

  private static func decades(_ number: Bits<16>) -> Bits<16> {
    func digit(_ unit: Bits<16>) -> Bits<16> {
      number.quotient(dividingBy: unit).remainder(dividingBy: 10)
    }
    let high: Bits<16> = (digit(1000) << 12) | (digit(100) << 8)
    let low: Bits<16> = (digit(10) << 4) | digit(1)
    return high | low
  }
}
