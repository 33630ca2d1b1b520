import Logic
import Models
import Processor
import Specification

/// What came of carrying a trace out on the processor.
public struct ReplayReport: Sendable {
  public struct Step: Sendable {
    public let action: String
    public let label: String?
    public let instructions: Int
    /// Instructions in disassembly, where they were asked for.
    public let trace: [String]
    /// Where processor and protocol differ: the word's path, and what either has.
    public let differences: [String]
  }

  /// What is wrong with the state that the trace starts from.
  public internal(set) var start: [String] = []
  public let steps: [Step]
  public let instructions: Int
  /// What the running OS finds changed at the end, on the processor; empty where nothing is.
  public let lost: [String]
  /// The processor has shut down.
  public let isDown: Bool
  public var agrees: Bool { start.isEmpty && steps.allSatisfy(\.differences.isEmpty) }
}

/// Carries a trace of the protocol out on processor and platform, and holds them against one
/// another after every step.
///
/// The trace gives the schedule: which steps, about which lines. The words that the protocol leaves
/// open are those that the processor comes to; then every word that it moves must be where the
/// protocol has it.
public struct Replayer: Sendable {
  let design: SwitchDesign
  let specificationActions: [Action<System>]
  private let actions: [String: Action<System>]
  var machine: ReplayMachine
  var state: System
  let labels: [String: UInt32]
  public var traces = false
  private(set) var steps: [ReplayReport.Step] = []
  /// OS2 as it was when it was stopped before the start.
  private(set) var second: Processor

  /// - Parameters:
  ///   - specification: the name of what the trace is of
  ///   - owners: the lines of the trace, with the OS that each belongs to
  ///   - first: the line by which OS2 was stopped at the start
  ///   - edited: the OSes that have edited a descriptor since they loaded it
  ///   - isImage: for a machine that has the monitor of an image in its memory
  public init(
    specification: String, owners: [UInt64: OS], first: UInt64, modes: (os1: Mode, os2: Mode),
    interrupts: Bool, edited: Set<OS> = [], isImage: Bool = false
  ) throws(ReplayError) {
    guard let (routineDesign, design) = Self.designs(specification) else {
      throw .unknownSpecification(specification)
    }
    let lines = owners.keys.sorted()
    // In an image the serial ports' before the timer's.
    let devices: [UInt8] = lines.count <= 2 ? [3, 4] : [0, 3, 4]
    let inputs: [UInt8] = isImage ? devices : [0, 1, 3, 4, 5, 6, 7]
    guard lines.count <= inputs.count else {
      throw isImage ? .tooManyDevices(lines.count) : .tooManyLines(lines.count)
    }
    let mapped = Dictionary(uniqueKeysWithValues: zip(lines, inputs))
    var layout = Layout.small(routineDesign.generation)
    layout.os1.lines = Set(
      (0..<16).filter { input in
        mapped.first { $0.value == input }.map { owners[$0.key] == .os1 } ?? (input != 2)
      })
    layout.os2.lines = Set((0..<16).filter { !layout.os1.lines.contains($0) })
    if isImage { layout = ImageMap.mapped(layout) }
    let routine: Routine
    do { routine = try Routine(SwitchRoutine(layout, routineDesign)) } catch {
      throw .assembly(error)
    }
    let machine = ReplayMachine(layout, routine, design.items, inputs: mapped)
    self.design = design
    self.machine = machine
    labels = routine.labels
    specificationActions = design.specification.actions
    actions = Dictionary(
      specificationActions.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    state = System(design)
    second = machine.cpu
    self.machine.isRecording = isImage
    begin(owners, first, modes, interrupts, edited)
  }

  static func designs(_ name: String) -> (RoutineDesign, SwitchDesign)? {
    for generation in ProcessorGeneration.allCases {
      let all: [(RoutineDesign, SwitchDesign)] = [
        (RoutineDesign(generation), .complete(Models.Generation(generation))),
        (.mendedPaper(generation), .paper(Models.Generation(generation))),
      ]
      if let found = all.first(where: { $0.1.name == name }) { return found }
    }
    return nil
  }

  // MARK: The start

  /// OS1 runs, OS2 was stopped by an interrupt of OS1.
  private mutating func begin(
    _ owners: [UInt64: OS], _ first: UInt64, _ modes: (os1: Mode, os2: Mode), _ interrupts: Bool,
    _ edited: Set<OS>
  ) {
    var other = machine
    other.running = .os2
    other.enterSystem(modes.os2, interrupts: true)
    if edited.contains(.os2) { other.editLoaded() }
    state.running = OneOf(.os2)
    for item in design.items { state.stopped2.cpu[item] = Bits(other.word(item) ?? 0) }
    state.stopped2.mode = OneOf(modes.os2)
    second = other.cpu
    let stopped = other.stop(first)
    machine.cpu.memory = other.cpu.memory
    machine.frames = other.frames
    machine.counter = other.counter
    machine.fill(.os2, stopped)
    machine.enterSystem(modes.os1, interrupts: interrupts)
    if edited.contains(.os1) { machine.editLoaded() }
    for item in design.items { state.cpu[item] = Bits(machine.word(item) ?? 0) }
    state.mode = OneOf(modes.os1)
    state.interrupts = Formula(interrupts)
    for os in OS.allCases { setOwn(os) }
    state.line = Bits(first)
    state.stackPointer2 = Bits(UInt64(machine.frames[.os2]![0]))
    var owner = Cells()
    for (line, os) in owners { owner[line] = UInt64(os.rawValue) }
    state.owner = Memory(owner)
    _ = design.initial(&state)
    for item in state.saved1.items { state.saved1[item] = Bits(machine.saved(item, .os1) ?? 0) }
  }

  private mutating func setOwn(_ os: OS) {
    var own = state.guest(os)
    own.memory = Bits(machine[machine.memoryWord(os), os])
    own.descriptors = Memory(machine.descriptors(os))
    own.gates = Memory(machine.gates(os))
    own.kernelCS = Bits(UInt64(machine.layout[os].selectors.kernelCode))
    own.kernelSS = Bits(UInt64(machine.layout[os].selectors.kernelData))
    if os == .os1 { state.os1 = own } else { state.os2 = own }
  }

  // MARK: Steps

  /// Carries out one step of the trace.
  ///
  /// - Parameter remarks: what differs in the trace itself
  public mutating func take(
    _ action: String, _ inputs: [String: Constant], remarks: [String] = []
  ) throws(ReplayError) {
    guard let abstract = actions[action] else {
      throw .unknownStep(action, at: steps.count + 1)
    }
    let before = machine.instructions
    machine.prepared = nil
    var lines: [String] = []
    var given = inputs
    let missed = carryOut(action, abstract.label, &given, &lines)
    let (enabled, after) = abstract.apply(to: state, .known(given))
    var differences: [String] = []
    if enabled.known != true { differences.append("the protocol does not allow the step here") }
    state = after
    differences += (missed.map { [$0] } ?? []) + compare() + remarks
    steps.append(
      ReplayReport.Step(
        action: action, label: abstract.label, instructions: machine.instructions - before,
        trace: lines, differences: differences))
  }

  /// The step on processor and platform; inputs that they decide are filled in.
  ///
  /// - Returns: what is wrong where the code does not get to the step's end
  private mutating func carryOut(
    _ action: String, _ label: String?, _ inputs: inout [String: Constant], _ lines: inout [String]
  ) -> String? {
    let line = inputs["line"]?.word ?? 0
    let os = machine.running
    switch action {
    case "a device raises a line": machine.raise(line)
    case let name where name.hasSuffix("computes in user mode"):
      compute(.user, &inputs)
    case let name where name.hasSuffix("computes in kernel mode"):
      compute(.kernel, &inputs)
    case let name where name.hasSuffix("edits its descriptors"):
      machine.editDescriptors()
      inputs["descriptors"] = .memory(machine.descriptors(os))
    case let name where name.hasSuffix("turns interrupts on or off"):
      machine.cpu.eflags[.if] = Formula(inputs["interrupts"]?.word == 1)
    case let name where name.hasSuffix("traps into its kernel"):
      inputs["routine"] = .word(machine.trap(&lines, traces))
      inputs["stackPointer"] = .word(machine.cpu[.esp].known!)
    case let name where name.contains(" leaves "): machine.leave(&lines, traces)
    case let name where name.hasSuffix(" halts"): machine.halt(&lines, traces)
    case let name where name.hasSuffix("loses its kernel stack"): machine.loseStack()
    case let name where name.hasSuffix("masks or unmasks a line"):
      machine.mask(line, inputs["masked"]?.word == 1)
    case let name where name.hasSuffix("ends an interrupt at the controller"): machine.end()
    case let name where name.contains("is interrupted"):
      machine.interrupted(line, &lines, traces)
      inputs["stackPointer"] = .word(machine.cpu[.esp].known!)
    default: return switching(action, label, &lines)
    }
    return nil
  }

  private mutating func compute(_ mode: Mode, _ inputs: inout [String: Constant]) {
    let os = machine.running
    machine.compute(mode, loadsSegments: inputs["loads segments"]?.word == 1)
    for item in design.items { inputs[item.name] = .word(machine.word(item) ?? 0) }
    inputs["memory"] = .word(machine[machine.memoryWord(os), os])
    // It leaves its frames as they are.
    for (item, path) in Frames.words {
      if case .memory(let cells)? = state.guest(os).frames[keyPath: path].leaves[0].known {
        inputs["frames.\(item.name)"] = .memory(cells)
      }
    }
  }

  /// a-2 to a-4: the routine's own code, up to where each begins.
  private mutating func switching(
    _ action: String, _ label: String?, _ lines: inout [String]
  ) -> String? {
    let (from, to) = (machine.running, machine.running.other)
    switch label?.suffix(3) {
    case "a-2": return machine.run(to: labels["switch from \(from.title)"]!, &lines, traces)
    case "a-3" where action.contains("saves"):
      return machine.run(to: labels["restoring \(to.title)"]!, &lines, traces)
    case "a-3":
      defer { machine.running = to }
      return machine.run(to: labels["jump to \(to.title)"]!, &lines, traces)
    default: return machine.run(to: nil, &lines, traces)
    }
  }

  // MARK: The end

  public var report: ReplayReport {
    let isDown = machine.cpu.activity == .shutdown
    return ReplayReport(
      steps: steps, instructions: machine.instructions, lost: isDown ? [] : lost, isDown: isDown)
  }

  /// What the OS that goes on finds in the processor that is not what it had when it was stopped.
  private var lost: [String] {
    let os = machine.running
    let expected = state.expected(os, state.line)
    return lostItems.map { item in
      let found = machine.word(item)!
      let whose =
        state.stopped(os.other).cpu[item].known == found ? "\(os.other.title)'s" : "another"
      return "\(item.name) is \(hex(found)) (\(whose)), not \(hex(expected.cpu[item].known!))"
    }
  }

  var lostItems: [Item] {
    guard state.phase.known == .system, let last = steps.last?.label, last.hasSuffix("a-4") else {
      return []
    }
    let expected = state.expected(machine.running, state.line)
    return design.items.filter { item in
      guard let found = machine.word(item), let meant = expected.cpu[item].known else {
        return false
      }
      return found != meant
    }
  }
}

func hex(_ number: some BinaryInteger) -> String {
  String(number, radix: 16, uppercase: true) + "h"
}
