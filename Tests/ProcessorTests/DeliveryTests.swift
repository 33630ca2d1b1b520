import Logic
import Testing

@testable import Processor

@Suite("Delivery of interrupts and exceptions")
struct DeliveryTests {
  private func start(_ level: UInt8 = 0, @Program.Builder _ lines: () -> [I]) throws -> Processor {
    var cpu = Machine.start(level)
    Machine.load(&cpu, try Program(at: Machine.code, lines).assembled().bytes)
    return cpu
  }

  private func stack(_ cpu: Processor, _ index: UInt32) -> UInt64? {
    let top = UInt32(cpu[.esp].known!)
    return (cpu.memory[top + 4 * index] as Bits<32>).known
  }

  @Test("A fault at level 3 leaves code, EIP, CS, EFLAGS with RF, ESP, SS (SDM 3A 6.12.1)")
  func frameOfAFault() throws {
    var cpu = try start(3) { I.hlt() }
    let (esp, flags) = (cpu[.esp].known!, cpu.eflags.bits.known!)
    #expect("\(cpu.step())" == "delivered(13)")
    let frame = (0..<6).map { stack(cpu, $0) }
    let expected: [UInt64?] = [0, UInt64(Machine.code), 0x1B, flags | 0x10000, esp, 0x23]
    #expect(frame == expected)
    #expect(cpu.cpl.known == 0)
    #expect(cpu[.ss].selector.known == 0x10)
    #expect(cpu[.esp].known == UInt64(Machine.innerStack) - 24)
  }

  @Test(
    "An interrupt gate clears IF, a trap gate does not (SDM 3A 6.12.1.3)", arguments: [0xEE, 0xEF])
  func gates(type: UInt32) throws {
    var cpu = try start { I.int(0x10) }
    Machine.setGate(&cpu.memory, 0x10, to: Machine.code, type: type)
    for flag in [Flag.if, .tf, .nt] { cpu.eflags[flag] = true }
    _ = cpu.step()
    #expect(cpu.eflags[.if].known == (type == 0xEF))
    #expect(cpu.eflags[.tf].known == false)
    #expect(cpu.eflags[.nt].known == false)
    #expect(stack(cpu, 0) == UInt64(Machine.code) + 2)
  }

  @Test("Contributory after contributory is a double fault with code 0 (SDM 3A table 6-5)")
  func doubleFault() throws {
    var cpu = try start { I.mov(ds, ax) }
    cpu[.eax] = 0x80
    cpu.memory[Machine.idt + 13 * 8 + 4] = 0 as Bits<32>
    #expect("\(cpu.step())" == "delivered(8)")
    #expect(stack(cpu, 0) == 0)
  }

  @Test("A fault on the way to the double fault's handler shuts down (SDM 3A 6.15, #DF)")
  func tripleFault() throws {
    var cpu = try start { I.mov(ds, ax) }
    cpu[.eax] = 0x80
    cpu.idtr.limit = 0
    #expect("\(cpu.step())" == "shutdown")
    #expect("\(cpu.step())" == "shutdown")
  }

  @Test("A page fault after a benign exception is delivered itself (SDM 3A table 6-5)")
  func benignThenPage() throws {
    var cpu = try start(3) { I.int3() }
    cpu.unmap(Machine.innerStack - 4)
    cpu.memory[Machine.tss + 4] = Bits<32>(UInt64(Machine.innerStack))
    // The page fault needs the same stack: a double fault, then shutdown.
    #expect("\(cpu.step())" == "shutdown")
    #expect(cpu.cr2.known == UInt64(Machine.innerStack) - 4)
  }

  @Test("EXT is set in the code of a fault met delivering an external interrupt (SDM 3A 6.13)")
  func external() throws {
    var cpu = try start { I.nop() }
    #expect("\(cpu.interrupt(0x40))" == "delivered(13)")
    #expect(stack(cpu, 0) == 0x40 * 8 + 3)
  }

  @Test("IRET goes back to level 3 and to its stack (SDM 2A IRET)")
  func returns() throws {
    var cpu = try start(3) { I.int(0x10) }
    let before = cpu
    Machine.setGate(&cpu.memory, 0x10, to: Machine.code + 0x100)
    Machine.load(&cpu, [0xCF], at: Machine.code + 0x100)
    #expect(cpu.run(2).steps == 2)
    #expect(cpu.eip.known == UInt64(Machine.code) + 2)
    #expect(cpu[.esp].known == before[.esp].known)
    #expect(cpu.cpl.known == 3)
    // A data segment of level 0 is not left in the hands of level 3.
    #expect(cpu[.ds].selector.known == 0x23)
  }

  @Test("NMIs are blocked from their delivery until the next IRET (SDM 3A 6.7.1)")
  func nmi() throws {
    var cpu = try start { [I.nop(), I.nop(), I.nop()].flatMap { [$0] } }
    Machine.load(&cpu, [0x90, 0xCF], at: Machine.code + 0x810)
    cpu.raiseNMI()
    #expect("\(cpu.step())" == "delivered(2)")
    cpu.raiseNMI()
    #expect("\(cpu.step())" == "completed")
    #expect("\(cpu.step())" == "completed")
    #expect("\(cpu.step())" == "delivered(2)")
  }

  @Test("STI and MOV SS hold interrupts off for one instruction (SDM 3A 6.8.3)")
  func shadows() throws {
    for line in [I.sti(), I.mov(ss, ax)] {
      var cpu = try start { [line, I.nop(), I.nop()] }
      cpu[.eax] = 0x10
      cpu.eflags[.if] = Formula("\(line.content)".contains("mov"))
      cpu.ports = OneInterrupt()
      let isMov = cpu.eflags[.if].known == true
      if !isMov { cpu.interruptRequest = true }
      #expect("\(cpu.step())" == "completed")
      cpu.interruptRequest = true
      #expect("\(cpu.step())" == "completed")
      #expect("\(cpu.step())" == "delivered(16)")
    }
  }

  @Test("TF traps after the next instruction, with BS in DR6 (SDM 3B 17.3.1.4)")
  func singleStep() throws {
    var cpu = try start { [I.nop(), I.nop()] }
    cpu.eflags[.tf] = true
    #expect("\(cpu.step())" == "completed")
    #expect("\(cpu.step())" == "delivered(1)")
    #expect(cpu.debug.dr6.known == 0xFFFF_4FF0)
    #expect(stack(cpu, 0) == UInt64(Machine.code) + 1)
  }

  @Test("A data breakpoint traps after the access (SDM 3B 17.2.4)")
  func dataBreakpoint() throws {
    var cpu = try start { [I.mov([at(0x20002)], al), I.nop()] }
    cpu.debug.dr1 = 0x20000
    cpu.debug.dr7 = 0x00D0_0404
    #expect("\(cpu.step())" == "completed")
    #expect("\(cpu.step())" == "delivered(1)")
    #expect(cpu.debug.dr6.known == 0xFFFF_0FF2)
  }

  @Test("HLT ends with an interrupt, whose frame points behind it (SDM 2A HLT)")
  func halt() throws {
    var cpu = try start { [I.hlt()] }
    cpu.eflags[.if] = true
    cpu.ports = OneInterrupt()
    #expect("\(cpu.run(5).outcome)" == "halted")
    cpu.interruptRequest = true
    #expect("\(cpu.step())" == "delivered(16)")
    #expect(stack(cpu, 0) == UInt64(Machine.code) + 1)
  }
}

/// An interrupt controller with one interrupt of vector 10h.
private struct OneInterrupt: Ports {
  mutating func read<let width: Int>(_ port: UInt16) -> Bits<width> { ~0 }
  mutating func write<let width: Int>(_ port: UInt16, _ value: Bits<width>) {}
  var interruptRequest: Bool { false }
  mutating func acknowledge() -> UInt8 { 0x10 }
}
