import Logic
import Specification

/// A switch among any number of OSes.
public struct ManySystemsDesign: Sendable {
  /// How the switch finds the OS that it goes to.
  public enum Target: Sendable {
    /// It looks up whose the line is: the routine says which line it was.
    case owner
    /// It goes to the one that comes next, as a switch between two can go to “the other”.
    case successor
  }

  public let name: String
  public let context: SwitchDesign
  public let target: Target
  private let built = Once<Specification<ManySystems>>()

  public init(_ name: String, _ context: SwitchDesign, _ target: Target) {
    self.name = name
    self.target = target
    self.context = context.about(context.items.filter { $0.row.disposition != .rebuilt })
  }

  /// By the line's owner, with everything of a Pentium.
  public static let byOwner = ManySystemsDesign(
    "any number of OSes", SwitchDesign.complete(.pentium), .owner)

  /// To the next one.
  public static let bySuccessor = ManySystemsDesign(
    "any number of OSes, switch to the next", SwitchDesign.complete(.pentium), .successor)

  public var specification: Specification<ManySystems> {
    built.value {
      Specification(
        name, shape: ManySystems(context), actions: [Self.raise] + own + [ownLine] + switching
      ) { initial(&$0) }
    }
  }

  /// Some OS runs. The subject, where it is another, was stopped by an interrupt of another.
  private func initial(_ s: inout ManySystems) -> [Formula] {
    s.phase = OneOf(.system)
    s.controller = Controller()
    s.seat.halted = false
    let waits = s.running != s.subject
    let expected = s.expected(s.stub[s.subject])
    when(waits, &s) { s in
      for item in s.saved.items { s.saved[item, s.area[s.subject]] = expected.seat.cpu[item] }
      s.frames[s.probe] = s.stopped.frame
      s.frames[s.stoppedAt] = s.stopped.seat.pushed
      s.memory[s.probe] = s.stopped.word
    }
    return [waits.implies(s.stopped.seat.interrupts && s.belongs[s.stoppedAt] == s.subject)]
  }

  /// Devices raise lines at any time.
  static let raise = Action<ManySystems>("a device raises a line") { _, _ in
    []
  } effect: { s, any in
    s.controller.requested[any("line")] = 1
  }.excusing([
    .free("controller.requested"): "a request that comes or goes by itself is a device's too"
  ])
}

extension ManySystems {
  /// An OS has the processor and goes on.
  var acts: [Formula] { [phase == .system, !seat.halted] }

  /// The running OS enters a routine by an interrupt or a trap.
  mutating func enter(_ routine: Bits<32>, stackPointer: Bits<32>) {
    frames[stackPointer] = seat.pushed
    seat.enter(
      routine, stackPointer: stackPointer, kernelCS: kernelCS[running], kernelSS: kernelSS[running])
  }
}

// MARK: - What the running OS does by itself

extension ManySystemsDesign {
  private static func step(
    _ what: String, label: String? = nil, excusing reasons: [Change: String] = [:],
    @Conjuncts when guards: @escaping @Sendable (ManySystems, Inputs) -> [Formula],
    effect: @escaping @Sendable (inout ManySystems, Inputs) -> Void
  ) -> Action<ManySystems> {
    Action("the running OS \(what)", label: label) { s, any in
      s.acts
      guards(s, any)
    } effect: {
      effect(&$0, $1)
    }.excusing(reasons)
  }

  /// Any computation: what can be changed at that privilege gets any value, and a word of its own.
  private func compute(_ privilege: Privilege) -> Action<ManySystems> {
    let items = context.items.filter { item in
      item.row.changedBy == .user || (item.row.changedBy != nil && privilege == .kernel)
    }
    let mode = privilege == .user ? Mode.user : .kernel
    var reasons: [Change: String] = [.keep("memory"): "a word may be anything from the start"]
    for item in items {
      reasons[.keep("seat.cpu.\(item.name)")] = "it may be anything from the start"
    }
    return Self.step("computes in \(mode) mode", excusing: reasons) { s, any in
      s.seat.mode == mode
      s.belongs[any("address")] == s.running
    } effect: { s, any in
      for item in items { s.seat.cpu[item] = any(item.name) }
      s.memory[any("address")] = any("word")
    }
  }

  private var modeStays: String { "mode and interrupt flag in a frame are put back as they were" }

  private var own: [Action<ManySystems>] {
    [
      compute(.user), compute(.kernel),
      Self.step(
        "edits an interrupt frame of its own",
        excusing: [.keep("frames.mode"): modeStays, .keep("frames.interrupts"): modeStays]
      ) { s, any in
        s.seat.mode == .kernel
        s.belongs[any("address")] == s.running
      } effect: { s, any in
        var frame = s.frames[any("address")]
        for (item, path) in PushedFrame.words { frame[keyPath: path] = any(item.name) }
        s.frames[any("address")] = frame
      },
      Self.step("turns interrupts on or off") { s, _ in
        s.seat.mode == .kernel
      } effect: { s, any in
        s.seat.interrupts = any("interrupts")
      },
      Self.step(
        "traps into its kernel", excusing: [.keep("seat.halted"): "what traps is not halted"]
      ) { s, any in
        s.belongs[any("stackPointer")] == s.running
      } effect: { s, any in
        let interrupts = s.seat.interrupts
        s.enter(any("routine"), stackPointer: any("stackPointer"))
        s.seat.interrupts = interrupts
      },
      Self.step("leaves a routine", label: "leave") { s, _ in
        s.seat.mode == .kernel
        s.belongs[s.seat.cpu[.esp]] == s.running
      } effect: { s, _ in
        s.seat.leave(s.frames[s.seat.cpu[.esp]])
      },
      Self.step("halts") { s, _ in
        s.seat.mode == .kernel
      } effect: { s, _ in
        s.seat.halted = true
      },
      Self.step("masks or unmasks a line") { s, _ in
        s.seat.mode == .kernel
      } effect: { s, any in
        s.controller.masked[any("line")] = any("masked")
      },
      Self.step("ends an interrupt at the controller") { s, _ in
        s.seat.mode == .kernel
        s.controller.count != 0
      } effect: { s, _ in
        s.controller.endOfInterrupt()
      },
    ]
  }
}

// MARK: - What an interrupt does

extension ManySystemsDesign {
  private static func isInterruptible(_ s: ManySystems, _ any: Inputs) -> [Formula] {
    [s.phase == .system, s.seat.interrupts, s.belongs[any("stackPointer")] == s.running]
      + s.controller.passes(any("line"))
  }

  /// b-1: the running OS's own interrupt leads to its routine.
  private var ownLine: Action<ManySystems> {
    Action("the running OS is interrupted by its own line", label: "b-1") { s, any in
      Self.isInterruptible(s, any)
      s.owner[any("line")] == s.running
    } effect: { s, any in
      let line: Bits<8> = any("line")
      s.controller.acknowledge(line)
      s.enter(s.gates[line], stackPointer: any("stackPointer"))
    }
  }

  private var switching: [Action<ManySystems>] { [foreign, start, save, restore, jump] }

  /// a-1: an interrupt of another leads to a routine of the running OS.
  private var foreign: Action<ManySystems> {
    Action("the running OS is interrupted by a line of another", label: "a-1") { s, any in
      Self.isInterruptible(s, any)
      s.owner[any("line")] != s.running
    } effect: { s, any in
      let line: Bits<8> = any("line")
      let (own, before, address) = (s.running == s.subject, s.present, s.stoppedAt)
      s.controller.acknowledge(line)
      s.line = line
      s.stopped = own.choose(before, s.stopped)
      s.stoppedAt = own.choose(any("stackPointer"), address)
      s.enter(s.stub[s.running], stackPointer: any("stackPointer"))
      s.phase = OneOf(.foreign)
    }
  }

  /// a-2: that routine does nothing but start the switch.
  private var start: Action<ManySystems> {
    Action("its routine starts the switch", label: "a-2") { s, _ in
      s.phase == .foreign
    } effect: { s, _ in
      s.target = target == .owner ? s.owner[s.line] : s.successor[s.running]
      s.phase = OneOf(.saving)
    }
  }

  /// a-3, first half: to the save area of the OS that was interrupted.
  private var save: Action<ManySystems> {
    Action("the switch saves the running OS", label: "a-3") { s, _ in
      s.phase == .saving
    } effect: { s, _ in
      let area = s.area[s.running]
      for item in s.saved.items { s.saved[item, area] = s.seat.cpu[item] }
      s.phase = OneOf(.restoring)
    }.excusing(Self.setByTheJump("saved.eip"))
  }

  /// a-3, second half: from the save area of the OS that the switch goes to.
  private var restore: Action<ManySystems> {
    Action("the switch restores another OS", label: "a-3") { s, _ in
      s.phase == .restoring
    } effect: { s, _ in
      let area = s.area[s.target]
      for item in s.saved.items { s.seat.cpu[item] = s.saved[item, area] }
      (s.previous, s.beforePrevious) = (s.running, s.previous)
      s.running = s.target
      s.phase = OneOf(.restored)
    }.excusing(Self.setByTheJump("seat.cpu.eip"))
  }

  /// Whatever is saved and restored of EIP does not matter.
  private static func setByTheJump(_ leaf: String) -> [Change: String] {
    let reason = "the jump to the routine (a-4) sets EIP before the OS runs"
    return [.keep(leaf): reason, .free(leaf): reason]
  }

  /// a-4: to that OS's routine for the line.
  private var jump: Action<ManySystems> {
    Action("the switch jumps to its routine", label: "a-4") { s, _ in
      s.phase == .restored
    } effect: { s, _ in
      s.seat.cpu[.eip] = s.gates[s.line]
      s.seat.cpu[.cs] = s.kernelCS[s.running]
      s.phase = OneOf(.system)
    }.excusing([
      .keep("seat.cpu.cs"): "this save set restores CS already; one without it relies on the jump"
    ])
  }
}
