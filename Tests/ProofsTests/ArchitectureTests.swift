import Checker
import Models
import Solver
import Specification
import Testing

@testable import Proofs

@Suite("Figures 1a, 1b and 2")
struct ArchitectureTests {
  static let measured = try! MeasuredCosts(Session(), Solver())

  /// What theorems prove of every run is what one run shows.
  @Test func costsOfRunsAreThoseThatAreProved() throws {
    #expect(Self.measured.rows.count == 24)
    for row in Self.measured.rows {
      let (machine, os) = (row.architecture, row.os)
      let other = os == .os1 ? Component.os2 : .os1
      let counts: Counts =
        switch row.what.english {
        case "a packet sent": machine.sendingCost(os, .nic)
        case "a packet received while it runs": machine.arrivalCost(os, .packet, found: os)
        case "an interrupt while it runs": machine.arrivalCost(os, .interrupt, found: os)
        default: machine.arrivalCost(os, .interrupt, found: other)
        }
      let name = "\(machine.id), \(os), \(row.what.english)"
      #expect(row.hops == counts.hops.known && row.copies == counts.copies.known, "\(name)")
      #expect(row.accesses == counts.accesses.known, "\(name)")
      #expect(row.switches == counts.switches.known, "\(name)")
    }
  }

  /// Figure 2 is figure 8 for OS1's packets, and figure 6 for OS2's.
  @Test func sendingWithoutAMasterCostsWhatThePseudoNICDoes() {
    for (os, path) in [(Component.os1, PacketPath.sendingOfOS1), (.os2, .sendingOfOS2)] {
      let counts = Architecture.noMaster.sendingCost(os, .nic)
      #expect(counts.copies.known == UInt64(path.cost.copies))
      #expect(counts.accesses.known == UInt64(path.cost.accesses))
      #expect(counts.switches.known == UInt64(path.cost.switches))
    }
  }

  @Test("what of OS1 must change is counted on the layout")
  func changesOfOS1() throws {
    var layout = Layout.small(.pentium)
    let routine = try Routine(SwitchRoutine(layout, RoutineDesign(layout.generation)))
    let changes = layout.changesOfOS1(routine)
    #expect(changes.map(\.count).prefix(4) == [7, 2, 1, 0])
    #expect(changes[4].count == 10, "the rules that the ledger counts")
    layout.os2.lines.insert(14)
    layout.region.size = 0x4000
    #expect(layout.changesOfOS1(routine).map(\.count).prefix(2) == [8, 4])
    let functions = changes.suffix(4).prefix(3)
    #expect(functions.map(\.count).reduce(0, +) == functions.first?.outOf)
  }

  /// Memory plays no part in who goes on.
  private static let domain = Domain(words: 1).fixing { $0.path.hasPrefix("memory") }

  private static let goingOn = MasteryTheorems.all.filter {
    if case .invariant = $0.property { return $0.declared == .fails }
    return false
  }

  @Test("explicit search and the solver find traces of one length", arguments: goingOn.map(\.id))
  func agree(_ id: String) throws {
    let theorem = try #require(Self.goingOn.first { $0.id == id })
    let explicit = Theorem(
      theorem.id, claims: theorem.claims, theorem.says, theorem.declared,
      of: theorem.specification, assuming: theorem.assumptions, depth: theorem.depth,
      by: .explicit(Self.domain), theorem.property)
    let one = try AnyTheorem(explicit).decide(Session(), Solver())
    let other = try AnyTheorem(theorem).decide(Session(), Solver())
    #expect(one.verdict == .refuted && one.method == "explicit", "\(one.note ?? "")")
    #expect(other.verdict == .refuted && one.depth == other.depth)
  }
}

@Suite("Channels")
struct ChannelTests {
  @Test func theoremsAreThereAndDeclaredAsTheRowsSay() {
    let all = Dictionary(uniqueKeysWithValues: Proofs.all.map { ($0.id, $0) })
    for channel in Channel.all {
      #expect(all[channel.asInPaper] != nil, "\(channel.asInPaper)")
      if let repaired = channel.repaired {
        #expect(all[repaired]?.declared == .holds, "\(repaired)")
      } else {
        #expect(all[channel.asInPaper]?.declared == .fails)
      }
    }
  }

  /// Each theorem on what one OS learns of the other stands in some row, is a step to one, or says
  /// what the model does.
  @Test func noTheoremIsLeftOut() {
    let steps = ["slots-hide-os1", "slots-hide-os2"]
    let rules = [
      "cr3-load-drops-local-translations", "whole-flush-drops-all-translations",
      "time-passes-with-every-step", "slots-pass-whole",
    ]
    let told =
      Channel.all.flatMap { [$0.asInPaper, $0.repaired].compactMap { $0 } } + steps + rules
    for theorem in Proofs.confidentiality where !theorem.id.contains("without-global-pages") {
      #expect(told.contains(theorem.id), "\(theorem.id)")
    }
  }
}
