import Logic

// Many clocks of a counter at once. Where the counter is known, the clocks at which nothing happens
// but counting are done in one subtraction; the others, and all clocks of a counter that is not
// known, are done one by one.
extension TimerCounter {
  /// Numbers of a known counter that say when something happens next.
  private struct Pace {
    let element: Int
    /// The count from which CE starts again, 1 to 65536.
    let period: Int
    /// CE counts modulo this.
    let modulus: Int
    let stride: Int
    /// Clocks from now at which nothing happens but counting; `Int.max` when nothing ever will.
    let quiet: Int
  }

  private var pace: Pace? {
    guard let element = element.known.map({ Int($0) }), let period = initialCount.known,
      let decimal = decimal.known, let square = isSquareWave.known,
      let quiet = quiet(element: element, modulus: decimal ? 10000 : 65536)
    else { return nil }
    let modulus = decimal ? 10000 : 65536
    return Pace(
      element: element, period: period == 0 ? modulus : Int(period), modulus: modulus,
      stride: square ? 2 : 1, quiet: quiet)
  }

  private func quiet(element: Int, modulus: Int) -> Int? {
    guard let loads = loads.known, let runs = runs.known, let rate = isRateGenerator.known,
      let square = isSquareWave.known, let high = output.known, let armed = armed.known,
      let odd = odd.known, let strobes = mode.bit(2).known, let triggered = triggered.known
    else { return nil }
    func distance(to target: Int) -> Int { (element - target + modulus) % modulus }
    if loads || triggered { return 0 }
    if !runs { return .max }
    if rate { return element == 1 ? 0 : distance(to: 2) }
    if square { return distance(to: high && odd ? 0 : 2) / 2 }
    if armed { return distance(to: 1) }
    return strobes && !high ? 0 : .max
  }

  /// An upper bound on the clocks until OUT changes, at least 1; nil when it never will by itself.
  public var clocksToChange: Int? {
    guard let quiet = pace?.quiet else { return 1 }
    return quiet == .max ? nil : quiet + 1
  }

  /// That many pulses of CLK.
  public mutating func advance(by clocks: Int) {
    var rest = skippingPeriods(of: clocks)
    while rest > 0 {
      guard let pace else {
        clock()
        rest -= 1
        continue
      }
      let jump = min(pace.quiet, rest)
      if runs.known == true { subtract(jump, pace) }
      rest -= jump
      if rest > 0 {
        clock()
        rest -= 1
      }
    }
  }

  private mutating func subtract(_ jump: Int, _ pace: Pace) {
    let moved = (pace.element - jump % pace.modulus * pace.stride) % pace.modulus
    element = Bits(UInt64((moved + pace.modulus) % pace.modulus))
  }

  /// What is left of so many clocks without the whole periods that change nothing.
  private func skippingPeriods(of clocks: Int) -> Int {
    guard let pace, pace.period >= 2, isPeriodic.known == true, runs.known == true,
      unloaded.known == false, loads.known == false, triggered.known == false
    else { return clocks }
    return clocks % pace.period
  }
}
