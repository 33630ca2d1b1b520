import Logic
import Models
import Proofs
import Solver
import Specification
import Testing

@testable import Checker

/// A door that a bell announces.
private struct Door: Structure {
  enum Wing: CaseIterable { case shut, open }

  var wing = OneOf(Wing.shut)
  var visitors: Bits<8> = 0
  var bell: Formula = false

  static var fields: [Field<Door>] {
    [Field("wing", \.wing), Field("visitors", \.visitors), Field("bell", \.bell)]
  }

  static let enter = Action<Door>(
    "enter",
    when: { d, any in
      d.wing == .open
      d.visitors != 0x0C
      !d.bell
      (any("people") as Bits<8>) != 0
    },
    effect: { d, any in
      d.visitors += 1
      d.bell = true
    }, equivalent: [.drop("not bell"): "to ring twice is to ring", .free("b*"): "it may ring"])

  static let open = Action<Door>("open") { d, _ in
  } effect: { d, _ in
    d.wing = OneOf(.open)
    d.bell = false
  }

  static let specification = Specification(
    "door", shape: Door(), actions: [enter, open]
  ) { d in
    d = Door()
    return []
  }

  static let theorem = Theorem(
    "no-crowd", claims: [], "there are never more than twelve", .holds, of: specification,
    .invariant { $0.visitors.isAtMost(12) })
}

@Suite("Mutation")
struct MutationTests {
  @Test func everyGuardAndEveryAssignmentIsChangedOnce() {
    let changes = Door.specification.mutations.map { "\($0.action): \($0.change)" }
    #expect(
      changes == [
        "enter: drop wing = open", "enter: drop visitors ≠ 0Ch", "enter: drop not bell",
        "enter: drop any.people ≠ 0h", "enter: keep visitors", "enter: free visitors",
        "enter: keep bell", "enter: free bell", "open: keep wing", "open: free wing",
        "open: keep bell", "open: free bell",
      ])
  }

  @Test func aTheoremNoticesWhatItDependsOn() throws {
    let theorem = AnyTheorem(Door.theorem)
    let baseline = try theorem.decide(Session(), Solver())
    let noticed = try theorem.mutations().filter { mutation in
      if case .noticed = try theorem.notices(mutation, baseline, Session(), Solver()) {
        return true
      }
      return false
    }
    #expect(noticed.map { "\($0.change)" } == ["drop visitors ≠ 0Ch", "free visitors"])
  }

  @Test("a copy of another value is made arbitrary too; what an input gives is so already")
  func copies() {
    let copy = Action<Door>("copy") { _, _ in
    } effect: { d, any in
      d.bell = (d.wing == .open)
      d.wing = any("wing")
    }
    let back = Action<Crossing>("back") { _, _ in
    } effect: { s, any in
      s.colour = s.dust
      s.dust = any("dust")
    }
    let doors = Specification("door", shape: Door(), actions: [copy]) { _ in [] }
    let roads = Crossing.specification([back])
    #expect(
      (doors.mutations + roads.mutations).map { "\($0.change)" } == [
        "keep wing", "keep bell", "free bell", "keep colour", "free colour", "keep dust",
      ])
  }

  private func noticed<S: Value>(_ theorem: Theorem<S>) throws -> [String] {
    let theorem = AnyTheorem(theorem)
    let baseline = try theorem.decide(Session(), Solver())
    #expect(theorem.isAsDeclared(baseline))
    return try theorem.mutations().filter { mutation in
      if case .noticed = try theorem.notices(mutation, baseline, Session(), Solver()) {
        return true
      }
      return false
    }.map { "\($0.action): \($0.change)" }
  }

  @Test func aLemmaThatAnotherActionBreaksShowsNoChange() throws {
    let wrong = Invariant<Desk>("nobody asks") { !$0.isAsked }
    let theorem = Desk.theorem(
      lemmas: [wrong], .invariant { $0.isAnswered.implies($0.isAsked) })
    #expect(try noticed(theorem) == ["serve: free answered"])
  }

  @Test func whatIsNotAskedForShowsNoChange() throws {
    let theorem = Ring.theorem(
      .leadsTo(
        { $0.isBusy }, { $0.holder == 2 }, under: [Ring.passing], because: Ring.progress))
    #expect(
      try noticed(theorem) == [
        "the token is passed on: keep holder", "the token is passed on: free holder",
      ])
  }

  @Test func anExcuseBelongsToItsChangesAlone() {
    let excused = Door.specification.mutations.filter { $0.excuse != nil }
    #expect(
      excused.map { "\($0.change): \($0.excuse!)" } == [
        "drop not bell: to ring twice is to ring", "free bell: it may ring",
      ])
  }

  @Test("the closest excuse counts")
  func precision() {
    let action = Action<Door>(
      "any", when: { _, _ in }, effect: { _, _ in },
      equivalent: [.keep("*"): "all", .keep("cpu.*"): "some", .keep("cpu.cs"): "one"])
    let reasons = ["cpu.cs", "cpu.ds", "mode"].map { action.excuse(.keep($0)) }
    #expect(reasons == ["one", "some", "all"] && action.excuse(.free("mode")) == nil)
  }

  @Test func everyExcuseOfTheSwitchIsForAChangeThatThereIs() {
    let specification = SwitchDesign.complete(.pentium).specification
    let mutations = Dictionary(grouping: specification.mutations, by: \.action)
    for action in specification.actions {
      for excuse in action.equivalent.keys {
        let isMet = mutations[action.name]?.contains { excuse.covers($0.change) } ?? false
        #expect(isMet, "\(action.name): \(excuse)")
      }
    }
  }
}
