import Logic
import Testing

@testable import Processor

@Suite("Symbolic runs")
struct SymbolicRunTests {
  private func start(_ program: Program) throws -> Processor {
    var cpu = Machine.start()
    Machine.load(&cpu, try program.assembled().bytes)
    return cpu
  }

  @Test func sidesOfABranchMergeWhereTheyJoin() throws {
    let program = Program(at: Machine.code) {
      I.test(eax, eax)
      I.je("zero")
      I.mov(ebx, 1)
      I.jmp("end")
      I.label("zero")
      I.mov(ebx, 2)
      I.label("end")
      I.add(ebx, 5)
      I.hlt()
    }
    var cpu = try start(program)
    cpu[.eax] = .variable("eax")
    let paths = SymbolicRun().paths(from: cpu)
    #expect(paths.count == 1)
    for (eax, ebx) in [(0, 7), (3, 6)] as [(UInt64, UInt64)] {
      var evaluation = Evaluation(["eax": .word(eax)])
      let value = evaluation.known(paths[0].state[.ebx]).known
      let isTaken = evaluation.holds(paths[0].condition)
      #expect(value == ebx)
      #expect(isTaken)
    }
  }

  /// A load of CR4 drops global translations where it changes PSE, and only there.
  @Test func aFlushInSomeContextsStaysApart() throws {
    var cpu = try start(
      Program(at: Machine.code) {
        I.and(eax, 0x10)
        I.mov(cr4, eax)
        I.nop()
        I.hlt()
      })
    cpu[.eax] = .variable("eax")
    cpu.tlb.globals = [1 << 20]
    let halted = SymbolicRun().paths(from: cpu).filter {
      if case .halted? = $0.end { true } else { false }
    }
    #expect(Set(halted.map(\.state.tlb.globals)) == [[], [1 << 20]])
  }

  @Test func aPossibleFaultIsAnOutcomeWithItsCondition() throws {
    var cpu = try start(Program(at: Machine.code) { I.mov(eax, byteless(ebx)) })
    cpu[.ds].limit = 0xFFFF
    cpu[.ebx] = 0x8000
    cpu.cpl = 0
    cpu.memory[Machine.table + 0x20] = Bits<32>.variable("entry") & 1 | 0x8006
    let paths = SymbolicRun(limit: 1).paths(from: cpu)
    #expect(paths.count == 2)
    for path in paths {
      var evaluation = Evaluation(["entry": .word(1)])
      let isTaken = evaluation.holds(path.condition)
      if case .fault(let fault) = path.end {
        #expect(fault.vector == .page && !isTaken)
      } else {
        #expect(isTaken)
      }
    }
  }

  private func byteless(_ register: GeneralRegister) -> AssemblerOperand {
    .memory(at(register), width: nil)
  }

  @Test func anUnknownStackIsResolvedByItsRegion() throws {
    var cpu = try start(
      Program(at: Machine.code) {
        I.push(eax)
        I.push(ebx)
        I.pop(eax)
        I.pop(ebx)
        I.hlt()
      })
    let top = Bits<32>.variable("esp")
    cpu[.esp] = top
    let (a, b) = (Bits<32>.variable("eax"), Bits<32>.variable("ebx"))
    cpu[.eax] = a
    cpu[.ebx] = b
    cpu.regions = [Region(base: top, first: -64, count: 64, linear: Machine.stack)]
    let paths = SymbolicRun().paths(from: cpu)
    #expect(paths.count == 1)
    #expect((paths[0].state[.eax] == b).known == true)
    #expect((paths[0].state[.ebx] == a).known == true)
    #expect((paths[0].state[.esp] == top).known == true)
    // Without the assumption the address is not resolved.
    cpu.regions = []
    guard case .unresolved? = SymbolicRun().paths(from: cpu).first?.end else {
      Issue.record("an unknown address was resolved")
      return
    }
  }
}
