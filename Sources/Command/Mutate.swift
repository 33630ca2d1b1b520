import ArgumentParser
import Checker
import Report
import Solver
import Synchronization

/// `verify mutate`: which theorem notices what change.
struct Mutate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Change the specifications in small ways and see which theorem notices.",
    discussion: """
      Each guard is dropped; each value that an action assigns is kept, and made arbitrary. Tables \
      are changed too, entry by entry, where there are some. The \
      exit code is 11 where nothing notices a change that is not excused, 5 where a limit left open \
      whether a table's does; a theorem that is not as declared notices nothing, and counts as it does \
      without “mutate”.
      """)

  @Argument(
    help: "Specifications or tables, by name (default: the reference models and all tables).")
  var specifications: [String] = []

  @Flag(help: "Try also what the actions excuse.")
  var excused = false

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let (theorems, sets) = try chosen()
    let isJSON = output.json
    Interrupts.install {
      if isJSON { Console.shared.say(JSON([], of: nil, isInterrupted: true).text) }
      Console.shared.complain("interrupted before the first mutant")
    }
    Console.shared.status("deciding \(theorems.count) theorems as they are")
    let baseline = Run(theorems, solver).decide()
    for finding in baseline.findings where !finding.isAsDeclared {
      let found = finding.failure ?? finding.verdict.rawValue
      Console.shared.complain(
        "\(finding.theorem.id): \(found), not as declared: it notices nothing")
    }
    let mutants = Mutants(baseline, solver, triesExcused: excused)
    let table = MutantTable(mutants.mutations, Console.shared.palette)
    let decided = Mutex<[DecidedSet]>([])
    let report = { @Sendable (isInterrupted: Bool) in
      let fates = mutants.fates(isInterrupted: isInterrupted)
      let decided = decided.withLock { $0 }
      let total = mutants.mutations.count
      let palette = Console.shared.palette
      let text =
        isJSON
        ? JSON(fates, of: total, decided, isInterrupted: isInterrupted).text
        : "\n"
          + ((total == 0 ? [] : [table.text(fates, isInterrupted: isInterrupted)])
          + decided.map { $0.text(palette) }).joined(separator: "\n")
      Console.shared.status("")
      Console.shared.say(text)
      return fates
    }
    Interrupts.replace { _ = report(true) }
    mutants.run { fate in
      if !isJSON { Console.shared.say(table.line(fate)) }
    }
    for set in sets where !Interruption.shared.isRequested {
      Console.shared.status("changing \(set.name)")
      let entries = try set.decide(solver.limits, solver.threads)
      Interrupts.stay()
      decided.withLock { $0.append(DecidedSet(name: set.name, entries: entries)) }
    }
    let isBad = report(false).contains { $0.isSurvivor || $0.isStale }
    let codes = decided.withLock { $0.map(\.exitCode) } + [isBad ? 11 : 0, baseline.exitCode]
    throw ExitCode(Summary.gravest(codes))
  }

  private func chosen() throws(InputError) -> ([AnyTheorem], [MutantSet]) {
    let theorems = Catalogue.current.theorems()
    let sets = Catalogue.current.mutantSets
    guard !specifications.isEmpty else {
      let names = Catalogue.current.mutated
      return (theorems.filter { names?.contains($0.specification) ?? true }, sets)
    }
    let known = Set(theorems.map(\.specification) + sets.map(\.name))
    if let unknown = specifications.first(where: { !known.contains($0) }) {
      throw .noSpecification(unknown, nearest: unknown.nearest(in: known))
    }
    return (
      theorems.filter { specifications.contains($0.specification) },
      sets.filter { specifications.contains($0.name) }
    )
  }
}

/// The lines in which mutants are listed.
struct MutantTable: Sendable {
  private let width: Int
  private let total: Int
  private let palette: Palette
  /// The specification is named where there are several.
  private let namesSpecification: Bool

  init(_ mutations: [Mutation], _ palette: Palette) {
    let isOne = Set(mutations.map(\.specification)).count <= 1
    let names = mutations.map { Self.name($0, !isOne) }
    namesSpecification = !isOne
    self.palette = palette
    total = mutations.count
    width = min(72, names.map(\.count).max() ?? 0)
  }

  private static func name(_ mutation: Mutation, _ namesSpecification: Bool) -> String {
    (namesSpecification ? "\(mutation.specification) / " : "")
      + "\(mutation.action): \(mutation.change)"
  }

  func line(_ fate: Fate) -> String {
    let name = Self.name(fate.mutation, namesSpecification)
    let gap = String(repeating: " ", count: max(0, width - name.count) + 2)
    let word = fate.word + String(repeating: " ", count: "survived".count - fate.word.count)
    return "\(fate.isSurvivor ? palette.bad(word) : palette.good(word))  \(name)\(gap)\(end(fate))"
  }

  private func end(_ fate: Fate) -> String {
    if let (theorem, _, how) = fate.noticed {
      let stale = fate.mutation.excuse.map { "; but it is excused: \($0)" } ?? ""
      return "\(theorem) is \(how)\(stale)"
    }
    let unclear =
      fate.unclear.isEmpty ? "" : " (a limit was reached: \(fate.unclear.joined(separator: ", ")))"
    return (fate.mutation.excuse ?? "no theorem notices") + unclear
  }

  /// Who noticed how many, the survivors, and the counts.
  func text(_ fates: [Fate], isInterrupted: Bool) -> String {
    let noticed = Dictionary(grouping: fates.compactMap { $0.noticed?.theorem }) { $0 }
      .mapValues(\.count).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "  \($0.key) notices \($0.value)" }
    let survivors = fates.filter(\.isSurvivor)
    let listed = survivors.isEmpty ? [] : ["Survivors:"] + survivors.map { "  " + line($0) }
    let signs = Sign.allCases.map { sign in (sign, fates.count { $0.noticed?.sign == sign }) }
      .filter { $0.1 > 0 }.map { "\($1) by \($0.rawValue)" }.joined(separator: ", ")
    let counts = ["noticed", "excused", "survived"].map { word in
      let count = "\(fates.count { $0.word == word }) \(word)"
      return word == "noticed" && !signs.isEmpty ? "\(count) (\(signs))" : count
    }
    let decided =
      isInterrupted
      ? "interrupted: \(fates.count) of \(total) mutants decided" : "\(total) mutants"
    return (noticed + listed + ["\(decided): " + counts.joined(separator: ", ")])
      .joined(separator: "\n")
  }
}

extension JSON {
  /// - Parameter total: how many mutants there are, if that is known
  init(_ fates: [Fate], of total: Int?, _ sets: [DecidedSet] = [], isInterrupted: Bool) {
    let counts = ["noticed", "excused", "survived"].map { word in
      (word, JSON.integer(UInt64(fates.count { $0.word == word })))
    }
    let signs = Sign.allCases.map { sign in
      (sign.rawValue, JSON(fates.count { $0.noticed?.sign == sign }))
    }
    self = .object([
      ("mutants", .array(fates.map { JSON($0) })), ("tables", .array(sets.map(\.json))),
      (
        "summary",
        .object(
          [
            ("mutants", JSON(total)), ("decided", JSON(fates.count)),
            ("interrupted", .truth(isInterrupted)),
          ] + counts + [("noticedBy", .object(signs))])
      ),
    ])
  }

  private init(_ fate: Fate) {
    self = .object([
      ("specification", .string(fate.mutation.specification)),
      ("action", .string(fate.mutation.action)), ("change", .string("\(fate.mutation.change)")),
      ("fate", .string(fate.word)), ("theorem", JSON(fate.noticed?.theorem)),
      ("by", JSON(fate.noticed?.sign.rawValue)), ("how", JSON(fate.noticed?.how)),
      ("excuse", JSON(fate.mutation.excuse)),
      ("unclear", .strings(fate.unclear)), ("seconds", .seconds(fate.seconds)),
    ])
  }
}
