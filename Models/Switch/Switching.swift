import Logic
import Specification

// MARK: - What an interrupt does

extension SwitchDesign {
  /// The steps by which an interrupt of the other OS, arriving while `os` runs, leads there.
  func switching(from os: OS) -> [Action<System>] {
    [own(os), foreign(os), brokenStack(os), start(os)]
      + portions.indices.map { save(os, $0) } + portions.indices.map { restore(from: os, $0) }
      + [jump(to: os.other)]
  }

  /// The running OS can be interrupted by the line.
  @Sendable private static func isInterruptible(
    _ s: System, _ os: OS, _ line: Bits<8>
  ) -> [Formula] {
    [s.running == os, s.phase == .system, s.interrupts, s.guest(os).depth != 0xFF]
      + s.controller.passes(line)
  }

  /// Guards of ``isInterruptible(_:_:_:)`` that only keep counters in bounds.
  private static func bounds(_ os: OS) -> [Change: String] {
    [.drop("\(os).depth ≠ 0FFh"): countsNesting, .drop("controller.count ≠ 0FFh"): countsNesting]
  }

  /// b-1: the running OS's own interrupt leads to its routine.
  private func own(_ os: OS) -> Action<System> {
    Action("\(os.title) is interrupted by its own line", label: figure(interruptOf: os, "b-1")) {
      s, any in
      Self.isInterruptible(s, os, any("line"))
      s.isOwned(any("line"), by: os)
      s.guest(os).stackIntact
    } effect: { s, any in
      let line: Bits<8> = any("line")
      s.controller.acknowledge(line)
      s.run(os) { $0.enter($0.own.gates[line], stackPointer: any("stackPointer")) }
      s[keyPath: os.entries][s.guest(os).depth] = Bits(Entry.own.rawValue)
    }.excusing(Self.bounds(os))
  }

  /// a-1: the entry of the running OS's IDT for the other's interrupt gives a routine.
  private func foreign(_ os: OS) -> Action<System> {
    let label = figure(interruptOf: os.other, "a-1")
    return Action("\(os.title) is interrupted by a line of \(os.other.title)", label: label) {
      s, any in
      Self.isInterruptible(s, os, any("line"))
      s.isOwned(any("line"), by: os.other)
      s.guest(os).stackIntact
    } effect: { s, any in
      let line: Bits<8> = any("line")
      s.controller.acknowledge(line)
      s.line = line
      s[keyPath: os.stopped] = s.solo(os)
      s[keyPath: os.stackPointer] = any("stackPointer")
      s.run(os) { $0.enter($0.own.gates[line], stackPointer: any("stackPointer")) }
      s[keyPath: os.entries][s.guest(os).depth] = Bits(Entry.switched.rawValue)
      s.phase = OneOf(.foreign)
    }.excusing(Self.bounds(os))
  }

  /// Without a kernel stack the frame can't be pushed, nor that of the double fault: shutdown.
  private func brokenStack(_ os: OS) -> Action<System> {
    Action("\(os.title) is interrupted without a kernel stack") { s, any in
      Self.isInterruptible(s, os, any("line"))
      !s.guest(os).stackIntact
    } effect: { s, _ in
      s.phase = OneOf(.down)
    }.excusing(Self.bounds(os))
  }

  /// a-2: the routine does nothing but start the switch, which is OS2's code.
  private func start(_ os: OS) -> Action<System> {
    let label = figure(interruptOf: os.other, "a-2")
    return Action("\(os.title)'s routine starts the switch", label: label) { s, _ in
      s.running == os
      s.phase == .foreign
    } effect: { s, _ in
      s.phase = OneOf(.saving)
      s.code = OneOf(.os2)
    }.excusing(os == .os2 ? [.keep("code"): Self.codeOfRoutine] : [:])
  }

  private static let codeOfRoutine = "OS2's routine is OS2's code"

  /// The name of a step for one of several portions.
  private func name(_ text: String, _ portion: Int) -> String {
    portions.count == 1 ? text : "\(text) (\(portion + 1) of \(portions.count))"
  }

  /// Counts a portion; after the last the next phase begins.
  private func advance(_ s: inout System, _ portion: Int, to phase: Phase) {
    if portion == portions.count - 1 {
      s.phase = OneOf(phase)
      if portions.count > 1 { s.progress = 0 }
    } else {
      s.progress = Bits(UInt64(portion + 1))
    }
  }

  /// a-3, first half: OS2's code stores the context of the OS that was interrupted.
  private func save(_ os: OS, _ portion: Int) -> Action<System> {
    Action(
      name("the switch saves \(os.title)", portion), label: figure(interruptOf: os.other, "a-3")
    ) { s, _ in
      s.running == os
      s.phase == .saving
      if portions.count > 1 { s.progress == Bits(UInt64(portion)) }
    } effect: { s, _ in
      for item in portions[portion] { s[keyPath: os.saved][item] = s.cpu[item] }
      advance(&s, portion, to: .restoring)
    }.excusing(setByTheJump("saved.\(os).eip", portion))
  }

  /// Where the portion has EIP: whatever is saved and restored of it does not matter.
  private func setByTheJump(_ leaf: String, _ portion: Int) -> [Change: String] {
    portions[portion].contains(.eip)
      ? [.free(leaf): "the jump to the routine (a-4) sets EIP before the OS runs"] : [:]
  }

  /// a-3, second half: OS2's code loads the context of the OS whose interrupt it is.
  private func restore(from os: OS, _ portion: Int) -> Action<System> {
    let next = os.other
    return Action(
      name("the switch restores \(next.title)", portion), label: figure(interruptOf: next, "a-3")
    ) { s, _ in
      s.running == os
      s.phase == .restoring
      if portions.count > 1 { s.progress == Bits(UInt64(portion)) }
    } effect: { s, _ in
      for item in portions[portion] {
        s.cpu[item] = s.saved(next)[item]
        if let part = Item.hiddenParts.first(where: { $0.selector == item }) {
          s.cpu[part.hidden] = s.guest(next).descriptors[s.cpu[item]]
        }
      }
      advance(&s, portion, to: .restored)
      if portion == portions.count - 1 { s.running = OneOf(next) }
    }.excusing(setByTheJump("cpu.eip", portion))
  }

  /// a-4: OS2's code jumps to the routine of the OS whose interrupt it is.
  private func jump(to os: OS) -> Action<System> {
    Action("the switch jumps to \(os.title)'s routine", label: figure(interruptOf: os, "a-4")) {
      s, _ in
      s.running == os
      s.phase == .restored
    } effect: { s, _ in
      s.cpu[.eip] = s.guest(os).gates[s.line]
      s.cpu[.cs] = s.guest(os).kernelCS
      s.cpu[.csHidden] = s.guest(os).descriptors[s.guest(os).kernelCS]
      s.phase = OneOf(.system)
      s.code = OneOf(os)
    }.excusing([
      .keep("cpu.cs*"): "this save set restores CS already; one without it relies on the jump"
    ]).excusing(os == .os2 ? [.keep("code"): Self.codeOfRoutine] : [:])
  }
}
