import Logic
import Specification

/// Traces to be shown, made by hand.
enum Samples {
  static let names = [
    LeafName("phase", .bits(2), cases: ["idle", "saving", "loading"]),
    LeafName("os1.eax", .bits(32)),
    LeafName("flags", .bits(8)),
    LeafName("enabled", .truth),
    LeafName("stack", .memory(address: 32, word: 32)),
  ]

  private static func state(
    _ phase: UInt64, _ eax: UInt64, _ stack: Cells, flags: UInt64 = 2
  ) -> [Constant] {
    [.word(phase), .word(eax), .word(flags), .word(1), .memory(stack)]
  }

  static let stack: Cells = {
    var cells = Cells(background: 1)
    cells[0x1000] = 0xAB
    return cells
  }()

  private static let written: Cells = {
    var cells = stack
    cells[0x2000] = 5
    return cells
  }()

  private static let steps: [Trace.Step?] = [
    Trace.Step(
      action: "save", label: "a-3",
      inputs: [
        (LeafName("line", .bits(4)), .word(3)),
        (LeafName("who", .bits(1), cases: ["os1", "os2"]), .word(1)),
      ]),
    Trace.Step(action: "jump", label: nil, inputs: []),
  ]

  static let one = Trace(
    specification: "sample", names: names,
    runs: [
      Trace.Run(
        states: [state(0, 0, stack), state(1, 0xBEEF, written), state(2, 0xBEEF, written)],
        steps: steps)
    ], conclusion: "“EAX” is lost")

  /// The same, which repeats a state: that number.
  static func looping(to state: Int) -> Trace {
    Trace(
      specification: "sample", names: names, runs: one.runs, conclusion: "it never comes",
      loop: state)
  }

  static let two = Trace(
    specification: "sample", names: names,
    runs: [
      Trace.Run(
        states: [state(0, 0, stack), state(1, 7, stack), state(2, 7, stack, flags: 3)],
        steps: steps),
      Trace.Run(
        states: [state(0, 0, stack), state(0, 0, stack), state(2, 0, stack)],
        steps: [nil, steps[1]]),
    ], conclusion: "the observer sees a difference", observed: ["flags"])
}
