import ArgumentParser
import Checker
import Report
import Solver

/// `verify mutate`: which theorem notices what change.
struct Mutate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Change the specifications in small ways and see which theorem notices.",
    discussion: """
      Each guard is dropped; each value that an action assigns is kept, and made arbitrary. Of code \
      each instruction is dropped, and swapped with the next; of page tables each page that is used \
      is unmapped, mapped elsewhere and made read-only; in tables each class is replaced by each \
      other. The exit code is 11 where no one notices a change that is neither excused beside what \
      is changed nor shown to make no difference, 5 where a limit left that open; a theorem that is \
      not as declared notices nothing, and counts as it does without “mutate”.
      """)

  @Argument(
    help: "Specifications or tables, by name (default: the reference models and all tables).")
  var specifications: [String] = []

  @Flag(help: "Try also what the actions excuse.")
  var excused = false

  @OptionGroup var solver: SolverOptions
  @OptionGroup var output: OutputOptions

  func run() throws {
    let own = Catalogue.current.ownMutants.filter { isChosen($0.specification) }
    let theorems = try chosen()
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
    Console.shared.status("making mutants")
    try Mutants(
      baseline, solver, own: own.made(solver.limits, threads: solver.threads),
      triesExcused: excused
    ).report(isJSON: isJSON)
  }

  private func isChosen(_ name: String) -> Bool {
    specifications.isEmpty || specifications.contains(name)
  }

  private func chosen() throws(InputError) -> [AnyTheorem] {
    let theorems = Catalogue.current.theorems()
    guard !specifications.isEmpty else {
      let names = Catalogue.current.mutated
      return theorems.filter { names?.contains($0.specification) ?? true }
    }
    let known = Set(
      theorems.map(\.specification) + Catalogue.current.ownMutants.map(\.specification))
    if let unknown = specifications.first(where: { !known.contains($0) }) {
      throw .noSpecification(unknown, nearest: unknown.nearest(in: known))
    }
    return theorems.filter { specifications.contains($0.specification) }
  }
}

/// Tries changes to what was proved and reports on them; the exit code is that of `verify mutate`.
public func decide(
  _ mutants: OwnMutants, _ solver: SolverOptions, _ output: OutputOptions
) throws {
  let isJSON = output.json
  Interrupts.install { Console.shared.complain("interrupted before the first mutant") }
  let nothing = Summary([], total: 0, seconds: 0, isInterrupted: false)
  try Mutants(
    nothing, solver, own: [mutants].made(solver.limits, threads: 1), triesExcused: false
  ).report(isJSON: isJSON)
}

extension Mutants {
  /// Tries all, says what becomes of each, and ends with an exit code: 11 where one survives, 5
  /// where a limit left one open.
  func report(isJSON: Bool) throws {
    let table = MutantTable(names, Console.shared.palette)
    let report = { @Sendable [self] (isInterrupted: Bool) in
      let fates = fates(isInterrupted: isInterrupted)
      let total = names.count
      let text =
        isJSON
        ? JSON(fates, of: total, isInterrupted: isInterrupted).text
        : "\n" + table.text(fates, isInterrupted: isInterrupted)
      Console.shared.status("")
      Console.shared.say(text)
      return fates
    }
    Interrupts.replace { _ = report(true) }
    run { fate in
      if !isJSON { Console.shared.say(table.line(fate)) }
    }
    throw ExitCode(Summary.gravest([Self.exitCode(report(false)), baselineCode]))
  }

  static func exitCode(_ fates: [Fate]) -> Int32 {
    if fates.contains(where: { $0.isSurvivor || $0.isStale }) { return 11 }
    return fates.contains { $0.word == "unclear" } ? 5 : 0
  }
}

/// The lines in which mutants are listed.
struct MutantTable: Sendable {
  private let width: Int
  private let total: Int
  private let palette: Palette
  /// The specification is named where there are several.
  private let namesSpecification: Bool

  init(_ mutations: [MutantName], _ palette: Palette) {
    let isOne = Set(mutations.map(\.specification)).count <= 1
    let names = mutations.map { Self.name($0, !isOne) }
    namesSpecification = !isOne
    self.palette = palette
    total = mutations.count
    width = min(72, names.map(\.count).max() ?? 0)
  }

  private static func name(_ mutation: MutantName, _ namesSpecification: Bool) -> String {
    (namesSpecification ? "\(mutation.specification) / " : "")
      + "\(mutation.action): \(mutation.change)"
  }

  func line(_ fate: Fate) -> String {
    let name = Self.name(fate.mutation, namesSpecification)
    let gap = String(repeating: " ", count: max(0, width - name.count) + 2)
    let word = fate.word + String(repeating: " ", count: "equivalent".count - fate.word.count)
    let coloured =
      switch fate.word {
      case "survived": palette.bad(word)
      case "unclear": palette.doubtful(word)
      default: palette.good(word)
      }
    return "\(coloured)  \(name)\(gap)\(end(fate))"
  }

  private func end(_ fate: Fate) -> String {
    if let (what, _, how) = fate.noticed {
      let stale = fate.mutation.excuse.map { "; but it is excused: \($0)" } ?? ""
      return "\(what) is \(how)\(stale)"
    }
    if let equivalent = fate.equivalent { return equivalent }
    if !fate.unclear.isEmpty {
      return "a limit was reached: \(fate.unclear.joined(separator: ", "))"
    }
    return fate.mutation.excuse ?? "no one notices"
  }

  /// Who noticed how many, the survivors, and the counts.
  func text(_ fates: [Fate], isInterrupted: Bool) -> String {
    let theorems = fates.compactMap { $0.noticed?.sign == nil ? nil : $0.noticed?.what }
    let noticed = Dictionary(grouping: theorems) { $0 }.mapValues(\.count).sorted {
      ($1.value, $0.key) < ($0.value, $1.key)
    }
    .map { "  \($0.key) notices \($0.value)" }
    let survivors = fates.filter(\.isSurvivor)
    let unclear = fates.filter { $0.word == "unclear" }
    let listed =
      (survivors.isEmpty ? [] : ["Survivors:"] + survivors.map { "  " + line($0) })
      + (unclear.isEmpty ? [] : ["Unclear:"] + unclear.map { "  " + line($0) })
    let decided =
      isInterrupted
      ? "interrupted: \(fates.count) of \(total) mutants decided" : "\(total) mutants"
    return (noticed + listed + sections(fates) + ["\(decided): \(Self.counts(fates))"])
      .joined(separator: "\n")
  }

  /// The counts of each specification, where there are several.
  private func sections(_ fates: [Fate]) -> [String] {
    guard namesSpecification else { return [] }
    let all = Dictionary(grouping: fates) { $0.mutation.specification }
    return all.sorted { $0.key < $1.key }.map { name, fates in
      "  \(name): \(fates.count), \(Self.counts(fates))"
    }
  }

  private static func counts(_ fates: [Fate]) -> String {
    let signs = Sign.allCases.map { sign in (sign, fates.count { $0.noticed?.sign == sign }) }
      .filter { $0.1 > 0 }.map { "\($1) by \($0.rawValue)" }.joined(separator: ", ")
    let words = Fate.words.filter { word in word != "unclear" || fates.contains { $0.word == word }
    }
    return words.map { word in
      let count = "\(fates.count { $0.word == word }) \(word)"
      return word == "noticed" && !signs.isEmpty ? "\(count) (\(signs))" : count
    }.joined(separator: ", ")
  }
}

extension JSON {
  /// - Parameter total: how many mutants there are, if that is known
  init(_ fates: [Fate], of total: Int?, isInterrupted: Bool) {
    let counts = Fate.words.map { word in
      (word, JSON.integer(UInt64(fates.count { $0.word == word })))
    }
    let signs = Sign.allCases.map { sign in
      (sign.rawValue, JSON(fates.count { $0.noticed?.sign == sign }))
    }
    self = .object([
      ("mutants", .array(fates.map { JSON($0) })),
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
      ("action", .string(fate.mutation.action)), ("change", .string(fate.mutation.change)),
      ("fate", .string(fate.word)), ("theorem", JSON(fate.noticed?.what)),
      ("by", JSON(fate.noticed?.sign?.rawValue)), ("how", JSON(fate.noticed?.how)),
      ("excuse", JSON(fate.mutation.excuse)), ("equivalent", JSON(fate.equivalent)),
      ("unclear", .strings(fate.unclear)), ("seconds", .seconds(fate.seconds)),
    ])
  }
}
