import Solver
import Synchronization

/// The changes that there are, by what is changed; they are made only when they are asked for.
public struct OwnMutants: Sendable {
  public let specification: String
  /// Makes them; within the limits where something must be proved first.
  public let make: @Sendable (Limits) throws -> [OwnMutant]

  public init(
    _ specification: String, make: @escaping @Sendable (Limits) throws -> [OwnMutant]
  ) {
    self.specification = specification
    self.make = make
  }
}

extension [OwnMutants] {
  /// All of them, made on the threads there are.
  public func made(_ limits: Limits, threads: Int) throws -> [OwnMutant] {
    let parts = Mutex<[Int: Result<[OwnMutant], any Error>]>([:])
    Pool.run(count, threads: threads) {
    } body: { _, index in
      let part = Result { try self[index].make(limits) }
      parts.withLock { $0[index] = part }
    }
    return try parts.withLock { parts in try indices.flatMap { try parts[$0]!.get() } }
  }
}

/// A small change to something that is no specification with actions: code, page tables.
public struct OwnMutant: Sendable {
  /// What became of it.
  public enum End: Sendable {
    /// Something no longer holds: what, and how that shows.
    case noticed(String, how: String)
    /// It was proved that the change makes no difference.
    case equivalent(String)
    case survived
    /// A limit was reached first.
    case unclear
  }
  public let specification: String
  /// The part that is changed.
  public let part: String
  public let change: String
  /// Why no one can notice, where the code beside the part says so.
  public let excuse: String?
  public let decide: @Sendable (Solver) throws(CheckerError) -> End

  public init(
    _ specification: String, _ part: String, _ change: String, excuse: String? = nil,
    decide: @escaping @Sendable (Solver) throws(CheckerError) -> End
  ) {
    self.specification = specification
    self.part = part
    self.change = change
    self.excuse = excuse
    self.decide = decide
  }
}
