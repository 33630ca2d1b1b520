/// Where the switch region can go: S4's "adjust until continuous".
///
/// Any address will do that neither OS uses, so the choice is arithmetic on the intervals in use.
extension Layout {
  /// A run of linear addresses, the last one included.
  public struct Gap: Sendable, Equatable {
    public let first: UInt32
    public let last: UInt32
    public var size: UInt64 { UInt64(last) - UInt64(first) + 1 }
  }

  /// What neither OS maps, in order; the first and the last page are left out, as null pointers
  /// lead there.
  public var gaps: [Gap] {
    let used = OS.allCases.flatMap { self[$0].pages }
      .map { (UInt64($0.linear), UInt64($0.linear) + UInt64($0.size)) }
      .sorted { $0 < $1 }
    var gaps: [Gap] = []
    var next: UInt64 = 0x1000
    for (start, end) in used + [(0xFFFF_F000, 1 << 32)] {
      if start > next { gaps.append(Gap(first: UInt32(next), last: UInt32(start - 1))) }
      next = max(next, end)
    }
    return gaps
  }

  /// The same layout with the switch region at the highest address that is free in both, mapped there
  /// by both; nil where no gap is large enough.
  public func placed() -> Layout? {
    guard let gap = gaps.last(where: { $0.size >= UInt64(region.size) }) else { return nil }
    var layout = self
    layout.region.linear = gap.last - (region.size - 1)
    for os in OS.allCases { layout[os].pages += layout.regionPages }
    return layout
  }

  /// The switch region as each OS maps it: a page of code, and data.
  public var regionPages: [Pages] {
    [
      Pages(region.linear, to: region.physical, size: 0x1000, isWritable: false),
      Pages(
        region.linear + 0x1000, to: region.physical + 0x1000, size: region.size - 0x1000),
    ]
  }
}
