@testable import Processor

/// A difference between our processor and Bochs' (bochscpu-python 0.3.1) in which the SDM is with
/// us, or leaves both free.
struct KnownDifference: Sendable {
  /// The SDM section and what it says.
  let reason: String
  let applies:
    @Sendable (Case, _ ours: CaseResult, _ oracle: CaseResult, _ differences: [String]) -> Bool

  static func reason(
    _ item: Case, _ ours: CaseResult, _ oracle: CaseResult, _ differences: [String]
  ) -> String? {
    all.first { $0.applies(item, ours, oracle, differences) }?.reason
  }

  static let all: [KnownDifference] = []
}
