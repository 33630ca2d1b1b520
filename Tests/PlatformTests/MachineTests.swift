import Foundation
import Logic
import Processor
import Testing

@testable import Platform

/// A machine with a program in its ROM.
private func machine(
  _ program: String, parameter: UInt8 = 0, schedule: String = ""
) throws -> Machine {
  let rom = Program.rom(program, parameter: parameter)
  let image = try Image(rom, file: "rom", mebibytes: 1)
  return Machine(
    .pentiumIII, image: image, mebibytes: 1, schedule: try Schedule(schedule, file: "s.yaml"))
}

private func text(_ machine: Machine) -> String {
  String(decoding: machine.devices.debugOutput.map { UInt8($0.known!) }, as: UTF8.self)
}

@Test func resetVectorIsEnteredAtTheTopOfMemory() throws {
  var machine = try machine("FA F4")
  #expect(machine.run(until: 0) == .limit)
  #expect(machine.processor.linearAddress == 0xFFFF_FFF0)
  #expect(machine.run(until: 1) == .limit)
  #expect(machine.processor.linearAddress == 0xF0000)
  #expect(machine.run(until: 100) == .halted)
  #expect(machine.time == 3)
}

@Test func memoryMapHasRAMHoleAndROM() throws {
  let machine = try machine("FA F4")
  func byte(_ address: UInt32) -> UInt64? {
    (machine.processor.memory[address] as Bits<8>).known
  }
  #expect(byte(0x9FFFF) == 0)
  #expect(byte(0xA0000) == 0xFF)
  #expect(byte(0xEFFFF) == 0xFF)
  #expect(byte(0xF0000) == 0xFA)
  #expect(byte(0xFFFF_0001) == 0xF4)
  #expect(byte(0x10_0000) == 0xFF)
}

@Test func unknownInstructionEndsWithItsBytes() throws {
  var machine = try machine("0F 0A 01 02")
  guard case .unknownInstruction(let bytes, let address) = machine.run(until: 100) else {
    Issue.record("the run went on")
    return
  }
  #expect(bytes.prefix(4) == [0x0F, 0x0A, 0x01, 0x02])
  #expect(address == 0xF0000)
}

/// The first timer interrupt comes 101 clocks after its count was written, the next 100 later.
@Test func timerWakesTheProcessor() throws {
  var machine = try machine(Program.interrupts, parameter: 3)
  #expect(machine.run(until: 100_000) == .halted)
  #expect(text(machine) == "aaa")
  #expect((1200...1600).contains(machine.time), "\(machine.time)")
}

@Test func timerRunsAtTheScheduledRate() throws {
  var machine = try machine(
    Program.interrupts, parameter: 3, schedule: "instructionsPerClock: 100")
  #expect(machine.run(until: 100_000) == .halted)
  #expect(text(machine) == "aaa")
  #expect((30000...31000).contains(machine.time), "\(machine.time)")
}

/// A schedule and what the handlers write before the given number of interrupts is reached.
private let schedules: [(String, events: String, UInt8, output: String)] = [
  ("an interrupt at a time", "- {before: 200, interrupt: 5}", 2, "fa"),
  ("an interrupt of the slave", "- {before: 200, interrupt: 12}", 2, "ma"),
  ("an NMI", "- {before: 200, nmi: true}", 2, "Na"),
  (
    "two at once by priority", "- {before: 200, interrupt: 7}\n- {before: 200, interrupt: 3}", 3,
    "dha"
  ),
  ("a spurious interrupt of the master", "- {before: 200, spurious: 3}", 2, "ha"),
  ("a spurious interrupt of the slave", "- {before: 200, spurious: 9}", 2, "pa"),
  ("a line that falls too early", "- {before: 1, raise: 5}\n- {before: 9, lower: 5}", 1, "a"),
  ("a line that is held", "- {before: 200, raise: 5}", 3, "faa"),
  ("an NMI with interrupts off", "- {before: 120, nmi: true}", 1, "Na"),
  ("before the instruction at an address", "- {at: 0xF005C, nmi: true}", 2, "Na"),
  ("at the second visit", "- {at: 0xF005C, visit: 2, interrupt: 6}", 3, "aga"),
  ("at a label", "- {at: wait, visit: 2, interrupt: 6}", 3, "aga"),
]

@Test("schedules", arguments: 0..<schedules.count)
func scheduledInterrupts(_ index: Int) throws {
  let (name, events, count, output) = schedules[index]
  var machine = try machine(
    Program.interrupts, parameter: count,
    schedule: "labels: {wait: 0xF005C}\nevents:\n\(events)")
  #expect(machine.run(until: 100_000) == .halted, "\(name)")
  #expect(text(machine) == output, "\(name)")
}

@Test func eventsComeBeforeTheirInstruction() throws {
  var machine = try machine("90 90 90 FA F4", schedule: "events: [{before: 3, nmi: true}]")
  // The third instruction is the second NOP; the NMI vector is 0000:0000, where memory is zero.
  #expect(machine.run(until: 2) == .limit)
  #expect(machine.processor.linearAddress == 0xF0001)
  #expect(machine.run(until: 3) == .limit)
  #expect(machine.processor.linearAddress == 2)
}

@Test func sleepWithoutAnythingToComeEnds() throws {
  // sti; hlt
  var silent = try machine("FB F4")
  #expect(silent.run(until: 100_000) == .asleep)
  // hlt with interrupts off, but with an NMI to come, whose handler is at 0000:0000: cli; hlt
  // xor ax,ax; mov ds,ax; mov word [0],0F4FAh; cli; hlt
  var woken = try machine(
    "31 C0 8E D8 C7 06 00 00 FA F4 FA F4", schedule: "events: [{before: 5000, nmi: true}]")
  #expect(woken.run(until: 100_000) == .halted)
  #expect(woken.time == 5001)
}

@Test func copiesAreSnapshots() throws {
  var machine = try machine(Program.interrupts, parameter: 5)
  _ = machine.run(until: 700)
  var copy = machine
  #expect(machine.run(until: 100_000) == .halted)
  #expect(copy.time == 700)
  #expect(copy.run(until: 100_000) == .halted)
  #expect(copy.time == machine.time)
  #expect(text(copy) == text(machine))
  #expect(copy.dump() == machine.dump())
}

/// Cut anywhere, a run goes on from its state file as if it had not been cut.
@Test(arguments: [1, 40, 300, 600, 601, 602, 777, 1100])
func stateFilesContinue(_ cut: UInt64) throws {
  var whole = try machine(Program.interrupts, parameter: 4)
  var first = whole
  var second = whole
  #expect(whole.run(until: 100_000) == .halted)
  #expect(first.run(until: cut) == .limit)
  try second.restore(first.dump(), file: "state.json")
  #expect(second.dump() == first.dump())
  #expect(second.run(until: 100_000) == .halted)
  #expect(second.dump() == whole.dump())
  #expect(text(first) + text(second) == text(whole))
}

/// mov ax, 0302h; push ax; popf; nop; nop: the trap of the single step waits between two of them.
@Test(arguments: 1...8) func stateFilesKeepWaitingTraps(_ cut: UInt64) throws {
  var whole = try machine("B8 02 03 50 9D 90 90 FA F4")
  var first = whole
  var second = whole
  #expect(whole.run(until: 12) == .limit)
  #expect(first.run(until: cut) == .limit)
  try second.restore(first.dump(), file: "state.json")
  #expect(second.run(until: 12) == .limit)
  #expect(second.dump() == whole.dump())
}

/// A state that must be refused, with the line at fault.
private let refused: [(String, String, Int?, found: String, expected: String)] = [
  ("an empty file", "", nil, "an empty file", "a state as JSON"),
  ("cut JSON", "{\n \"time\": \"0x1\",\n", 3, "Unexpected end of file", "well-formed"),
  ("a list", "[1]", 1, "a list", "a state: an object"),
  (
    "an unknown part", "{\n\"rom\": {}}", 2, "'rom'", "one of cpu, devices, memory, processor, time"
  ),
  ("a time without 0x", "{\"time\": \"12\"}", 1, "'12'", "0x and a number of instructions up to"),
  (
    "an unknown register", "{\"processor\": {\n\"eax\": \"0x1\",\n\"rax\": \"0x1\"}}", 3, "'rax'",
    "the name of a part of processor"
  ),
  (
    "a number too wide", "{\"processor\": {\n\"cs.selector\": \"0x10000\"}}", 2, "'0x10000'",
    "at most 16 bits"
  ),
  ("no number", "{\"processor\": {\"eax\": \"0xg\"}}", 1, "'0xg'", "at most 32 bits"),
  ("no activity", "{\"processor\": {\"activity\": \"dead\"}}", 1, "'dead'", "running, halted"),
  ("a device's part", "{\"devices\": {\"timer\": \"0x1\"}}", 1, "'timer'", "a part of devices"),
  (
    "no truth value", "{\"devices\": {\n\n\"interrupts.master.polls\": \"0x1\"}}", 3, "'0x1'",
    "true or false"
  ),
  ("an address without 0x", "{\"memory\": {\"12\": \"00\"}}", 1, "'12'", "an address"),
  ("half a byte", "{\"memory\": {\"0x0\": \"000\"}}", 1, "'000'", "two hexadecimal digits"),
  ("bytes above memory", "{\"memory\": {\"0xfffff\": \"0000\"}}", 1, "'0xfffff'", "in memory"),
  ("bytes that are a list", "{\"memory\": {\"0x0\": [0]}}", 1, "a list", "two hexadecimal digits"),
  (
    "a translation without frame", "{\"tlb\": [\n{\"page\": \"0x1\", \"rights\": \"0x7\"}]}", 2,
    "no 'frame'", "page, frame and rights"
  ),
]

@Test("refused states", arguments: 0..<refused.count)
func refusedStates(_ index: Int) throws {
  let (name, text, line, found, expected) = refused[index]
  var machine = try machine("FA F4")
  let thrown = #expect(throws: InputError.self, "\(name)") {
    try machine.restore(text, file: "state.json")
  }
  let error = try #require(thrown)
  #expect(error.file == "state.json")
  #expect(error.place == line.map { .line($0) } ?? .whole, "\(name): \(error)")
  #expect(error.found.contains(found), "\(name): \(error)")
  #expect(error.expected.contains(expected), "\(name): \(error)")
}

@Test func partialStateChangesWhatItNames() throws {
  var machine = try machine("FA F4")
  try machine.restore(
    """
    {"processor": {"eip": "0x0001", "cs.selector": "0xf000", "cs.base": "0x000f0000"},
     "memory": {"0x500": "1234"}}
    """, file: "state.json")
  #expect(machine.processor.linearAddress == 0xF0001)
  #expect((machine.processor.memory[0x500] as Bits<16>).known == 0x3412)
  #expect(machine.run(until: 1) == .limit)
  #expect(machine.run(until: 2) == .halted)
}

@Test func recordsHaveAllFields() {
  let record = ProcessorRecord(Processor(.pentium, memory: PhysicalMemory(mebibytes: 1)))
  #expect(
    Mirror(reflecting: record).children.map { $0.label! } == ProcessorRecord.fields.map(\.name))
}
