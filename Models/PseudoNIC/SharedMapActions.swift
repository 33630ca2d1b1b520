import Logic
import Specification

/// A map whose accesses by OS1 a table treats: every row, every access, both OSes and the device.
public struct TreatedMap: Sendable {
  public let map: RegisterMap
  public let table: Classification
  /// Rows to which an access of OS1 gives what OS2 wrote last, and that nothing else changes.
  public let kept: [Int]
  let accesses: [Access]
  /// Each access is to any row, as if each row had every behaviour: for what holds of every map.
  private let isAnyMap: Bool

  /// Accesses of OS1 that do alike, in rows that behave alike.
  struct Access {
    let treated: TreatedAccess
    /// Whether the rows are reached by accesses to others in their registers.
    let isBeside: Bool
    let rows: [Int]
  }

  public init(_ map: RegisterMap, by table: Classification) {
    self.map = map
    self.table = table
    isAnyMap = false
    accesses = Self.accesses(map) { field, direction in
      table.row(field, direction).map { [$0.0] } ?? []
    }
    let given = accesses.filter {
      $0.treated.direction == .write && $0.treated.treatment == .altered
        && $0.treated.behaviour.isPlain
    }
    kept = Set(given.flatMap(\.rows)).sorted()
  }

  /// Every access in every class to any row, or those that are let through.
  init(anyMap map: RegisterMap, where isIn: (TreatedAccess) -> Bool) {
    self.map = map
    table = Classification("any table", [])
    isAnyMap = true
    kept = []
    accesses = Self.accesses(map) { _, _ in Treatment.allCases }.filter { isIn($0.treated) }
  }

  /// The rows that the steps of rows that behave alike are about.
  func choice(_ rows: [Int]) -> RowChoice { isAnyMap ? .any : .one(of: rows) }

  /// Accesses of OS1 to the rows and to those in their registers.
  /// - Parameter treatments: the classes that an access may have
  static func accesses(
    _ map: RegisterMap, _ treatments: (RegisterField, Direction) -> [Treatment]
  ) -> [Access] {
    var rows: [TreatedAccess: [Int]] = [:]
    var beside: [TreatedAccess: Set<Int>] = [:]
    let neighbours = Neighbours(map.fields)
    for direction in Direction.allCases {
      for (row, field) in map.fields.enumerated() {
        let treatments = treatments(field, direction)
        let effects = Behaviour(field).effects
        for treatment in treatments {
          rows[TreatedAccess(effects, direction, as: treatment), default: []].append(row)
        }
        guard treatments.contains(where: \.reachesNIC) else { continue }
        for other in neighbours.indices(beside: field) {
          let effects = Behaviour(map.fields[other]).effects
          let way: Treatment = direction == .read ? .executed : .altered
          beside[TreatedAccess(effects, direction, as: way), default: []].insert(other)
        }
      }
    }
    let all =
      rows.map { Access(treated: $0, isBeside: false, rows: $1) }
      + beside.map { Access(treated: $0, isBeside: true, rows: $1.sorted()) }
    return all.sorted { ($0.rows[0], $0.treated.step) < ($1.rows[0], $1.treated.step) }
  }

  /// All rows, all accesses.
  public var specification: Specification<SharedMap> {
    specification(others(nil) + accesses.map { os1($0) })
  }

  /// For each kind of access of OS1 that reaches the NIC, that one to the first row of its kind, with
  /// what OS2 and the device do to that row: some of the runs of ``specification``, in which there is
  /// less to look for. OS1's action comes first.
  public var parts: [Specification<SharedMap>] {
    accesses.filter(\.treated.treatment.reachesNIC).map { access in
      let first = Access(
        treated: access.treated, isBeside: access.isBeside, rows: [access.rows[0]])
      return specification([os1(first)] + others(first.rows))
    }
  }

  private func specification(_ actions: [Action<SharedMap>]) -> Specification<SharedMap> {
    let kept = kept
    return Specification(
      "\(map.name) shared by \(table.name)", shape: SharedMap(), actions: actions
    ) { s in
      kept.map { Self.isKept($0, s) }
    }
  }

  private static let field = SharedField.places(["nic.field"])[0]
  private static let setting = SharedField.places(["setting"])[0]

  /// The row holds what OS2 wrote last.
  public static func isKept(_ row: Int, _ s: SharedMap) -> Formula {
    let row = Bits<16>(UInt64(row))
    return s.rows[leaf: field, row].isEqual(to: s.rows[leaf: setting, row])
  }

  /// What OS2 and the device do, to these rows or to all.
  func others(_ rows: [Int]?) -> [Action<SharedMap>] {
    let groups = Dictionary(grouping: rows ?? Array(map.fields.indices)) { row in
      Behaviour(map.fields[row]).effects
    }
    return groups.sorted { $0.value[0] < $1.value[0] }.flatMap { behaviour, rows in
      behaviour.actions.map { action in
        lift(action, behaviour, rows, named: action.name) { s, row in s.looked = row }
      }
    }
  }

  /// - Parameters:
  ///   - carried: how the pseudo-NIC treats it, where not as the table says
  ///   - wiresVirtual: whether virtual registers act together as the NIC's do
  func os1(
    _ access: Access, as carried: Treatment? = nil, wiresVirtual: Bool = false
  ) -> Action<SharedMap> {
    let (named, treatment) = (access.treated, carried ?? access.treated.treatment)
    let treated = TreatedAccess(named.behaviour, named.direction, as: treatment)
    let isWrite = treated.direction == .write
    let name = access.isBeside ? "OS1 reaches a field beside: \(named.step)" : named.step
    return lift(
      treated.os1, treated.behaviour, access.rows, named: name,
      comparesSettings: !isWrite && treatment == .altered, wiresVirtual: wiresVirtual
    ) { s, row in
      s.touched = row
      s.isWritten = Formula(isWrite)
    }
  }

  /// The step on any of the rows.
  private func lift(
    _ action: Action<SharedField>, _ behaviour: Behaviour, _ rows: [Int], named name: String,
    comparesSettings: Bool = false, wiresVirtual: Bool = false,
    noting note: @escaping @Sendable (inout SharedMap, Bits<16>) -> Void
  ) -> Action<SharedMap> {
    let (kept, choice) = (RowChoice.one(of: kept), choice(rows))
    return Action("\(name): \(title(rows))") { s, any in
      choice.contains(choice.row(any))
      if behaviour.actsBeside {
        // A plain field changes by its own writes alone.
        let other = s.beside[choice.row(any)]
        !kept.contains(other) && other != choice.row(any)
      }
      action.guards(SharedField(), any)
    } effect: { s, any in
      let row = choice.row(any)
      s.act(
        on: row, behaviour, comparesSettings: comparesSettings, wiresVirtual: wiresVirtual
      ) { action.effect(&$0, any) }
      note(&s, row)
    }
  }

  /// The first row, and how many like it there are.
  private func title(_ rows: [Int]) -> String {
    if isAnyMap { return map.fields[rows[0]].name }
    let field = map.fields[rows[0]]
    let first = "\(field.card) \(field.offset.text) \(field.name)"
    return rows.count == 1 ? first : "\(first) or one of \(rows.count - 1) like it"
  }
}

/// The rows that a step may be about.
public enum RowChoice: Sendable {
  case any
  case one(of: [Int])

  /// The row of a step; an input where there are several.
  public func row(_ any: Inputs) -> Bits<16> {
    if case .one(let rows) = self, rows.count == 1 { return Bits(UInt64(rows[0])) }
    return any("row")
  }

  func contains(_ row: Bits<16>) -> Formula {
    guard case .one(let rows) = self else { return true }
    return Formula.any(rows.map { row == Bits(UInt64($0)) })
  }
}
