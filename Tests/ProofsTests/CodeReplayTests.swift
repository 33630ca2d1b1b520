import Checker
import Judge
import Proofs
import Solver
import TestSupport
import Testing

/// Each trap by name, carried out by the processor.
@Suite("Replays of theorems on code")
struct CodeReplayTests {
  /// A word of what the processor comes to.
  static let ends: [(id: String, found: String, aftermath: String?)] = [
    ("code-of-the-paper-runs-as-it-stands", "exception 13", "is delivered"),
    ("code-of-the-paper-keeps-whole-context", "does not find its fpu", nil),
    ("trap-busy-tss", "exception 13 (protection) with error code 38h", "is delivered"),
    ("trap-global-pages", "goes on with a global translation of OS1", nil),
    ("trap-hidden-parts", "does not find its ds", nil),
    ("trap-gdt-not-mapped", "OS2's GDT", "the processor shuts down"),
    ("trap-live-breakpoints", "routine for exception 1", nil),
    ("trap-task-switched", "exception 7", "is delivered"),
    ("trap-cr4-after-cr3", "a page fault: the switch region", "the processor shuts down"),
    ("trap-foreign-stack", "a page fault: OS1's kernel stack", "the processor shuts down"),
    ("trap-sti-shadow", "is taken, inside the switch", nil),
    ("trap-nested-task", "exception 10 (invalidTSS)", "is delivered"),
    ("trap-popf", "does not find its eflags", nil),
    ("trap-nmi", "the NMI ends in shutdown", nil),
    ("trap-broken-kernel-stack", "the processor has shut down", nil),
    ("task-gate-survives-a-broken-kernel-stack", "the run is possible", nil),
  ]

  @Test(arguments: ends.indices)
  func theProcessorDoesWhatTheRefutationSays(_ index: Int) throws {
    let (id, found, aftermath) = Self.ends[index]
    let replay = try #require(try Proofs.replay(id, Solver()))
    #expect(replay.agrees, "\(replay.said) / \(replay.found)")
    #expect(replay.found.contains(found), "\(replay.found)")
    #expect((replay.aftermath == nil) == (aftermath == nil), "\(replay.aftermath ?? "")")
    if let aftermath { #expect(replay.aftermath?.contains(aftermath) == true) }
    #expect(replay.lines.count > 1)
  }

  @Test func everyTrapHasItsReplay() {
    let refuted = Proofs.code.filter { $0.declared == .fails }.map(\.id)
    #expect(Set(refuted).subtracting(Self.ends.map(\.id)).isEmpty)
  }
}
