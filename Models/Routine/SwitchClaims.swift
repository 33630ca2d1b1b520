import Logic
import Processor

/// Something that must be true when a switch has ended.
public struct SwitchClaim: Sendable {
  public enum Subject: Sendable, Equatable {
    /// The save area holds the item of the OS that was interrupted.
    case saved(Item)
    /// The processor holds the item of the OS that is resumed.
    case restored(Item)
    /// A doubleword of memory, physical, that is nobody's to change.
    case memory(UInt32)
    /// What holds between instructions: interrupts, NMIs, privilege.
    case control
    /// Nothing faults, and the switch ends in the other OS's routine.
    case arrival
    /// An access goes to what it is meant for.
    case continuity(linear: UInt32)
  }

  public let subject: Subject
  /// What is wrong where it does not hold.
  public let complaint: String
  public let holds: Formula
  /// Where it went wrong, as EIP, where that is one instruction.
  public let instruction: UInt32?
  /// The linear address that it is about, where it is about one.
  public let address: UInt32?

  /// The complaint, after the instruction that it is about.
  public var text: String { (instruction.map { "at \(hex($0)): " } ?? "") + complaint }

  init(
    _ subject: Subject, _ complaint: String, _ holds: Formula, instruction: UInt32? = nil,
    address: UInt32? = nil
  ) {
    self.address = address
    self.subject = subject
    self.complaint = complaint
    self.holds = holds
    self.instruction = instruction
  }
}

extension SwitchSetting {
  /// A run that holds symbolic paths from the interrupt to the ends.
  public struct Runs: Sendable {
    /// Right after the interrupt's delivery, by which alone an OS is stopped (S5).
    public let entered: SymbolicPath?
    public let paths: [SymbolicPath]
  }

  /// Where runs are cut: the routine of the resumed OS, and all that can be entered by mistake.
  public var stops: Set<UInt32> {
    var all = Set(lines.map { routine.end(to, $0.line) })
    for os in OS.allCases {
      for vector in 0..<Layout.firstVector { all.insert(layout[os].exceptionRoutine(vector)) }
      for line in 0..<Layout.lineCount where layout.owner(of: line) == os {
        all.insert(layout[os].routine(line))
      }
    }
    return all
  }

  /// Runs that go on for more instructions are given up.
  public static var instructionLimit: Int { 2_000 }

  /// All paths from a start.
  public func run(
    _ start: SwitchStart, limit: Int = instructionLimit,
    isFeasible: @escaping @Sendable ([Formula]) -> Bool = { _ in true },
    isEnough: @escaping @Sendable (SymbolicPath, SymbolicPath?) -> Bool = { _, _ in false }
  ) -> Runs {
    var run = SymbolicRun(stops: stops, limit: limit, isFeasible: isFeasible)
    let assumptions = start.assumptions.map(\.formula)
    let first = run.paths(
      from: start.processor,
      interruptedBy: start.lines.map { (Layout.firstVector + $0.line, $0.condition) },
      assuming: assumptions)
    let gates = Set(start.lines.map { UInt64(routine.entry(from, $0.line)) })
    let entered = first.first { path in
      path.end == nil && (path.state.eip.known.map { gates.contains($0) } ?? false)
    }
    run.isEnough = { isEnough($0, entered) }
    return Runs(entered: entered, paths: run.ends(first, assumptions))
  }

  // MARK: Claims

  /// What must hold at the end of a path.
  public func claims(_ start: SwitchStart, _ entered: Processor, _ path: SymbolicPath)
    -> [SwitchClaim]
  {
    let isDelivered = path.steps > 1
    let delivery = isDelivered ? entered.accesses?.count : path.state.accesses?.count
    let continuity = continuity(start, path, delivery: delivery ?? 0)
    if let arrival = isDelivered ? arrival(path) : notDelivered(path) {
      return continuity + [arrival]
    }
    // A task gate's TSS is part of the save area: what is saved is what was interrupted.
    let saved = saved(routine.hasTaskGates ? start.processor : entered, path.state)
    return continuity + rightLine(start, path) + saved + restored(start, path.state)
      + control(path) + tasksAtRest(start, path.state) + unchanged(start, path.state)
  }

  /// What is wrong with where the path ended; nil where it ended as it should.
  private func arrival(_ path: SymbolicPath) -> SwitchClaim? {
    let place = path.state.eip.known.map(UInt32.init)
    let ends = lines.map { routine.end(to, $0.line) }
    let complaint: String
    switch path.end {
    case .address(let address)? where ends.contains(address): return nil
    case .address(let address)?: complaint = "it ends at \(name(address)), not in \(goal)"
    case .fault(let fault)?: complaint = text(fault, path.state)
    case .halted?: complaint = "it halts"
    case .shutdown?: complaint = "the processor shuts down"
    case .unknownInstruction(let bytes, _)?:
      let text = bytes.prefix(6).map { hex($0) }.joined(separator: " ")
      complaint = "the bytes \(text) … are no instruction that is modelled"
    case .unresolved(let what)?: complaint = "it depends on what is not known: \(what.prefix(120))"
    case .limit?, nil:
      complaint = "it does not end: a state comes again and again"
    }
    var address: UInt32?
    if case .fault(let fault)? = path.end, fault.vector == .page {
      address = path.state.cr2.known.map(UInt32.init)
    }
    return SwitchClaim(.arrival, complaint, false, instruction: place, address: address)
  }

  /// What is wrong where the interrupt was not delivered: another exception was, or a shutdown.
  private func notDelivered(_ path: SymbolicPath) -> SwitchClaim? {
    let address = path.state.cr2.known.map(UInt32.init)
    var why = "as the interrupt is delivered"
    if case .shutdown? = path.end { why += ", the processor shuts down" }
    if let address { why += ", \(pageFault(address, path.state))" }
    return SwitchClaim(.arrival, why, false, address: address)
  }

  /// That it ends in the routine of the line whose interrupt it was.
  private func rightLine(_ start: SwitchStart, _ path: SymbolicPath) -> [SwitchClaim] {
    guard isForAnyLine, case .address(let address)? = path.end else { return [] }
    let here = start.lines.filter { routine.end(to, $0.line) == address }.map(\.condition)
    return [
      SwitchClaim(
        .arrival, "it ends at \(name(address)), which is another line's", Formula.any(here))
    ]
  }

  private var goal: String {
    "\(to.title)'s routine for \(isForAnyLine ? "the line" : "line \(line)")"
  }

  private func text(_ fault: Fault, _ state: Processor) -> String {
    let code = fault.code?.known
    let with = code.map { " with error code \(hex($0))" } ?? ""
    guard fault.vector == .page, let address = state.cr2.known.map(UInt32.init) else {
      let why = cause(of: fault, state).map { ": \($0)" } ?? ""
      return "exception \(fault.vector.rawValue) (\(fault.vector))\(with)\(why)"
    }
    return pageFault(address, state)
  }

  private func pageFault(_ address: UInt32, _ state: Processor) -> String {
    let space: OS = state.cr3.known == UInt64(layout.os1.directory) ? .os1 : .os2
    let what = object(address, space)?.name ?? "memory"
    let entry = layout[space].entry(mapping: address)
    let isThere = entry.map { (state.memory[$0] as Bits<32>).bit(0).known == true } ?? false
    let how = isThere ? "read-only, and written," : "not mapped"
    return "a page fault: \(what) at \(hex(address)) is \(how) under \(space.title)'s page tables"
  }

  /// The name of an address for reports.
  public func name(_ address: UInt32) -> String {
    for os in OS.allCases {
      let side = layout[os]
      if let vector = (0..<Layout.firstVector).first(where: { side.exceptionRoutine($0) == address }
      ) {
        return "\(os.title)'s routine for exception \(vector)"
      }
      if let line = (0..<Layout.lineCount).first(where: { side.routine($0) == address }) {
        return "\(os.title)'s routine for line \(line)"
      }
    }
    return hex(address)
  }

  // MARK: Save area

  private func saved(_ entered: Processor, _ end: Processor) -> [SwitchClaim] {
    routine.slots(from).compactMap { slot in
      guard let content = content(slot, from, end.memory),
        let expected = expected(slot.item, entered)
      else { return nil }
      return SwitchClaim(
        .saved(slot.item), "\(from.title)'s \(slot.item.name) is not in its slot",
        content.areEqual(to: expected))
    }
  }

  /// What a slot's item should be once saved.
  private func expected(_ item: Item, _ entered: Processor) -> [Leaf]? {
    switch item {
    case .xmm, .mxcsr: nil
    case .fpu: storedArea(entered)
    // The stub's call has run: what is kept is its return address, or what a reader's keeps.
    case .eip: routine.hasTaskGates ? item.words(in: entered) : nil
    default: item.words(in: entered)
    }
  }

  /// What FNSAVE or FXSAVE leaves in the slot for x87 state.
  func storedArea(_ entered: Processor) -> [Leaf] {
    let area = routine.slot(of: .fpu, from).flatMap { places($0, from) } ?? []
    return FloatingPointArea.stored(
      entered.floatingPoint, layout.generation, over: area.map { entered.memory[$0] }
    ).flatMap(\.leaves)
  }

  /// The words in a slot, with what is to be added to them.
  func content(_ slot: Routine.Slot, _ os: OS, _ memory: PhysicalMemory) -> [Leaf]? {
    guard let places = places(slot, os) else { return nil }
    let widths = slot.item.widths ?? Array(repeating: 4, count: places.count)
    return zip(places, widths).flatMap { place, width -> [Leaf] in
      if width == 2 { return (memory[place] as Bits<16>).leaves }
      return ((memory[place] as Bits<32>) + Bits(UInt64(slot.plus))).leaves
    }
  }

  /// What a slot may hold by mistake: the other items of its width, of either OS.
  public func slotContents(_ item: Item, _ end: Processor) -> [(name: String, isThere: Formula)] {
    guard let slot = routine.slot(of: item, from), let content = content(slot, from, end.memory)
    else { return [] }
    let start = start()
    var all: [(String, Formula)] = []
    for (os, cpu) in [(from, start.processor), (to, start.resumed)] {
      for other in Item.allCases where other != item && other.widths == item.widths {
        guard let words = other.words(in: cpu) else { continue }
        all.append(("\(os.title)'s \(other.name)", content.areEqual(to: words)))
      }
    }
    return all
  }

  // MARK: Processor

  private func restored(_ start: SwitchStart, _ end: Processor) -> [SwitchClaim] {
    let hidden = Item.hiddenParts.filter { part in
      required.contains(part.selector) && part.selector != .cs
    }.map(\.hidden)
    let items = required.filter { ![.eip, .cs].contains($0) } + hidden
    var claims = items.compactMap { item -> SwitchClaim? in
      guard let words = item.words(in: end), let expected = item.words(in: start.resumed) else {
        return nil
      }
      return SwitchClaim(
        .restored(item), "\(to.title) does not find its \(item.name)",
        words.areEqual(to: expected))
    }
    let code = Bits<16>(UInt64(layout[to].selectors.kernelCode))
    let isKernelCode = end[.cs].selector == code && end[.cs].base == 0
    claims.append(
      SwitchClaim(
        .restored(.cs), "CS is not \(to.title)'s kernel code", isKernelCode))
    return claims
  }

  private func control(_ path: SymbolicPath) -> [SwitchClaim] {
    let end = path.state
    let isQuiet = !end.nmiPending && !end.nmiBlocked && end.shadow == .none
    let open = path.interruptible.min()
    return [
      SwitchClaim(
        .control, "an interrupt can come inside the switch", Formula(open == nil),
        instruction: open),
      SwitchClaim(.control, "\(goal) is not entered in the kernel", end.cpl == 0),
      SwitchClaim(.control, "\(goal) is entered with interrupts on", !end.eflags[.if]),
      SwitchClaim(
        .control, "an NMI, a pending trap or an interrupt shadow is left over",
        Formula(isQuiet) && end.debugHits == 0),
    ]
  }

  // MARK: Memory

  /// That nothing else has changed: doublewords that differ, but where they may.
  private func unchanged(_ start: SwitchStart, _ end: Processor) -> [SwitchClaim] {
    let allowed = allowedWrites
    return end.memory.differences(from: start.processor.memory).compactMap { difference in
      let word = difference.address
      let bits = freeBits(word, allowed)
      if bits == .max { return nil }
      let changed = (difference.before ^ difference.after) & Bits(UInt64(~bits))
      return SwitchClaim(
        .memory(word), "\(place(word)) is written, which is not the switch's to write",
        changed == 0)
    }
  }

  /// The interrupted OS's slots, and the switch's scratch memory, physical.
  var ownMemory: [Range<UInt32>] {
    let slots = routine.slots(from).flatMap { slot -> [Range<UInt32>] in
      guard let places = places(slot, from) else { return [] }
      let widths = slot.item.widths ?? Array(repeating: 4, count: places.count)
      return zip(places, widths).map { $0..<$0 + UInt32($1) }
    }
    return slots
      + routine.scratch.compactMap { range in
        physical(range.lowerBound, .os2).map { $0..<$0 + (range.upperBound - range.lowerBound) }
      }
  }

  /// The pages of both kernel stacks, physical.
  var stacks: [Range<UInt32>] {
    OS.allCases.compactMap { os in
      layout[os].physical(layout[os].stack).map { $0..<$0 + 0x1000 }
    }
  }

  /// Physical addresses that the switch may write.
  private var allowedWrites: [Range<UInt32>] {
    var all = ownMemory
    all += taskWrites
    // The interrupt's frame, and below it, where the stack is free.
    if let stack = layout[from].physical(layout[from].stack) {
      all.append(stack..<stack + (stackPointer(from) - layout[from].stack))
    }
    // Below the stack pointer that the resumed OS's save area holds, likewise.
    if let stack = layout[to].physical(layout[to].stack) {
      let saved = enteredStackPointer(to) &- (routine.slot(of: .esp, to)?.plus ?? 0)
      all.append(stack..<stack + (saved &- layout[to].stack))
    }
    return all
  }

  /// The bits of a doubleword that may differ.
  private func freeBits(_ word: UInt32, _ allowed: [Range<UInt32>]) -> UInt32 {
    var bits: UInt32 = 0
    for index in 0..<4 as Range<UInt32> where allowed.contains(where: { $0.contains(word + index) })
    {
      bits |= 0xFF << (8 * index)
    }
    // Accessed and dirty, which the processor sets in page tables.
    if OS.allCases.contains(where: { layout[$0].tableFrames.contains(word >> 12) }) { bits |= 0x60 }
    return bits
  }

  /// What is at a physical address, for reports.
  func place(_ physical: UInt32) -> String {
    let object = layout.objects.first { physical &- $0.physical < $0.size }
    guard let object else { return "physical \(hex(physical))" }
    return "\(object.name) at \(hex(physical &- object.physical &+ object.linear))"
  }
}

/// The number in hexadecimal, with the h that the reports have.
func hex(_ number: some BinaryInteger) -> String {
  String(number, radix: 16, uppercase: true) + "h"
}
