import Solver

/// What it took to decide a theorem.
public struct Effort: Sendable {
  /// Queries that the solver was asked.
  public let asked: Int
  /// Queries whose answers were kept from earlier runs.
  public let cached: Int
  /// On the wall, inside the solver's own check.
  public let solverSeconds: Double
  /// The parts of the time, in the order in which they come.
  public let parts: [(part: Part, seconds: Double)]

  /// A part of the time that a theorem takes. All but the last are the processor's.
  public enum Part: String, Sendable, CaseIterable {
    /// Making formulas of models and claims; of machine code, by executing it symbolically.
    case building
    /// Rewriting them for the solver.
    case translating
    /// The solver's own check.
    case solving
    /// Carrying out on known values what the solver found.
    case replaying
    /// For a core, or for what another theorem proves too.
    case waiting
  }

  /// - Parameters:
  ///   - spent: what the solver counted
  ///   - seconds: on the wall
  ///   - processor: of the thread
  public init(_ spent: Statistics, seconds: Double, processor: Double) {
    asked = spent.queries
    cached = spent.kept
    solverSeconds = spent.checkSeconds
    let elsewhere = spent.translation + spent.processorSeconds + spent.replay
    parts = Part.allCases.map { part in
      let seconds =
        switch part {
        case .building: processor - elsewhere
        case .translating: spent.translation
        case .solving: spent.processorSeconds
        case .replaying: spent.replay
        case .waiting: seconds - processor
        }
      return (part, max(0, seconds))
    }
  }
}
