import Logic
import Specification

/// A map whose accesses by OS1 a table treats: every row, every access, both OSes and the device.
public struct TreatedMap: Sendable {
  public let map: RegisterMap
  public let table: Classification
  /// Rows to which an access of OS1 gives what OS2 wrote last, and that nothing else changes.
  public let kept: [Int]
  private let accesses: [Access]

  /// Accesses of OS1 that do alike, in rows that behave alike.
  private struct Access {
    let treated: TreatedAccess
    /// Whether the rows are reached by accesses to others in their registers.
    let isBeside: Bool
    let rows: [Int]
  }

  public init(_ map: RegisterMap, by table: Classification) {
    self.map = map
    self.table = table
    var rows: [TreatedAccess: [Int]] = [:]
    var beside: [TreatedAccess: Set<Int>] = [:]
    let neighbours = Neighbours(map.fields)
    for direction in Direction.allCases {
      for (row, field) in map.fields.enumerated() {
        guard let treatment = table.row(field, direction)?.0 else { continue }
        let effects = Behaviour(field).effects
        rows[TreatedAccess(effects, direction, as: treatment), default: []].append(row)
        guard treatment.reachesNIC else { continue }
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
    accesses = all.sorted { ($0.rows[0], $0.treated.step) < ($1.rows[0], $1.treated.step) }
    let given = accesses.filter {
      $0.treated.direction == .write && $0.treated.treatment == .altered
        && $0.treated.behaviour.isPlain
    }
    kept = Set(given.flatMap(\.rows)).sorted()
  }

  /// All rows, all accesses.
  public var specification: Specification<SharedMap> {
    specification(others(nil) + accesses.map(os1))
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
  private func others(_ rows: [Int]?) -> [Action<SharedMap>] {
    let groups = Dictionary(grouping: rows ?? Array(map.fields.indices)) { row in
      Behaviour(map.fields[row]).effects
    }
    return groups.sorted { $0.value[0] < $1.value[0] }.flatMap { behaviour, rows in
      behaviour.actions.map { action in
        lift(action, behaviour, rows, named: action.name) { s, row in s.looked = row }
      }
    }
  }

  private func os1(_ access: Access) -> Action<SharedMap> {
    let treated = access.treated
    let isWrite = treated.direction == .write
    let name = access.isBeside ? "OS1 reaches a field beside: \(treated.step)" : treated.step
    return lift(
      treated.os1, treated.behaviour, access.rows, named: name,
      comparesSettings: !isWrite && treated.treatment == .altered
    ) { s, row in
      s.touched = row
      s.isWritten = Formula(isWrite)
    }
  }

  /// The step on any of the rows.
  private func lift(
    _ action: Action<SharedField>, _ behaviour: Behaviour, _ rows: [Int], named name: String,
    comparesSettings: Bool = false,
    noting note: @escaping @Sendable (inout SharedMap, Bits<16>) -> Void
  ) -> Action<SharedMap> {
    let kept = kept
    return Action("\(name): \(title(rows))") { s, any in
      Self.isOne(of: rows, Self.row(rows, any))
      if behaviour.actsBeside {
        // A plain field changes by its own writes alone.
        let other = s.beside[Self.row(rows, any)]
        !Self.isOne(of: kept, other) && other != Self.row(rows, any)
      }
      action.guards(SharedField(), any)
    } effect: { s, any in
      let row = Self.row(rows, any)
      s.act(on: row, behaviour, comparesSettings: comparesSettings) { action.effect(&$0, any) }
      note(&s, row)
    }
  }

  private static func row(_ rows: [Int], _ any: Inputs) -> Bits<16> {
    rows.count == 1 ? Bits(UInt64(rows[0])) : any("row")
  }

  private static func isOne(of rows: [Int], _ row: Bits<16>) -> Formula {
    Formula.any(rows.map { row == Bits(UInt64($0)) })
  }

  /// The first row, and how many like it there are.
  private func title(_ rows: [Int]) -> String {
    let field = map.fields[rows[0]]
    let first = "\(field.card) \(field.offset.text) \(field.name)"
    return rows.count == 1 ? first : "\(first) or one of \(rows.count - 1) like it"
  }
}
