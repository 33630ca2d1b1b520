import Logic
import Testing

@testable import Processor

@Suite("CLI and STI with CR4.PVI at level 3 (SDM 3B 20.4)")
struct VirtualInterruptTests {
  private func run(_ line: I, _ setUp: (inout Processor) -> Void) throws -> (Processor, Outcome) {
    var cpu = Machine.start(3)
    cpu.deliversFaults = false
    cpu.cr4 = 2
    cpu.eflags[.if] = true
    Machine.load(&cpu, try Program(at: Machine.code) { line }.assembled().bytes)
    setUp(&cpu)
    let outcome = cpu.step()
    return (cpu, outcome)
  }

  @Test func cliClearsVIF() throws {
    let (cpu, _) = try run(I.cli()) { $0.eflags[.vif] = true }
    #expect(cpu.eflags[.vif].known == false)
    #expect(cpu.eflags[.if].known == true)
  }

  @Test func stiSetsVIF() throws {
    let (cpu, _) = try run(I.sti()) { $0.eflags[.if] = false }
    #expect(cpu.eflags[.vif].known == true)
    #expect(cpu.eflags[.if].known == false)
  }

  @Test("STI with an interrupt pending: #GP(0)") func stiWithVIP() throws {
    let (cpu, outcome) = try run(I.sti()) { $0.eflags[.vip] = true }
    #expect("\(outcome)".contains("protection"))
    #expect(cpu.eflags[.vif].known == false)
  }

  @Test("inside the I/O privilege level IF is meant") func inside() throws {
    let (cpu, _) = try run(I.cli()) { $0.eflags.iopl = 3 }
    #expect(cpu.eflags[.if].known == false)
  }

  @Test("at levels 1 and 2: #GP(0)") func otherLevels() throws {
    let (_, outcome) = try run(I.cli()) { $0.cpl = 1 }
    #expect("\(outcome)".contains("protection"))
  }
}
