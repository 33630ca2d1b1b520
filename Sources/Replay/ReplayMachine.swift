import Logic
import Models
import Platform
import Processor

/// What a trace can't be carried out for.
public enum ReplayError: Error, CustomStringConvertible {
  case unknownSpecification(String)
  case tooManyLines(Int)
  case unknownStep(String, at: Int)
  /// The trace has no such run: its number, and how many there are.
  case noRun(Int, of: Int)
  /// A word of the protocol's state that the trace leaves out.
  case missing(String, String)
  case otherSort(String, String)
  /// An image has a device for some inputs of the 8259 alone.
  case tooManyDevices(Int)
  case tooLong(Int)
  case assembly(AssemblyError)

  public var description: String {
    switch self {
    case .unknownSpecification(let name):
      "a trace of “\(name)”: expected “complete save set, CPU” or “paper's save set, CPU”, with 486, pentium, pentium-ii or pentium-iii for CPU"
    case .tooManyLines(let count):
      "\(count) interrupt lines: expected 7 at most, the inputs of one 8259 beside the cascade"
    case .unknownStep(let name, let number):
      "“\(name)” as step \(number): expected a step of the switch's protocol"
    case .noRun(let number, let count):
      "\(count == 1 ? "one run" : "\(count) runs"): expected a run \(number)"
    case .missing(let path, let name):
      "states without “\(path)”: expected every word of the protocol's state with “\(name)”"
    case .otherSort(let path, let name):
      "“\(path)” of another sort: expected that of the protocol's state with “\(name)”"
    case .tooManyDevices(let count):
      "\(count) interrupt lines: expected 3 at most for an image, the timer's and two serial ports'"
    case .tooLong(let bytes):
      "a trace whose script takes \(bytes) bytes in an image: expected \(ImageMap.scriptSize) at most"
    case .assembly(let error): "\(error)"
    }
  }
}

/// Ports with the two 8259s behind them.
struct ReplayPorts: Ports {
  var devices = Devices()

  mutating func read<let width: Int>(_ port: UInt16) -> Bits<width> { devices.read(port) }
  mutating func write<let width: Int>(_ port: UInt16, _ value: Bits<width>) {
    devices.write(port, value)
  }
  var interruptRequest: Bool { devices.interrupts.output.known == true }
  mutating func acknowledge() -> UInt8 {
    UInt8(truncatingIfNeeded: devices.interrupts.acknowledge().known ?? 0xFF)
  }
}

/// Two small OSes on a processor and a platform, with the switch routine between them.
///
/// What an OS's own software does in a step of a trace (it may do anything) is put into the registers
/// and memory; what the processor, the 8259s and the switch do is carried out by them.
struct ReplayMachine: Sendable {
  let layout: Layout
  let routine: Routine
  let items: [Item]
  /// Lines of the trace by inputs of the master 8259.
  let inputs: [UInt64: UInt8]
  var cpu: Processor
  /// Where the frames of the interrupts and traps are that an OS has entered, outermost first.
  var frames: [OS: [UInt32]] = [.os1: [], .os2: []]
  var hasStack: [OS: Bool] = [.os1: true, .os2: true]
  var isHalted: [OS: Bool] = [.os1: false, .os2: false]
  var running = OS.os1
  /// Lines in service, outermost first.
  var serving: [UInt64] = []
  /// A number that has not been used for anything.
  var counter: UInt64 = 0x1000
  /// Instructions carried out.
  var instructions = 0
  /// Whether the processor is kept as it is before the first instruction or delivery of a step.
  var isRecording = false
  /// That processor: all that an OS's software did in the step is done.
  var prepared: Processor?

  init(
    _ layout: Layout, _ routine: Routine, _ items: [Item], inputs: [UInt64: UInt8]
  ) {
    self.layout = layout
    self.routine = routine
    self.items = items
    self.inputs = inputs
    var memory = layout.memory(entry: routine.entry)
    for section in routine.sections {
      let offset = section.linear - layout.region.linear
      memory.load(section.bytes, at: layout.region.physical + offset)
    }
    cpu = Processor(layout.generation, memory: memory)
    var ports = ReplayPorts()
    // ICW1 to ICW4: vectors from 20h, fully nested, nothing masked.
    for (port, bytes) in [
      (0x20, [0x11]), (0x21, [0x20, 4, 1, 0]), (0xA0, [0x11]), (0xA1, [0x28, 2, 1, 0]),
    ] {
      for byte in bytes { ports.write(UInt16(port), Bits<8>(UInt64(byte))) }
    }
    cpu.ports = ports
  }

  // MARK: Numbers

  mutating func fresh() -> UInt64 {
    counter += 1
    return counter
  }

  func linear(_ address: UInt32, _ os: OS) -> UInt32 { layout[os].physical(address)! }

  /// A doubleword of an OS's memory by its linear address.
  subscript(address: UInt32, os: OS) -> UInt64 {
    get { (cpu.memory[linear(address, os)] as Bits<32>).known ?? 0 }
    set { cpu.memory[linear(address, os)] = Bits<32>(truncating: newValue) }
  }

  /// A word that stands for all of an OS's own memory.
  func memoryWord(_ os: OS) -> UInt32 { userPages(os).linear + 0x3000 }

  func userPages(_ os: OS) -> Layout.Pages { layout[os].pages.first { $0.isUser && !$0.isLarge }! }

  var phaseAddress: UInt32 { UInt32(truncatingIfNeeded: cpu.eip.known ?? 0) }

  // MARK: The controller

  mutating func withPorts(_ body: (inout ReplayPorts) -> Void) {
    var ports = cpu.ports as! ReplayPorts
    body(&ports)
    cpu.interruptRequest = ports.interruptRequest
    cpu.ports = ports
  }

  var controllers: InterruptControllers { (cpu.ports as! ReplayPorts).devices.interrupts }

  /// An edge on a line of the trace.
  mutating func raise(_ line: UInt64) {
    let input = Int(inputs[line]!)
    if isRequested(line) { return }
    withPorts { ports in
      ports.devices.interrupts.drive(input, false)
      ports.devices.interrupts.drive(input, true)
    }
  }

  func isRequested(_ line: UInt64) -> Bool {
    controllers.master.requests.bit(Int(inputs[line]!)).known == true
  }

  /// Carries out the processor's next step with the line as the only request: which of several goes
  /// first is left open by the protocol, and here comes by when the devices raise theirs.
  mutating func take(_ line: UInt64) -> Outcome {
    let others = inputs.keys.filter { $0 != line && isRequested($0) }
    let held = others.map { Int(inputs[$0]!) }
    withPorts { ports in
      for input in held { ports.devices.interrupts.drive(input, false) }
    }
    let outcome = step()
    for other in others.sorted() { raise(other) }
    return outcome
  }

  mutating func step() -> Outcome {
    instructions += 1
    if isRecording, prepared == nil { prepared = cpu }
    return cpu.step()
  }
}

// MARK: - What an OS's software does

extension ReplayMachine {
  /// Puts code bytes where the processor is about to fetch.
  mutating func put(_ bytes: [UInt8], at address: UInt32) {
    // Where nothing is mapped the fetch faults, and the comparison says so.
    guard let pages = layout[running].pages(at: address) else { return }
    cpu.memory.load(bytes, at: address - pages.linear + pages.physical)
  }

  /// A place for code that has not been used yet; a byte before it is free as well.
  mutating func place(_ mode: Mode) -> UInt32 {
    let number = UInt32(truncatingIfNeeded: fresh())
    if mode == .user { return userPages(running).linear + 8 + 16 * (number % 0x200) }
    return layout[running].routines + 0x808 + 16 * (number % 0x70)
  }

  /// New values for all that code of a privilege can change.
  mutating func compute(_ mode: Mode, loadsSegments: Bool) {
    for register in Register.allCases where register != .esp {
      let value = fresh()
      cpu[register] = Bits(value)
    }
    if mode == .user {
      cpu[.esp] = Bits(fresh())
    } else if hasStack[running]! {
      cpu[.esp] = cpu[.esp] - 16
    }
    cpu.eip = Bits(UInt64(place(mode)))
    for (index, flag) in [Flag.cf, .pf, .af, .zf, .sf, .df, .of].enumerated() {
      let isSet = fresh() >> UInt64(index % 3) & 1 != 0
      cpu.eflags[flag] = Formula(isSet)
    }
    cpu.floatingPoint.significands[0] = Bits(fresh())
    if layout.generation.has(.pentiumIII) {
      cpu.floatingPoint.xmm[0] = Bits(fresh())
      cpu.floatingPoint.mxcsr = Bits(fresh() & 0x3F | 0x1F80)
    }
    if loadsSegments { self.loadSegments() }
    self[memoryWord(running), running] = fresh()
    if mode == .kernel { computeSystem(loadsSegments: loadsSegments) }
  }

  private mutating func loadSegments() {
    for segment in [Segment.ds, .es, .fs, .gs] {
      let choices: [UInt16] = [
        layout[running].selectors.userData, layout[running].selectors.thread, 0,
      ]
      load(segment, choices[Int(fresh() % 3)])
    }
  }

  /// A data segment register with the part that goes with the selector.
  mutating func load(_ segment: Segment, _ selector: UInt16) {
    let value = Bits<16>(UInt64(selector))
    cpu[segment] =
      selector < 4 ? .null(value) : register(value, self[descriptor: selector, running])
  }

  /// The descriptor of a selector, low doubleword first.
  subscript(descriptor selector: UInt16, os: OS) -> (low: UInt64, high: UInt64) {
    get {
      let entry = layout[os].entry(selector)
      return (self[entry, os], self[entry + 4, os])
    }
    set {
      let entry = layout[os].entry(selector)
      self[entry, os] = newValue.low
      self[entry + 4, os] = newValue.high
    }
  }

  func register(
    _ selector: Bits<16>, _ descriptor: (low: UInt64, high: UInt64)
  ) -> SegmentRegister {
    let (low, high) = descriptor
    let base = high & 0xFF00_0000 | high << 16 & 0xFF_0000 | low >> 16
    let limit = high & 0xF_0000 | low & 0xFFFF
    let bytes = high >> 23 & 1 == 1 ? limit << 12 | 0xFFF : limit
    return SegmentRegister(
      selector: selector, base: Bits(base), limit: Bits(bytes), rights: Bits(high >> 8 & 0xF0FF))
  }

  private mutating func computeSystem(loadsSegments: Bool) {
    // NE, TS, EM, MP, AM; TSD, DE, MCE.
    let bits = fresh()
    cpu.cr0 = Bits(0x8001_0011 | bits & 0x2E | (bits & 1) << 18)
    cpu.cr2 = Bits(fresh())
    if layout.generation.has(.pentium) {
      cpu.cr4 = (cpu.cr4 & ~0x4C) | Bits(fresh() & 0x4C)
    }
    cpu.debug.dr0 = Bits(fresh())
    cpu.debug.dr1 = Bits(fresh())
    cpu.debug.dr2 = Bits(fresh())
    cpu.debug.dr3 = Bits(fresh())
    cpu.debug.dr6 = Bits(0xFFFF_0FF0 | fresh() & 0xF)
    cpu.debug.dr7 = Bits(0x400 | (fresh() & 0xFF) << 16)
    if layout.generation.has(.pentiumII) {
      cpu.sysenter.cs = Bits(fresh())
      cpu.sysenter.esp = Bits(fresh())
      cpu.sysenter.eip = Bits(fresh())
    }
    guard loadsSegments else { return }
    let local = layout[running].selectors.local
    cpu.ldtr =
      fresh() & 1 == 0 ? .null(0) : register(Bits(UInt64(local)), self[descriptor: local, running])
  }

  /// Gives the threads' segment another base.
  mutating func editDescriptors() {
    let selector = layout[running].selectors.thread
    let base = fresh()
    self[descriptor: selector, running] = (
      (base & 0xFFFF) << 16 | 0xFFFF, 0xCF_F300 | base >> 16 & 0xFF
    )
  }

  /// No stack at all: what the TSS names is not mapped.
  mutating func loseStack() {
    hasStack[running] = false
    self[layout[running].tss + 4, running] = 0x0000_0800
  }
}
