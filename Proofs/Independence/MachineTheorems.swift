import Models
import Specification

/// Both OSes on one machine: the paper's design, each trouble alone, and what helps against it.
enum MachineTheorems {
  /// One trouble in the paper's design, the claims that it refutes, and the repair that is meant
  /// against it alone.
  private struct Row {
    let trouble: Trouble
    let id: String
    let says: String
    let refutes: [Claim]
    var repair: SingleRepair?
  }

  private struct SingleRepair {
    let repair: Repair
    let id: String
    let proves: [Claim]
    /// What is refuted even so.
    var refutes: [Claim] = []
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
      says: "halts before it has ended its interrupt at the controller", refutes: [.goesOn],
      repair: SingleRepair(
        repair: .automaticEOI, id: "with-automatic-eoi", proves: [.goesOn])),
    Row(
      trouble: .losesItsStack, id: "a-broken-stack", says: "loses its kernel stack",
      refutes: [.findsWhatItLeft, .goesOn]),
    Row(
      trouble: .masksTheOthersLine, id: "a-mask", says: "masks its line at the controller",
      refutes: [.goesOn],
      // It is not masked any more when it goes on; but that it does needs its line.
      repair: SingleRepair(
        repair: .maskInContext, id: "with-the-mask-in-context", proves: [], refutes: [.goesOn])),
    Row(
      trouble: .nests, id: "an-unended-interrupt",
      says: "lets interrupts in before it has ended the one that it is in", refutes: [.goesOn],
      repair: SingleRepair(
        repair: .automaticEOI, id: "with-automatic-eoi", proves: [.goesOn])),
    Row(
      trouble: .changesTheControllersMode, id: "a-change-of-mode",
      says: "programs the controller's vectors anew", refutes: [.findsWhatItLeft, .goesOn],
      repair: SingleRepair(
        repair: .modeInContext, id: "with-the-mode-in-context", proves: [],
        refutes: [.findsWhatItLeft, .goesOn])),
    Row(
      trouble: .nmiInASwitch, id: "an-nmi-in-a-switch",
      says: "is being switched to when an NMI comes", refutes: [.findsWhatItLeft],
      repair: SingleRepair(
        repair: .mappedGates, id: "with-mapped-gates", proves: [.findsWhatItLeft, .goesOn])),
  ]

  /// Each trouble alone, and with the repair that is meant against it.
  static let beside: [Theorem<SharedMachine>] = rows.flatMap { row in
    let alone = row.refutes.map { theorem($0, .fails, row) }
    guard let repair = row.repair else { return alone }
    return alone + repair.proves.map { theorem($0, .holds, row, repair) }
      + repair.refutes.map { theorem($0, .fails, row, repair) }
  }

  /// Those that a single repair proves: they assume what the paper's design does.
  static let ofSingleRepairs = Set(
    (beside + ports).filter { $0.declared == .holds }.map(\.id))

  private static func theorem(
    _ claim: Claim, _ declared: Declared, _ row: Row, _ repair: SingleRepair? = nil
  ) -> Theorem<SharedMachine> {
    claim.theorem(
      "\(claim.id)-beside-\(row.id)" + (repair.map { "-\($0.id)" } ?? ""),
      "\(claim.says) though the other \(row.says)"
        + (repair.map { ", if \($0.repair.says)" } ?? ""),
      declared, IndependenceDesign(repair.map { [$0.repair] } ?? []),
      beside: [row.trouble])
  }

  // MARK: - Two-step ports

  /// A switch between the selection at a port and the access.
  static let ports: [Theorem<SharedMachine>] = [
    port("each-os-finds-what-it-selected", .fails, .configuration, []),
    port(
      "each-os-finds-what-it-selected-with-interrupts-off", .holds, .timer, [.pairsUninterrupted]),
    port("each-os-finds-what-it-selected-if-saved", .holds, .configuration, [.latchSaved]),
    port("each-os-finds-what-it-selected-if-noted", .holds, .cmos, [.latchNoted]),
  ]

  private static func port(
    _ id: String, _ declared: Declared, _ port: TwoStepPort, _ repairs: Set<Repair>,
    line: Int = #line
  ) -> Theorem<SharedMachine> {
    let how = repairs.map { ", if \($0.says)" }.joined()
    return Claim.findsWhatItLeft.theorem(
      id,
      "each OS finds what it selected at ports \(port.ports), and the interrupt controller as it left it\(how)",
      declared, IndependenceDesign(repairs, port: port), line: line)
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
    (
      .isServed,
      [
        .masksTheOthersLine, .changesTheControllersMode, .nests, .storms, .turnsNMIsOff, .resets,
      ]
    ),
  ]

  static let whole: [Theorem<SharedMachine>] = needed.map { claim, excluded in
    claim.theorem(
      "\(claim.id)-in-the-repaired-design",
      "\(claim.says), whatever the other does that is not excluded", .holds, repaired,
      beside: Trouble.allCases.filter { !excluded.contains($0) })
  }

  static let all = paper + beside + ports + whole
}
