import Logic
import Testing

@testable import Processor

@Suite("Task switches (SDM 3A 7.3)")
struct TaskTests {
  static let other: UInt32 = 0x6000

  /// A second task at level 0, of which entry 6 of the GDT is the TSS.
  private func start(
    _ generation: Generation = .pentiumIII, @Program.Builder _ lines: () -> [I]
  ) throws -> Processor {
    var cpu = Machine.start(generation: generation)
    Machine.load(&cpu, try Program(at: Machine.code, lines).assembled().bytes)
    Machine.load(
      &cpu, try Program(at: Machine.code + 0x200) { I.iret() }.assembled().bytes,
      at: Machine.code + 0x200)
    cpu.setEntry(6, type: 0x89, base: Self.other, limit: 0x67, flags: 0)
    cpu.memory[Machine.tss + 0x1C] = Bits<32>(UInt64(Machine.directory))
    func set(_ offset: UInt32, _ value: UInt32) {
      cpu.memory[Self.other + offset] = Bits<32>(UInt64(value))
    }
    set(0x1C, Machine.directory)
    set(0x20, Machine.code + 0x200)
    set(0x24, 2)
    for index in 0..<8 as Range<UInt32> { set(0x28 + 4 * index, 0x1111 * (index + 1)) }
    set(0x38, Machine.stack)
    for index in 0..<6 as Range<UInt32> { set(0x48 + 4 * index, index == 1 ? 0x08 : 0x10) }
    set(0x60, 0)
    return cpu
  }

  private func type(_ cpu: Processor, _ index: UInt32) -> UInt64? {
    (cpu.memory[Machine.gdt + 8 * index + 5] as Bits<8>).known
  }

  @Test func aJumpLeavesTheOldTaskAvailable() throws {
    var cpu = try start { I.ljmp(AssemblerOperand.far(0x30, .number(0))) }
    cpu[.ecx] = 0xCAFE
    #expect("\(cpu.step())" == "completed")
    #expect(cpu.tr.selector.known == 0x30)
    #expect(type(cpu, 5) == 0x89)
    #expect(type(cpu, 6) == 0x8B)
    #expect(cpu[.eax].known == 0x1111)
    #expect(cpu.eip.known == UInt64(Machine.code) + 0x200)
    #expect(cpu.cr0.bit(3).known == true)
    #expect((cpu.memory[Machine.tss + 0x2C] as Bits<32>).known == 0xCAFE)
    #expect((cpu.memory[Machine.tss + 0x20] as Bits<32>).known == UInt64(Machine.code) + 7)
    #expect(cpu.eflags[.nt].known == false)
  }

  @Test func aCallIsLinkedAndReturnsByNT() throws {
    var cpu = try start { I.lcall(AssemblerOperand.far(0x30, .number(0))) }
    cpu[.ecx] = 0xCAFE
    #expect("\(cpu.step())" == "completed")
    #expect(type(cpu, 5) == 0x8B)
    #expect(cpu.eflags[.nt].known == true)
    #expect((cpu.memory[Self.other] as Bits<16>).known == 0x28)
    #expect("\(cpu.step())" == "completed")
    #expect(cpu.tr.selector.known == 0x28)
    #expect(type(cpu, 6) == 0x89)
    #expect(cpu[.ecx].known == 0xCAFE)
    #expect(cpu.eip.known == UInt64(Machine.code) + 7)
    #expect((cpu.memory[Self.other + 0x24] as Bits<32>).known == 2)
  }

  @Test func anExceptionByTaskGatePushesItsCodeInTheNewTask() throws {
    var cpu = try start { I.mov(ds, ax) }
    cpu[.eax] = 0x80
    Machine.setGate(&cpu.memory, 13, to: 0, type: 0x85, selector: 0x30)
    #expect("\(cpu.step())" == "delivered(13)")
    #expect(cpu.tr.selector.known == 0x30)
    #expect(cpu[.esp].known == UInt64(Machine.stack) - 4)
    #expect((cpu.memory[Machine.stack - 4] as Bits<32>).known == 0x80)
    #expect((cpu.memory[Machine.tss + 0x20] as Bits<32>).known == UInt64(Machine.code))
  }

  @Test func aBadSegmentFaultsInTheNewTask() throws {
    var cpu = try start { I.ljmp(AssemblerOperand.far(0x30, .number(0))) }
    cpu.memory[Self.other + 0x54] = 0x80 as Bits<32>
    #expect("\(cpu.step())" == "delivered(10)")
    #expect(cpu.tr.selector.known == 0x30)
    #expect(cpu[.ecx].known == 0x2222)
    let top = UInt32(cpu[.esp].known!)
    #expect((cpu.memory[top] as Bits<32>).known == 0x80)
    #expect((cpu.memory[top + 4] as Bits<32>).known == UInt64(Machine.code) + 0x200)
  }

  @Test("T in the new TSS traps before its first instruction (SDM 3B 17.3.1.5)")
  func trapFlag() throws {
    var cpu = try start { I.ljmp(AssemblerOperand.far(0x30, .number(0))) }
    cpu.memory[Self.other + 0x64] = 1 as Bits<32>
    #expect("\(cpu.step())" == "completed")
    #expect("\(cpu.step())" == "delivered(1)")
    #expect(cpu.debug.dr6.bit(15).known == true)
  }

  /// The old task is saved before the new one is loaded (SDM 3A 7.3, steps 8 and 12), so a second
  /// descriptor of its own TSS leads a task back into itself.
  @Test(arguments: [true, false]) func aSecondDescriptorOfTheCurrentTSS(isJump: Bool) throws {
    var cpu = try start {
      isJump
        ? I.ljmp(AssemblerOperand.far(0x30, .number(0)))
        : I.lcall(AssemblerOperand.far(0x30, .number(0)))
    }
    cpu.setEntry(6, type: 0x89, base: Machine.tss, limit: 0x67, flags: 0)
    cpu[.ecx] = 0xCAFE
    let selectors = Segment.allCases.map { cpu[$0].selector.known }
    #expect("\(cpu.step())" == "completed")
    #expect(cpu.tr.selector.known == 0x30)
    #expect(cpu.eip.known == UInt64(Machine.code) + 7)
    #expect(cpu[.ecx].known == 0xCAFE)
    #expect(Segment.allCases.map { cpu[$0].selector.known } == selectors)
    #expect(cpu.eflags[.nt].known == !isJump)
    #expect(type(cpu, 5) == (isJump ? 0x89 : 0x8B))
    #expect(type(cpu, 6) == 0x8B)
  }

  @Test("a 486 has no ID, VIP and VIF (SDM 3B 22.16)") func flagsOf486() throws {
    for generation in [Generation.i486, .pentium] {
      var cpu = try start(generation) { I.ljmp(AssemblerOperand.far(0x30, .number(0))) }
      cpu.memory[Self.other + 0x24] = 0x3C_0002 as Bits<32>
      #expect("\(cpu.step())" == "completed")
      #expect(cpu.eflags.bits.known == (generation == .i486 ? 0x4_0002 : 0x3C_0002))
    }
  }
}
