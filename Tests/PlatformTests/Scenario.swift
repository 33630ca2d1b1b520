import Logic
import Testing

@testable import Platform

/// One thing done to the devices or seen of them.
enum Step {
  /// A byte, word or doubleword written to a port.
  case out(UInt16, UInt8)
  case out16(UInt16, UInt16)
  case out32(UInt16, UInt32)
  /// A read of a port and what it must give.
  case reads(UInt16, UInt8)
  case reads16(UInt16, UInt16)
  case reads32(UInt16, UInt32)
  case raise(Int)
  case lower(Int)
  case pulse(Int)
  case glitch(Int)
  /// INTR is high, and the acknowledge cycle gives this vector.
  case serves(UInt8)
  /// INTR is low.
  case quiet
  /// So many clocks of the 8254.
  case clocks(Int)
  /// OUT of a counter.
  case output(Int, Bool)
}

/// A row of a device's table of tests.
struct Scenario: CustomTestStringConvertible, Sendable {
  let description: String
  /// The datasheet or specification and its section.
  let source: String
  let steps: [Step]

  init(_ description: String, _ source: String, _ steps: [Step]) {
    self.description = description
    self.source = source
    self.steps = steps
  }

  var testDescription: String { "\(description) (\(source))" }

  func run(on devices: Devices = Devices()) {
    var devices = devices
    for (index, step) in steps.enumerated() {
      step.run(on: &devices, "step \(index) of '\(description)': \(step)")
    }
  }
}

extension Step {
  func run(on devices: inout Devices, _ place: String) {
    let comment = Comment(rawValue: place)
    switch self {
    case .out(let port, let value): devices.write(port, Bits<8>(UInt64(value)))
    case .out16(let port, let value): devices.write(port, Bits<16>(UInt64(value)))
    case .out32(let port, let value): devices.write(port, Bits<32>(UInt64(value)))
    case .reads(let port, let value):
      #expect((devices.read(port) as Bits<8>).known == UInt64(value), comment)
    case .reads16(let port, let value):
      #expect((devices.read(port) as Bits<16>).known == UInt64(value), comment)
    case .reads32(let port, let value):
      #expect((devices.read(port) as Bits<32>).known == UInt64(value), comment)
    case .raise(let line): devices.interrupts.drive(line, true)
    case .lower(let line): devices.interrupts.drive(line, false)
    case .pulse(let line): devices.interrupts.pulse(line)
    case .glitch(let line): devices.interrupts.glitch(line)
    case .serves(let vector):
      #expect(devices.interrupts.output.known == true, comment)
      #expect(devices.interrupts.acknowledge().known == UInt64(vector), comment)
    case .quiet: #expect(devices.interrupts.output.known == false, comment)
    case .clocks(let count): devices.advance(by: count)
    case .output(let counter, let level):
      let timer = devices.timer
      let counters = [timer.counter0, timer.counter1, timer.counter2]
      #expect(counters[counter].output.known == level, comment)
    }
  }
}
