import Logic

/// How a task is switched to (SDM 3A table 7-2).
enum TaskSwitch {
  case jump
  /// CALL, an interrupt or an exception: linked back, NT set.
  case nested
  /// IRET with NT.
  case back
}

/// Task switches to 32- and 16-bit TSSs (SDM 3A 7.3).
extension Processor {
  /// The TSS that a far jump or call or a task gate names: available and present.
  mutating func taskDescriptor(_ selector: Bits<16>) throws(Stop) -> Descriptor {
    if try decide(selector.bit(2) || selector.isNull) { throw .protection(selector: selector) }
    guard let found = try descriptor(selector) else { throw .protection(selector: selector) }
    guard [Kind.tss32Available, Kind.tss16Available].contains(try kind(found)) else {
      throw .protection(selector: selector)
    }
    guard try decide(found.isPresent) else { throw .notPresent(selector) }
    return found
  }

  /// The TSS that the current one links back to: busy and present.
  mutating func previousTask() throws(Stop) -> Descriptor {
    let base = try known(tr.base, "the base of TR")
    let selector: Bits<16> = try load(base, asSupervisor: true)
    if try decide(selector.bit(2) || selector.isNull) { throw .invalidTSS(selector) }
    guard let found = try descriptor(selector) else { throw .invalidTSS(selector) }
    guard [Kind.tss32Busy, Kind.tss16Busy].contains(try kind(found)) else {
      throw .invalidTSS(selector)
    }
    guard try decide(found.isPresent) else { throw .notPresent(selector) }
    return found
  }

  /// Saves the task in its TSS and loads the other; faults past the commit are the new task's.
  mutating func switchTask(to target: Descriptor, _ how: TaskSwitch) throws(Stop) {
    let isWide = try decide(target.high.bit(11))
    let last: Bits<32> = isWide ? 0x67 : 0x2B
    guard try decide(last.isAtMost(target.limit)) else { throw .invalidTSS(target.selector) }
    let base = try known(target.base, "the base of a TSS")
    // Both TSSs are looked at before anything changes; what is loaded is what is there once the old
    // task is saved, perhaps to the same bytes.
    try requireNotVirtual(try readTask(base, isWide))
    try saveTask(how)
    var image = try readTask(base, isWide)
    if how == .nested {
      try store(base, tr.selector, asSupervisor: true)
      image.eflags = image.eflags | 0x4000
    }
    if how != .nested { try clearBusy() }
    if how != .back { try setBusy(target, true) }
    tr = target.cached(target.selector)
    tr.rights = tr.rights | 2
    cr0 = cr0 | 8
    hasSwitchedTask = true
    try loadTask(image, isWide)
  }

  /// A task in virtual-8086 mode is outside the subset.
  private func requireNotVirtual(_ image: TaskImage) throws(Stop) {
    if try decide(image.eflags.bit(Flag.vm.rawValue)) { throw .unknownInstruction }
  }

  private mutating func clearBusy() throws(Stop) {
    guard let old = try descriptor(tr.selector) else { return }
    try setBusy(old, false)
  }
}

/// What a TSS holds of a task.
private struct TaskImage {
  var cr3: Bits<32> = 0
  var eip: Bits<32>
  var eflags: Bits<32>
  var registers: [Bits<32>]
  /// ES CS SS DS FS GS.
  var selectors: [Bits<16>]
  var ldt: Bits<16>
  var trap: Formula = false
}

extension Processor {
  private mutating func readTask(_ base: UInt32, _ isWide: Bool) throws(Stop) -> TaskImage {
    isWide ? try readTask32(base) : try readTask16(base)
  }

  private mutating func readTask32(_ base: UInt32) throws(Stop) -> TaskImage {
    var words: [Bits<32>] = []
    for offset in stride(from: 0x1C, through: 0x64, by: 4) as StrideThrough<UInt32> {
      words.append(try load(base &+ offset, asSupervisor: true))
    }
    return TaskImage(
      cr3: words[0], eip: words[1], eflags: words[2], registers: Array(words[3..<11]),
      selectors: words[11..<17].map { $0.slice() }, ldt: words[17].slice(), trap: words[18].bit(0))
  }

  private mutating func readTask16(_ base: UInt32) throws(Stop) -> TaskImage {
    var words: [Bits<16>] = []
    for offset in stride(from: 0x0E, through: 0x2A, by: 2) as StrideThrough<UInt32> {
      words.append(try load(base &+ offset, asSupervisor: true))
    }
    return TaskImage(
      eip: words[0].zeroExtended(), eflags: words[1].zeroExtended(),
      registers: words[2..<10].map { Bits(high: 0xFFFF as Bits<16>, low: $0) },
      selectors: Array(words[10..<14]) + [0, 0], ldt: words[14])
  }

  /// Writes EIP, EFLAGS, the general registers and the selectors to the current TSS.
  private mutating func saveTask(_ how: TaskSwitch) throws(Stop) {
    let base = try known(tr.base, "the base of TR")
    let flags = how == .back ? eflags.bits & ~0x4000 : eflags.bits
    let isWide = try decide(tr.rights.bit(3))
    let words = [eip, flags] + (0..<8).map { registers[$0] }
    let selectors = (0..<6).map { segments[$0].selector }
    if isWide {
      let all = words + selectors.map { $0.zeroExtended() }
      for (index, word) in all.enumerated() {
        // The selectors' upper halves are not written.
        let address = base &+ 0x20 &+ UInt32(4 * index)
        if index < 10 {
          try store(address, word, asSupervisor: true)
        } else {
          try store(address, word.slice() as Bits<16>, asSupervisor: true)
        }
      }
    } else {
      let all = words.map { $0.slice() as Bits<16> } + selectors.prefix(4)
      for (index, word) in all.enumerated() {
        try store(base &+ 0x0E &+ UInt32(2 * index), word, asSupervisor: true)
      }
    }
  }

  /// Loads the registers, then the segments with their checks.
  private mutating func loadTask(_ image: TaskImage, _ isWide: Bool) throws(Stop) {
    if isWide, try decide(isPaged) {
      try setCR3(image.cr3)
    }
    eip = image.eip
    // ID, VIP and VIF came with the Pentium.
    let flags: Bits<32> = generation.has(.pentium) ? 0x3F_FFFF : 0x7_FFFF
    eflags.bits = image.eflags & (isWide ? flags : 0xFFFF)
    for index in 0..<8 { registers[index] = image.registers[index] }
    for (index, selector) in image.selectors.enumerated() {
      segments[index] = .null(selector)
    }
    ldtr = .null(image.ldt)
    start = eip
    cpl = image.selectors[1].rpl
    debug.dr7 = debug.dr7 & ~0x155
    try merging { cpu throws(Stop) in try cpu.loadTaskLDT(image.ldt) }
    self[.ss] = try innerStackSegment(image.selectors[2], cpl)
    for segment in [Segment.ds, .es, .fs, .gs] {
      try merging { cpu throws(Stop) in
        cpu[segment] = try cpu.taskData(image.selectors[Int(segment.rawValue)])
      }
    }
    self[.cs] = try taskCode(image.selectors[1])
    guard try decide(eip.isAtMost(self[.cs].limit)) else { throw .protection() }
    if try decide(image.trap) { debugHits = debugHits | 0x8000 }
  }

  private mutating func loadTaskLDT(_ selector: Bits<16>) throws(Stop) {
    if try decide(selector.isNull) { return }
    guard !(try decide(selector.bit(2))), let found = try descriptor(selector),
      try kind(found) == Kind.ldt, try decide(found.isPresent)
    else { throw .invalidTSS(selector) }
    ldtr = found.cached(selector)
  }

  private mutating func taskData(_ selector: Bits<16>) throws(Stop) -> SegmentRegister {
    do { return try dataSegment(selector) } catch {
      guard case .fault(let fault) = error, fault.vector == .protection else { throw error }
      throw .invalidTSS(selector)
    }
  }

  private mutating func taskCode(_ selector: Bits<16>) throws(Stop) -> SegmentRegister {
    if try decide(selector.isNull) { throw .invalidTSS(selector) }
    guard let found = try descriptor(selector) else { throw .invalidTSS(selector) }
    let reached = found.isConforming.choose(
      !selector.rpl.isBelow(found.dpl), found.dpl == selector.rpl)
    guard try decide(found.isCode && reached) else { throw .invalidTSS(selector) }
    guard try decide(found.isPresent) else { throw .notPresent(selector) }
    return try loadCode(found, level: cpl)
  }
}
