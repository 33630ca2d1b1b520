import Foundation
import Logic
import Solver
import TestSupport
import Testing

@Suite("Queries")
struct QueryTests {
  /// 2^61 - 1 is prime; to see that is too hard for a solver.
  static let hard: Query = {
    let (a, b) = (Bits<31>.variable("a"), Bits<31>.variable("b"))
    let product: Bits<64> = a.zeroExtended() * b.zeroExtended()
    return Query("factors", [product == Bits((1 << 61) - 1), a != 1, b != 1])
  }()

  @Test func theCoreNamesWhatWasUsed() throws {
    let (x, y) = (Bits<32>.variable("x"), Bits<32>.variable("y"))
    let query = Query("core", [x == 1], tracked: [y == 2, x == 3, y != 4])
    guard case .unsatisfiable(let core) = try Solver().check(query) else {
      Issue.record("a contradiction is missed")
      return
    }
    #expect(core == [1])
  }

  @Test func theCoreNamesWhatIsKnownToBeFalse() throws {
    let query = Query("core", [], tracked: [true, false])
    guard case .unsatisfiable(let core) = try Solver().check(query) else {
      Issue.record("a contradiction is missed")
      return
    }
    #expect(core == [1])
  }

  @Test("a limit gives unknown", arguments: [Limits(resources: 20_000), Limits(milliseconds: 50)])
  func limits(limits: Limits) throws {
    guard case .unknown = try Solver(limits: limits).check(Self.hard) else {
      Issue.record("an answer within \(limits)")
      return
    }
  }

  @Test func theSameSeedSpendsTheSame() throws {
    func spent() throws -> UInt64 {
      let solver = Solver(limits: Limits(seed: 7))
      var random = SplitMix(seed: 3)
      let built = Recipe(length: 60, &random).cook(Recipe.variables)
      _ = try solver.check(Query("seed", built.truths.suffix(3)))
      return solver.statistics.resources
    }
    #expect(try spent() == spent())
  }

  @Test func anInterruptionGivesUnknown() async {
    await #expect(processExitsWith: .success) {
      Thread.detachNewThread {
        usleep(100_000)
        Interruption.shared.request()
      }
      guard case .unknown = try Solver().check(QueryTests.hard) else { exit(1) }
      // Once and for all: an easy query is not answered either.
      guard case .unknown = try Solver().check(Query("easy", [.variable("a")])) else { exit(2) }
      exit(0)
    }
  }
}

@Suite("Memories come back out of models")
struct ModelTests {
  private typealias M = Memory<32, 32>
  private let m = M.variable("m")
  private let n = M.variable("n")
  private let a = Bits<32>.variable("a")
  private let b = Bits<32>.variable("b")
  private let c = Bits<32>.variable("c")

  /// Queries whose models hold memories of every form.
  private var queries: [(String, [Formula])] {
    var written = m
    written[a] = 1
    written[b] = 2
    var known = M(background: 9)
    known[4] = 5
    return [
      ("one memory", [m[a] == 1, m[b] == 2, m[c] == 1]),
      ("written memories are equal", [written == n, n[c] == 3]),
      ("memories that differ", [!(m == n), m[a] == n[a], a != b, m[b] == n[b]]),
      ("a known memory", [m == known, m[a] == 5]),
      ("a known memory somewhere else", [m == known, m[a] == b, b != 5]),
      ("addresses are computed", [m[a + 1] == 7, m[a] == 8, written == n]),
      ("chosen", [Formula.variable("t").choose(m, n) == known, m[a] == 77]),
    ]
  }

  @Test("each makes its query true", arguments: 0..<7, Translation.allCases)
  func models(index: Int, translation: Translation) throws {
    let (name, formulas) = queries[index]
    let answer = try Solver().check(Query(name, formulas), translation: translation)
    guard case .satisfiable(let assignment) = answer else {
      Issue.record("\(name): \(answer)")
      return
    }
    #expect(formulas.allSatisfy { truth($0, assignment) == true }, "\(name)")
  }
}

@Suite("Queries that share most of what they assert")
struct QueryFamilyTests {
  @Test("are answered as they are alone, in any order")
  func agreement() throws {
    var random = SplitMix(seed: 4)
    let pantry = Recipe(length: 30, movesOnly: true, &random).cook(Recipe.variables)
    let truths = pantry.truths.filter { $0.known == nil }
    let common = [truths[0] || truths[1], pantry.words[0] != pantry.words[1]]
    let queries = truths.indices.flatMap { index in
      [truths[index], !truths[index]].map { own in
        Query("\(index)", common + [own], tracked: [truths[1], truths[2]])
      }
    }
    let solver = Solver()
    let family = QueryFamily(queries, common: common.count, in: solver)
    var statuses: Set<String> = []
    for number in queries.indices.reversed() + Array(queries.indices) {
      let (shared, alone) = (try family.check(number), try Solver().check(queries[number]))
      #expect(shared.status == alone.status, "\(number)")
      if case .unsatisfiable(let core) = shared {
        let query = queries[number]
        let used = Query("core", query.assertions + core.map { query.tracked[$0] })
        #expect(try Solver().check(used).status == "unsat", "\(number): a core that is none")
      }
      statuses.insert(shared.status)
    }
    #expect(statuses == ["sat", "unsat"])
    #expect(solver.statistics.secondTries == 0)
  }

  @Test("two memory comparisons may be false at different addresses")
  func differences() throws {
    let (m, n) = (Memory<8, 8>.variable("m"), Memory<8, 8>.variable("n"))
    let (p, q) = (Memory<8, 8>.variable("p"), Memory<8, 8>.variable("q"))
    func alike(_ a: Memory<8, 8>, _ b: Memory<8, 8>, but place: Bits<8>) -> Formula {
      var changed = a
      changed[place] = b[place]
      return changed == b
    }
    let query = Query(
      "differences", [!(m == n), !(p == q), alike(m, n, but: 1), alike(p, q, but: 2)])
    #expect(try Solver().check(query).status == "sat")
  }
}

@Suite("Two translations of one query")
struct TranslationTests {
  /// Some formulas over a random expression, mostly contradictory or nearly so.
  static func query(_ seed: UInt64, movesOnly: Bool) -> Query {
    var random = SplitMix(seed: seed)
    let recipe = Recipe(length: 30, movesOnly: movesOnly, &random)
    let built = recipe.cook(Recipe.variables)
    // What random values give can be had; one more formula may be too much.
    let assignment = Recipe.assignment(&random)
    let direct = recipe.cook(Recipe.known(assignment))
    let chosen = built.truths.indices.suffix(6)
    let given = chosen.map { built.truths[$0] == direct.truths[$0] }
    let narrow = built.narrow.last! != direct.narrow.last!
    let extra =
      built.words.indices.suffix(3).map { built.words[$0] != direct.words[$0] }
      + (seed % 3 == 0 ? [narrow] : [])
    let distinct = built.words[0] != built.words[1]
    return Query("seed \(seed)", given + extra + [distinct])
  }

  @Test("words and bits give the same answer", arguments: [true, false])
  func agreement(movesOnly: Bool) throws {
    var answers: [String: Int] = [:]
    for seed in 0..<200 as Range<UInt64> {
      let query = Self.query(seed, movesOnly: movesOnly)
      let solver = Solver()
      let words = try solver.check(query, translation: .words)
      #expect(solver.statistics.secondTries == 0, "\(query.name)")
      let bits = try Solver().check(query, translation: .bits)
      #expect(words.status == bits.status, "\(query.name)")
      answers[words.status, default: 0] += 1
      if case .satisfiable(let assignment) = words {
        #expect(query.assertions.allSatisfy { truth($0, assignment) == true }, "\(query.name)")
      }
    }
    #expect(answers["sat", default: 0] > 5 && answers["unsat", default: 0] > 5, "\(answers)")
    #expect(answers["unknown"] == nil, "\(answers)")
  }

  @Test("the text means the same to other solvers", arguments: OtherSolver.allCases)
  func text(other: OtherSolver) throws {
    for seed in 0..<12 as Range<UInt64> {
      let query = Self.query(seed, movesOnly: seed % 2 == 0)
      let status = try Solver().check(query).status
      for translation in Translation.allCases {
        let text = SMTLIB.text(query, status: status, translation: translation)
        let answer = try other.answer(text: text)
        #expect(answer == status, "\(query.name), \(translation)")
      }
    }
  }
}
