import Logic
import Specification

/// The label of a step in figure 3 or 4; the other figure has the roles exchanged.
///
/// Figure 3 is about interrupts of OS2, figure 4 about interrupts of OS1.
public func figure(interruptOf os: OS, _ step: String) -> String {
  "\(os == .os2 ? "fig.3" : "fig.4") \(step)"
}

extension SwitchDesign {
  /// The combined system with this switch; the same one each time that it is asked for.
  public var specification: Specification<System> {
    built.value { () -> Specification<System> in
      let all = [Self.raise] + OS.allCases.flatMap { steps(of: $0) + switching(from: $0) }
      return Specification(name, shape: System(self), actions: all) { initial(&$0) }
    }
  }

  /// The same where another OS runs at the start, and with only so many of the actions.
  public func specification(
    startingWith first: OS, _ isKept: (Action<System>) -> Bool
  ) -> Specification<System> {
    Specification(
      name, shape: System(self), actions: specification.actions.filter(isKept)
    ) { initial(&$0, running: first) }
  }

  /// OS1 runs, OS2 was stopped by an interrupt of OS1; how both were started is not treated (A11).
  public func initial(_ s: inout System, running first: OS = .os1) -> [Formula] {
    let second = first.other
    s.running = OneOf(first)
    s.code = OneOf(first)
    s.phase = OneOf(.system)
    s.progress = 0
    s.controller = Controller()
    for os in OS.allCases {
      // What is above the top of a kernel stack has no meaning yet.
      s[keyPath: os.guest].frames = Frames()
      s[keyPath: os.guest].depth = 0
      s[keyPath: os.guest].stackIntact = true
      s[keyPath: os.guest].halted = false
    }
    s.entries1 = Memory()
    s.entries2 = Memory()
    s[keyPath: first.stopped] = s.solo(first)
    s[keyPath: second.stopped].own = s.guest(second)
    s[keyPath: second.stopped].interrupts = true
    var entered = s.stopped(second)
    entered.enter(
      s.stopped(second).own.gates[s.line], stackPointer: s.stackPointer(second))
    s[keyPath: second.guest] = entered.own
    for item in s.saved(second).items { s[keyPath: second.saved][item] = entered.cpu[item] }
    s[keyPath: second.entries][1] = Bits(Entry.switched.rawValue)
    return [s.isOwned(s.line, by: first)]
  }

  /// Devices raise lines at any time.
  static let raise = Action<System>("a device raises a line") { _, _ in
    []
  } effect: { s, any in
    s.controller.requested[any("line")] = 1
  }.excusing([
    .free("controller.requested"): "a request that comes or goes by itself is a device's too"
  ])
}

// MARK: - What an OS does by itself

extension SwitchDesign {
  public func steps(of os: OS) -> [Action<System>] {
    func step(
      _ what: String, label: String? = nil, excusing reasons: [Change: String] = [:],
      @Conjuncts when guards: @escaping @Sendable (System, Inputs) -> [Formula],
      effect: @escaping @Sendable (inout System, Inputs) -> Void
    ) -> Action<System> {
      Action("\(os.title) \(what)", label: label) { s, any in
        s.running == os
        s.phase == .system
        !s.guest(os).halted
        guards(s, any)
      } effect: {
        effect(&$0, $1)
      }.excusing(reasons)
    }
    func leave(_ entry: Entry, label: String?) -> Action<System> {
      let what = ["leaves a trap", "leaves its routine", "leaves its routine after a switch"]
      // A theorem tells what a-5 does from the other two.
      let excuse: [Change: String] =
        entry == .switched
        ? [:]
        : [
          .drop("entries.\(os)[\(os).depth] = \(entry.rawValue.inHexadecimal)"):
            "these two ways to leave differ in their labels alone"
        ]
      return step(what[Int(entry.rawValue)], label: label, excusing: excuse) { s, _ in
        s.mode == .kernel
        s.guest(os).depth != 0
        s.entries(os)[s.guest(os).depth] == Bits(entry.rawValue)
      } effect: { s, _ in
        s.run(os) { $0.leave() }
      }
    }
    return [
      step("computes in user mode", excusing: Self.arbitrary(os, .user)) { s, _ in
        s.mode == .user
      } effect: { s, any in
        s.run(os) { $0.compute(.user, any) }
      },
      step("computes in kernel mode", excusing: Self.arbitrary(os, .kernel)) { s, _ in
        s.mode == .kernel
      } effect: { s, any in
        s.run(os) { $0.compute(.kernel, any) }
      },
      step("edits its descriptors") { s, _ in
        s.mode == .kernel
      } effect: { s, any in
        let old = s.guest(os).descriptors
        s[keyPath: os.guest].descriptors = any("descriptors", like: old)
      },
      step("turns interrupts on or off") { s, _ in
        s.mode == .kernel
      } effect: { s, any in
        s.interrupts = any("interrupts")
      },
      step(
        "traps into its kernel",
        excusing: [
          .drop("\(os).depth ≠ 0FFh"): Self.countsNesting,
          .keep("\(os).halted"): "it runs, so it is not halted",
        ]
      ) { s, _ in
        s.guest(os).depth != 0xFF
        s.guest(os).stackIntact
      } effect: { s, any in
        let interrupts = s.interrupts
        s.run(os) { $0.enter(any("routine"), stackPointer: any("stackPointer")) }
        s.interrupts = interrupts
        s[keyPath: os.entries][s.guest(os).depth] = Bits(Entry.trap.rawValue)
      },
      leave(.trap, label: nil),
      leave(.own, label: figure(interruptOf: os, "b-2")),
      leave(.switched, label: figure(interruptOf: os, "a-5")),
      step(
        "halts",
        excusing: [
          .drop("not \(os).halted"): "to halt again changes nothing",
          .free("\(os).halted"): "not to halt changes nothing",
        ]
      ) { s, _ in
        s.mode == .kernel
      } effect: { s, _ in
        s[keyPath: os.guest].halted = true
      },
      step(
        "loses its kernel stack",
        excusing: [.free("\(os).stackIntact"): "to keep it changes nothing"]
      ) { s, _ in
        s.mode == .kernel
      } effect: { s, _ in
        s[keyPath: os.guest].stackIntact = false
      },
      step(
        "masks or unmasks a line",
        excusing: [.free("controller.masked"): "several such steps set any mask"]
      ) { s, _ in
        s.mode == .kernel
      } effect: { s, any in
        s.controller.masked[any("line")] = any("masked")
      },
      step("ends an interrupt at the controller") { s, _ in
        s.mode == .kernel
        s.controller.count != 0
      } effect: { s, _ in
        s.controller.endOfInterrupt()
      },
    ]
  }
}

// MARK: - Why some changes to these steps are equivalent

extension SwitchDesign {
  static let countsNesting = "keeps a counter of 255 levels from wrapping, in a solo run as well"

  /// Changes to steps that may do anything.
  private static func arbitrary(_ os: OS, _ privilege: Privilege) -> [Change: String] {
    var reasons: [Change: String] = [:]
    reasons[.free("cpu.*")] =
      "any value comes by a load already; of hidden parts an assumption alone says something"
    if privilege == .user {
      reasons[.drop("mode = user")] = "what user code can do, the kernel can"
    }
    return reasons
  }
}
