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

  @Test("makes a code of its own for mutants")
  func mutants() {
    let own = OwnMutant("table", "a row", "a class") { _ in .survived }
    func fate(_ change: (inout Fate) -> Void) -> Fate {
      var fate = Fate(mutation: MutantName(own), seconds: 0)
      change(&fate)
      return fate
    }
    let noticed = fate { $0.noticed = ("a row", nil, "unsound, not sound") }
    let same = fate { $0.equivalent = "it is the same" }
    let open = fate { $0.unclear = ["table"] }
    let survivor = fate { _ in }
    #expect(Mutants.exitCode([noticed, same]) == 0)
    #expect(Mutants.exitCode([noticed, open, same]) == 5)
    #expect(Mutants.exitCode([noticed, open, survivor]) == 11)
    let table = MutantTable([MutantName(own)], Palette(isOn: false))
    let text = table.text([noticed, open], isInterrupted: false)
    #expect(text.contains("unclear     a row: a class  a limit was reached: table"), "\(text)")
    #expect(text.contains("1 noticed, 0 equivalent, 0 excused, 0 survived, 1 unclear"), "\(text)")
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
    let noticed = all.fates(isInterrupted: false).map { $0.noticed?.what }
    #expect(noticed == [nil, nil, "dimmed", nil])
    let open = try mutants(
      theorems.map {
        Finding($0, .decided(Outcome(.undecided, method: "search")), seconds: 0, effort: nil)
      })
    #expect(open.mutations.count == 4)
  }
}
