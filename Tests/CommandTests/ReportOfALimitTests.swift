import Checker
import Logic
import Report
import Solver
import Specification
import Testing

@testable import Command

/// A lamp with a switch.
private struct Lamp: Structure {
  var isOn: Formula = false
  var isDimmed: Formula = false

  static var fields: [Field<Lamp>] { [Field("on", \.isOn), Field("dimmed", \.isDimmed)] }

  static func theorem(_ id: String, _ action: Action<Lamp>, _ good: Property<Lamp>) -> AnyTheorem {
    let specification = Specification("lamp", shape: Lamp(), actions: [action]) { s in
      s = Lamp()
      return []
    }
    return AnyTheorem(
      Theorem(id, claims: [], "it is so", .holds, of: specification, depth: 2, good))
  }

  static let lit = theorem(
    "lit",
    Action("light") { _, _ in
    } effect: { s, _ in
      s.isOn = true
    }, .invariant { !$0.isDimmed })
  static let dimmed = theorem(
    "dimmed",
    Action("dim") { _, _ in
    } effect: { s, _ in
      s.isDimmed = true
    }, .reachable(labels: []) { $0.isDimmed })
}

@Suite("What a limit left open")
struct ReportOfALimitTests {
  private func finding(_ verdict: Verdict) -> Finding {
    Finding(Lamp.lit, .decided(Outcome(verdict, method: "search")), seconds: 0, effort: nil)
  }

  @Test func isNotCalledNeededInASaveSet() {
    let judgement = SaveSetJudgement(
      file: "set.yaml", processor: "486", finding: finding(.refuted),
      leftOut: [("ecx", .refuted), ("esi", .undecided), ("cr1", .proved), ("fs", .refuted)],
      notOfASet: [])
    let lines = judgement.text(Palette(isOn: false)).split(separator: "\n")
    #expect(lines[1] == "It leaves out what must be saved: ecx fs")
    #expect(lines[2] == "Not decided of what it leaves out: esi")
  }

  @Test("of table mutants makes a code of its own", arguments: [(true, 11), (false, 5)])
  func mutants(survives: Bool, code: Int32) {
    let entries = [
      MutantSet.Entry("a", notice: "sound → unsound", excuse: nil),
      MutantSet.Entry("b", notice: nil, excuse: "it is the same"),
      MutantSet.Entry("c", notice: nil, excuse: nil, isUnclear: true),
    ]
    let more = survives ? [MutantSet.Entry("d", notice: nil, excuse: nil)] : []
    let decided = DecidedSet(name: "table", entries: entries + more)
    #expect(decided.exitCode == code)
    #expect(DecidedSet(name: "table", entries: Array(entries.prefix(2))).exitCode == 0)
    let text = decided.text(Palette(isOn: false))
    #expect(text.contains("unclear   c: a limit was reached"))
  }

  @Test func theGravestCodeCounts() {
    #expect(Summary.gravest([0, 5, 11]) == 11 && Summary.gravest([11, 10, 0]) == 10)
    #expect(Summary.gravest([0, 70, 10]) == 70 && Summary.gravest([0]) == 0)
  }

  /// One is not as declared, and the name of the specification is that of another.
  @Test func mutantsAreThoseOfAllTheorems() throws {
    let theorems = [Lamp.lit, Lamp.dimmed]
    let findings = try theorems.map {
      Finding($0, .decided(try $0.decide(Session(), Solver())), seconds: 0, effort: nil)
    }
    func mutants(_ findings: [Finding]) throws -> Mutants {
      Mutants(
        Summary(findings, total: 2, seconds: 0, isInterrupted: false), try SolverOptions.parse([]),
        own: [], triesExcused: false)
    }
    let all = try mutants(findings)
    let names = ["light: keep on", "light: free on", "dim: keep dimmed", "dim: free dimmed"]
    #expect(all.mutations.map { "\($0.action): \($0.change)" } == names)
    all.run { _ in }
    let noticed = all.fates(isInterrupted: false).map { $0.noticed?.theorem }
    #expect(noticed == [nil, nil, "dimmed", nil])
    let open = try mutants(
      theorems.map {
        Finding($0, .decided(Outcome(.undecided, method: "search")), seconds: 0, effort: nil)
      })
    #expect(open.mutations.count == 4)
  }
}
