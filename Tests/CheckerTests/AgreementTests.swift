import Logic
import Models
import Solver
import Specification
import Testing

@testable import Checker
@testable import Proofs

@Suite("Explicit and symbolic search agree")
struct AgreementTests {
  @Test func onTheNumberOfStatesOfTheJugs() throws {
    let counting = StateCounting(specification: Jugs.specification, domain: .all)
    #expect(try counting.statesByDepth(7) == Array(Jugs.plain.map(\.count).prefix(8)))
  }

  @Test func onTheNumberOfStatesOfAMemory() throws {
    try agree(Shelf.specification, Domain(words: 2), depth: 3)
  }

  @Test func onTheNumberOfStatesOfTheSwitch() throws {
    try agree(Slice.all[0].specification, Slice.domain(["owner", "line", "interrupts"]), depth: 1)
  }

  private func agree<S: Value>(
    _ specification: Specification<S>, _ domain: Domain, depth: Int
  ) throws {
    var search = ExplicitSearch(safety(specification), domain)
    _ = search.run(depth: depth)
    let counting = StateCounting(specification: specification, domain: domain)
    #expect(try counting.statesByDepth(depth) == search.statesByDepth)
    #expect(search.count > 10)
  }

  @Test("on the shortest trace of a refuted theorem", arguments: Slice.all)
  func shortest(slice: Slice) throws {
    let explicit = try slice.theorem(.explicit(slice.domain, states: 6000)).decided()
    let symbolic = try slice.theorem(.automatic).decided()
    #expect(symbolic.verdict == .refuted && explicit.verdict == .refuted, "\(explicit.note ?? "")")
    #expect(symbolic.method == "search" && explicit.method == "explicit")
    #expect(explicit.depth == symbolic.depth)
  }
}

/// A refuted theorem about the switch, on so few items, steps and values that its states can be
/// gone through.
struct Slice: CustomTestStringConvertible, Sendable {
  let whole: Theorem<System>
  let specification: Specification<System>
  let domain: Domain

  var testDescription: String { whole.id }

  /// What is open besides these names is zero.
  static func domain(_ open: Set<String>) -> Domain {
    Domain(words: 2).fixing { name in
      !open.contains(name.path) && !open.contains { name.path == "left.\($0)" }
    }
  }

  func theorem(_ method: Method) -> Theorem<System> {
    Theorem(
      whole.id, claims: whole.claims, whole.says, .fails, of: specification,
      assuming: whole.assumptions, depth: whole.depth, by: method, whole.property)
  }

  /// - Parameters:
  ///   - steps: what an OS does besides being interrupted
  ///   - open: what is not zero at the start and among the inputs
  private init(
    _ theorems: [Theorem<System>], _ id: String, _ items: [Item], saved: [Item],
    steps: [String] = [], open: Set<String> = []
  ) {
    whole = theorems.first { $0.id == id }!
    let all = SwitchDesign("slice", items: items, saved: saved).specification
    specification = all.with(
      actions: all.actions.filter { action in
        let isStep = steps.contains { action.name.hasSuffix($0) }
        return action.label != nil || isStep || action.name == "a device raises a line"
          || action.name.hasSuffix("is interrupted without a kernel stack")
      })
    domain = Self.domain(open.union(["owner", "line", "interrupts"]))
  }

  static let all = [
    Slice(
      Preservation.all, "paper-set-keeps-whole-context", [.fpu], saved: [],
      steps: ["computes in user mode"], open: ["fpu", "cpu.fpu", "stopped.os2.cpu.fpu"]),
    Slice(
      Preservation.all, "hidden-parts-survive-table-edits", [.ds, .dsHidden], saved: [.ds],
      steps: ["edits its descriptors"], open: ["cpu.ds.hidden", "stopped.os2.cpu.ds.hidden"]),
    Slice(
      Control.all, "a-5-returns-to-user-mode", [.eip], saved: [.eip],
      open: ["mode", "stopped.os2.mode"]),
    Slice(
      Independence.all, "paper-set-runs-os2-as-if-alone", [.fpu], saved: [],
      steps: ["computes in user mode"], open: ["fpu", "cpu.fpu", "stopped.os2.cpu.fpu"]),
    Slice(
      Independence.all, "os2-runs-as-if-alone-beside-broken-stacks", [.eip], saved: [.eip],
      steps: ["loses its kernel stack"], open: ["mode"]),
    Slice(
      Independence.all, "paper-set-hides-os1-from-os2", [.fpu], saved: [],
      steps: ["computes in user mode"], open: ["fpu", "cpu.fpu", "stopped.os2.cpu.fpu"]),
  ]
}
