import Models
import Specification

/// Both OSes on one machine: the paper's design, each trouble alone, and what helps against it.
enum MachineTheorems {
  /// One trouble in the paper's design, and the claims that it refutes.
  private struct Row {
    let trouble: Trouble
    let id: String
    let says: String
    let refutes: [Claim]
  }

  private static let rows: [Row] = [
    Row(
      trouble: .haltsWithInterruptsOff, id: "a-halt-with-interrupts-off",
      says: "halts with interrupts off", refutes: [.goesOn, .isServed]),
    Row(
      trouble: .loopsWithInterruptsOff, id: "a-loop-with-interrupts-off",
      says: "hangs in a loop with interrupts off", refutes: [.goesOn]),
    Row(
      trouble: .stopsUnacknowledged, id: "an-unacknowledged-halt",
      says: "halts before it has ended its interrupt at the controller", refutes: [.goesOn]),
    Row(
      trouble: .losesItsStack, id: "a-broken-stack", says: "loses its kernel stack",
      refutes: [.findsWhatItLeft, .goesOn]),
  ]

  /// Each trouble alone.
  static let beside: [Theorem<SharedMachine>] = rows.flatMap { row in
    row.refutes.map { claim in
      claim.theorem(
        "\(claim.id)-beside-\(row.id)", "\(claim.says) though the other \(row.says)", .fails,
        .paper, beside: [row.trouble])
    }
  }

  // MARK: - All at once

  /// The paper's design, where nothing of it happens.
  static let paper = Claim.allCases.map {
    $0.theorem("\($0.id)-in-the-papers-design", $0.says, .holds, .paper)
  }

  /// Everything that helps.
  static let repaired = IndependenceDesign([
    .watchdog, .taskGate, .doubleFaultTask, .acknowledging, .maskInContext, .modeInContext,
    .mappedGates,
  ])

  /// What must be excluded even so.
  static let needed: [(claim: Claim, excluded: [Trouble])] = [
    (.findsWhatItLeft, [.changesTheControllersMode, .resets]),
    (.goesOn, [.turnsNMIsOff, .resets]),
  ]

  static let whole: [Theorem<SharedMachine>] = needed.map { claim, excluded in
    claim.theorem(
      "\(claim.id)-in-the-repaired-design",
      "\(claim.says), whatever the other does that is not excluded", .holds, repaired,
      beside: Trouble.allCases.filter { !excluded.contains($0) })
  }

  static let all = paper + beside + whole
}
