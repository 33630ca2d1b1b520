import Logic
import Testing

@testable import Processor

@Suite("CPUID, the time stamp counter and model-specific registers")
struct IdentificationTests {
  private static let since: [(name: String, bytes: [UInt8])] = [
    ("CPUID", [0x0F, 0xA2]), ("RDTSC", [0x0F, 0x31]), ("RDMSR", [0x0F, 0x32]),
    ("WRMSR", [0x0F, 0x30]),
  ]

  @Test("all came with the Pentium: #UD before (SDM 3B 22.13)", arguments: since.indices)
  func generations(_ index: Int) {
    var machine = FlatMachine(.i486)
    #expect(machine.step(bytes: Self.since[index].bytes).fault == .undefined)
    machine = FlatMachine(.pentium)
    machine[.ecx] = 0x10
    #expect(machine.step(bytes: Self.since[index].bytes).isCompleted)
  }

  // MARK: CPUID

  @Test(
    "CPUID leaf 0 spells GenuineIntel and gives the last leaf (SDM 2A CPUID)",
    arguments: [
      (Generation.pentium, 1), (.pentiumII, 2), (.pentiumIII, 2),
    ] as [(Generation, UInt64)])
  func vendor(_ generation: Generation, _ last: UInt64) {
    var machine = FlatMachine(generation)
    #expect(machine.step(bytes: [0x0F, 0xA2]).isCompleted)
    #expect(machine[.eax] == last)
    let letters = [Register.ebx, .edx, .ecx].flatMap { register in
      (0..<4).map { UInt8(machine[register] >> (8 * $0) & 0xFF) }
    }
    #expect(String(decoding: letters, as: UTF8.self) == "GenuineIntel")
  }

  @Test(
    "CPUID leaf 1 gives what EDX holds after RESET, and the features",
    arguments: Generation.allCases)
  func features(_ generation: Generation) {
    guard generation.has(.pentium) else { return }
    var machine = FlatMachine(generation)
    let signature = Processor(generation, memory: PhysicalMemory(frames: 1))[.edx].known
    machine[.eax] = 1
    #expect(machine.step(bytes: [0x0F, 0xA2]).isCompleted)
    #expect(machine[.eax] == signature)
    let edx = machine[.edx]
    // TSC, MSR; PGE, CMOV and FXSR; SSE (SDM 2A CPUID).
    #expect(edx & 0x30 == 0x30)
    #expect((edx & 0x0100_A000 != 0) == generation.has(.pentiumII))
    #expect((edx & 0x0200_0000 != 0) == generation.has(.pentiumIII))
  }

  @Test("CPUID beyond the last leaf gives the last (SDM 2A CPUID)")
  func beyond() {
    for (generation, last) in [(Generation.pentium, 1), (.pentiumII, 2)] as [(Generation, UInt64)] {
      let results = [last, 99, 0x8000_0000].map { leaf in
        var machine = FlatMachine(generation)
        machine[.eax] = leaf
        #expect(machine.step(bytes: [0x0F, 0xA2]).isCompleted)
        return [Register.eax, .ebx, .ecx, .edx].map { machine[$0] }
      }
      #expect(results[0] == results[1])
      #expect(results[0] == results[2])
    }
  }

  // MARK: RDTSC

  @Test(
    "RDTSC reads the count of instructions; CR4.TSD keeps it to level 0 (SDM 2B RDTSC)",
    arguments: [
      (0, false, true), (3, false, true), (0, true, true), (1, true, false), (3, true, false),
    ] as [(UInt64, Bool, Bool)])
  func timeStamp(_ cpl: UInt64, _ isDisabled: Bool, _ isAllowed: Bool) {
    var machine = FlatMachine(cpl: cpl)
    machine.cpu.tsc = 0x1_2345_6789
    machine.cpu.cr4 = isDisabled ? 4 : 0
    let outcome = machine.step(bytes: [0x0F, 0x31])
    #expect(outcome.fault == (isAllowed ? nil : .protection))
    guard isAllowed else { return }
    #expect((machine[.edx], machine[.eax]) == (1, 0x2345_6789))
    #expect(machine.cpu.tsc.known == 0x1_2345_678A)
  }

  // MARK: RDMSR and WRMSR

  @Test(
    "a register holds what was written (SDM 2B RDMSR, 2C WRMSR)",
    arguments: [0x174, 0x175, 0x176] as [UInt64])
  func sysenter(_ number: UInt64) {
    var machine = FlatMachine(.pentiumII)
    (machine[.ecx], machine[.eax], machine[.edx]) = (number, 0x1234_5678, 0x9ABC)
    #expect(machine.step(bytes: [0x0F, 0x30]).isCompleted)
    let all = machine.cpu.sysenter
    let held = [all.cs, all.esp, all.eip].map { $0.known! }
    #expect(held == (0..<3).map { $0 == number - 0x174 ? 0x1234_5678 : 0 })
    (machine[.eax], machine[.edx]) = (0, 1)
    #expect(machine.step(bytes: [0x0F, 0x32]).isCompleted)
    #expect((machine[.edx], machine[.eax]) == (0, 0x1234_5678))
  }

  @Test(
    "a write to the time stamp counter clears its upper half before family 0Fh (SDM 3B 17.17)",
    arguments: [Generation.pentium, .pentiumII, .pentiumIII])
  func writesTimeStamp(_ generation: Generation) {
    var machine = FlatMachine(generation)
    (machine[.ecx], machine[.eax], machine[.edx]) = (0x10, 100, 5)
    #expect(machine.step(bytes: [0x0F, 0x30]).isCompleted)
    #expect(machine.step(bytes: [0x0F, 0x31]).isCompleted)
    #expect((machine[.edx], machine[.eax]) == (0, 101))
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var generation = Generation.pentiumIII
    var cpl: UInt64 = 0
    let ecx: UInt64
  }

  static let refusals: [Refusal] = [
    Refusal(testDescription: "level 3 (SDM 2B RDMSR)", cpl: 3, ecx: 0x10),
    Refusal(testDescription: "level 1", cpl: 1, ecx: 0x174),
    Refusal(testDescription: "an unknown register", ecx: 0xC000_0080),
    Refusal(testDescription: "SYSENTER's before the Pentium II", generation: .pentium, ecx: 0x174),
  ]

  @Test(arguments: refusals)
  func refusal(_ row: Refusal) {
    for opcode in [0x30, 0x32] as [UInt8] {
      var machine = FlatMachine(row.generation, cpl: row.cpl)
      (machine[.ecx], machine[.eax], machine[.edx]) = (row.ecx, 7, 8)
      let outcome = machine.step(bytes: [0x0F, opcode])
      #expect(outcome.fault == .protection)
      #expect(outcome.faultCode == 0)
      #expect((machine[.eax], machine[.edx]) == (7, 8))
    }
  }

  @Test("RDMSR and WRMSR run in real-address mode (SDM 2B RDMSR)")
  func realMode() {
    var machine = FlatMachine.real()
    machine[.ecx] = 0x10
    #expect(machine.step(bytes: [0x0F, 0x32]).isCompleted)
  }
}
