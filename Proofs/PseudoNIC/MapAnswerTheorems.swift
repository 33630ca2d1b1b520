import Checker
import Logic
import Models
import Solver
import Specification

/// N10 for any map, and for each map as a whole, under any table: what OS1's accesses do to the NIC and to the
/// virtual registers, and what its reads return, however the rows are wired to each other.
public enum MapAnswerTheorems {
  static let all: [AnyTheorem] =
    [
      answers("any-map-answers-os1") { UsedMap(any: .repaired) },
      answers("pci-answers-os1") { UsedMap(.pci, .repaired) },
      answers("82540em-answers-os1") { UsedMap(.intel82540EM, .repaired) },
      answers("rtl8139c-answers-os1") { UsedMap(.realtekRTL8139C, .repaired) },
      answers("8255x-answers-os1") { UsedMap(.intel8255x, .repaired) },
    ] + MapAnswerExamples.all.map { AnyTheorem($0) }

  // MARK: - What holds

  private static func answers(
    _ id: String, file: String = #filePath, line: Int = #line,
    _ used: @escaping @Sendable () -> UsedMap
  ) -> AnyTheorem {
    let theorem = theorem(id, used(), file: file, line: line)
    return AnyTheorem(
      id, claims: theorem.claims, theorem.says, .holds, of: theorem.specification.name,
      file: file, line: line
    ) { session, solver throws(CheckerError) in
      try decide(id, used(), in: session, with: solver)
    }
  }

  /// Decides it by induction, each action for itself; where one is not proved, a run is looked for, one
  /// class after the other, with the writes that make virtual registers differ from the NIC's.
  public static func decide(
    _ id: String, _ used: UsedMap, in session: Session, with solver: Solver
  ) throws(CheckerError) -> Outcome {
    let outcome = try theorem(id, used).decideByAction(in: session, with: solver)
    guard outcome.verdict == .undecided else { return outcome }
    for treatment in Treatment.allCases {
      let found = try search(id, used, about: treatment, in: session, with: solver)
      if found.verdict == .refuted { return found }
    }
    return outcome
  }

  /// Looks for a short run in which accesses of a class are not carried out as they should be.
  public static func search(
    _ id: String, _ used: UsedMap, about treatment: Treatment, in session: Session,
    with solver: Solver
  ) throws(CheckerError) -> Outcome {
    let part = used.part { access in
      access.treatment == treatment || (access.treatment == .virtual && access.direction == .write)
    }
    return try theorem(id, used, .fails).about(part).decide(in: session, with: solver)
  }

  private static func theorem(
    _ id: String, _ used: UsedMap, _ declared: Declared = .holds, file: String = #filePath,
    line: Int = #line
  ) -> Theorem<MapUse> {
    Theorem(
      id, claims: ["N10"],
      "whatever the table, each access of OS1 to the registers of \(used.map.name) does to the NIC and to the virtual registers what its class says, and reads return what it says: an error under class 2-b exactly where OS1 has chosen what OS2 has not",
      declared, of: used.specification, lemmas: lemmas, depth: 2,
      .step { step in
        guard let access = used.accesses[step.action.name] else { return step.leavesOS1 }
        return step.isCarriedOut(access.treated, access.row(step.inputs()))
      }, file: file, line: line)
  }

  private static let lemmas: [Invariant<MapUse>] = [
    Invariant("virtual registers are like those of a NIC of OS1's own") { s in
      Formula.all(zip(s.virtualRegisters, s.own.leaves).map { $0.isEqual(to: $1) })
    },
    Invariant("the virtual register holds what OS1 wrote last") { s in
      (s.keepsWritten && !s.isMoved).implies(s.shared.rows[s.probe].virtual.field == s.written)
    },
  ]
}
