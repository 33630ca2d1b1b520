import Logic
import Specification

/// How the pseudo-NIC carries out the classes of a whole map.
public struct VirtualDesign: Sendable {
  public let name: String
  /// Whether virtual registers act together as the NIC's do: the mask and what clears it, the halves
  /// of a counter, the index and what it names.
  public let wiresVirtual: Bool
  /// Whether a register that holds the error value reads one less under class 2-b.
  public let setsErrorApart: Bool

  /// As the paper has it: a virtual register for each register, and an error value that is a value.
  public static let paper = VirtualDesign(
    name: "the paper's virtual registers", wiresVirtual: false, setsErrorApart: false)
  public static let repaired = VirtualDesign(
    name: "virtual registers that act together", wiresVirtual: true, setsErrorApart: true)
}

/// A map that OS1 uses under any table: every row, every access in every class, both OSes and the
/// device; or a few of the rows.
public struct UsedMap: Sendable {
  /// A class that the pseudo-NIC carries out as if it were another: a mistake that must be noticed.
  public struct Mistake: Sendable, CustomStringConvertible {
    public let direction: Direction
    public let treatment: Treatment
    public let carriedOutAs: Treatment

    public var description: String {
      "\(direction) of class \(treatment.rawValue) carried out as \(carriedOutAs.rawValue)"
    }

    public static let all = Direction.allCases.flatMap { direction in
      Treatment.allCases.flatMap { one in
        Treatment.allCases.filter { $0 != one }.map {
          Mistake(direction: direction, treatment: one, carriedOutAs: $0)
        }
      }
    }
  }

  /// One of OS1's own accesses: what it does, and to which rows.
  public struct Access: Sendable {
    public let treated: TreatedAccess
    let rows: RowChoice

    /// The row of a step.
    public func row(_ any: Inputs) -> Bits<16> { rows.row(any) }
  }

  public let map: RegisterMap
  public let specification: Specification<MapUse>
  /// By the names of the steps.
  public let accesses: [String: Access]

  /// - Parameter names: the rows that OS1, OS2 and the device touch; nil for all
  public init(
    _ map: RegisterMap, _ design: VirtualDesign, of names: [String]? = nil,
    making mistake: Mistake? = nil
  ) {
    let all = TreatedMap.accesses(map) { field, _ in
      names?.contains(field.name) == false ? [] : Treatment.allCases
    }
    self.init(
      map, names?.joined(separator: " and ") ?? map.name, TreatedMap(map, by: .paper), all,
      of: names.map { $0.map(map.row) }, design, mistake)
  }

  /// Any map, with accesses of every behaviour to any of its rows.
  public init(any design: VirtualDesign) {
    let treated = TreatedMap(anyMap: .any) { $0.isOfAnyMap }
    self.init(.any, "any map", treated, treated.accesses, of: nil, design, nil)
  }

  /// - Parameter rows: the rows that OS2 and the device touch; nil for all
  private init(
    _ map: RegisterMap, _ name: String, _ treated: TreatedMap, _ all: [TreatedMap.Access],
    of rows: [Int]?, _ design: VirtualDesign, _ mistake: Mistake?
  ) {
    self.map = map
    var actions = treated.others(rows).map(Self.lift)
    var accesses: [String: Access] = [:]
    for access in all where access.isBeside { actions.append(Self.beside(treated.os1(access))) }
    for access in all where !access.isBeside {
      let own = Access(treated: access.treated, rows: treated.choice(access.rows))
      let action = Self.os1(access, treated, design, mistake)
      accesses[action.name] = own
      actions.append(action)
    }
    self.accesses = accesses
    let unread = Table(SharedField())
    specification = Specification(
      "\(name) under any table, \(design.name)",
      shape: MapUse(), actions: actions
    ) { s in
      s.isMoved = false
      s.shared.rows = s.shared.rows.keeping(SharedField.places(["answer"]), of: unread)
      return s.startsReset
    }
  }

  /// The steps of this kind alone: some of the runs.
  public func part(_ isIn: (TreatedAccess) -> Bool) -> Specification<MapUse> {
    specification.with(
      actions: specification.actions.filter { accesses[$0.name].map { isIn($0.treated) } ?? false })
  }

  /// What OS2 and the device do.
  private static func lift(_ action: Action<SharedMap>) -> Action<MapUse> {
    Action(action.name) { s, any in
      action.guards(s.shared, any)
    } effect: { s, any in
      action.effect(&s.shared, any)
    }
  }

  /// An access of OS1 to a register reaches the NIC's other fields of it, and no virtual register.
  private static func beside(_ action: Action<SharedMap>) -> Action<MapUse> {
    Action(action.name) { s, any in
      action.guards(s.shared, any)
    } effect: { s, any in
      let before = s.shared.rows
      action.effect(&s.shared, any)
      s.shared.rows = s.shared.rows.keeping(SharedField.ofOS1, of: before)
    }
  }

  private static func os1(
    _ access: TreatedMap.Access, _ map: TreatedMap, _ design: VirtualDesign, _ mistake: Mistake?
  ) -> Action<MapUse> {
    let treated = access.treated
    let isMistaken =
      mistake?.direction == treated.direction && mistake?.treatment == treated.treatment
    let carried = isMistaken ? mistake!.carriedOutAs : treated.treatment
    let action = map.os1(access, as: carried, wiresVirtual: design.wiresVirtual)
    let rows = map.choice(access.rows)
    let setsApart = design.setsErrorApart && carried == .altered && treated.direction == .read
    return Action(action.name) { s, any in
      s.isTreated(rows.row(any), treated.direction, as: treated.treatment)
      action.guards(s.shared, any)
    } effect: { s, any in
      let row = rows.row(any)
      let isError = s.shared.settingsDiffer(row)
      action.effect(&s.shared, any)
      if setsApart { s.shared.setErrorApart(row, unless: isError) }
      let data: Bits<64> = treated.direction == .write ? any("data") : 0
      s.note(treated, row, data: data, changed: any("changed"))
    }
  }
}

extension RegisterMap {
  /// The place of the row with this name, which there is.
  public func row(_ name: String) -> Int { fields.firstIndex { $0.name == name }! }
}

extension SharedField {
  public static let nicPlaces = places(Set(SharedField().nic.names("nic").map(\.path)))
  public static let virtualPlaces = places(Set(SharedField().virtual.names("virtual").map(\.path)))
  /// What is OS1's: its virtual register and what it read.
  static let ofOS1 = virtualPlaces + places(["answer"])
}

extension SharedMap {
  /// Whether what OS1 chose to measure in a row is not what OS2 did.
  public func settingsDiffer(_ row: Bits<16>) -> Formula {
    let chooser = rows[chooser[row]]
    return chooser.virtual.field != chooser.nic.field
  }

  /// Where a register of the NIC holds the error value, one less is given.
  fileprivate mutating func setErrorApart(_ row: Bits<16>, unless isError: Formula) {
    rows.update(row) {
      let given = Treatment.withoutError($0.answer)
      $0.answer = isError.choose($0.answer, given)
      $0.virtual.field = $0.answer
    }
  }
}

extension Treatment {
  /// A value that no driver takes for an error: the next below, of a register full of ones.
  public static func withoutError(_ value: Bits<64>) -> Bits<64> {
    (value == error).choose(error - 1, value)
  }
}

extension MapUse {
  /// All begins as reset has it: virtual registers, the NIC, and OS1's own NIC alike.
  fileprivate var startsReset: [Formula] {
    let virtual = virtualRegisters
    return zip(shared.rows.columns(SharedField.nicPlaces), virtual).map { $0.isEqual(to: $1) }
      + zip(own.leaves, virtual).map { $0.isEqual(to: $1) }
      + [written == shared.rows[probe].virtual.field]
  }

  /// All virtual registers.
  public var virtualRegisters: [Leaf] { shared.rows.columns(SharedField.virtualPlaces) }
}
