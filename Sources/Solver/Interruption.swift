import CZ3
import Synchronization

/// Stops every solver of the process, from any thread, once and for all.
public final class Interruption: Sendable {
  public static let shared = Interruption()

  private let requested = Atomic(false)
  private let contexts = Mutex<Set<UInt>>([])

  private init() {}

  /// Whether a stop was asked for.
  public var isRequested: Bool { requested.load(ordering: .relaxed) }

  /// Asks every solver to stop; a check that runs answers unknown, and so do all later ones.
  public func request() {
    requested.store(true, ordering: .relaxed)
    contexts.withLock { all in
      for context in all { Z3_interrupt(Z3_context(bitPattern: context)) }
    }
  }

  func add(_ context: Z3_context) {
    contexts.withLock { _ = $0.insert(UInt(bitPattern: context)) }
  }

  func remove(_ context: Z3_context) {
    contexts.withLock { _ = $0.remove(UInt(bitPattern: context)) }
  }
}
