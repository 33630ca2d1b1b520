import Checker
import Logic
import Models
import Solver
import Specification

/// N8 for each map as a whole: all rows at once, OS1 making any access under a table, OS2 and the
/// device any, however the rows are wired to each other.
public enum MapTheorems {
  static let all: [AnyTheorem] = [
    byPaper("pci-is-undisturbed-by-table-2", .pci),
    repaired("pci-is-undisturbed-by-the-repaired-table", .pci),
    byPaper("82540em-is-undisturbed-by-table-2", .intel82540EM),
    repaired("82540em-is-undisturbed-by-the-repaired-table", .intel82540EM),
    byPaper("rtl8139c-is-undisturbed-by-table-2", .realtekRTL8139C),
    repaired("rtl8139c-is-undisturbed-by-the-repaired-table", .realtekRTL8139C),
    byPaper("8255x-is-undisturbed-by-table-2", .intel8255x),
    repaired("8255x-is-undisturbed-by-the-repaired-table", .intel8255x),
    withoutEffect("any-map-is-undisturbed-by-accesses-without-effect"),
  ]

  private static let claims = ["N8", "N10", "N11"]

  /// What does nothing to a register does nothing to OS2, whatever the device.
  private static func withoutEffect(
    _ id: String, file: String = #filePath, line: Int = #line
  ) -> AnyTheorem {
    AnyTheorem(
      id, claims: ["N8", "N10"],
      "whatever the map and however its registers act together, OS2 and the device see nothing of OS1's accesses where those alone reach the NIC that do nothing to a field of the register",
      .holds, of: "any map", file: file, line: line
    ) { session, solver throws(CheckerError) in
      try undisturbed(id, .withoutEffect, .holds).decideByAction(in: session, with: solver)
    }
  }

  private static func says(_ map: RegisterMap, _ table: String) -> String {
    "whatever accesses OS1 makes to the registers of \(map.name) under \(table), OS2 and the device see nothing of them"
  }

  private static func byPaper(
    _ id: String, _ map: RegisterMap, file: String = #filePath, line: Int = #line
  ) -> AnyTheorem {
    theorem(id, map, Classification.paper.name, .fails, file, line) {
      _ throws(CheckerError) in .paper
    }
  }

  /// The table is derived when the theorem is decided.
  private static func repaired(
    _ id: String, _ map: RegisterMap, file: String = #filePath, line: Int = #line
  ) -> AnyTheorem {
    theorem(id, map, "its repaired table", .holds, file, line) { limits throws(CheckerError) in
      try Judgement.ofPaper(map, limits: limits).repaired
    }
  }

  private static func theorem(
    _ id: String, _ map: RegisterMap, _ name: String, _ declared: Declared, _ file: String,
    _ line: Int, table: @escaping @Sendable (Limits) throws(CheckerError) -> Classification
  ) -> AnyTheorem {
    AnyTheorem(
      id, claims: claims, says(map, name), declared, of: "\(map.name) shared by \(name)",
      file: file, line: line
    ) { session, solver throws(CheckerError) in
      try decide(id, map, by: table(session.limits), declared, in: session, with: solver)
    }
  }

  /// Decides whether OS2 is undisturbed: by induction, each action for itself, since what each keeps
  /// all keep; and by a search for each kind of access.
  public static func decide(
    _ id: String, _ map: RegisterMap, by table: Classification, _ declared: Declared,
    in session: Session, with solver: Solver
  ) throws(CheckerError) -> Outcome {
    let treated = TreatedMap(map, by: table)
    let theorem = undisturbed(id, treated, declared)
    var isLimited = false
    func proof() throws(CheckerError) -> Outcome? {
      let outcome = try theorem.decideByAction(in: session, with: solver)
      isLimited = isLimited || outcome.isLimited
      return outcome.verdict == .undecided ? nil : outcome
    }
    if declared == .holds, let proof = try proof() { return proof }
    // A run is looked for first.
    let search = undisturbed(id, treated, .fails)
    for part in treated.parts {
      let access = search.about(part.with(actions: [part.actions[0]]))
      if try access.decideByAction(in: session, with: solver).verdict == .proved { continue }
      let outcome = try search.about(part).decide(in: session, with: solver)
      if outcome.verdict == .refuted { return outcome }
      isLimited = isLimited || outcome.isLimited
    }
    if declared == .fails, let proof = try proof() { return proof }
    return .undecided(
      "no kind of access shows a difference, and some action is not proved to keep the runs alike",
      method: "search", depth: search.depth, isLimited: isLimited)
  }

  /// The theorem about each kind of access alone, where a search looks for a run.
  public static func parts(
    _ id: String, _ map: RegisterMap, by table: Classification
  ) -> [Theorem<SharedMap>] {
    let treated = TreatedMap(map, by: table)
    let theorem = undisturbed(id, treated, .fails)
    return treated.parts.map { theorem.about($0) }
  }

  private static func undisturbed(
    _ id: String, _ treated: TreatedMap, _ declared: Declared
  ) -> Theorem<SharedMap> {
    let map = treated.map
    let lemma = Invariant<SharedMap>("what only writes change is what OS2 wrote last") { s in
      Formula.all(treated.kept.map { TreatedMap.isKept($0, s) })
    }
    return Theorem(
      id, claims: claims, says(map, treated.table.name), declared, of: treated.specification,
      lemmas: treated.kept.isEmpty ? [] : [lemma], depth: 2,
      .twoRun(
        Unwinding(
          alike: { a, b in
            let wiring = a.beside == b.beside && a.looked == b.looked
            return Formula.all(zip(a.ofOS2, b.ofOS2).map { $0.isEqual(to: $1) } + [wiring])
          },
          output: \.seenByOS2,
          interferes: { action, _ in Formula(!action.name.hasPrefix("OS1 ")) })),
      explain: { loss($0, map) })
  }

  /// What OS1's last access comes to, in driver terms.
  private static func loss(_ s: SharedMap, _ map: RegisterMap) -> String {
    guard let row = s.touched.known.map(Int.init), map.fields.indices.contains(row) else {
      return ""
    }
    let (field, isWrite) = (map.fields[row], s.isWritten.known == true)
    return "OS1 \(isWrite ? "writes" : "reads") \(field.name): "
      + Loss.text(field, isWrite ? .write : .read).english
  }
}

extension SharedMap {
  private static let seen = SharedField.places(["seen", "obeyed", "nic.begun", "nic.raised"])
  private static let owned = SharedField.places(
    Set(["seen", "obeyed", "setting"] + SharedField().nic.names("nic").map(\.path)))

  /// What OS2 sees: what it read, what the device goes by, and what was begun and raised.
  fileprivate var seenByOS2: [Leaf] { rows.columns(Self.seen) }

  /// The NIC and what OS2 knows of it.
  fileprivate var ofOS2: [Leaf] { rows.columns(Self.owned) }
}
