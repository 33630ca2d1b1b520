import Logic
import Models
import Platform
import Processor
import Specification

/// A trace as an image that a bare machine boots: both small OSes, the switch routine, and a monitor
/// that takes the machine through the schedule and compares it with the trace after every step.
///
/// An OS's own software, which may do anything, is the monitor's writes to registers and memory, as
/// in ``Replayer``. Interrupts are real ones: a device's line rises, the 8259 passes it on, the
/// processor takes it. The devices are the 8254's counter 0 (IRQ 0) and the serial ports (IRQ 3, 4),
/// whose transmitter's interrupt is let in when the trace has the device raise its line. The
/// protocol leaves open when a request that may be taken is taken, so requests that the trace
/// takes later are held back at the 8259's mask.
public struct ReplayImage {
  private var run: TraceRun
  private let monitor: Assembled
  private var script: ImageScript
  /// The memory at the start.
  private var memory: PhysicalMemory
  private let initial: Processor
  /// Each OS as it was when it was stopped last.
  private var stopped: [OS: Processor]
  private var number = 0
  /// Inputs that are masked but for the trace's.
  private var held: UInt8 = 0
  private var stackIsGone = false
  private var isDown = false

  /// - Parameter number: of the run, from 0
  public init(_ trace: Trace, run number: Int = 0) throws(ReplayError) {
    run = try TraceRun(trace, number, isImage: true)
    let machine = run.replayer.machine
    let generation = machine.layout.generation
    do {
      monitor = try Monitor(generation, first: machine.layout.os1).program.assembled()
    } catch { throw .assembly(error) }
    precondition(monitor.bytes.count <= 0x2000, "the monitor reaches into its own state")
    script = ImageScript(monitor.labels)
    memory = machine.cpu.memory
    initial = machine.cpu
    stopped = [.os2: run.replayer.second]
    script.text("replay of \(trace.specification)\n")
    begin()
    while !run.isOver, !isDown { try step() }
    if !isDown { end() }
    try finish()
  }

  private var entry: UInt32 { monitor.labels["start"]! }
  /// A multiboot kernel, ELF32.
  public var multiboot: [UInt8] { MultibootFile(memory, entry: entry).bytes }
  /// A ROM that is run from the reset vector.
  public func rom() throws(ReplayError) -> [UInt8] {
    do { return try BootROM(memory, entry: entry).bytes() } catch { throw .assembly(error) }
  }

  private var machine: ReplayMachine { run.replayer.machine }

  // MARK: The start

  private mutating func begin() {
    initialiseDevices()
    // The hidden parts of an OS that has edited its table are those of the table before.
    let thread = machine.layout[.os1].entry(machine.layout.os1.selectors.thread)
    let place = machine.linear(thread, .os1)
    let descriptor = [place, place + 4].map { machine.word(at: $0) }
    if machine.cpu[.ds].selector.known == UInt64(machine.layout.os1.selectors.thread) {
      let base = UInt32(machine.cpu[.ds].base.known ?? 0)
      script.write(descriptor[0].address, base << 16 | 0xFFFF)
      script.write(descriptor[1].address, 0xCF_F300 | base >> 16 & 0xFF)
    }
    script.loadSegments()
    script.loadLDTR()
    for word in descriptor { script.write(word.address, word.expected) }
    hold(except: nil)
    look("start", run.start)
  }

  /// The controller as the two OSes have it, and devices that are quiet.
  private mutating func initialiseDevices() {
    let commands: [(UInt16, [UInt8])] = [
      // Counter 0 in mode 1, which no one triggers: its output does not rise any more.
      (0x43, [0x32]), (0x40, [0, 0]),
      (0x20, [0x11]), (0x21, [0x20, 4, 1, 0xFF]), (0xA0, [0x11]), (0xA1, [0x28, 2, 1, 0xFF]),
      // 8 bits a character; no interrupt yet; OUT2.
      (0x3FB, [3]), (0x3F9, [0]), (0x3FC, [8]), (0x2FB, [3]), (0x2F9, [0]), (0x2FC, [8]),
    ]
    for (port, bytes) in commands { for byte in bytes { script.out(port, byte) } }
  }

  // MARK: A step

  private mutating func step() throws(ReplayError) {
    let before = machine
    let (step, wrong) = try run.take()
    let after = machine
    let prepared = after.prepared ?? after.cpu
    softwareWrites(from: before.cpu, to: prepared, keepsStack: before.running)
    let line = step.inputs.first { $0.name.path == "line" }?.value.word ?? 0
    let name = step.action
    if name == "a device raises a line", !before.isRequested(line) {
      raise(after.inputs[line]!)
    }
    if name.hasSuffix("ends an interrupt at the controller") { script.out(0x20, 0x20) }
    if name.contains(" computes in ") {
      if step.inputs.contains(where: { $0.name.path == "loads segments" && $0.value.word == 1 }) {
        script.loadSegments()
        if name.hasSuffix("kernel mode") { script.loadLDTR() }
      }
    }
    let isTaken = name.contains("is interrupted")
    let label = step.label.map { "\($0)  " } ?? ""
    let text = "\(label)\(name)"
    if after.isHalted[before.running]! { return pass(text, wrong) }
    if isTaken, before.running != machine.layout.owner(of: after.inputs[line]!) {
      stopped[before.running] = prepared
    }
    if isTaken {
      let isAwake = !before.isHalted[before.running]!
      if !isAwake || stackIsGone { waits(at: prepared, isAwake: isAwake, isGone: stackIsGone) }
    }
    hold(except: isTaken ? after.inputs[line] : nil)
    if after.cpu.activity == .shutdown { return shutDown(text, wrong) }
    look(text, wrong)
  }

  /// A step of a halted OS, or beside one: nothing runs that could come to a breakpoint, so it is
  /// looked at together with the next.
  private mutating func pass(
    _ text: String, _ wrong: [TraceValues.Difference], when: String = "with the next"
  ) {
    script.step("\(number)", text)
    for difference in wrong { disagree(difference) }
    if wrong.isEmpty { script.text("\(number)  \(when)  \(text)\n") }
    number += 1
  }

  /// The last step of all, after which nothing can be printed any more.
  private mutating func shutDown(_ text: String, _ wrong: [TraceValues.Difference]) {
    pass("\(text): the processor shuts down", wrong, when: "at the end")
    script.verdict()
    script.leave(ImageMap.Slot.literal.address, 0)
    isDown = true
  }

  /// What the OS's software has done to memory and registers.
  private mutating func softwareWrites(
    from before: Processor, to after: Processor, keepsStack os: OS
  ) {
    let stackPointer = machine.linear(machine.layout[os].tss + 4, os)
    for difference in after.memory.differences(from: before.memory) {
      // The monitor is entered on the stack that the TSS names: it is taken away at the end.
      if difference.address == stackPointer {
        stackIsGone = true
        continue
      }
      script.write(
        ImageMap.linear(difference.address), UInt32(difference.after.known ?? 0))
    }
    let (old, new) = (ImageState.words(before), ImageState.words(after))
    for (index, (a, b)) in zip(old, new).enumerated() where a.word != b.word {
      script.write(new[index].address, b.word)
    }
  }

  /// An interrupt that finds the OS halted, or without a stack: the monitor goes on a few bytes
  /// before, with interrupts off, and the OS's own instructions come to where it was.
  private mutating func waits(at cpu: Processor, isAwake: Bool, isGone: Bool) {
    let isKernel = cpu.cpl.known == 0
    var code: [UInt8] = []
    if isGone {
      let os = machine.running
      let tss = machine.linear(machine.layout[os].tss + 4, os)
      script.write(ImageMap.linear(tss), 0x800)
      // MOV ESP, 800h
      if isKernel { code += [0xBC, 0x00, 0x08, 0x00, 0x00] }
    }
    guard isKernel else { return }
    // STI, and HLT or a jump to itself.
    code += isAwake ? [0xFB, 0xEB, 0xFE] : [0xFB, 0xF4]
    let eip = UInt32(cpu.eip.known!)
    let start = isAwake ? eip : eip - UInt32(code.count)
    let place = ImageMap.linear(machine.physical(start))
    // A doubleword at a time; what is overwritten behind is of no use any more.
    for offset in stride(from: 0, to: code.count, by: 4) {
      var bytes = Array(code[offset..<min(offset + 4, code.count)])
      while bytes.count < 4 {
        let rest = machine.physical(start) + UInt32(offset + bytes.count)
        bytes.append(UInt8((cpu.memory[rest] as Bits<8>).known ?? 0))
      }
      let word = bytes.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      script.write(place + UInt32(offset), word)
    }
    script.write(ImageMap.Slot.eip.address, start)
    let flags = UInt32((cpu.eflags.bits as Bits<32>).known ?? 2)
    script.write(ImageMap.Slot.eflags.address, flags & ~0x200)
    // The stack pointer of a halted OS is its own; without a stack it is still what it was.
    if isGone { script.write(ImageMap.Slot.esp.address, machine.layout[machine.running].stackTop) }
  }

  // MARK: Devices

  private mutating func raise(_ input: UInt8) {
    switch input {
    case 0:
      // Mode 0 with a count of 1: the output rises a clock or two later.
      for (port, byte) in [(0x43, 0x30), (0x40, 1), (0x40, 0)] as [(UInt16, UInt8)] {
        script.out(port, byte)
      }
    case 3, 4:
      let port: UInt16 = input == 4 ? 0x3F9 : 0x2F9
      // IER: the transmitter, empty as it is, interrupts.
      for byte in [0, 2] as [UInt8] { script.out(port, byte) }
    default: preconditionFailure("an input without a device")
    }
    script.await(1 << input)
  }

  /// Masks what the trace masks, inputs that it has not, and requests that it takes later.
  private mutating func hold(except input: UInt8?) {
    held = 0
    for (line, own) in machine.inputs where own != input && machine.isRequested(line) {
      held |= 1 << own
    }
    let used = machine.inputs.values.reduce(UInt8(0)) { $0 | 1 << $1 }
    let masked = UInt8(machine.controllers.master.mask.known ?? 0)
    script.out(0x21, masked & used | ~used | held)
  }

  // MARK: Looking

  /// Lets the OS run to where the step ends, and compares.
  private mutating func look(_ text: String, _ wrong: [TraceValues.Difference]) {
    let eip = machine.phaseAddress
    script.leave(ImageMap.linear(machine.physical(eip)), eip)
    script.step("\(number)", text)
    var left = wrong
    let checks = run.replayer.imageChecks(held: held)
    for check in checks {
      let index = left.firstIndex { $0.path == check.name }
      let difference = index.map { left.remove(at: $0) }
      for (number, var word) in check.words.enumerated() {
        if number == 0, let difference { word.mistake(difference) }
        script.check(word, check.name)
      }
    }
    for difference in left { disagree(difference) }
    script.done(words: checks.reduce(0) { $0 + $1.words.count })
    number += 1
  }

  /// A wrong word of the trace that no register or memory of the machine stands for.
  private mutating func disagree(_ difference: TraceValues.Difference) {
    let address = ImageMap.Slot.literal.address
    script.write(address, UInt32(truncatingIfNeeded: difference.meant))
    var word = ImageCheck.Word(address: address, expected: 0)
    word.expected = UInt32(truncatingIfNeeded: difference.trace)
    script.check(word, difference.path)
  }

  // MARK: The end

  private mutating func end() {
    if let context = stopped[machine.running] {
      for (item, word) in run.replayer.lostWords(context) {
        let text =
          "=> \(item.name) is not what \(machine.running.title) had when it was stopped\n"
        var found = word
        if let segment = word.segment {
          script.peek(segment, word.address)
          found.address = ImageMap.Slot.literal.address
        }
        script.unless(found, text)
      }
    }
    script.verdict()
    script.stop()
  }

  /// Puts the monitor, its state and its script into memory, and itself behind both OSes' gates.
  private mutating func finish() throws(ReplayError) {
    let bytes = script.bytes(at: ImageMap.script)
    guard bytes.count <= ImageMap.scriptSize else { throw .tooLong(bytes.count) }
    memory.load(bytes, at: ImageMap.script)
    memory.load(monitor.bytes, at: ImageMap.monitor)
    memory.load(ImageMap.beaconWord.bytes, at: ImageMap.beacon)
    for (address, word) in ImageState.words(initial) { memory.load(word.bytes, at: address) }
    for os in OS.allCases {
      let side = machine.layout[os]
      side.setGate(&memory, 3, to: monitor.labels["breakpoint"]!)
      let gate = side.physical(side.idt + 8 * 3)! + 4
      // Privilege level 3: user code has breakpoints too.
      memory[gate] = (memory[gate] as Bits<32>) | 0x6000
      for vector in 0..<Layout.firstVector where vector != 3 {
        memory.load([0xCC], at: side.physical(side.exceptionRoutine(vector))!)
      }
      for line in 0..<Layout.lineCount {
        memory.load([0xCC], at: side.physical(side.routine(line))!)
      }
    }
  }
}
