import Logic
import Processor
import Specification

/// The code refines the protocol: what it does to processor and save areas is what the protocol's
/// steps a-2, a-3, a-4 do, word for word.
///
/// The protocol's steps are carried out on variables; each word that they leave is one of those
/// they found, or a descriptor or a gate that one names. The same move is asked of the code.
extension SwitchSetting {
  /// One claim for each word that the protocol's steps leave in the processor or a save area, and
  /// one that they change nothing else.
  public func refinement(
    _ start: SwitchStart, _ entered: Processor, _ end: Processor
  ) -> [SwitchClaim] {
    let (before, after) = protocolSteps()
    let names = before.names("")
    return zip(names, zip(before.leaves, after.leaves)).compactMap { name, leaves in
      let parts = name.path.split(separator: ".", maxSplits: 2).map(String.init)
      guard let (holder, item) = Self.word(parts) else {
        return isFree(name.path) || leaves.0.isSame(as: leaves.1)
          ? nil
          : SwitchClaim(
            .control, "the protocol changes \(name.path), which code has no word for", false)
      }
      if isElsewhere(item, holder) { return nil }
      // The save area of the OS that is resumed stays as it was.
      let isKept = holder == to && leaves.0.isSame(as: leaves.1)
      let meant = isKept ? words(item, to, entered) : meaning(leaves.1.term, start, entered)
      guard let found = words(item, holder, end), let meant else {
        return SwitchClaim(
          .control, "what the protocol leaves in \(name.path) is nothing that code has words for",
          false)
      }
      let subject: SwitchClaim.Subject = holder == nil ? .restored(item) : .saved(item)
      return SwitchClaim(
        subject, "\(name.path) is not what the protocol leaves there", found.areEqual(to: meant))
    }
  }

  /// The protocol's state before and after its steps, over variables named by path.
  private func protocolSteps() -> (before: System, after: System) {
    let items = Item.context(of: Generation(layout.generation))
      .filter {
        $0.words(in: Processor(layout.generation, memory: PhysicalMemory(frames: 1))) != nil
      }
    let design = SwitchDesign("code", items: items, saved: routine.slots(from).map(\.item))
    var state = System(design).variables("")
    state.running = OneOf(from)
    state.code = OneOf(from)
    state.phase = OneOf(.foreign)
    state.progress = 0
    let before = state
    let labels = ["a-2", "a-3", "a-4"].map { figure(interruptOf: to, $0) }
    for label in labels {
      for action in design.specification.actions where action.label == label {
        let inputs = Inputs.variables("input")
        let (enabled, after) = action.apply(to: state, inputs)
        if enabled.known != false { state = after }
      }
    }
    return (before, state)
  }

  /// Where the code goes on is asked for by itself, as arrival; the registers of SSE are part of the
  /// area of the x87 item.
  private func isElsewhere(_ item: Item, _ holder: OS?) -> Bool {
    holder == nil ? item == .eip : item == .xmm || item == .mxcsr
  }

  /// What only says where the switch is.
  private func isFree(_ path: String) -> Bool {
    ["running", "code", "phase", "progress"].contains(path)
  }

  /// The item of a path, and whose save area holds it; nil for the processor's.
  private static func word(_ parts: [String]) -> (holder: OS?, item: Item)? {
    switch parts.first {
    case "cpu": Item(name: parts.dropFirst().joined(separator: ".")).map { (nil, $0) }
    case "saved":
      Item(name: parts.dropFirst(2).joined(separator: ".")).map {
        (parts[1] == "os1" ? .os1 : .os2, $0)
      }
    default: nil
    }
  }

  /// The words of an item in the processor or in a save area.
  private func words(_ item: Item, _ holder: OS?, _ state: Processor) -> [Leaf]? {
    guard let holder else { return item.words(in: state) }
    guard let slot = routine.slot(of: item, holder) else { return nil }
    guard var content = content(slot, holder, state.memory) else { return nil }
    // The slot has the return address of the stub's call, five bytes past where the gate leads.
    if item == .eip { content = (Bits<32>(content[0].term) - 5).leaves }
    return content
  }

  /// The words that a term of the protocol stands for.
  private func meaning(_ term: Term, _ start: SwitchStart, _ entered: Processor) -> [Leaf]? {
    if term.op == .variable {
      let parts = term.name.split(separator: ".", maxSplits: 2).map(String.init)
      if term.name == "\(to).kernelCS" {
        return Bits<16>(UInt64(layout[to].selectors.kernelCode)).leaves
      }
      guard let (holder, item) = Self.word(parts) else { return nil }
      if holder == to { return resumed(item, start) }
      if holder == nil { return interrupted(item, entered) }
      return words(item, holder, entered)
    }
    // A descriptor: what loading the selector again gives.
    guard term.op == .read, term[0].name == "\(to).descriptors" else { return nil }
    if term[1].name == "\(to).kernelCS" {
      return Item.csHidden.words(in: start.resumed)
    }
    let parts = term[1].name.split(separator: ".", maxSplits: 2).map(String.init)
    guard let (_, item) = Self.word(parts),
      let part = Item.hiddenParts.first(where: { $0.selector == item })
    else { return nil }
    return part.hidden.words(in: start.resumed)
  }

  /// An item of the OS that was interrupted, as its slot is to have it.
  private func interrupted(_ item: Item, _ entered: Processor) -> [Leaf]? {
    item == .fpu ? storedArea(entered) : item.words(in: entered)
  }

  /// An item out of the save area of the OS that is resumed, as the processor is to have it.
  private func resumed(_ item: Item, _ start: SwitchStart) -> [Leaf]? {
    routine.slot(of: item, to) == nil ? nil : item.words(in: start.resumed)
  }
}
