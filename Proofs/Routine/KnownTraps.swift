import Checker
import Judge
import Logic
import Models
import Processor
import Solver
import Specification

/// Traps that a run on known values shows: what comes in the midst of a switch, or in its stead.
enum KnownTraps {
  static let all: [KnownTrap] = [nmi, brokenStack, taskGate]

  static let layout = Layout.small(.pentium)
  static let specification = "the switch's code, pentium"

  private static func theorem(
    _ id: String, _ claims: [String], _ says: String, _ declared: Declared, line: Int = #line,
    decide: @escaping @Sendable (inout Run) -> String?
  ) -> KnownTrap {
    KnownTrap(id: id, claims: claims, says: says, declared: declared, line: line, decide: decide)
  }

  // MARK: The traps

  /// Between the loads of CR3 and IDTR the NMI's gate is looked for in the wrong address space.
  static let nmi = theorem(
    "trap-nmi", ["S4", "A8"], "an NMI may come at any instruction of the switch", .fails
  ) { run in
    run.interrupt()
    while !run.isOver {
      var other = run.cpu
      other.raiseNMI()
      let outcome = other.step()
      guard case .delivered(2) = outcome else {
        run.cpu = other
        run.note("an NMI")
        return "the NMI ends in \(outcome)"
      }
      run.step()
    }
    return nil
  }

  /// The frame can't be pushed, nor that of the double fault.
  static let brokenStack = theorem(
    "trap-broken-kernel-stack", ["S5", "A8"],
    "an OS whose kernel stack is gone can still be switched away from", .fails
  ) { run in
    run.breakStack()
    run.interrupt()
    return run.cpu.activity == .shutdown ? "the processor has shut down, with both OSes" : nil
  }

  /// A task gate for the double fault brings a stack of its own.
  static let taskGate = theorem(
    "task-gate-survives-a-broken-kernel-stack", ["S5", "A8"],
    "there is a way out: in a run, with a task gate for the double fault, an interrupt on OS1's broken kernel stack enters that gate's task, on a stack of its own",
    .holds
  ) { run in
    run.breakStack()
    run.setDoubleFaultTask()
    run.interrupt()
    let isThere = run.cpu.eip.known == UInt64(layout.os1.exceptionRoutine(8))
    let hasStack = run.cpu[.esp].known == UInt64(layout.os1.tss + 0x400 - 4)
    return isThere && hasStack ? nil : "the double fault's task is not entered"
  }

  // MARK: Runs

  /// A switch from OS1 in its kernel, on known values.
  struct Run {
    var cpu: Processor
    let setting: SwitchSetting
    /// Where it starts, before anything is broken.
    let start: SwitchStart
    private(set) var states: [[Constant]] = []
    private(set) var steps: [Trace.Step] = []
    /// The exception that was not delivered, or the shutdown.
    private(set) var failure: String?

    /// - Parameter seed: of the contexts that both OSes have
    init(_ layout: Layout, seed: UInt64) throws(AssemblyError) {
      let design = RoutineDesign(.pentium)
      let routine = try Routine(SwitchRoutine(layout, design))
      setting = SwitchSetting(
        layout, routine, from: Subject(.os1, .kernel), line: 5, required: design.saved)
      var samples = Samples(seed: seed)
      start = samples.start(setting, withoutNull: true)
      cpu = start.processor
      cpu.deliversFaults = true
      cpu.accesses = nil
      states.append(constants)
    }

    private var constants: [Constant] { cpu.leaves.map { $0.known ?? .zero($0.sort) } }

    var isOver: Bool { cpu.eip.known == UInt64(setting.routine.end(.os2, 5)) }

    mutating func note(_ action: String, label: String? = nil) {
      steps.append(Trace.Step(action: action, label: label, inputs: []))
      states.append(constants)
    }

    mutating func interrupt() { act("an interrupt, line 5 of OS2", "a-1", interrupts: true) }

    mutating func step() {
      let claim = setting.routine.source[UInt32(truncatingIfNeeded: cpu.eip.known ?? 0)]
      act(cpu.nextInstructionText, claim, interrupts: false)
    }

    private mutating func act(_ action: String, _ label: String?, interrupts: Bool) {
      let outcome = interrupts ? cpu.interrupt(setting.vector) : cpu.step()
      note(action, label: label)
      let place = String(cpu.eip.known ?? 0, radix: 16, uppercase: true)
      switch outcome {
      case .completed, .delivered, .halted: break
      case .fault(let fault):
        let number = fault.vector.rawValue
        failure = "exception \(number) (\(fault.vector)) at \(place)h"
      case .shutdown, .unknownInstruction, .unresolved: failure = "\(outcome) at \(place)h"
      }
    }

    /// ESP to where nothing is mapped.
    mutating func breakStack() {
      cpu[.esp] = 0x800
      note("OS1 loses its kernel stack")
    }

    /// A task of its own behind gate 8: a TSS 200h above OS1's, its stack below 400h above.
    mutating func setDoubleFaultTask() {
      let side = setting.layout.os1
      let (tss, selector) = (side.tss + 0x200, UInt32(0x48))
      func write(_ address: UInt32, _ word: UInt32) {
        cpu.memory[side.physical(address)!] = Bits<32>(UInt64(word))
      }
      let s = side.selectors
      write(side.gdt + selector, tss << 16 | 0x67)
      write(side.gdt + selector + 4, tss & 0xFF00_0000 | tss >> 16 & 0xFF | 0x8900)
      write(side.idt + 64, selector << 16)
      write(side.idt + 68, 0x8500)
      write(tss + 0x1C, side.directory)
      write(tss + 0x20, side.exceptionRoutine(8))
      write(tss + 0x24, 2)
      write(tss + 0x38, side.tss + 0x400)
      for (offset, selector) in [
        (0x48, s.kernelData), (0x4C, s.kernelCode), (0x50, s.kernelData), (0x54, s.kernelData),
      ]
        as [(UInt32, UInt16)]
      {
        write(tss + offset, UInt32(selector))
      }
      note("OS1's IDT has a task gate for the double fault")
    }

    func trace(_ conclusion: String, _ specification: String) -> Trace {
      Trace(
        specification: specification, names: cpu.names(""),
        runs: [Trace.Run(states: states, steps: steps)], conclusion: conclusion)
    }
  }
}

/// A theorem about a run on known values.
struct KnownTrap: Sendable {
  let id: String
  let claims: [String]
  let says: String
  let declared: Declared
  let line: Int
  /// Carries the run out; gives what refutes the theorem.
  let decide: @Sendable (inout KnownTraps.Run) -> String?

  private static let isPossible = "the run is possible"

  private func run(seed: UInt64) throws(CheckerError) -> (run: KnownTraps.Run, refuted: String?) {
    do {
      var run = try KnownTraps.Run(KnownTraps.layout, seed: seed)
      let refuted = decide(&run)
      return (run, refuted)
    } catch { throw .failed(theorem: id, "\(error)") }
  }

  var theorem: AnyTheorem {
    AnyTheorem(
      id, claims: claims, says, declared, of: KnownTraps.specification,
      file: #filePath, line: line
    ) { _, _ throws(CheckerError) in
      let (run, refuted) = try run(seed: 7)
      let trace = run.trace(refuted ?? Self.isPossible, KnownTraps.specification)
      return Checker.Outcome(
        refuted == nil ? .proved : .refuted, method: refuted == nil ? "witness" : "run",
        depth: trace.length, trace: trace)
    }
  }

  /// The run once more, on another context of both OSes: what it shows is not that context's.
  func replay() throws(CheckerError) -> RoutineReplay {
    let said = try run(seed: 7).refuted ?? Self.isPossible
    let (again, refuted) = try run(seed: 8)
    let found = refuted ?? Self.isPossible
    let trace = again.trace(found, KnownTraps.specification)
    let steps = trace.runs[0].steps.compactMap { $0 }
    return RoutineReplay(
      said: said, found: found, agrees: said == found, context: again.setting.description,
      lines: steps.map { step in step.action + (step.label.map { "  ; \($0)" } ?? "") },
      instructions: steps.count)
  }
}
