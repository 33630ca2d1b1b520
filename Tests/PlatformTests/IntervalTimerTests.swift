import Logic
import TestSupport
import Testing

@testable import Platform

private func load(_ control: UInt8, _ count: UInt16, _ port: UInt16 = 0x40) -> [Step] {
  [.out(0x43, control), .out(port, UInt8(count & 0xFF)), .out(port, UInt8(count >> 8))]
}

/// OUT of counter 0 after each of so many clocks, `h` or `l`.
private func waveform(_ levels: String) -> [Step] {
  levels.flatMap { [.clocks(1), .output(0, $0 == "h")] }
}

private let rows: [Scenario] = [
  Scenario(
    "mode 0: OUT is low from the control word, high N + 1 clocks after the count",
    "8254, mode 0, figure 15",
    [.out(0x43, 0x10), .output(0, false), .out(0x40, 4)] + waveform("llllhhh")),
  Scenario(
    "mode 0: the counter goes on from 0 to FFFFh", "8254, mode definitions, operation common",
    load(0x30, 1) + [.clocks(3), .out(0x43, 0x00), .reads(0x40, 0xFF), .reads(0x40, 0xFF)]),
  Scenario(
    "mode 0: the first byte of a new count lowers OUT and stops counting", "8254, mode 0",
    load(0x30, 2) + [
      .clocks(3), .output(0, true), .out(0x40, 3), .output(0, false), .clocks(9), .out(0x40, 0),
    ] + waveform("lllh")),
  Scenario(
    "mode 0: a new count is loaded at the next clock", "8254, mode 0, figure 15",
    [.out(0x43, 0x10), .out(0x40, 3), .clocks(2), .out(0x40, 2)] + waveform("llhh")),
  Scenario(
    "mode 0: a low gate stops counting and leaves OUT", "8254, mode 0, GATE",
    [.out(0x61, 1)] + load(0xB0, 4, 0x42) + [
      .clocks(2), .out(0x61, 0), .clocks(7), .output(2, false), .out(0x61, 1), .clocks(2),
      .output(2, false), .clocks(1), .output(2, true),
    ]),
  Scenario(
    "mode 0: a count written with the gate low is loaded", "8254, mode 0",
    load(0xB0, 4, 0x42) + [.clocks(5), .out(0x43, 0x80), .reads(0x42, 4), .reads(0x42, 0)]),
  Scenario(
    "mode 1: OUT is low for N clocks after the gate has risen", "8254, mode 1, figure 16",
    load(0xB2, 3, 0x42) + [
      .clocks(3), .output(2, true), .out(0x61, 1), .output(2, true), .clocks(1), .output(2, false),
      .clocks(2), .output(2, false), .clocks(1), .output(2, true), .clocks(9), .output(2, true),
    ]),
  Scenario(
    "mode 2: OUT is low for the last clock of N", "8254, mode 2, figure 17",
    [.out(0x43, 0x14), .output(0, true), .out(0x40, 3)] + waveform("hhlhhlhhl")),
  Scenario(
    "mode 2: a new count takes effect at the end of the period", "8254, mode 2, figure 17",
    [.out(0x43, 0x14), .out(0x40, 4), .clocks(2), .out(0x40, 5)] + waveform("hlhhhhlh")),
  Scenario(
    "mode 2: a rising gate starts the period anew, a low gate raises OUT", "8254, mode 2, GATE",
    [.out(0x61, 1)] + load(0xB4, 3, 0x42) + [
      .clocks(3), .output(2, false), .out(0x61, 0), .output(2, true), .clocks(5), .output(2, true),
      .out(0x61, 1), .clocks(2), .output(2, true), .clocks(1), .output(2, false),
    ]),
  Scenario(
    "mode 3: an even count is high and low for half of it", "8254, mode 3, figure 18",
    [.out(0x43, 0x16), .out(0x40, 4)] + waveform("hhllhhll")),
  Scenario(
    "mode 3: an odd count is high one clock longer", "8254, mode 3, figure 18",
    [.out(0x43, 0x16), .out(0x40, 5)] + waveform("hhhllhhhll")),
  Scenario(
    "mode 3: a new count takes effect at the end of the half-cycle", "8254, mode 3",
    [.out(0x43, 0x16), .out(0x40, 4), .clocks(1), .out(0x40, 6)] + waveform("hlllhhhlll")),
  Scenario(
    "mode 3: CE counts by two", "8254, mode 3, figure 18",
    [.out(0x43, 0x16), .out(0x40, 8), .clocks(2), .out(0x43, 0x00), .reads(0x40, 6)]),
  Scenario(
    "mode 4: OUT is low for one clock N + 1 clocks after the count", "8254, mode 4, figure 19",
    [.out(0x43, 0x18), .output(0, true), .out(0x40, 3)] + waveform("hhhlhhhh")),
  Scenario(
    "mode 4: the strobe comes once for each count written", "8254, mode 4",
    [.out(0x43, 0x18), .out(0x40, 1), .clocks(3), .clocks(65534)] + waveform("hhhh")
      + [.out(0x40, 1)] + waveform("hlh")),
  Scenario(
    "mode 5: the gate starts the count, OUT is low for one clock", "8254, mode 5, figure 20",
    load(0xBA, 2, 0x42) + [
      .clocks(9), .out(0x61, 1), .clocks(2), .output(2, true), .clocks(1), .output(2, false),
      .clocks(1), .output(2, true),
    ]),
  Scenario(
    "modes 6 and 7 are 2 and 3", "8254, control word format",
    [.out(0x43, 0x1C), .out(0x40, 3)] + waveform("hhlhhl") + [.out(0x43, 0x1E), .out(0x40, 4)]
      + waveform("hhllhhll")),
  Scenario(
    "the count 0 is 65536", "8254, mode definitions, minimum and maximum counts",
    load(0x34, 0) + [
      .clocks(65535), .output(0, true), .clocks(1), .output(0, false), .clocks(1),
      .output(0, true),
    ]),
  Scenario(
    "the count 0 is 10000 in decades", "8254, mode definitions, minimum and maximum counts",
    load(0x35, 0) + [.clocks(9999), .output(0, true), .clocks(1), .output(0, false)]),
  Scenario(
    "a decimal count is written and read in decades", "8254, control word format, BCD",
    load(0x31, 0x1000) + [.clocks(2), .reads(0x40, 0x99), .reads(0x40, 0x09)]),
  Scenario(
    "both bytes are read low first", "8254, read operations",
    load(0x30, 0x1234) + [.clocks(1), .reads(0x40, 0x34), .reads(0x40, 0x12), .reads(0x40, 0x34)]),
  Scenario(
    "the low or the high byte alone", "8254, control word format, RW",
    [.out(0x43, 0x20), .out(0x40, 0x12), .clocks(1), .reads(0x40, 0x12), .reads(0x40, 0x12)]
      + [.out(0x43, 0x10), .out(0x40, 0x34), .clocks(1), .reads(0x40, 0x34), .reads(0x40, 0x34)]),
  Scenario(
    "a latched count stands while the counter goes on", "8254, counter latch command",
    load(0x30, 0x0100) + [
      .clocks(1), .out(0x43, 0x00), .clocks(5), .reads(0x40, 0x00), .clocks(5), .reads(0x40, 0x01),
      .reads(0x40, 0xF6),
    ]),
  Scenario(
    "a second latch command before the read is ignored", "8254, counter latch command",
    load(0x30, 0x0100) + [
      .clocks(1), .out(0x43, 0x00), .clocks(5), .out(0x43, 0x00), .reads(0x40, 0x00),
      .reads(0x40, 0x01),
    ]),
  Scenario(
    "a latch command reaches one counter alone", "8254, counter latch command",
    load(0x30, 0x0100) + [.clocks(1), .out(0x43, 0x40), .clocks(1), .reads(0x40, 0xFF)]),
  Scenario(
    "the control word sets the read and write order back to the low byte",
    "8254, programming the 8254",
    load(0x30, 0x1234) + [.clocks(1), .reads(0x40, 0x34)] + load(0x30, 0x5678)
      + [.clocks(1), .reads(0x40, 0x78)]),
  Scenario(
    "read-back latches counts of several counters", "8254, read-back command",
    load(0x30, 0x0100) + [.out(0x61, 1)] + load(0xB0, 0x0200, 0x42) + [
      .clocks(1), .out(0x43, 0xDA), .clocks(9), .reads(0x40, 0x00), .reads(0x40, 0x01),
      .reads(0x42, 0x00), .reads(0x42, 0x02),
    ]),
  Scenario(
    "status: OUT, null count, access, mode, BCD", "8254, status byte, figure 11",
    [.out(0x43, 0x35), .out(0x43, 0xE2), .reads(0x40, 0xF5)]
      + [.out(0x40, 0x10), .out(0x40, 0), .clocks(1), .out(0x43, 0xE2), .reads(0x40, 0xB5)]),
  Scenario(
    "null count is set by the second byte and cleared by the load", "8254, figure 12",
    load(0x30, 0x0010) + [
      .out(0x43, 0xE2), .reads(0x40, 0x70), .clocks(1), .out(0x43, 0xE2), .reads(0x40, 0x30),
      .out(0x40, 0x20), .out(0x43, 0xE2), .reads(0x40, 0x30), .out(0x40, 0), .out(0x43, 0xE2),
      .reads(0x40, 0x70),
    ]),
  Scenario(
    "with both latched, status is read first", "8254, read-back command",
    load(0x30, 0x0102) + [
      .clocks(1), .out(0x43, 0xC2), .reads(0x40, 0x30), .reads(0x40, 0x02), .reads(0x40, 0x01),
    ]),
  Scenario(
    "the control word can't be read", "8254, figure 6: no operation, three-state",
    [.reads(0x43, 0xFF)]),
  Scenario(
    "counter 0 interrupts once a period in mode 2", "PC wiring: OUT 0 is IRQ 0",
    [.out(0x20, 0x13), .out(0x21, 0x20), .out(0x21, 0x03)] + load(0x34, 100) + [
      .clocks(100), .quiet, .clocks(1), .serves(0x20), .quiet, .clocks(99), .quiet, .clocks(1),
      .serves(0x20),
    ]),
  Scenario(
    "port 61h shows OUT of counter 2 and keeps its low bits", "82371SB, NMISC",
    [.out(0x61, 0xF3)] + load(0xB0, 2, 0x42) + [
      .reads(0x61, 0x03), .clocks(3), .reads(0x61, 0x23), .clocks(15), .reads(0x61, 0x33),
    ]),
]

@Test("8254", arguments: rows)
func intervalTimer(_ row: Scenario) { row.run() }

/// Every mode, access, small and large counts and gates: many clocks at once are many single ones.
@Test func fastForwardIsClockByClock() {
  let seed: UInt64 = 0x8253
  var random = SplitMix(seed: seed)
  for _ in 0..<300 {
    var fast = TimerCounter()
    fast.configure(Bits(truncating: random.next() & 0x0F | 0x30))
    random.act(on: &fast)
    var slow = fast
    for _ in 0..<4 {
      let clocks = Int(random.next() % (random.next() % 16 == 0 ? 12000 : 40))
      fast.advance(by: clocks)
      for _ in 0..<clocks { slow.clock() }
      let same = fast.isEqual(to: slow).known
      guard same == true else {
        Issue.record("seed \(seed): \(clocks) clocks\nfast \(fast)\nslow \(slow)")
        return
      }
      random.act(on: &fast)
      slow = fast
    }
  }
}

/// OUT does not change before the clock that is announced, and some announced clock changes it.
@Test func announcedChangeIsNotLate() {
  var random = SplitMix(seed: 0x8254)
  var changes = 0
  for _ in 0..<500 {
    var counter = TimerCounter()
    counter.configure(Bits(truncating: random.next() & 0x0F | 0x30))
    random.act(on: &counter)
    for _ in 0..<6 {
      let before = counter.output.known
      guard let distance = counter.clocksToChange else {
        counter.advance(by: 5000)
        #expect(counter.output.known == before)
        break
      }
      counter.advance(by: distance - 1)
      #expect(counter.output.known == before)
      counter.clock()
      if counter.output.known != before { changes += 1 }
    }
  }
  #expect(changes > 500)
}

extension SplitMix {
  /// Writes a count or half of one, or moves the gate, or does nothing.
  fileprivate mutating func act(on counter: inout TimerCounter) {
    let small = next() % 3 != 0
    let low = small ? next() % 10 : next() & 0x99
    switch next() % 6 {
    case 0, 1, 2:
      counter.write(Bits(low))
      counter.write(small ? 0 : Bits(next() & 0x19))
    case 3: counter.write(Bits(low))
    case 4: counter.drive(gate: !counter.gate)
    default: break
    }
  }
}
