import Checker
import Judge
import Logic
import Models
import Processor
import Specification

/// What comes of a switch that starts where one of the assumptions of the theorems on code does not
/// hold: for each a run on known values, of the complete routine of the Pentium.
enum BrokenAssumptions {
  /// The theorem without an assumption, to be refuted by such a run.
  static func without(_ assumption: RoutineAssumption, _ theorem: CodeTheorem) -> AnyTheorem {
    let rest = RoutineAssumption.allCases.filter { $0 != assumption }
    return AnyTheorem(
      theorem.id, claims: theorem.claims, theorem.says, .fails, of: KnownTraps.specification,
      assuming: rest.map { ($0.rawValue, $0.says) }, file: theorem.file, line: theorem.line
    ) { _, _ throws(CheckerError) in
      do { return try outcome(assumption) } catch {
        throw .failed(theorem: theorem.id, "\(error)")
      }
    }
  }

  /// A switch, and what is wrong with it.
  struct Ended {
    let run: KnownTraps.Run
    /// How the assumption is broken; nil where the processor model can't, or none is.
    var change: String?
    /// The first exception, or a part of a context that is not as it should be.
    var wrong: String?
  }

  /// - Parameter assumption: what is broken; nil for a switch in which nothing is
  static func end(without assumption: RoutineAssumption?) throws(AssemblyError) -> Ended {
    var run = try KnownTraps.Run(KnownTraps.layout, seed: 7)
    run.cpu.deliversFaults = false
    guard let assumption else {
      let wrong = run.carryOut()
      return Ended(run: run, wrong: wrong)
    }
    guard let change = change(assumption, &run) else { return Ended(run: run) }
    run.note(change)
    let wrong = run.carryOut()
    return Ended(run: run, change: change, wrong: wrong)
  }

  private static func outcome(_ assumption: RoutineAssumption) throws(AssemblyError)
    -> Checker.Outcome
  {
    let end = try end(without: assumption)
    let run = end.run
    guard let change = end.change else {
      return Checker.Outcome(.undecided, method: "run", note: reason(assumption))
    }
    guard let wrong = end.wrong else {
      return Checker.Outcome(
        .undecided, method: "run", note: "one run in which \(change) goes well")
    }
    let trace = run.trace("\(change): \(wrong)", KnownTraps.specification)
    return Checker.Outcome(.refuted, method: "run", depth: trace.length, trace: trace)
  }

  /// Why there is no such run.
  private static func reason(_ assumption: RoutineAssumption) -> String {
    switch assumption {
    case .interruptsAreLetIn:
      "the processor model has no virtual-8086 mode; with interrupts off none is taken (no-switch-with-interrupts-off)"
    case .noNMI: "trap-nmi is such a run"
    case .flushedTables: "trap-global-pages is such a run for global translations"
    case .unmodelledRegisters: "the processor model has neither"
    default: "no run of this routine comes to it"
    }
  }

  /// Breaks the assumption, and says how; nil where the processor model can't.
  private static func change(
    _ assumption: RoutineAssumption, _ run: inout KnownTraps.Run
  ) -> String? {
    let (layout, setting) = (run.setting.layout, run.setting)
    func write(_ place: UInt32?, _ word: UInt32) {
      if let place { run.cpu.memory[place] = Bits<32>(UInt64(word)) }
    }
    switch assumption {
    case .loadableSelectors:
      let slot = setting.routine.slot(of: .fs, .os2)!
      if let place = setting.places(slot, .os2)?.first {
        run.cpu.memory[place] = 0xFFFB as Bits<16>
      }
      return "OS2 was stopped with a selector beyond its GDT in FS"
    case .flatKernel:
      run.cpu[.ss].base = 0x1000
      return "OS1's kernel runs with a stack segment whose base is 1000h"
    case .ownTask:
      let side = layout.os2
      write(side.physical(side.gdt + UInt32(side.selectors.task) + 4), 0)
      return "the descriptor of OS2's task state segment has been used for something else"
    case .roomOnStack:
      let lowest = layout.os1.pages.map(\.linear).min()!
      run.cpu[.esp] = Bits(UInt64(lowest + 8))
      return "OS1 has 8 bytes of kernel stack left above what is not mapped"
    case .noBreakpointsInSwitch:
      run.cpu.debug.dr0 = Bits(UInt64(setting.routine.entry(.os1, setting.line)))
      run.cpu.debug.dr7 = 0x402
      return "OS1 has an instruction breakpoint at the entry of the switch"
    case .noDebugLock:
      run.cpu.debug.dr7 = run.cpu.debug.dr7 | 0x2000
      return "OS1 has set DR7.GD"
    case .laidOut:
      write(layout.os2.directory + (layout.region.linear >> 22) * 4, 0)
      return "OS2 has taken the switch region out of its page directory"
    case .interruptsAreLetIn, .noNMI, .flushedTables, .unmodelledRegisters, .currentTSS,
      .taskSwitchedClear, .taskSwitchedSet, .noLocalBreakpoints:
      return nil
    case .pagingModes:
      run.cpu.cr0 = run.cpu.cr0 & 0x7FFF_FFFF
      return "OS1 has turned paging off"
    }
  }
}

extension KnownTraps.Run {
  /// The switch to its end, or to the first exception; says what is wrong.
  fileprivate mutating func carryOut() -> String? {
    var begun = start
    begun.processor = cpu
    begun.processor.accesses = start.processor.accesses
    interrupt()
    for _ in 0..<400 {
      if let failure { return failure }
      if isOver { return Samples.complaints(setting, begun).first }
      step()
    }
    return "the switch does not end"
  }
}
