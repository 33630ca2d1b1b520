import Logic
import Models
import Specification

/// What the switch's protocol says of an OS that has stopped: whether the other still gets the
/// processor by a line of its own.
///
/// By explicit search from the state that the stop leaves, over what devices, processor and switch
/// do; the stopped OS's software does nothing.
public struct StopVerdict {
  /// Lines as the master 8259 has them: OS1's timer, the card by way of the slave, the lines by
  /// which OS1 and OS2 are asked to send.
  static let timer: UInt64 = 0
  static let card: UInt64 = 2
  static let request1: UInt64 = 4
  static let request2: UInt64 = 5
  private static let owners: [UInt64: OS] = [
    timer: .os1, card: .os2, request1: .os1, request2: .os2,
  ]

  private let actions: [Action<System>]
  private let os: OS
  private var state: System

  /// The state in which an OS has stopped.
  public init(_ os: OS, _ stop: SystemDesign.Stop) {
    let design = SwitchDesign.complete(.pentium)
    actions = design.specification.actions
    self.os = os
    state = System(design)
    state.running = OneOf(os)
    state.code = OneOf(os)
    state.phase = OneOf(.system)
    state.mode = OneOf(.kernel)
    state.interrupts = true
    (state.os1.stackIntact, state.os2.stackIntact) = (true, true)
    (state.os1.halted, state.os2.halted) = (false, false)
    var owner = Cells()
    for (line, os) in Self.owners { owner[line] = UInt64(os.rawValue) }
    state.owner = Memory(owner)
    for (name, inputs) in Self.steps(os, stop) { take("\(os.title) \(name)", inputs) }
  }

  /// How the OS comes to stop, as steps of the protocol.
  private static func steps(
    _ os: OS, _ stop: SystemDesign.Stop
  ) -> [(String, [String: Constant])] {
    let halts = ("halts", [:] as [String: Constant])
    let off = ("turns interrupts on or off", ["interrupts": Constant.word(0)])
    let on = ("turns interrupts on or off", ["interrupts": Constant.word(1)])
    switch stop {
    case .haltedInterruptsOn: return [halts]
    case .haltedInterruptsOff: return [off, halts]
    case .loopingInterruptsOff: return [off]
    case .brokenStack: return [("loses its kernel stack", [:]), halts]
    case .unacknowledged:
      let line = os == .os1 ? timer : card
      return [("is interrupted by its own line", ["line": .word(line)]), on, halts]
    case .masked:
      let masks = owners.keys.sorted().map { line in
        (
          "masks or unmasks a line",
          ["line": Constant.word(line), "masked": .word(1)] as [String: Constant]
        )
      }
      return masks + [halts]
    }
  }

  private mutating func take(_ name: String, _ inputs: [String: Constant]) {
    if name.hasSuffix("its own line") { raise(inputs["line"]!.word) }
    let action = actions.first { $0.name == name }!
    let (enabled, after) = action.apply(to: state, .known(inputs))
    precondition(enabled.known == true, "the protocol does not allow \(name)")
    state = after
  }

  private mutating func raise(_ line: UInt64) {
    state.controller.requested[Bits(line)] = 1
  }

  /// Whether the other OS can come to its routine for a line of its own, once a device raises it.
  public func otherGoesOn(by line: UInt64) -> Bool {
    var start = self
    start.raise(line)
    var waiting = [start.state]
    // The switch and an interrupt's routine take fewer steps than that, from wherever.
    for _ in 0..<64 where !waiting.isEmpty {
      var next: [System] = []
      for state in waiting {
        if state.running.known == os.other, state.phase.known == .system { return true }
        for action in actions where isStillDone(action.name) {
          let inputs = ["line": Constant.word(line)]
          let (enabled, after) = action.apply(to: state, .known(inputs))
          if enabled.known == true { next.append(after) }
        }
      }
      waiting = next
    }
    precondition(waiting.isEmpty, "the switch goes on and on")
    return false
  }

  /// What goes on without the software of either OS: interrupts and the switch.
  private func isStillDone(_ action: String) -> Bool {
    action.contains(" is interrupted ") || action.hasSuffix("'s routine starts the switch")
      || action.hasPrefix("the switch ")
  }
}
