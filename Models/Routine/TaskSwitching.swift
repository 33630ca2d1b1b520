import Logic
import Processor

/// Switches by the processor's task switching (SDM 3A 7.3): the gates for foreign lines are task
/// gates to a task of the switch's own, and what is interrupted is saved in its OS's TSS.
///
/// Between switches the tasks are at rest: the OS that runs has an available task, the one that is
/// stopped a busy one that links back to it; each TSS is as the routine's file has it, but for the
/// general registers and the arithmetic flags, which are whatever the last switch left. That a switch
/// leaves them so again is among its claims.
extension SwitchSetting {
  /// EIP, ESP and the selectors, which a task finds as the file has them.
  private static let kept: [(name: String, offset: UInt32, bytes: UInt32)] =
    [("EIP", 0x20, 4), ("ESP", 0x38, 4)]
    + zip(["ES", "CS", "SS", "DS", "FS", "GS"], stride(from: 0x48, through: 0x5C, by: 4))
    .map { ($0, $1, 2) }
  private static let generalRegisters: [UInt32] = [0x28, 0x2C, 0x30, 0x34, 0x3C, 0x40, 0x44]
  private static let flagsOffset: UInt32 = 0x24
  /// CF, PF, AF, ZF, SF, DF, OF, and NT, which the gate sets.
  private static let freeFlags: Bits<32> = 0x4CD5

  // MARK: The start

  /// The tasks' descriptors, and what is not known of their TSSs.
  func setTasks(_ memory: inout PhysicalMemory, _ contexts: [AnyContext]) {
    for os in OS.allCases {
      guard let task = routine.tasks[os] else { continue }
      layout[os].setTask(&memory, task, isBusy: routine.hasTaskGates && os == to)
      guard let place = physical(task.tss, os), routine.hasTaskGates else { continue }
      for offset in Self.generalRegisters {
        memory[place + offset] = .variable("\(os).task[\(offset)]") as Bits<32>
      }
      let flags = (.variable("\(os).task.eflags") as Bits<32>) & Self.freeFlags
      let others: Bits<32> = memory[place + Self.flagsOffset]
      memory[place + Self.flagsOffset] = flags | (others & ~Self.freeFlags)
      let own = layout[os].selectors.task
      let link: Bits<16> = os == to ? Bits(UInt64(own)) : .variable("\(os).link")
      memory[place] = link
    }
    guard routine.hasTaskGates else { return }
    for context in contexts {
      let side = context.side
      side.write(&memory, side.tss + 0x1C, [side.directory])
      if let place = side.physical(side.tss + 0x60) {
        memory[place] = context.any("ldtr") as Bits<16>
      }
    }
  }

  /// Delivers to the OS that is resumed the interrupt for which it is, as it would be alone on the
  /// machine: what a switch must lead to.
  ///
  /// - Returns: what that pushes on its kernel stack; nothing where the OS's own pages don't allow it
  func deliverAlone(
    _ stopped: inout Processor, _ memory: PhysicalMemory, _ regions: [Region]
  ) -> [PhysicalMemory.Difference] {
    let (none, debug) = (stopped.memory, stopped.debug)
    stopped.memory = memory
    // No breakpoint is on the stack, and the delivery has nothing else to do with them.
    stopped.debug = DebugRegisters()
    stopped.regions = regions
    let paths = SymbolicRun().paths(from: stopped, interruptedBy: vector)
    stopped.memory = none
    stopped.debug = debug
    stopped.regions = []
    guard paths.count == 1, paths[0].end == nil else { return [] }
    let delivered = paths[0].state
    stopped = delivered
    stopped.memory = none
    stopped.debug = debug
    stopped.regions = []
    let stack = layout[to].physical(layout[to].stack) ?? 0
    return delivered.memory.differences(from: memory).filter { $0.address &- stack < 0x1000 }
  }

  // MARK: The end

  /// What the switch writes of task state besides the slots, physical.
  var taskWrites: [Range<UInt32>] {
    guard routine.hasTaskGates else { return [] }
    var all: [Range<UInt32>] = []
    for os in OS.allCases {
      if let task = routine.tasks[os], let place = physical(task.tss, os) {
        all += [place..<place + 2, place + 0x20..<place + 0x48]
        all += Self.kept.dropFirst(2).map { place + $0.offset..<place + $0.offset + 2 }
        if let type = layout[os].physical(layout[os].entry(task.selector) + 5) {
          all.append(type..<type + 1)
        }
      }
      let side = layout[os]
      if let type = side.physical(side.entry(side.selectors.task) + 5) {
        all.append(type..<type + 1)
      }
    }
    // The TSS of a task that runs says nothing of it.
    if let tss = layout[to].physical(layout[to].tss) { all.append(tss + 0x20..<tss + 0x5E) }
    return all
  }

  /// That the tasks are left as the next switch must find them, and the frame is there.
  func tasksAtRest(_ start: SwitchStart, _ end: Processor) -> [SwitchClaim] {
    guard routine.hasTaskGates else { return [] }
    let frame = start.frame.map { word in
      SwitchClaim(
        .memory(word.address),
        "\(place(word.address)) is not what an interrupt of line \(line) would have pushed there",
        end.memory[word.address] as Bits<32> == word.after)
    }
    return frame
      + OS.allCases.flatMap { os in
        (routine.tasks[os].map { taskAtRest(os, $0, start, end) } ?? []) + descriptors(os, end)
      }
  }

  private func taskAtRest(
    _ os: OS, _ task: SwitchTask, _ start: SwitchStart, _ end: Processor
  ) -> [SwitchClaim] {
    guard let place = physical(task.tss, os) else { return [] }
    func claim(_ name: String, _ before: Bits<32>, _ after: Bits<32>) -> SwitchClaim {
      SwitchClaim(
        .control,
        "the switch's task of \(os.title) is left with another \(name) than it is entered with",
        before == after)
    }
    let words = Self.kept.map { name, offset, bytes in
      let mask: Bits<32> = bytes == 2 ? 0xFFFF : 0xFFFF_FFFF
      return claim(
        name, start.processor.memory[place + offset] & mask, end.memory[place + offset] & mask)
    }
    let mask = ~Self.freeFlags
    let flags = claim(
      "EFLAGS", start.processor.memory[place + Self.flagsOffset] & mask,
      end.memory[place + Self.flagsOffset] & mask)
    return words + [flags]
  }

  private func descriptors(_ os: OS, _ end: Processor) -> [SwitchClaim] {
    let side = layout[os]
    var tasks = [("\(os.title)'s own task", side.selectors.task, true)]
    if let task = routine.tasks[os] {
      tasks.append(("the switch's task in \(os.title)'s GDT", task.selector, os == from))
    }
    return tasks.compactMap { name, selector, isBusy in
      guard let place = side.physical(side.entry(selector) + 4) else { return nil }
      let high: Bits<32> = end.memory[place]
      let word = isBusy ? "available, where it must be busy" : "busy, where it must be available"
      return SwitchClaim(
        .control, "\(name) is left \(word)", isBusy ? high.bit(9) : !high.bit(9))
    }
  }
}
