import Models
import Processor
import Solver

/// A layout in which a page that the switch needs is not as it should be, in one OS's page tables.
public struct LayoutMutant: Sendable {
  public let page: BrokenPage
  /// What is in the page.
  public let holds: String
  /// The switches that use it, by number.
  let settings: [Int]

  public var description: String {
    "\(page.os.title)'s page \(digits(page.linear))h, \(holds): \(page.way.rawValue)"
  }
}

/// Every page that a switch needs, broken in each way: unmapped, mapped elsewhere, and read-only where
/// it is written.
///
/// Which pages it needs is told by the accesses that the proof makes. A broken page is noticed where
/// the proof, or a run on a random context, fails at an access to that page, and the page is named.
public struct LayoutMutants: Sendable {
  let settings: [SwitchSetting]
  /// The layout as it is.
  public let judgements: [RoutineJudgement]
  public let mutants: [LayoutMutant]

  public init(
    _ layout: Layout, _ routine: Routine, required: [Item], _ solver: Solver
  ) throws(JudgeError) {
    let settings = SwitchSetting.all(layout, routine, required: required)
    var judgements: [RoutineJudgement] = []
    for setting in settings { judgements.append(try RoutineJudge(solver).judge(setting)) }
    self.settings = settings
    self.judgements = judgements
    mutants = Self.mutants(layout, judgements)
  }

  private static func mutants(
    _ layout: Layout, _ judgements: [RoutineJudgement]
  ) -> [LayoutMutant] {
    let pages = Set(judgements.flatMap { $0.pages.keys })
    return pages.sorted { ($0.os.rawValue, $0.linear) < ($1.os.rawValue, $1.linear) }
      .flatMap { page -> [LayoutMutant] in
        let users = judgements.indices.filter { judgements[$0].pages[page] != nil }
        let writers = users.filter { judgements[$0].pages[page] == true }
        let holds = layout.contents(of: page.linear, page.os)
        return BrokenPage.Way.allCases.compactMap { way in
          let settings = way == .readOnly ? writers : users
          if settings.isEmpty { return nil }
          return LayoutMutant(
            page: BrokenPage(page.os, page.linear, way), holds: holds, settings: settings)
        }
      }
  }

  /// What becomes of a mutant: refuted at an access to its page, with the instruction, or survived.
  public func end(of mutant: LayoutMutant, _ solver: Solver) throws(JudgeError) -> MutantEnd {
    let broken = mutant.settings.map { settings[$0].with(mutant.page) }
    for setting in broken {
      var samples = Samples(seed: 1)
      let start = samples.start(setting, withoutNull: true)
      if let claim = Samples.failures(setting, start).first(where: mutant.names) {
        return .refuted(setting: setting.description, complaint: claim.text)
      }
    }
    for setting in broken {
      let judgement = try RoutineJudge(solver).judge(setting)
      if let fault = judgement.faults.first(where: { mutant.names($0.claim) }) {
        return .refuted(setting: setting.description, complaint: fault.claim.text)
      }
      if judgement.verdict == .undecided { return .undecided }
    }
    return .survived
  }
}

extension LayoutMutant {
  /// Whether it is the page that a claim is about.
  func names(_ claim: SwitchClaim) -> Bool {
    claim.address.map { $0 >> 12 == page.linear >> 12 } ?? false
  }
}
