import Models
import Platform
import Yams

/// What a layout file says of task gates: `gates`, `tasks`, `assume`.
extension RoutineParser {
  /// `gates: task`, or `interrupt`, which is usual.
  func hasTaskGates() throws(InputError) -> Bool {
    guard let node = entries["gates"] else { return false }
    switch node.scalar?.string {
    case "interrupt": return false
    case "task": return true
    default: throw reader.error(node, expected: "interrupt or task")
    }
  }

  /// The switch's tasks, one in each OS's GDT: a selector and where the TSS is.
  func tasks() throws(InputError) -> [OS: SwitchTask] {
    guard let node = entries["tasks"] else { return [:] }
    let both = try reader.entries(node, ["os1", "os2"], "os1 and os2")
    var tasks: [OS: SwitchTask] = [:]
    for os in OS.allCases {
      guard let node = both["\(os)"] else { throw reader.error(node, expected: "os1 and os2") }
      tasks[os] = try task(node, os)
    }
    return tasks
  }

  private func task(_ node: Node, _ os: OS) throws(InputError) -> SwitchTask {
    let entries = try reader.entries(node, ["selector", "tss"], "a task: selector, tss")
    guard let selector = entries["selector"], let tss = entries["tss"] else {
      throw reader.error(node, expected: "a task: selector, tss")
    }
    let value = UInt16(try reader.number(selector, 8...0x58, "a selector in a GDT of 12 entries,"))
    let own = layout[os].selectors
    let taken = [
      own.kernelCode, own.kernelData, own.userCode, own.userData, own.task, own.local, own.thread,
    ]
    guard value & 7 == 0, !taken.contains(where: { $0 >> 3 == value >> 3 }) else {
      throw reader.error(
        selector, expected: "a selector with RPL 0 of an entry that \(os.title) does not use")
    }
    let place = try address(tss)
    guard layout.region.contains(place), layout.region.contains(place &+ 0x67),
      place >> 12 == (place &+ 0x67) >> 12
    else {
      throw reader.error(
        tss, hex(place), expected: "104 bytes in the switch region, in one page of it")
    }
    return SwitchTask(selector: value, tss: place)
  }

  /// Where a task gate leads: EIP in the TSS, as the file has it.
  func taskEntries(_ tasks: [OS: SwitchTask]) throws(InputError) -> (os1: UInt32, os2: UInt32) {
    if let node = entries["entries"] {
      throw reader.error(
        node, "“entries”", expected: "none with task gates: EIP in each TSS says where they lead")
    }
    return (try entry(tasks[.os1]!), try entry(tasks[.os2]!))
  }

  private func entry(_ task: SwitchTask) throws(InputError) -> UInt32 {
    var entry: UInt32 = 0
    for index in 0..<4 as Range<UInt32> {
      let place = task.tss &+ 0x20 &+ index
      guard
        let section = sections.first(where: { place &- $0.linear < UInt32($0.bytes.count) })
      else {
        throw InputError(
          name, .whole, found: "nothing at \(hex(task.tss)), where a task's TSS is to be",
          expected: "104 bytes of it, EIP among them")
      }
      entry |= UInt32(section.bytes[Int(place &- section.linear)]) << (8 * index)
    }
    return entry
  }

  /// What is taken for true of what a task gate interrupts.
  func assumptions(_ hasTaskGates: Bool) throws(InputError) -> Set<RoutineAssumption> {
    var all: Set<RoutineAssumption> = hasTaskGates ? [.currentTSS] : []
    guard let node = entries["assume"] else { return all }
    for item in try reader.list(node, "a list of assumptions") {
      let names = RoutineAssumption.ofTaskGates.map(\.rawValue)
      guard let found = RoutineAssumption(rawValue: item.scalar?.string ?? ""),
        RoutineAssumption.ofTaskGates.contains(found)
      else { throw reader.error(item, expected: "one of \(names.joined(separator: ", "))") }
      guard hasTaskGates else {
        throw reader.error(item, expected: "no such assumption without task gates")
      }
      all.insert(found)
    }
    if all.isSuperset(of: [.taskSwitchedSet, .taskSwitchedClear]) {
      throw reader.error(node, "CR0.TS both clear and set", expected: "one of them")
    }
    return all
  }
}
