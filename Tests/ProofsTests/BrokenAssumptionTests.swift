import Models
import Testing

@testable import Proofs

/// One switch on known values, with one assumption of the theorems on code broken.
@Suite("What breaks without an assumption on code")
struct BrokenAssumptionTests {
  @Test func whereNothingIsBrokenItGoesWell() throws {
    let end = try BrokenAssumptions.end(without: nil)
    #expect(end.wrong == nil && end.run.isOver)
  }

  static let ends: [(assumption: RoutineAssumption, wrong: String)] = [
    (.loadableSelectors, "exception 13 (protection)"), (.flatKernel, "exception 14 (page)"),
    (.ownTask, "exception 13 (protection)"), (.roomOnStack, "shutdown"),
    (.noBreakpointsInSwitch, "exception 1 (debug)"), (.noDebugLock, "exception 1 (debug)"),
    (.laidOut, "exception 14 (page)"), (.pagingModes, "shutdown"),
  ]

  @Test(arguments: ends.indices)
  func itEndsOtherwise(_ number: Int) throws {
    let (assumption, wrong) = Self.ends[number]
    let end = try BrokenAssumptions.end(without: assumption)
    #expect(end.change != nil && end.wrong?.hasPrefix("\(wrong) at ") == true, "\(end)")
  }

  @Test func theOthersHaveNoRun() throws {
    for assumption in RoutineAssumption.allCases
    where !Self.ends.contains(where: { $0.assumption == assumption }) {
      #expect(try BrokenAssumptions.end(without: assumption).change == nil, "\(assumption)")
    }
  }
}
