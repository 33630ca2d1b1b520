import Logic
import Specification

/// When the processor goes from one OS to the other.
public enum Turns: String, CaseIterable, Sendable {
  /// At an interrupt of the other, as in the paper: after any number of steps.
  case byInterrupt = "by interrupt"
  /// When a slot ends whose length is fixed; what an OS does not use of it passes idle.
  case inSlots = "in slots"
}

/// Two OSes and the time that both can read: one step of an OS is one unit.
public struct SharedTime: Structure {
  public var running = OneOf(OS.os1)
  /// EFLAGS.IF of the OS that runs.
  public var interrupts: Formula = true
  /// When the turn of the OS that runs began, and the steps that it has made since.
  public var start = 0 as Bits<16>
  public var used = 0 as Bits<16>
  /// What each OS read off the clock last.
  public var seen1 = 0 as Bits<16>
  public var seen2 = 0 as Bits<16>

  public init() {}

  public static let fields: [Field<SharedTime>] = [
    Field("running", \.running), Field("interrupts", \.interrupts), Field("start", \.start),
    Field("used", \.used), Field("seen1", \.seen1), Field("seen2", \.seen2),
  ]

  /// The time-stamp counter, or a timer that both read.
  public var clock: Bits<16> { start + used }

  /// The steps of a slot.
  public static let slot: Bits<16> = 4
}

extension Turns {
  /// OS1 runs.
  public var specification: Specification<SharedTime> {
    Specification(
      "time, \(rawValue)", shape: SharedTime(), actions: OS.allCases.flatMap(steps)
    ) { s in
      s.running = OneOf(.os1)
      s.interrupts = true
      s.used = 0
      return []
    }
  }

  private func steps(_ os: OS) -> [Action<SharedTime>] {
    func step(
      _ what: String, excusing reasons: [Change: String] = [:],
      effect: @escaping @Sendable (inout SharedTime, Inputs) -> Void
    ) -> Action<SharedTime> {
      Action("\(os.title) \(what)") { s, _ in
        s.running == os
        // With interrupts on the timer ends the slot in time.
        if self == .inSlots { !s.interrupts || s.used.isBelow(SharedTime.slot) }
      } effect: { s, any in
        effect(&s, any)
        s.used += 1
      }.excusing(reasons)
    }
    return [
      step("computes") { _, _ in },
      step("reads the clock") { s, _ in s[keyPath: os.seen] = s.clock },
      step("turns interrupts on or off") { s, any in s.interrupts = any("interrupts") },
      Action("the processor goes from \(os.title) to \(os.other.title)") { s, _ in
        s.running == os
        s.interrupts
      } effect: { s, _ in
        let late = SharedTime.slot.isBelow(s.used)
        s.start += self == .inSlots ? late.choose(s.used, SharedTime.slot) : s.used
        s.used = 0
        s.running = OneOf(os.other)
      },
    ]
  }
}

extension OS {
  public var seen: WritableKeyPath<SharedTime, Bits<16>> & Sendable {
    self == .os1 ? \.seen1 : \.seen2
  }
}
