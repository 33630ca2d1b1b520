import Checker
import Logic
import Models
import Solver
import Specification
import Synchronization

/// A map's accesses judged: which classes are sound, and what becomes of the table's.
public struct Judgement: Sendable {
  public enum Verdict: String, CaseIterable, Sendable {
    case sound
    /// OS2 loses something, or OS1 learns something.
    case unsound
    /// Sound, but a standard driver can't work with what it gets.
    case useless
    /// Table 1 has no such function, so that table 2 gives no class.
    case hole
    /// A limit was reached.
    case undecided
  }

  /// One access: a field and a direction.
  public struct Cell: Sendable {
    public let field: RegisterField
    public let direction: Direction
    /// The table's class; nil for a hole.
    public let treatment: Treatment?
    /// Why the table gives that class.
    public let reason: Text
    public let verdict: Verdict
    /// The classes that are sound.
    public let derived: [Treatment]
    /// The sound class that a driver can work with and that is nearest to the NIC; nil where the
    /// table's own is good, or none is.
    public let repair: Treatment?
    /// What is wrong, in driver terms; nil where nothing is.
    public let loss: Text?
    public let trace: Trace?
    /// Whether the write that the device answers in this field goes through to the NIC.
    let isStarted: Bool

    /// "STATUS.LU read".
    public var name: String { "\(field.name) \(direction)" }
  }

  public let map: RegisterMap
  public let table: Classification
  public let cells: [Cell]

  public func count(_ verdict: Verdict) -> Int { cells.count { $0.verdict == verdict } }

  /// Judges every field of the map in both directions.
  public init(
    _ map: RegisterMap, by table: Classification, _ judge: Judge, limits: Limits = Limits(),
    threads: Int = Pool.cores
  ) throws {
    self.map = map
    self.table = table
    try judge.prepare(map.fields.map(Behaviour.init), limits: limits, threads: threads)
    let solver = Solver(limits: limits)
    var cells: [Cell] = []
    let neighbours = Neighbours(map.fields)
    for field in map.fields {
      let beside = neighbours.of(field)
      for direction in Direction.allCases {
        cells.append(try Self.cell(field, beside, direction, map, table, judge, solver))
      }
    }
    self.cells = cells
  }

  private static func cell(
    _ field: RegisterField, _ beside: [RegisterField], _ direction: Direction,
    _ map: RegisterMap, _ table: Classification, _ judge: Judge, _ solver: Solver
  ) throws(CheckerError) -> Cell {
    let isStarted = isStarted(field, map, table)
    let place = JudgedPlace(field, beside, direction, isStarted: isStarted, judge, solver)
    let derived = try place.derived()
    let row = table.row(field, direction)
    let found = try place.found(by: table)
    let verdict = found?.verdict ?? .hole
    let other = found?.field ?? field
    let usable = verdict == .sound ? [] : try place.usable(derived)
    return Cell(
      field: field, direction: direction, treatment: row?.0, reason: row?.1 ?? Table2.hole,
      verdict: verdict, derived: derived, repair: Self.nearest.first { usable.contains($0) },
      loss: Self.loss(verdict, field, other, direction),
      trace: found?.trace?.about(other, in: map, Loss.text(other, direction).english),
      isStarted: isStarted)
  }

  private static func isStarted(
    _ field: RegisterField, _ map: RegisterMap, _ table: Classification
  ) -> Bool {
    let start = field.startedBy.flatMap { name in
      map.fields.first { $0.card == field.card && $0.name == name }
    }
    return start.flatMap { table.row($0, .write)?.0 } == .executed
  }

  /// What becomes of one cell under a table.
  static func verdict(
    _ field: RegisterField, _ direction: Direction, _ beside: [RegisterField], _ map: RegisterMap,
    _ table: Classification, _ judge: Judge, _ solver: Solver
  ) throws(CheckerError) -> Verdict {
    let place = JudgedPlace(
      field, beside, direction, isStarted: isStarted(field, map, table), judge, solver)
    return try place.found(by: table)?.verdict ?? .hole
  }

  /// From a NIC of one's own to nothing at all.
  private static let nearest: [Treatment] = [
    .executed, .virtual, .altered, .alteredVirtual, .refused,
  ]

  private static func loss(
    _ verdict: Verdict, _ field: RegisterField, _ other: RegisterField, _ direction: Direction
  ) -> Text? {
    switch verdict {
    case .unsound where other.name != field.name: Loss.beside(other, direction)
    case .unsound: Loss.text(field, direction)
    case .useless: field.need!.lack
    case .sound, .hole, .undecided: nil
    }
  }
}

extension Trace {
  /// The same runs, told of a field of a map.
  func about(_ field: RegisterField, in map: RegisterMap, _ conclusion: String) -> Trace {
    Trace(
      specification: "\(map.name): \(field.name) (\(field.space.rawValue) \(field.offset.text))",
      names: names, runs: runs, conclusion: conclusion, observed: observed)
  }
}

extension Judge {
  /// Decides what a map will ask, on several threads.
  func prepare(_ behaviours: [Behaviour], limits: Limits, threads: Int) throws {
    let accesses = Set(behaviours).flatMap { behaviour in
      Direction.allCases.flatMap { direction in
        Treatment.allCases.map { TreatedAccess(behaviour, direction, as: $0) }
      }
    }
    let failure = Mutex<CheckerError?>(nil)
    Pool.run(accesses.count, threads: threads) {
      Solver(limits: limits)
    } body: { solver, index in
      do throws(CheckerError) { _ = try self.finding(accesses[index], with: solver) } catch {
        failure.withLock { $0 = error }
      }
    }
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
