import Logic
import Testing

@testable import Platform

/// Initialization as a PC does it: vectors 20h and 28h, slave on level 2, ICW4 as given.
private func initialized(master: UInt8 = 0x01, slave: UInt8 = 0x01) -> [Step] {
  [
    .out(0x20, 0x11), .out(0x21, 0x20), .out(0x21, 0x04), .out(0x21, master),
    .out(0xA0, 0x11), .out(0xA1, 0x28), .out(0xA1, 0x02), .out(0xA1, slave),
  ]
}

private func readISR(_ port: UInt16) -> Step { .out(port, 0x0B) }

private let rows: [Scenario] = [
  Scenario(
    "nothing is requested before initialization", "power-up state chosen here",
    [.raise(0), .quiet]),
  Scenario(
    "initialization clears the mask", "8259A, ICW1 b",
    [.out(0x21, 0xFF)] + initialized() + [.reads(0x21, 0x00), .raise(3), .serves(0x23)]),
  Scenario(
    "initialization clears the edge sense circuit: a line already high must rise again",
    "8259A, ICW1 a",
    [.raise(3)] + initialized() + [.quiet, .lower(3), .raise(3), .serves(0x23)]),
  Scenario(
    "ICW2 gives the upper five bits of the vector", "8259A, ICW2",
    [.out(0x20, 0x13), .out(0x21, 0x6F), .out(0x21, 0x01), .raise(5), .serves(0x6D)]),
  Scenario(
    "without ICW4 none is awaited: the next write is OCW1", "8259A, figure 6",
    [.out(0x20, 0x12), .out(0x21, 0x20), .out(0x21, 0x55), .reads(0x21, 0x55)]),
  Scenario(
    "in a cascade without ICW4 the write after ICW3 is OCW1", "8259A, figure 6",
    [.out(0x20, 0x10), .out(0x21, 0x20), .out(0x21, 0x04), .out(0x21, 0x55), .reads(0x21, 0x55)]),
  Scenario(
    "IR0 is served before IR1, which waits for the EOI", "8259A, fully nested mode",
    initialized() + [
      .raise(1), .raise(0), .serves(0x20), .quiet, .out(0x20, 0x20), .serves(0x21),
    ]),
  Scenario(
    "a higher level interrupts a lower one in service, a lower one does not",
    "8259A, fully nested mode",
    initialized() + [
      .raise(4), .serves(0x24), .raise(6), .quiet, .raise(1), .serves(0x21),
      readISR(0x20), .reads(0x20, 0x12),
    ]),
  Scenario(
    "a masked level does not request but stays in IRR", "8259A, IMR",
    initialized() + [
      .out(0x21, 0x08), .raise(3), .quiet, .reads(0x20, 0x08), .out(0x21, 0x00), .serves(0x23),
    ]),
  Scenario(
    "the mask of a level leaves lower ones alone", "8259A, IMR",
    initialized() + [.out(0x21, 0x01), .raise(0), .raise(7), .serves(0x27)]),
  Scenario(
    "IRR is read after initialization, ISR after OCW3", "8259A, reading the 8259A status",
    initialized() + [
      .raise(5), .reads(0x20, 0x20), .serves(0x25), .reads(0x20, 0x00), readISR(0x20),
      .reads(0x20, 0x20), .reads(0x20, 0x20), .out(0x20, 0x0A), .reads(0x20, 0x00),
    ]),
  Scenario(
    "a request that goes away before the acknowledge cycle leaves IRR", "8259A, edge and level",
    initialized() + [.raise(3), .lower(3), .quiet, .reads(0x20, 0x00)]),
  Scenario(
    "a request gone when it is acknowledged gives IR7 and nothing in service",
    "8259A, edge and level, default IR7",
    initialized() + [
      .glitch(3), .serves(0x27), readISR(0x20), .reads(0x20, 0x00), .quiet,
    ]),
  Scenario(
    "a true IR7 can be told from a default one by ISR", "8259A, default IR7",
    initialized() + [.raise(7), .serves(0x27), readISR(0x20), .reads(0x20, 0x80)]),
  Scenario(
    "a default IR7 of the slave leaves the master's level 2 in service",
    "8259A, cascade mode and default IR7",
    initialized() + [
      .glitch(12), .serves(0x2F), readISR(0x20), .reads(0x20, 0x04), readISR(0xA0),
      .reads(0xA0, 0x00), .out(0x20, 0x20), .reads(0x20, 0x00),
    ]),
  Scenario(
    "an edge-triggered line that stays high requests once", "8259A, edge and level",
    initialized() + [.raise(3), .serves(0x23), .out(0x20, 0x20), .quiet]),
  Scenario(
    "a level-triggered line that stays high requests again after the EOI", "8259A, LTIM",
    [.out(0x20, 0x19), .out(0x21, 0x20), .out(0x21, 0x04), .out(0x21, 0x01)] + [
      .raise(3), .serves(0x23), .out(0x20, 0x20), .serves(0x23),
    ]),
  Scenario(
    "the level control registers make single lines level-triggered", "82371SB, ELCR1 and ELCR2",
    initialized() + [
      .out16(0x4D0, 0xFFFF), .reads(0x4D0, 0xF8), .reads(0x4D1, 0xDE),
      .raise(5), .serves(0x25), .out(0x20, 0x20), .serves(0x25), .lower(5), .out(0x20, 0x20),
      .quiet,
    ]),
  Scenario(
    "a slave's request comes through level 2 with the slave's vector", "8259A, cascade mode",
    initialized() + [
      .raise(10), .serves(0x2A), readISR(0x20), .reads(0x20, 0x04), readISR(0xA0),
      .reads(0xA0, 0x04),
    ]),
  Scenario(
    "a slave's level ranks as IR2 in the master", "8259A, cascade mode",
    initialized() + [
      .raise(3), .raise(8), .serves(0x28), .quiet, .raise(1), .serves(0x21),
    ]),
  Scenario(
    "the slave and the master each need an EOI", "8259A, cascade mode",
    initialized() + [
      .raise(8), .raise(9), .serves(0x28), .out(0xA0, 0x20), .quiet, .out(0x20, 0x20),
      .serves(0x29),
    ]),
  Scenario(
    "fully nested, a higher slave level waits while the slave is in service",
    "8259A, special fully nested mode",
    initialized() + [.raise(12), .serves(0x2C), .raise(8), .quiet]),
  Scenario(
    "special fully nested, a higher slave level interrupts a lower one",
    "8259A, special fully nested mode",
    initialized(master: 0x11) + [.raise(12), .serves(0x2C), .raise(8), .serves(0x28), .quiet]),
  Scenario(
    "special fully nested, a lower master level still waits", "8259A, special fully nested mode",
    initialized(master: 0x11) + [.raise(12), .serves(0x2C), .raise(3), .quiet]),
  Scenario(
    "a non-specific EOI ends the highest level in service", "8259A, end of interrupt",
    initialized() + [
      .raise(4), .serves(0x24), .raise(1), .serves(0x21), .out(0x20, 0x20), readISR(0x20),
      .reads(0x20, 0x10),
    ]),
  Scenario(
    "a specific EOI ends the level that it names", "8259A, end of interrupt",
    initialized() + [
      .raise(4), .serves(0x24), .raise(1), .serves(0x21), .out(0x20, 0x64), readISR(0x20),
      .reads(0x20, 0x02),
    ]),
  Scenario(
    "an EOI with nothing in service does nothing", "8259A, end of interrupt",
    initialized() + [
      .out(0x20, 0x20), .out(0x20, 0xA0), .raise(0), .raise(1), .serves(0x20),
    ]),
  Scenario(
    "automatic EOI leaves nothing in service", "8259A, automatic end of interrupt",
    initialized(master: 0x03) + [
      .raise(4), .raise(5), .serves(0x24), readISR(0x20), .reads(0x20, 0x00), .serves(0x25),
    ]),
  Scenario(
    "a slave with automatic EOI passes its next request on", "8259A, automatic end of interrupt",
    initialized(master: 0x03, slave: 0x03) + [.raise(8), .raise(9), .serves(0x28), .serves(0x29)]),
  Scenario(
    "rotate on non-specific EOI: the level served becomes the lowest",
    "8259A, automatic rotation, figure with IR4 in service",
    initialized() + [
      .raise(4), .serves(0x24), .out(0x20, 0xA0), .lower(4), .raise(4), .raise(5), .raise(3),
      .serves(0x25),
    ]),
  Scenario(
    "after rotation the order is 5, 6, 7, 0, 1, 2, 3, 4", "8259A, automatic rotation",
    initialized(master: 0x03) + [.out(0x20, 0xC4)] + (0..<8).filter { $0 != 2 }.map { .pulse($0) }
      + [5, 6, 7, 0, 1, 3, 4].map { .serves(0x20 + $0) } + [.quiet]),
  Scenario(
    "set priority names the lowest level", "8259A, specific rotation",
    initialized() + [.out(0x20, 0xC5), .raise(0), .raise(6), .raise(5), .serves(0x26)]),
  Scenario(
    "rotate on specific EOI ends the level named and makes it the lowest",
    "8259A, specific rotation",
    initialized() + [
      .raise(1), .serves(0x21), .out(0x20, 0xE1), readISR(0x20), .reads(0x20, 0x00),
      .lower(1), .raise(1), .raise(3), .serves(0x23),
    ]),
  Scenario(
    "rotate in automatic EOI mode makes each level served the lowest",
    "8259A, automatic rotation",
    initialized(master: 0x03) + [
      .out(0x20, 0x80), .pulse(0), .serves(0x20), .pulse(0), .pulse(1), .serves(0x21),
      .out(0x20, 0x00), .serves(0x20), .pulse(1), .pulse(0), .serves(0x20),
    ]),
  Scenario(
    "OCW2 with R, SL, EOI = 010 does nothing", "8259A, operation command words",
    initialized() + [
      .raise(3), .serves(0x23), .out(0x20, 0x40), readISR(0x20), .reads(0x20, 0x08),
    ]),
  Scenario(
    "special mask mode: a masked level in service blocks no other", "8259A, special mask mode",
    initialized() + [
      .raise(3), .serves(0x23), .out(0x21, 0x08), .raise(6), .quiet, .out(0x20, 0x68),
      .serves(0x26),
    ]),
  Scenario(
    "special mask mode: a non-specific EOI leaves masked levels in service",
    "8259A, end of interrupt",
    initialized() + [
      .raise(3), .serves(0x23), .out(0x21, 0x08), .out(0x20, 0x68), .raise(6), .serves(0x26),
      .out(0x20, 0x20), readISR(0x20), .reads(0x20, 0x08), .out(0x20, 0x63), .reads(0x20, 0x00),
    ]),
  Scenario(
    "ESMM 0 leaves special mask mode as it is, ESMM and SMM 10 end it", "8259A, OCW3",
    initialized() + [
      .raise(3), .serves(0x23), .out(0x21, 0x08), .out(0x20, 0x68), .raise(6),
      .out(0x20, 0x0B), .out(0x20, 0x48), .quiet,
    ]),
  Scenario(
    "a poll acknowledges the highest request and reads its number", "8259A, poll command",
    initialized() + [
      .raise(5), .out(0x20, 0x0C), .reads(0x20, 0x85), .quiet, readISR(0x20), .reads(0x20, 0x20),
    ]),
  Scenario(
    "a poll without a request reads bit 7 clear, and only the first read is a poll",
    "8259A, poll command",
    initialized() + [
      .out(0x21, 0x55), .out(0x20, 0x0C), .reads(0x20, 0x00), .reads(0x21, 0x55),
    ]),
  Scenario(
    "a poll at the odd port", "8259A, poll command: the next RD pulse",
    initialized() + [.raise(1), .out(0x20, 0x0C), .reads(0x21, 0x81)]),
  Scenario(
    "initialization ends special mask mode and selects IRR", "8259A, ICW1 e",
    initialized() + [.out(0x20, 0x6B)] + initialized() + [.raise(2 + 8), .reads(0x20, 0x04)]),
  Scenario(
    "a pulse falls when it is acknowledged", "the platform's schedule",
    initialized() + [.pulse(9), .serves(0x29), .out(0xA0, 0x20), .out(0x20, 0x20), .quiet]),
]

@Test("8259A", arguments: rows)
func interruptController(_ row: Scenario) { row.run() }
