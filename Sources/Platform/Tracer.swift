import Logic
import Processor

/// Writes each instruction with what it changed.
final class Tracer: Observer {
  private let log: (String) -> Void

  init(log: @escaping (String) -> Void) { self.log = log }

  func before(_ processor: Processor, _ time: UInt64) {}
  func after(_ processor: Processor, _ outcome: Outcome) {}
}
