import Logic
import Models
import Specification

extension Replayer {
  /// Carries out one run of a trace that the checker has found.
  ///
  /// - Parameter run: 0, or 1 for the second of two runs
  public static func replay(
    _ trace: Trace, run: Int = 0, traces: Bool = false
  ) throws(ReplayError) -> ReplayReport {
    var run = try TraceRun(trace, run)
    run.replayer.traces = traces
    while !run.isOver { _ = try run.take() }
    return run.report
  }
}

/// One run of a trace while it is carried out: the processor and the protocol step by step.
struct TraceRun {
  var replayer: Replayer
  private var values: TraceValues
  private let states: [[Constant]]
  private let steps: [Trace.Step?]
  private var next = 0
  /// What is wrong with the trace's first state.
  let start: [TraceValues.Difference]

  init(_ trace: Trace, _ number: Int, isImage: Bool = false) throws(ReplayError) {
    guard trace.runs.indices.contains(number) else {
      throw .noRun(number + 1, of: trace.runs.count)
    }
    let run = trace.runs[number]
    guard let (_, design) = Replayer.designs(trace.specification) else {
      throw .unknownSpecification(trace.specification)
    }
    (states, steps) = (run.states, run.steps)
    values = try TraceValues(trace, design, states[0])
    start = values.startDifferences(design)
    replayer = try Replayer(trace, run, isImage: isImage)
  }

  var isOver: Bool { !steps[next...].contains { $0 != nil } }

  /// Carries out the next step; gives what differs in the trace itself.
  mutating func take() throws(ReplayError) -> (step: Trace.Step, wrong: [TraceValues.Difference]) {
    while steps[next] == nil { next += 1 }
    let step = steps[next]!
    next += 1
    let inputs = Dictionary(
      step.inputs.map { ($0.name.path, $0.value) }, uniquingKeysWith: { a, _ in a })
    guard let action = replayer.specificationActions.first(where: { $0.name == step.action })
    else { throw .unknownStep(step.action, at: next) }
    let wrong = values.take(action, inputs, states[next])
    try replayer.take(step.action, inputs, remarks: wrong.map(\.text))
    return (step, wrong)
  }

  var report: ReplayReport {
    var report = replayer.report
    report.start = start.map(\.text)
    return report
  }
}

extension Replayer {
  /// The machine at the start of a trace.
  fileprivate init(_ trace: Trace, _ run: Trace.Run, isImage: Bool) throws(ReplayError) {
    func leaf(_ path: String) -> Constant? {
      // A witness's trace may have the state below another name.
      let index = trace.names.firstIndex { $0.path == path || $0.path == "state.\(path)" }
      return index.map { run.states[0][$0] }
    }
    let first = leaf("line")?.word ?? 0
    var owners: [UInt64: OS] = [:]
    func owner(_ line: UInt64) -> OS {
      guard case .memory(let cells)? = leaf("owner") else { return .os1 }
      return OS(rawValue: Int(cells[line])) ?? .os1
    }
    for step in run.steps.compactMap({ $0 }) {
      for input in step.inputs where input.name.path == "line" {
        owners[input.value.word] = owner(input.value.word)
      }
    }
    owners[first] = .os1
    func mode(_ path: String) -> Mode { leaf(path)?.word == 1 ? .kernel : .user }
    try self.init(
      specification: trace.specification, owners: owners, first: first,
      modes: (mode("mode"), mode("stopped.os2.mode")),
      interrupts: leaf("interrupts")?.word == 1,
      edited: Set(OS.allCases.filter { hasEdited($0, leaf) }), isImage: isImage)
  }
}

/// Whether an OS's hidden parts differ from its descriptors in a trace's first state.
private func hasEdited(_ os: OS, _ leaf: (String) -> Constant?) -> Bool {
  let cpu = os == .os1 ? "cpu" : "stopped.os2.cpu"
  guard case .memory(let descriptors)? = leaf("\(os).descriptors") else { return false }
  return Item.hiddenParts.contains { part in
    guard let selector = leaf("\(cpu).\(part.selector.name)")?.word,
      let hidden = leaf("\(cpu).\(part.hidden.name)")?.word
    else { return false }
    return descriptors[selector] != hidden
  }
}

/// Every trace of the protocol up to a depth, with one line of each OS.
///
/// The depth counts what happens outside of switches; the steps of a switch come by themselves.
/// Depth-first: what two traces share is carried out once, since a machine is a value.
public struct TraceEnumeration: Sendable {
  /// Line 0 is OS1's, line 1 OS2's.
  static let owners: [UInt64: OS] = [0: .os1, 1: .os2]
  public let specification: String
  public let depth: Int
  /// Traces carried out: each way from the start to the depth, or to where no step goes on.
  public private(set) var count = 0
  public private(set) var steps = 0
  public private(set) var instructions = 0
  /// Switches carried through.
  public private(set) var switches = 0
  /// Traces in which processor and protocol differ, with the first difference.
  public private(set) var differences: [(trace: [String], difference: String)] = []

  public init(_ specification: String, depth: Int) {
    self.specification = specification
    self.depth = depth
  }

  /// Carries out all; stops at a number of traces.
  public mutating func run(atMost most: Int = .max) throws(ReplayError) {
    for modes in [(Mode.user, Mode.user), (.kernel, .kernel)] as [(os1: Mode, os2: Mode)] {
      let start = try Replayer(
        specification: specification, owners: Self.owners, first: 0, modes: modes,
        interrupts: true)
      try extend(start, [], depth, most)
    }
  }

  private mutating func extend(
    _ replayer: Replayer, _ path: [String], _ left: Int, _ most: Int
  ) throws(ReplayError) {
    guard count < most else { return }
    let isOutside = replayer.state.phase.known == .system
    let choices = left > 0 || !isOutside ? replayer.choices : []
    if choices.isEmpty { count += 1 }
    for (action, inputs) in choices where count < most {
      var next = replayer
      let before = next.machine.instructions
      try next.take(action, inputs)
      steps += 1
      if next.steps.last?.label?.hasSuffix("a-4") == true { switches += 1 }
      instructions += next.machine.instructions - before
      let trace = path + [action]
      if let difference = next.steps.last?.differences.first {
        differences.append((trace, difference))
      } else {
        try extend(next, trace, isOutside ? left - 1 : left, most)
      }
    }
  }
}

extension Replayer {
  /// The steps that the protocol allows, each with the inputs that make a difference, but those that
  /// change nothing and those that the last step was already.
  var choices: [(action: String, inputs: [String: Constant])] {
    var all: [(String, [String: Constant])] = []
    for action in specificationActions where action.name != steps.last?.action {
      for inputs in Self.variants(action.name) where !isIdle(action.name, inputs) {
        let guards = action.guards(state, .known(inputs))
        if guards.allSatisfy({ $0.known == true }) { all.append((action.name, inputs)) }
      }
    }
    return all
  }

  /// The step would leave everything as it is.
  private func isIdle(_ action: String, _ inputs: [String: Constant]) -> Bool {
    let line = Bits<8>(inputs["line"]?.word ?? 0)
    if action == "a device raises a line" { return state.controller.requested[line].known == 1 }
    if action.hasSuffix("turns interrupts on or off") {
      return state.interrupts.known == (inputs["interrupts"]?.word == 1)
    }
    if action.hasSuffix("masks or unmasks a line") {
      return state.controller.masked[line].known == inputs["masked"]?.word
    }
    return false
  }

  private static func variants(_ action: String) -> [[String: Constant]] {
    let lines: [[String: Constant]] = [["line": .word(0)], ["line": .word(1)]]
    if action == "a device raises a line" || action.contains("is interrupted") { return lines }
    if action.hasSuffix("masks or unmasks a line") {
      return lines.flatMap { line in
        [UInt64(0), 1].map { bit in line.merging(["masked": .word(bit)]) { a, _ in a } }
      }
    }
    if action.contains(" computes in ") { return [["loads segments": .word(1)]] }
    if action.hasSuffix("turns interrupts on or off") {
      return [["interrupts": .word(0)], ["interrupts": .word(1)]]
    }
    return [[:]]
  }
}
