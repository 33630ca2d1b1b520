import Logic

/// One 8259A programmable interrupt controller in 8086 mode.
///
/// Source: Intel 8259A datasheet (231468). Levels are numbered 0 to 7, and a word of levels has
/// bit n for level n. Where the datasheet leaves something open: initialisation clears the
/// in-service register, a poll that finds nothing reads 0, and MCS-80/85 calls are not modelled.
public struct InterruptController: Structure {
  /// What the request inputs IR0 to IR7 carry now.
  public var lines: Bits<8> = 0
  /// Levels whose input rose and was not acknowledged since (the edge sense latches).
  public var edges: Bits<8> = 0
  /// IMR: levels that are masked. At power-up nothing is requested until software asks for it.
  public var mask: Bits<8> = 0xFF
  /// ISR: levels in service.
  public var inService: Bits<8> = 0
  /// Levels that the edge/level control register makes level-triggered.
  public var levelControl: Bits<8> = 0
  /// LTIM of ICW1: all levels are level-triggered.
  public var levelTriggered: Formula = false
  /// T7–T3 of ICW2, with zeros below.
  public var vectorBase: Bits<8> = 0
  /// ICW3: in a master the levels that have a slave, in a slave its identification.
  public var cascade: Bits<8> = 0
  /// The level with the lowest priority; the one above it (modulo 8) has the highest.
  public var lowest: Bits<3> = 7
  /// AEOI of ICW4.
  public var automaticEOI: Formula = false
  /// Rotation in automatic EOI mode, set by OCW2.
  public var rotatesOnAutomaticEOI: Formula = false
  /// SFNM of ICW4.
  public var specialFullyNested: Formula = false
  /// Special mask mode, set by OCW3.
  public var specialMask: Formula = false
  /// A read of the even port gives ISR instead of IRR.
  public var readsInService: Formula = false
  /// The next read is a poll.
  public var polls: Formula = false
  /// What the next write to the odd port is: 0 OCW1, or ICW2, ICW3, ICW4.
  public var expected: Bits<3> = 0
  /// SNGL of ICW1: no ICW3 follows.
  public var single: Formula = false
  /// IC4 of ICW1: an ICW4 follows.
  public var wantsICW4: Formula = false

  public init() {}

  public static let fields: [Field<Self>] = [
    Field("lines", \.lines), Field("edges", \.edges), Field("mask", \.mask),
    Field("inService", \.inService), Field("levelControl", \.levelControl),
    Field("levelTriggered", \.levelTriggered), Field("vectorBase", \.vectorBase),
    Field("cascade", \.cascade), Field("lowest", \.lowest),
    Field("automaticEOI", \.automaticEOI),
    Field("rotatesOnAutomaticEOI", \.rotatesOnAutomaticEOI),
    Field("specialFullyNested", \.specialFullyNested), Field("specialMask", \.specialMask),
    Field("readsInService", \.readsInService), Field("polls", \.polls),
    Field("expected", \.expected), Field("single", \.single), Field("wantsICW4", \.wantsICW4),
  ]
}

// MARK: - Inputs

extension InterruptController {
  /// Drives the inputs; a rising one is remembered until it falls or is acknowledged.
  public mutating func drive(_ levels: Bits<8>) {
    edges = (edges | (levels & ~lines)) & levels
    lines = levels
  }

  /// IRR: a level requests while its input is high and, unless level-triggered, has risen.
  public var requests: Bits<8> {
    let sensed = levelTriggered.choose(0xFF, levelControl | edges)
    return lines & sensed
  }
}

// MARK: - Priority

extension InterruptController {
  /// The levels in the order of their priority: bit 0 of the result is the highest.
  private func byPriority(_ levels: Bits<8>) -> Bits<8> {
    rotatedRight(levels, by: (lowest + 1).zeroExtended())
  }

  private func byLevel(_ priorities: Bits<8>) -> Bits<8> {
    rotatedRight(priorities, by: 7 - lowest.zeroExtended())
  }

  private func rotatedRight(_ word: Bits<8>, by count: Bits<8>) -> Bits<8> {
    (word >> count) | (word << (8 - count))
  }

  /// The highest of these levels by priority, as a word with one bit or none.
  func highest(_ levels: Bits<8>) -> Bits<8> {
    let ordered = byPriority(levels)
    return byLevel(ordered & -ordered)
  }

  /// In-service levels that the priority logic sees: in special mask mode not the masked ones.
  private var blocking: Bits<8> { specialMask.choose(inService & ~mask, inService) }

  /// The level to serve next, as a word with one bit, or 0: the highest unmasked request above
  /// all that is in service (fully nested mode; a slave's own level too where specially so).
  public var requested: Bits<8> {
    let ordered = byPriority(blocking)
    let top = ordered & -ordered
    let again = specialFullyNested.choose(byLevel(top) & cascade, 0)
    return highest(requests & ~mask & (byLevel(top - 1) | again))
  }

  /// INT, the output to the processor or to the master.
  public var output: Formula { requested != 0 }
}

// MARK: - Acknowledge and end of interrupt

extension InterruptController {
  /// Puts the level (one bit) in service and forgets its edge.
  mutating func enter(_ level: Bits<8>) {
    inService |= level
    edges &= ~level
  }

  /// The end of the acknowledge cycle: automatic EOI, where set.
  mutating func finishAcknowledge(_ level: Bits<8>) {
    inService = automaticEOI.choose(inService & ~level, inService)
    let rotates = automaticEOI && rotatesOnAutomaticEOI && (level != 0)
    lowest = rotates.choose(number(of: level), lowest)
  }

  /// INTA: the vector of the level served; that of level 7, with nothing in service, where the
  /// request is gone ("default IR7").
  public mutating func acknowledge() -> Bits<8> {
    let level = requested
    enter(level)
    finishAcknowledge(level)
    return vector(of: level)
  }

  /// The vector of a level (one bit; none is level 7).
  func vector(of level: Bits<8>) -> Bits<8> {
    let code: Bits<3> = (level == 0).choose(7, number(of: level))
    return vectorBase | code.zeroExtended()
  }

  /// The number of a level given as one bit; 0 where there is none.
  func number(of level: Bits<8>) -> Bits<3> {
    let high: Bits<1> = (level & 0xF0 != 0).asBits()
    let middle: Bits<1> = (level & 0xCC != 0).asBits()
    let low: Bits<1> = (level & 0xAA != 0).asBits()
    return Bits(high: high, low: Bits<2>(high: middle, low: low))
  }

  /// The in-service level that a non-specific EOI ends; not a masked one in special mask mode.
  var ending: Bits<8> { highest(blocking) }
}
