import Checker
import Judge
import Logic
import Models
import Processor
import Solver
import Specification

/// A theorem about a routine: all switches of a kind, for all contexts.
struct CodeTheorem: Sendable {
  let id: String
  let claims: [String]
  let says: String
  let declared: Declared
  var layout: Layout
  var design: RoutineDesign
  /// What must survive.
  var required: [Item]
  var subjects: [Models.Subject] = OS.allCases.flatMap { os in
    Mode.allCases.map { Subject(os, $0) }
  }
  /// The code does what the protocol's steps do.
  var isRefinement = false
  /// Stands for the others where it is asked what breaks without an assumption.
  var showsAssumptions = false
  /// Lines of OS1 and of OS2, one switch to each.
  var lines: [UInt8] = [4, 5]
  /// The interrupt is of any line, whoever owns the others.
  var isForAnyLine = false
  let file: String
  let line: Int

  init(
    _ id: String, claims: [String], _ says: String, _ declared: Declared, _ layout: Layout,
    _ design: RoutineDesign, required: [Item]? = nil, file: String = #filePath, line: Int = #line
  ) {
    self.id = id
    self.claims = claims
    self.says = says
    self.declared = declared
    self.layout = layout
    self.design = design
    self.required = required ?? RoutineDesign(design.generation).saved
    self.file = file
    self.line = line
  }

  var theorem: AnyTheorem {
    AnyTheorem(
      id, claims: claims, says, declared, of: "the switch's code, \(design.generation)",
      assuming: RoutineAssumption.allCases.map { ($0.rawValue, $0.says) }, file: file, line: line,
      without: without,
      decide: { session, solver throws(CheckerError) in try decide(solver, session) })
  }

  @Sendable private func without(_ id: String) -> AnyTheorem? {
    guard showsAssumptions, let assumption = RoutineAssumption(rawValue: id),
      RoutineAssumption.ofInterrupts.contains(assumption)
    else { return nil }
    return BrokenAssumptions.without(assumption, self)
  }

  /// The switches that it is about.
  func settings() throws(CheckerError) -> [SwitchSetting] {
    var all: [SwitchSetting] = []
    for subject in subjects {
      var layout = layout
      if isForAnyLine {
        layout[subject.os].lines = []
        layout[subject.os.other].lines = Set(0..<Layout.lineCount)
      }
      let routine: Routine
      do { routine = try Routine(SwitchRoutine(layout, design)) } catch {
        throw .failed(theorem: id, "\(error)")
      }
      let others = lines.filter { layout.owner(of: $0) != subject.os }
      all += (isForAnyLine ? [0] : others).map { line in
        SwitchSetting(
          layout, routine, from: subject, line: line, required: required,
          isForAnyLine: isForAnyLine)
      }
    }
    return all
  }

  /// Its refutation, carried out again by the processor; nil where nothing refutes it.
  func replay(_ solver: Solver) throws(CheckerError) -> RoutineReplay? {
    var judge = RoutineJudge(solver)
    judge.asksForRefinement = isRefinement
    judge.most = 1
    for setting in try settings() {
      let judgement: RoutineJudgement
      do { judgement = try judge.judge(setting) } catch {
        throw .failed(theorem: id, "\(error)")
      }
      if let fault = judgement.faults.first { return RoutineReplay(fault, setting) }
    }
    return nil
  }

  private func decide(
    _ solver: Solver, _ session: Session
  ) throws(CheckerError) -> Checker.Outcome {
    var judge = RoutineJudge(solver)
    judge.asksForRefinement = isRefinement
    judge.most = 1
    judge.observer = { query, answer in
      let named = Query("\(id).\(query.name)", query.assertions, tracked: query.tracked)
      session.record(Asked(theorem: id, query: named, answer: answer))
    }
    return try Self.decide(
      try settings(), judge, id, of: "the switch's code, \(design.generation)")
  }

  static func decide(
    _ settings: [SwitchSetting], _ judge: RoutineJudge, _ id: String, of specification: String
  ) throws(CheckerError) -> Checker.Outcome {
    var longest = 0
    var used: Set<String> = []
    var note: String?
    for setting in settings {
      let judgement: RoutineJudgement
      do { judgement = try judge.judge(setting) } catch {
        throw .failed(theorem: id, "\(error)")
      }
      longest = max(longest, judgement.instructions)
      used.formUnion(judgement.assumptions.map(\.rawValue))
      switch judgement.verdict {
      case .proved:
        if settings.count == 1 { note = judgement.cost.map { "at most \($0.description)" } }
      case .vacuous: return Checker.Outcome(.vacuous, method: "code", note: setting.description)
      case .undecided:
        return Checker.Outcome(
          .undecided, method: "code",
          note: "\(setting.description): \(judgement.notes.first ?? "a limit was reached")",
          isLimited: true)
      case .refuted:
        let fault = judgement.faults[0]
        let trace = Trace(fault, setting, of: specification)
        return Checker.Outcome(.refuted, method: "code", depth: trace.length, trace: trace)
      }
    }
    return Checker.Outcome(.proved, method: "code", depth: longest, used: used, note: note)
  }
}

extension Trace {
  /// The instructions that show a fault, with what each changes in the processor.
  init(_ fault: RoutineJudgement.Fault, _ setting: SwitchSetting, of specification: String) {
    var cpu = fault.start.processor
    cpu.deliversFaults = false
    cpu.accesses = nil
    var states = [cpu.constants]
    var steps = [
      Step(action: "an interrupt, \(setting.description)", label: "a-1", inputs: [])
    ]
    _ = cpu.interrupt(fault.start.vector ?? setting.vector)
    states.append(cpu.constants)
    for line in fault.trace.lines {
      let outcome = cpu.step()
      let place = String(line.address, radix: 16, uppercase: true)
      steps.append(Step(action: "\(place)h  \(line.text)", label: line.note, inputs: []))
      states.append(cpu.constants)
      guard case .completed = outcome, !line.isCulprit else { break }
    }
    let remark = fault.remark.map { "; \($0)" } ?? ""
    self.init(
      specification: specification, names: cpu.names(""),
      runs: [Run(states: states, steps: steps)],
      conclusion: "\(fault.claim.text)\(remark)")
  }
}

extension Processor {
  fileprivate var constants: [Constant] { leaves.map { $0.known ?? .zero($0.sort) } }
}

/// What is asked of a routine and a layout that a reader brings.
public enum RoutineProofs {
  /// One theorem for each direction and mode: every context survives, nothing else changes, nothing
  /// faults, and each access is continuous.
  public static func theorems(
    _ layout: Layout, _ routine: Routine, required: [Item], file: String
  ) -> [AnyTheorem] {
    SwitchSetting.all(layout, routine, required: required, isForAnyLine: true).map { setting in
      let (os, mode) = (setting.from, setting.subject.mode)
      let end = routine.hasTaskGates ? "-to-\(setting.stopped)" : ""
      let id = "from-\(os)-\(mode)\(end)"
      return AnyTheorem(
        id, claims: ["S1", "S3", "S4"],
        "\(routine.name) switches from \(os.title) in \(mode) mode to \(os.other.title)"
          + (end.isEmpty ? "" : " in \(setting.stopped) mode") + ", by any line of its", .holds,
        of: routine.name, assuming: RoutineAssumption.allCases.map { ($0.rawValue, $0.says) },
        file: file, line: 1
      ) { _, solver throws(CheckerError) in
        var judge = RoutineJudge(solver)
        judge.most = 4
        return try CodeTheorem.decide([setting], judge, id, of: routine.name)
      }
    }
  }
}
