import Logic
import TestSupport
import Testing

@testable import Platform

private let mechanism = "PCI 2.2, 3.2.2.3.2"

private let rows: [Scenario] = [
  Scenario(
    "CONFIG_ADDRESS reads back, its reserved bits as zero", mechanism,
    [.out32(0xCF8, 0xFFFF_FFFF), .reads32(0xCF8, 0x80FF_FFFC)]),
  Scenario(
    "narrower writes to CF8h do not reach CONFIG_ADDRESS", mechanism,
    [
      .out32(0xCF8, 0x8000_0004), .out(0xCF8, 0x08), .out16(0xCF8, 0x0008),
      .reads32(0xCF8, 0x8000_0004),
    ]),
  Scenario(
    "narrower reads of CF8h are unanswered", mechanism,
    [.out32(0xCF8, 0x8000_0004), .reads(0xCF8, 0xFF), .reads16(0xCF8, 0xFFFF)]),
  Scenario(
    "vendor and device of the function named", mechanism,
    [.out32(0xCF8, 0x8000_0000), .reads32(0xCFC, 0x1237_8086)]),
  Scenario(
    "the low bits of the data port choose the byte", mechanism,
    [
      .out32(0xCF8, 0x8000_0000), .reads(0xCFD, 0x80), .reads16(0xCFE, 0x1237),
      .out32(0xCF8, 0x8000_0008), .reads(0xCFF, 0x06),
    ]),
  Scenario(
    "without the enable bit the data port is unanswered", mechanism,
    [.out32(0xCF8, 0x0000_0000), .reads32(0xCFC, 0xFFFF_FFFF)]),
  Scenario(
    "an absent device, function or bus reads as ones and ignores writes", mechanism,
    [
      .out32(0xCF8, 0x8000_0800), .reads32(0xCFC, 0xFFFF_FFFF), .out32(0xCFC, 0),
      .reads32(0xCFC, 0xFFFF_FFFF), .out32(0xCF8, 0x8000_0100), .reads32(0xCFC, 0xFFFF_FFFF),
      .out32(0xCF8, 0x8001_0000), .reads32(0xCFC, 0xFFFF_FFFF),
    ]),
  Scenario(
    "a read-only register ignores writes", mechanism,
    [.out32(0xCF8, 0x8000_0000), .out32(0xCFC, 0), .reads32(0xCFC, 0x1237_8086)]),
  Scenario(
    "a write changes the writable bits of the bytes written alone", "PCI 2.2, 6.2.2",
    [
      .out32(0xCF8, 0x8000_0004), .out(0xCFC, 0xFF), .reads32(0xCFC, 0x0280_0046),
      .out(0xCFD, 0x01), .reads32(0xCFC, 0x0280_0146),
    ]),
  Scenario(
    "the debug port reads E9h", "Bochs, port_e9_hack", [.reads(0xE9, 0xE9)]),
  Scenario(
    "a port that nothing answers reads as ones and ignores writes", "the platform",
    [
      .out32(0x1234, 0), .reads(0x1234, 0xFF), .reads16(0x1234, 0xFFFF),
      .reads32(0x1234, 0xFFFF_FFFF),
    ]),
  Scenario(
    "a wide access is one to each port that it covers", "ISA bus: bytes",
    [.out16(0x20, 0x2011), .out(0x21, 0x04), .out(0x21, 0x01), .reads16(0x20, 0x0000)]),
]

@Test("ports", arguments: rows)
func ports(_ row: Scenario) { row.run() }

@Test func onesClearStatusBits() {
  var space = ConfigurationSpace(device: 3, function: 1)
  space.set(0x06, 2, 0xF900, clearable: 0xF900)
  Scenario(
    "status bits are cleared by writing ones", "PCI 2.2, 6.2.3",
    [
      .out32(0xCF8, 0x8000_1904), .out16(0xCFE, 0x4000), .reads16(0xCFE, 0xB900),
      .out16(0xCFE, 0x0000), .reads16(0xCFE, 0xB900),
    ]
  ).run(on: Devices(functions: [.hostBridge, space]))
}

/// The transmitter's interrupt as software raises it (PC16450C datasheet, IER, IIR, MCR).
@Test func serialPortInterruptsWhenItsTransmitterIsLetIn() {
  Scenario(
    "an empty transmitter interrupts once its interrupt is let in", "PC16450C, 8.5 to 8.8",
    [
      .out(0x20, 0x11), .out(0x21, 0x20), .out(0x21, 4), .out(0x21, 1), .out(0x21, 0),
      .out(0x3FB, 3), .out(0x3FC, 8), .reads(0x3FA, 0x01), .reads(0x3FD, 0x60), .quiet,
      .out(0x3F9, 2), .serves(0x24),
      // In service; another edge waits.
      .out(0x3F9, 0), .out(0x3F9, 2), .quiet, .out(0x20, 0x20), .serves(0x24),
      .out(0x20, 0x20), .reads(0x3FA, 0x02), .reads(0x3FA, 0x01),
      // A character is gone at once.
      .out(0x3F8, 0x41), .serves(0x24), .out(0x20, 0x20),
      // Without OUT2 nothing comes through.
      .out(0x3FC, 0), .out(0x3F8, 0x42), .quiet, .reads(0x3FA, 0x02),
      // The divisor is in the place of the first two registers.
      .out(0x3FB, 0x83), .out(0x3F8, 0x0C), .out(0x3F9, 0), .reads(0x3F8, 0x0C), .out(0x3FB, 3),
      .reads(0x3F9, 2), .out(0x3FF, 0x5A), .reads(0x3FF, 0x5A), .reads(0x3F8, 0),
      .reads(0x3FE, 0),
      // COM2 is IRQ 3.
      .out(0x2FC, 8), .out(0x2F9, 2), .serves(0x23),
    ]
  ).run()
}

@Test func debugPortCollectsBytes() {
  var devices = Devices()
  devices.write(0xE9, 0x41 as Bits<8>)
  devices.write(0xE8, 0x4243 as Bits<16>)
  #expect(devices.debugOutput.map { $0.known } == [0x41, 0x42])
}

/// A device's functions on variables, evaluated, give what they give on the numbers.
@Test(arguments: 0..<200) func symbolicDevicesAgree(_ seed: UInt64) {
  var random = SplitMix(seed: seed)
  let shape = Devices()
  let symbolic = shape.variables("d")
  var assignment: [String: Constant] = ["value": .word(random.next() & 0xFF)]
  for name in shape.names("d") {
    if case .memory = name.sort { continue }
    assignment[name.path] = .word(random.next() & name.sort.mask)
  }
  // CE below 10000 and the slots of the 8259s' initialization as they can be.
  for counter in 0..<3 {
    let element = assignment["d.timer.counter\(counter).element"]!.word % 10000
    assignment["d.timer.counter\(counter).element"] = .word(element)
  }
  let value = Bits<8>.variable("value")
  var evaluation = Evaluation(assignment)
  var known = evaluation.known(symbolic)
  let knownValue = evaluation.known(value)
  var terms = symbolic
  let port = [
    0x20, 0x21, 0xA0, 0xA1, 0x40, 0x43, 0x61, 0xCFC, 0x4D0, 0x3F8, 0x2F9, 0x3FA, 0x2FC,
  ][Int(random.next() % 13)]
  terms.write(UInt16(port), value)
  known.write(UInt16(port), knownValue)
  let termRead: Bits<8> = terms.read(UInt16(port))
  let knownRead: Bits<8> = known.read(UInt16(port))
  let termVector = terms.interrupts.acknowledge()
  let knownVector = known.interrupts.acknowledge()
  terms.advance(by: 1)
  known.timer.counter0.clock()
  known.timer.counter1.clock()
  known.timer.counter2.clock()
  known.timer.clocks += 1
  known.interrupts.drive(0, known.timer.output)
  #expect(evaluation.known(termRead).known == knownRead.known, "read of \(port)")
  #expect(evaluation.known(termVector).known == knownVector.known, "vector after \(port)")
  #expect(evaluation.known(terms).isEqual(to: known).known == true, "state after \(port)")
}

/// Each structure's table of fields lists every stored property.
@Test func fieldsAreComplete() {
  func check<S: Structure>(_ value: S) {
    #expect(Mirror(reflecting: value).children.map { $0.label! } == S.fields.map(\.name))
  }
  check(InterruptController())
  check(InterruptControllers())
  check(TimerCounter())
  check(IntervalTimer())
  check(SerialPort())
  check(ConfigurationSpace.hostBridge)
  check(ConfigurationPorts())
  check(Devices())
}
