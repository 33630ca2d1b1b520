import Proofs
import Replay
import Testing

/// What the ledger points to as runs is there.
@Suite("The ledger's runs")
struct LedgerRunTests {
  private static let runs = Array(Set(Ledger.all.flatMap(\.answers).flatMap(\.runs)))
    .sorted { $0.command < $1.command }

  @Test("each names a run, a refutation or a command", arguments: runs)
  func exists(_ run: LedgerRun) {
    switch run {
    case .system(let name):
      let names = SystemScenario.all.map(\.name)
      let isThere =
        name.hasSuffix("*")
        ? names.contains { $0.hasPrefix(name.dropLast()) } : names.contains(name)
      #expect(isThere, "\(run.command)")
    case .replay(let name):
      let theorem = Proofs.code.first { $0.id == name }
      #expect(theorem?.declared == .fails, "\(run.command)")
    case .output(let arguments):
      // The commands themselves are tried where they are tested.
      let commands = ["costs", "tables", "nic", "saveset", "layout"]
      #expect(commands.contains { arguments.hasPrefix($0) }, "\(run.command)")
    }
  }
}
