import Models
import Processor
import Solver
import Testing

@testable import Judge

/// A part of what `verify mutate` tries in full.
@Suite("Mutants of the routine and of page tables")
struct MutantTests {
  static let mutants = try! RoutineMutants(
    .mendedPaper(.pentium), on: OS.allCases.map { .largeSwitchRegion(.pentium, of: $0) },
    required: Item.paperSet)

  /// Each instruction but a stub's is dropped and swapped with the next one.
  @Test func eachInstructionHasItsMutants() {
    let dropped = Self.mutants.mutants.filter { $0.change == .dropped }
    let swapped = Self.mutants.mutants.filter { $0.change == .swapped }
    let instructions = Self.mutants.routine.program.lines.indices.filter {
      Self.mutants.routine.program.lines[$0].isInstruction && !Self.mutants.routine.isStub($0)
    }
    #expect(dropped.count == instructions.count + 2, "and the stubs of two lines")
    #expect(swapped.count == instructions.count - 1)
  }

  @Test func everySixtyFirstIsNoticed() throws {
    let solver = Solver()
    // The command tries them all.
    for (number, mutant) in Self.mutants.mutants.enumerated()
    where mutant.excuse == nil && number % 61 == 0 {
      let end = try Self.mutants.end(of: mutant, solver)
      let isNoticed = if case .refuted = end { true } else { end == .equivalent }
      #expect(isNoticed, "\(mutant.step): \(mutant.description): \(end)")
    }
  }

  /// In the half of the routine in which paths part by null selectors, too.
  @Test func bothOrdersOfTwoLoadsAreEquivalent() throws {
    let loads = Self.mutants.mutants.filter {
      $0.change == .swapped && $0.text.contains("mov es,") && $0.text.contains("mov fs,")
    }
    #expect(loads.count == 2)
    for mutant in loads {
      #expect(try Self.mutants.end(of: mutant, Solver()) == .equivalent, "\(mutant.text)")
    }
  }

  /// Each page that the switch uses is missed, and named, in whatever way it is broken.
  @Test func eachBrokenPageIsNamed() throws {
    let layout = Layout.small(.pentium)
    let design = RoutineDesign(.pentium)
    let solver = Solver()
    let all = try LayoutMutants(
      layout, try Routine(SwitchRoutine(layout, design)), required: design.saved, solver)
    #expect(all.judgements.allSatisfy { $0.verdict == .proved })
    #expect(Set(all.mutants.map(\.page.way)) == Set(BrokenPage.Way.allCases))
    // Code and data of the switch, GDT and LDT, IDT, TSS, stack; the routine's page is not fetched.
    for os in OS.allCases {
      #expect(Set(all.mutants.filter { $0.page.os == os }.map(\.page.linear)).count >= 5)
    }
    for mutant in all.mutants {
      guard case .refuted(_, let complaint) = try all.end(of: mutant, solver) else {
        Issue.record("\(mutant.description): no one notices")
        continue
      }
      let page = String(mutant.page.linear >> 12, radix: 16, uppercase: true)
      #expect(complaint.contains("\(page)"), "\(mutant.description): \(complaint)")
      let place =
        complaint.contains("as the interrupt is delivered") || complaint.hasPrefix("at F000")
      #expect(place, "\(mutant.description): \(complaint)")
    }
  }
}
