import Logic

extension Processor {
  @inline(__always)
  var hasBoundaryWork: Bool { activity != .running }

  mutating func boundary() -> Outcome? { nil }
  mutating func deliver(_ fault: Fault) -> Outcome { .shutdown }
  mutating func watch(_ linear: UInt32, _ bytes: UInt64, _ access: Access) throws(Stop) {}
}
