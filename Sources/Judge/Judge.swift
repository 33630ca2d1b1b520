import Logic
import Models
import Processor
import Solver

/// What was found of one switch: a routine on a layout, from one kind of state, by one line.
public struct RoutineJudgement: Sendable {
  public enum Verdict: String, Sendable {
    /// For every context that the assumptions allow.
    case proved
    case refuted
    /// A limit of the solver was reached.
    case undecided
    /// The assumptions allow no such switch at all.
    case vacuous
  }

  public let setting: SwitchSetting
  public let verdict: Verdict
  public let faults: [Fault]
  /// What could not be found out, and why.
  public let notes: [String]
  /// Paths from the interrupt to the ends, and the instructions on the longest.
  public let paths: Int
  public let instructions: Int
  /// The most that the switch costs on any path.
  public let cost: SwitchCost?
  /// The pages that the switch uses, by whose page tables; whether it writes them.
  public let pages: [UsedPage: Bool]
  /// The assumptions that were made.
  public let assumptions: Set<RoutineAssumption>

  /// Something that does not hold, with a run on known values that shows it.
  public struct Fault: Sendable {
    public let claim: SwitchClaim
    /// More on what is there instead, where that was found out.
    public let remark: String?
    /// The state, on known values, in which it shows.
    public let start: SwitchStart
    public let trace: RoutineTrace
  }
}

/// A page under the page tables of an OS; `linear` is its first address.
public struct UsedPage: Hashable, Sendable {
  public let os: OS
  public let linear: UInt32
}

extension SwitchSetting {
  /// The pages that a run uses, and whether it writes them.
  func pages(_ runs: Runs) -> [UsedPage: Bool] {
    var pages: [UsedPage: Bool] = [:]
    for access in runs.paths.flatMap({ $0.state.accesses ?? [] }) {
      let os: OS = access.directory == layout.os1.directory ? .os1 : .os2
      let page = UsedPage(os: os, linear: access.linear & 0xFFFF_F000)
      pages[page] = (pages[page] ?? false) || access.kind.writes
    }
    return pages
  }
}

/// Why a judgement is none.
public enum JudgeError: Error, CustomStringConvertible {
  /// The solver's model does not fail on known values.
  case doesNotReplay(setting: String, claim: String)
  case solver(SolverError)

  public var description: String {
    switch self {
    case .doesNotReplay(let setting, let claim):
      "\(setting): “\(claim)” does not fail on the solver's values"
    case .solver(let error): "\(error)"
    }
  }
}

/// Decides switches, one at a time.
public struct RoutineJudge {
  let solver: Solver
  /// The most faults that are looked into.
  public var most = 8
  /// Asks that the code does what the protocol's steps do, in place of that contexts survive.
  public var asksForRefinement = false
  /// Sees each query with its answer.
  public var observer: @Sendable (Query, Answer) -> Void = { _, _ in }

  public init(_ solver: Solver) { self.solver = solver }

  /// Proves or refutes one switch for all contexts.
  public func judge(_ setting: SwitchSetting) throws(JudgeError) -> RoutineJudgement {
    let start = setting.start()
    let feasibility = Feasibility(solver, observer)
    let inquiry = Inquiry(self, setting, start)
    let runs = setting.run(
      start, isFeasible: { feasibility.isPossible($0) }, isEnough: { inquiry.isEnough($0, $1) })
    if let error = inquiry.error { throw error }
    let isOpen = inquiry.isOpen || feasibility.isOpen
    let verdict: RoutineJudgement.Verdict =
      !inquiry.faults.isEmpty
      ? .refuted : isOpen ? .undecided : inquiry.isPossible ? .proved : .vacuous
    return RoutineJudgement(
      setting: setting, verdict: verdict, faults: Self.inOrder(inquiry.faults),
      notes: inquiry.notes, paths: runs.paths.count,
      instructions: runs.paths.map(\.steps).max() ?? 0, cost: runs.cost,
      pages: setting.pages(runs),
      assumptions: setting.inValues.union(start.assumptions.map(\.assumption)))
  }

  /// What breaks at an instruction first, by when.
  private static func inOrder(_ faults: [RoutineJudgement.Fault]) -> [RoutineJudgement.Fault] {
    func rank(_ fault: RoutineJudgement.Fault) -> Int {
      switch fault.claim.subject {
      case .continuity: 0
      case .arrival: 1
      default: 2
      }
    }
    return faults.enumerated().sorted { (rank($0.1), $0.0) < (rank($1.1), $1.0) }.map(\.1)
  }

  func claims(
    _ setting: SwitchSetting, _ start: SwitchStart, _ entered: Processor, _ path: SymbolicPath
  ) -> [SwitchClaim] {
    let claims = setting.claims(start, entered, path)
    let arrival = claims.filter { $0.subject == .arrival }
    let arrives = !arrival.contains { $0.holds.known == false }
    guard asksForRefinement, arrives else { return claims }
    return arrival + setting.refinement(start, entered, path.state)
  }

  func ask(_ name: String, _ formulas: [Formula]) throws(JudgeError) -> Answer {
    let query = Query(name, formulas)
    do {
      let answer = try solver.check(query)
      observer(query, answer)
      return answer
    } catch { throw .solver(error) }
  }

  // MARK: Refutations

  /// Carries the switch out on the solver's values, and looks whether the claim fails there.
  func fault(
    _ claim: SwitchClaim, in setting: SwitchSetting, _ start: SwitchStart,
    _ values: [String: Constant], path: SymbolicPath, premises: [Formula]
  ) throws(JudgeError) -> RoutineJudgement.Fault {
    let known = start.known(values, setting.stackPointers)
    let runs = solver.timing(\.replay) { setting.run(known) }
    guard let end = runs.paths.first, runs.paths.count == 1 else {
      throw .doesNotReplay(
        setting: setting.description, claim: claim.text)
    }
    let entered = runs.entered?.state ?? known.processor
    let same = claims(setting, known, entered, end).first {
      $0.subject == claim.subject && $0.holds.known == false
    }
    guard let same, same.holds.known == false else {
      throw .doesNotReplay(
        setting: setting.description, claim: claim.text)
    }
    return RoutineJudgement.Fault(
      claim: same, remark: try remark(claim, setting, path, premises),
      start: known,
      trace: solver.timing(\.replay) {
        RoutineTrace(setting, known, stopsAt: same.instruction)
      })
  }

  /// What is in a slot that does not hold its item.
  private func remark(
    _ claim: SwitchClaim, _ setting: SwitchSetting, _ path: SymbolicPath, _ premises: [Formula]
  ) throws(JudgeError) -> String? {
    guard case .saved(let item) = claim.subject else { return nil }
    for candidate in setting.slotContents(item, path.state) {
      if case .unsatisfiable = try ask("instead", premises + [!candidate.isThere]) {
        return "the slot holds \(candidate.name)"
      }
    }
    return nil
  }
}
