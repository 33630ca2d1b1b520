import Logic
import Models
import Specification
import Testing

@Suite("First states")
struct FirstStateTests {
  /// What is fixed at the start does not depend on what was there: a first state is one again.
  @Test func toFixWhatIsFixedChangesNothing() {
    let specification = SwitchDesign.complete(.pentium).specification
    var once = specification.shape.replacingLeaves(
      specification.leafNames.enumerated().map { number, name in
        switch name.sort {
        case .truth: Leaf(.word(UInt64(number % 2)), name.sort)
        case .bits: Leaf(.word(UInt64(name.cases == nil ? number % 200 + 1 : 0)), name.sort)
        case .memory: Leaf(.memory(Cells(background: 1)), name.sort)
        }
      })
    _ = specification.initial(&once)
    var twice = once
    _ = specification.initial(&twice)
    for (name, leaves) in zip(specification.leafNames, zip(once.leaves, twice.leaves)) {
      #expect(leaves.0.known == leaves.1.known, "\(name.path)")
    }
  }
}
