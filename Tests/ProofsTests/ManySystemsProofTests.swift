import Checker
import Logic
import Models
import Solver
import Specification
import Testing

@testable import Proofs

@Suite("Any number of OSes: the proofs")
struct ManySystemsProofTests {
  private static let proved = ManySystemsTheorems.all.filter {
    $0.declared == .holds && $0.id.hasPrefix("many-")
  }

  /// So that what holds of names of 32 bits holds of any number of names.
  @Test("an OS's name reaches the solver as a word of an uninterpreted sort")
  func namesAreUninterpreted() throws {
    let session = Session(records: true)
    for theorem in Self.proved {
      #expect(try AnyTheorem(theorem).decide(session, Solver()).verdict == .proved)
    }
    let texts = session.queries.map { SMTLIB.text($0.query, status: $0.answer.status) }
    let names = [".running|", ".subject|", ".target|"]
    var seen: Set<String> = []
    for line in texts.flatMap({ $0.split(separator: "\n") }) where line.hasPrefix("(declare-const")
    {
      for name in names where line.contains(name) {
        seen.insert(name)
        #expect(line.hasSuffix(" Word32)"), "\(line)")
      }
      #expect(!line.contains("(_ BitVec 32)"), "\(line)")
    }
    #expect(seen == Set(names))
  }
}
