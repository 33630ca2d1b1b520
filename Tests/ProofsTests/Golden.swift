import Checker
import Foundation
import Report
import Solver
import Specification
import Synchronization
import TestSupport
import Testing

@testable import Proofs

/// Every theorem decided once, for all tests that look at what came out.
enum Decided {
  static let session = Session(records: true)
  static let outcomes = decide(Proofs.all, session)

  /// The theorems on code, with the queries asked for them.
  static let codeSession = Session(records: true)
  static let code = decide(Proofs.code, codeSession)

  private static func decide(
    _ all: [AnyTheorem], _ session: Session
  ) -> [(theorem: AnyTheorem, outcome: Outcome)] {
    let results = Mutex<[Int: Outcome]>([:])
    Pool.run(all.count, threads: Pool.cores) {
    } body: { _, index in
      // A solver that has answered others may find another model.
      let outcome = try! all[index].decide(session, Solver())
      results.withLock { $0[index] = outcome }
    }
    return results.withLock { found in all.indices.map { (all[$0], found[$0]!) } }
  }

  static var refuted: [(theorem: AnyTheorem, outcome: Outcome)] {
    outcomes.filter { $0.outcome.verdict == .refuted }
  }
}

/// The traces of refuted theorems as they came out when they were last looked at.
enum Golden {
  static let path = "Tests/ProofsTests/Golden"
  static let directory = Kept.file(path)

  static func file(_ id: String, _ ending: String) -> URL {
    directory.appending(path: "\(id).\(ending)")
  }

  /// Compares with the file, or writes it.
  static func check(_ text: String, _ id: String, _ ending: String) throws {
    #expect(try Kept.isSame(text, as: "\(path)/\(id).\(ending)"), "\(id).\(ending)")
  }
}

@Suite("Verdicts and golden traces", .serialized)
struct GoldenTests {
  @Test func everyTheoremComesOutAsDeclared() {
    for (theorem, outcome) in Decided.outcomes {
      #expect(theorem.isAsDeclared(outcome), "\(theorem.id) is \(outcome.verdict)")
    }
  }

  @Test func everyRefutedTheoremHasItsTrace() throws {
    for (theorem, outcome) in Decided.refuted {
      let trace = try #require(outcome.trace, "\(theorem.id) has no trace")
      try Golden.check(TraceText.text(trace), theorem.id, "txt")
      try Golden.check(ITF.text(trace), theorem.id, "itf.json")
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: Golden.directory.path)
    let expected = Decided.refuted.flatMap {
      ["\($0.theorem.id).txt", "\($0.theorem.id).itf.json"]
    }
    #expect(Set(names.filter { !$0.hasPrefix(".") }) == Set(expected), "traces of nothing")
  }
}
