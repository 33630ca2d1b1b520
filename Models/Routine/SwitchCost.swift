import Processor

/// What a switch costs from the routine's entry to its end: at most, or in one run.
///
/// Interrupts are off all the while, since the gates are interrupt gates and the routine does not
/// turn them on: the instructions are also the longest stretch with interrupts off.
public struct SwitchCost: Sendable, Equatable {
  public var instructions = 0
  /// Reads and writes of data, and the bytes that they move. The page walk's are not among them.
  public var reads = 0
  public var writes = 0
  public var bytes = 0
  /// Doublewords of descriptors and the like that the processor reads by itself, and what it writes.
  public var tableReads = 0
  public var tableWrites = 0

  /// - Parameters:
  ///   - accesses: those of a path from the interrupt on; of a merged path those of all its parts
  ///   - delivery: how many of them belong to the interrupt's delivery
  init(instructions: Int, accesses: [MemoryAccess], delivery: Int) {
    self.instructions = instructions
    var tables: [UInt32: Int] = [:]
    for access in accesses.dropFirst(delivery) {
      switch (access.kind, access.isTable) {
      case (.fetch, _), (.modify, _): continue
      case (.read, true): tables[access.instruction, default: 0] += 1
      case (.write, true): tableWrites += 1
      case (.read, false):
        reads += 1
        bytes += access.bytes
      case (.write, false):
        writes += 1
        bytes += access.bytes
      }
    }
    // An instruction of the routine loads one descriptor, whichever it is: two doublewords.
    tableReads = tables.values.reduce(0) { $0 + min($1, 2) }
  }

  static func most(_ a: SwitchCost, _ b: SwitchCost) -> SwitchCost {
    var most = a
    most.instructions = max(a.instructions, b.instructions)
    most.reads = max(a.reads, b.reads)
    most.writes = max(a.writes, b.writes)
    most.bytes = max(a.bytes, b.bytes)
    most.tableReads = max(a.tableReads, b.tableReads)
    most.tableWrites = max(a.tableWrites, b.tableWrites)
    return most
  }

  public var description: String {
    "\(instructions) instructions with interrupts off, \(reads) reads and \(writes) writes of \(bytes) bytes, "
      + "\(tableReads) descriptor reads and \(tableWrites) writes by the processor"
  }
}

extension SwitchSetting.Runs {
  /// The most that any path costs.
  public var cost: SwitchCost? {
    guard let entered else { return nil }
    let delivery = entered.state.accesses?.count ?? 0
    return paths.map { path in
      SwitchCost(
        instructions: path.steps - entered.steps, accesses: path.state.accesses ?? [],
        delivery: delivery)
    }.reduce(nil) { most, cost in most.map { SwitchCost.most($0, cost) } ?? cost }
  }
}
