import Logic

extension Path {
  /// One path for both where they are in the same known state, nil else.
  func merged(with other: Path) -> Path? {
    guard state.hasSameControl(as: other.state) else { return nil }
    let shared = zip(conditions, other.conditions).prefix { $0.asTerm === $1.asTerm }.count
    let mine = Formula.all(conditions[shared...])
    let its = Formula.all(other.conditions[shared...])
    var merged = self
    merged.state = state.merged(with: other.state, where: mine)
    merged.conditions = Array(conditions[..<shared])
    if !mine.isNegation(of: its) { merged.conditions.append(mine || its) }
    let both = Set(other.implied.map { ObjectIdentifier($0.asTerm) })
    merged.implied.removeAll { !both.contains(ObjectIdentifier($0.asTerm)) }
    merged.steps = max(steps, other.steps)
    merged.interruptible.formUnion(other.interruptible)
    return merged
  }
}

extension Formula {
  /// Whether one is seen to be `not` of the other.
  fileprivate func isNegation(of other: Formula) -> Bool {
    let (a, b) = (asTerm, other.asTerm)
    return (a.op == .not && a[0] === b) || (b.op == .not && b[0] === a)
  }
}

extension Processor {
  /// Whether everything is the same that decides the next step and must be known.
  func hasSameControl(as other: Processor) -> Bool {
    isAlike(other) && tlb.entries == other.tlb.entries && tlb.globals == other.tlb.globals
  }

  /// The same, whatever translations are cached.
  private func isAlike(_ other: Processor) -> Bool {
    let isSameActivity = activity == other.activity && shadow == other.shadow
    let isSameNMI = nmiPending == other.nmiPending && nmiBlocked == other.nmiBlocked
    let isSameRequest = interruptRequest == other.interruptRequest
    let isSameLevel = (cpl == other.cpl).known == true && (eip == other.eip).known == true
    guard isSameActivity && isSameNMI, isSameRequest && isSameLevel else { return false }
    return (self[.cs] as SegmentRegister).isEqual(to: other[.cs]).known == true
  }

  /// Whether it is the same state: registers, what decides the next step, and memory but for a range
  /// of physical addresses; the TLB may hold more or less of what the page tables
  /// in force have.
  public func isSame(as other: Processor, except range: Range<UInt32>) -> Formula {
    guard isAlike(other), tlb.globals == other.tlb.globals else { return false }
    let registers = zip(leaves, other.leaves).map { $0.isEqual(to: $1) }
    let words = memory.differences(from: other.memory).filter { word in
      !(word.address..<word.address + 4).overlaps(range)
    }
    return Formula.all(registers + words.map { $0.before == $0.after })
  }

  /// Whether one of the next few instructions leaves this very state again, whatever the time-stamp
  /// counter is then: a loop without an end.
  public var comesAgain: Bool {
    var first = self
    first.accesses = nil
    // What waits for a time depends on what is not known, and is no such loop.
    first.tsc = .variable("tsc")
    var later = first
    for _ in 0..<64 {
      guard case .completed = later.step() else { return false }
      var same = later
      same.tsc = first.tsc
      if first.isSame(as: same, except: 0..<0).known == true { return true }
    }
    return false
  }

  /// This state where the condition is true, else the other, leaf by leaf.
  func merged(with other: Processor, where condition: Formula) -> Processor {
    var merged = self
    var others = other.leaves.makeIterator()
    merged.visit { leaf in
      let second = others.next()!
      // A stack pointer that both have moved alike is another term in each.
      if leaf.isEqual(to: second).known != true { leaf = condition.choose(leaf, second) }
    }
    merged.memory.merge(other.memory, where: condition)
    merged.accesses = accesses.map { own in
      let known = Set(own)
      return own + (other.accesses ?? []).filter { !known.contains($0) }
    }
    return merged
  }
}

extension PhysicalMemory {
  /// Keeps what is here where the condition is true, else takes the other's words.
  mutating func merge(_ other: PhysicalMemory, where condition: Formula) {
    for frame in ram.indices where ram[frame] !== other.ram[frame] {
      for index in 0..<1024 {
        let (a, b) = (ram[frame].word(index), other.ram[frame].word(index))
        if (a == b).known == true { continue }
        let address = UInt32(frame) << 12 | UInt32(4 * index)
        self[address] = condition.choose(a, b)
      }
    }
  }
}

// MARK: - Leaves

/// The registers as leaves, in this order; memory, TLB and what must be known are none.
extension Processor: Value {
  public mutating func visit(_ body: (inout Leaf) -> Void) {
    for index in 0..<8 { registers[index].visit(body) }
    eip.visit(body)
    eflags.visit(body)
    for index in 0..<6 { segments[index].visit(body) }
    ldtr.visit(body)
    tr.visit(body)
    gdtr.visit(body)
    idtr.visit(body)
    cpl.visit(body)
    cr0.visit(body)
    cr2.visit(body)
    cr3.visit(body)
    cr4.visit(body)
    debug.visit(body)
    debugHits.visit(body)
    floatingPoint.visit(body)
    sysenter.visit(body)
    tsc.visit(body)
  }

  public func names(_ path: String) -> [LeafName] {
    func name(_ field: String) -> String { path.isEmpty ? field : "\(path).\(field)" }
    var all: [LeafName] = []
    for register in Register.allCases { all += self[register].names(name("\(register)")) }
    all += eip.names(name("eip")) + eflags.names(name("eflags"))
    for segment in Segment.allCases { all += self[segment].names(name("\(segment)")) }
    all += ldtr.names(name("ldtr")) + tr.names(name("tr"))
    all += gdtr.names(name("gdtr")) + idtr.names(name("idtr")) + cpl.names(name("cpl"))
    for (field, value) in [("cr0", cr0), ("cr2", cr2), ("cr3", cr3), ("cr4", cr4)] {
      all += value.names(name(field))
    }
    all += debug.names(name("debug")) + debugHits.names(name("debugHits"))
    all += floatingPoint.names(name("floatingPoint"))
    all += sysenter.names(name("sysenter")) + tsc.names(name("tsc"))
    return all
  }
}
