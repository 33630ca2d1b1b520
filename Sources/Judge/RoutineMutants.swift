import Logic
import Models
import Processor
import Solver

/// The project's own routine with one instruction dropped, or two neighbours swapped.
public struct RoutineMutant: Sendable {
  public enum Change: String, Sendable {
    case dropped, swapped
  }
  public let change: Change
  /// The number of the instruction's line in the program; of two the first, and the second.
  let lines: [Int]
  /// The instructions, in disassembly.
  public let text: String
  /// The step that the first is in.
  public let step: String
  /// Why the switch is right without it, where the routine says so.
  public let excuse: String?

  public var description: String {
    change == .dropped ? "drop \(text)" : "swap \(text)"
  }
}

/// What became of a change to something that was proved.
public enum MutantEnd: Sendable, Equatable {
  /// Something no longer holds: in which switch, and what.
  case refuted(setting: String, complaint: String)
  /// Both orders leave the same state, whatever the context.
  case equivalent
  /// It is proved as the original is.
  case survived
  /// The solver reached a limit.
  case undecided
}

/// Every mutant of a routine, and whether the proof notices.
///
/// A mutant is looked at in runs on random contexts first, which refute most; then two swapped
/// instructions are carried out in both orders for all contexts, from where the proof's run has them;
/// the rest is for the proof itself.
public struct RoutineMutants: Sendable {
  /// A switch in which a mutant must show.
  struct Base: Sendable {
    let setting: SwitchSetting
    /// Its layout, by number.
    let layout: Int
    let start: SwitchStart
    /// Its instructions one by one.
    let walk: CodeWalk
  }

  let routine: SwitchRoutine
  private let layouts: [Layout]
  let bases: [Base]
  public let mutants: [RoutineMutant]

  /// - Parameter layouts: those that the routine is for; some steps matter on some only
  public init(
    _ design: RoutineDesign, on layouts: [Layout], required: [Item], limits: Limits = Limits()
  ) throws(AssemblyError) {
    let routine = SwitchRoutine(layouts[0], design)
    self.routine = routine
    self.layouts = layouts
    let lines = Self.lines(routine, layouts[0])
    var bases: [Base] = []
    for (number, layout) in layouts.enumerated() {
      let code = try Routine(SwitchRoutine(layout, design))
      for setting in SwitchSetting.all(layout, code, required: required) {
        bases.append(try Self.base(setting, design, lines, layout: number, limits))
      }
    }
    self.bases = bases
    mutants = try Self.mutants(routine, lines)
  }

  // MARK: What is changed

  /// The lines that are instructions: all but the stubs of other lines than those looked at.
  private static func lines(_ routine: SwitchRoutine, _ layout: Layout) -> [Int] {
    let stubs = routine.program.lines.indices.filter {
      routine.program.lines[$0].isInstruction && routine.isStub($0)
    }
    let looked = OS.allCases.map { os in
      stubs[(os == .os1 ? 0 : Int(Layout.lineCount)) + Int(layout[os.other].lines.min()!)]
    }
    return routine.program.lines.indices.filter {
      routine.program.lines[$0].isInstruction && (!routine.isStub($0) || looked.contains($0))
    }
  }

  private static func mutants(
    _ routine: SwitchRoutine, _ lines: [Int]
  ) throws(AssemblyError) -> [RoutineMutant] {
    let texts = try routine.texts()
    func mutant(_ change: RoutineMutant.Change, _ lines: [Int]) -> RoutineMutant {
      RoutineMutant(
        change: change, lines: lines, text: lines.map { texts[$0] ?? "?" }.joined(separator: "; "),
        step: routine.claims[lines[0]] ?? "",
        excuse: (change == .dropped ? routine.excuses : routine.orders)[lines[0]])
    }
    let neighbours = zip(lines, lines.dropFirst()).filter {
      !routine.isStub($0) && !routine.isStub($1)
    }
    return lines.map { mutant(.dropped, [$0]) } + neighbours.map { mutant(.swapped, [$0, $1]) }
  }

  private func program(_ mutant: RoutineMutant, _ layout: Layout) -> SwitchRoutine {
    var changed = SwitchRoutine(layout, routine.design)
    switch mutant.change {
    case .dropped: changed.program = changed.program.dropping(mutant.lines[0])
    case .swapped: changed.program.lines.swapAt(mutant.lines[0], mutant.lines[1])
    }
    return changed
  }

  // MARK: Deciding

  /// What becomes of a mutant.
  public func end(
    of mutant: RoutineMutant, _ solver: Solver
  ) throws(JudgeError) -> MutantEnd {
    var codes: [Routine] = []
    for layout in layouts {
      // A line less, or two in another order, assembles as the whole did.
      codes.append(try! Routine(program(mutant, layout)))
      for base in bases where base.layout == codes.count - 1 {
        let setting = base.setting.with(codes[base.layout])
        if let first = Samples.complaints(setting, setting.reloading(base.start)).first {
          return .refuted(setting: setting.description, complaint: first)
        }
      }
    }
    if mutant.change == .swapped, commutes(mutant.lines) { return .equivalent }
    var judge = RoutineJudge(solver)
    judge.most = 1
    for base in bases {
      let setting = base.setting.with(codes[base.layout])
      let judgement = try judge.judge(setting)
      if let fault = judgement.faults.first {
        return .refuted(setting: setting.description, complaint: fault.claim.text)
      }
      if judgement.verdict != .proved { return .undecided }
    }
    return .survived
  }

  /// Whether two neighbours leave the same state in either order, in every switch that gets to them;
  /// not where a walk has lost its way and so can't tell.
  private func commutes(_ lines: [Int]) -> Bool {
    let walks = bases.map(\.walk)
    let concerned = walks.filter { !$0.carriedOut.isDisjoint(with: lines) }
    return walks.allSatisfy(\.isWhole) && !concerned.isEmpty
      && concerned.allSatisfy { $0.commutes(lines[0]) }
  }
}

// MARK: - Both orders

extension RoutineMutants {
  private static func base(
    _ setting: SwitchSetting, _ design: RoutineDesign, _ lines: [Int], layout: Int,
    _ limits: Limits
  ) throws(AssemblyError) -> Base {
    var samples = Samples(seed: 1)
    let start = samples.start(setting, withoutNull: true)
    let assembled = try SwitchRoutine(setting.layout, design).program.assembled()
    let end = setting.layout.region.linear + UInt32(assembled.bytes.count)
    let starts = assembled.addresses + [end]
    let places = lines.map {
      CodeWalk.Place(line: $0, address: starts[$0], length: starts[$0 + 1] - starts[$0])
    }
    return Base(
      setting: setting, layout: layout, start: start, walk: CodeWalk(setting, places, limits))
  }
}

extension SwitchRoutine {
  /// The instructions in disassembly, by number of the line.
  func texts() throws(AssemblyError) -> [Int: String] {
    let assembled = try program.assembled()
    var cpu = Processor(layout.generation, memory: PhysicalMemory(mebibytes: 1))
    cpu.memory.load(assembled.bytes, at: 0)
    cpu[.cs] = SegmentRegister(
      selector: 8, base: Bits(UInt64(0 &- assembled.origin)), limit: 0xFFFF_FFFF, rights: 0xC09B)
    var texts: [Int: String] = [:]
    for line in program.lines.indices where program.lines[line].isInstruction {
      cpu.eip = Bits(UInt64(assembled.addresses[line]))
      texts[line] = cpu.nextInstructionText
    }
    return texts
  }
}
