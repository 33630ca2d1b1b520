import Logic

// Initialization and operation command words of the 8259A, and its reads. The even port (20h, A0h)
// has A0 = 0, the odd one (21h, A1h) A0 = 1.
extension InterruptController {
  /// A write to the even port: ICW1 where D4 is set, else OCW3 where D3 is set, else OCW2.
  public mutating func writeCommand(_ value: Bits<8>) {
    when(value.bit(4), &self) {
      $0.writeICW1(value)
    } else: {
      when(value.bit(3), &$0) {
        $0.writeOCW3(value)
      } else: {
        $0.writeOCW2(value)
      }
    }
  }

  /// A write to the odd port: the initialization word expected, else OCW1.
  public mutating func writeData(_ value: Bits<8>) {
    let (step, last) = (expected, wantsICW4.choose(Bits<3>(4), 0))
    mask = (step == 0).choose(value, mask)
    when(step == 2, &self) {
      $0.vectorBase = value & 0xF8
      $0.expected = $0.single.choose(last, 3)
    }
    when(step == 3, &self) {
      $0.cascade = value
      $0.expected = last
    }
    when(step == 4, &self) {
      $0.automaticEOI = value.bit(1)
      $0.specialFullyNested = value.bit(4)
      $0.expected = 0
    }
  }

  /// Begins initialization (datasheet, "Initialization Command Words 1 and 2", a to f).
  private mutating func writeICW1(_ value: Bits<8>) {
    var fresh = InterruptController()
    fresh.lines = lines
    fresh.levelControl = levelControl
    fresh.mask = 0
    fresh.levelTriggered = value.bit(3)
    fresh.single = value.bit(1)
    fresh.wantsICW4 = value.bit(0)
    fresh.expected = 2
    fresh.rotatesOnAutomaticEOI = rotatesOnAutomaticEOI
    self = fresh
  }

  /// End of interrupt and rotation: R, SL and EOI in D7 to D5, a level in D2 to D0.
  private mutating func writeOCW2(_ value: Bits<8>) {
    let (rotates, specific, ends) = (value.bit(7), value.bit(6), value.bit(5))
    let named: Bits<3> = value.slice()
    let level = specific.choose(Bits<8>(1) << named.zeroExtended(), ending)
    inService = ends.choose(inService & ~level, inService)
    let moves = rotates && (ends.choose(level != 0, specific))
    lowest = moves.choose(number(of: level), lowest)
    rotatesOnAutomaticEOI = (specific || ends).choose(rotatesOnAutomaticEOI, rotates)
  }

  /// Special mask mode (D6, D5), poll (D2) and the register to read (D1, D0).
  private mutating func writeOCW3(_ value: Bits<8>) {
    specialMask = value.bit(6).choose(value.bit(5), specialMask)
    polls = value.bit(2)
    readsInService = value.bit(1).choose(value.bit(0), readsInService)
  }

  /// A read of the even port: a poll where asked for, else IRR or ISR.
  public mutating func readCommand() -> Bits<8> {
    let status = readsInService.choose(inService, requests)
    return read(or: status)
  }

  /// A read of the odd port: a poll where asked for, else IMR.
  public mutating func readData() -> Bits<8> { read(or: mask) }

  /// The level that a read would serve now because it is a poll, as one bit, or 0.
  var polled: Bits<8> { polls.choose(requested, 0) }

  /// A poll acknowledges as INTA does and reads bit 7 and the level, or 0 without a request.
  private mutating func read(or register: Bits<8>) -> Bits<8> {
    let level = polled
    let found: Bits<8> = (level != 0).choose(0x80, 0)
    let result = polls.choose(found | number(of: level).zeroExtended(), register)
    polls = false
    enter(level)
    finishAcknowledge(level)
    return result
  }
}
