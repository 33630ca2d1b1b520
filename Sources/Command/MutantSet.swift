import ArgumentParser
import Checker
import Report
import Solver

/// Mutants of another kind than changes to actions: of a table, say.
public struct MutantSet: Sendable {
  /// One mutant, and what became of it.
  public struct Entry: Sendable {
    public let name: String
    /// How it is noticed; nil where it is not.
    public let notice: String?
    /// Why it need not be; nil where nothing says so.
    public let excuse: String?
    /// A limit was reached, so that it might be noticed.
    public let isUnclear: Bool

    public init(_ name: String, notice: String?, excuse: String?, isUnclear: Bool = false) {
      self.name = name
      self.notice = notice
      self.excuse = excuse
      self.isUnclear = isUnclear
    }

    static let words = ["noticed", "excused", "survived", "unclear"]

    var word: String {
      if isUnclear { return "unclear" }
      return notice != nil ? "noticed" : excuse != nil ? "excused" : "survived"
    }
  }

  public let name: String
  public let decide: @Sendable (Limits, _ threads: Int) throws -> [Entry]

  public init(
    _ name: String, decide: @escaping @Sendable (Limits, _ threads: Int) throws -> [Entry]
  ) {
    self.name = name
    self.decide = decide
  }
}

extension MutantSet {
  /// Decides it alone, and says what became of each mutant; the exit code is that of `verify mutate`.
  public func run(_ solver: SolverOptions, _ output: OutputOptions) throws {
    let name = name
    Interrupts.install { Console.shared.complain("interrupted: \(name): not decided") }
    let decided = DecidedSet(name: name, entries: try decide(solver.limits, solver.threads))
    Interrupts.stay()
    Console.shared.status("")
    let palette = Console.shared.palette
    Console.shared.say(output.json ? decided.json.text : decided.list(palette))
    throw ExitCode(decided.exitCode)
  }
}

/// A set of mutants with what became of each.
struct DecidedSet: Sendable {
  let name: String
  let entries: [MutantSet.Entry]

  private func all(_ word: String) -> [MutantSet.Entry] { entries.filter { $0.word == word } }

  private var counts: [(String, Int)] {
    MutantSet.Entry.words.map { ($0, all($0).count) }
  }

  /// 11 where one survived, 5 where a limit left one open.
  var exitCode: Int32 { all("survived").isEmpty ? all("unclear").isEmpty ? 0 : 5 : 11 }

  /// What was noticed, and below it what ``text(_:)`` says.
  func list(_ palette: Palette) -> String {
    (all("noticed").map { "\(palette.good("noticed"))  \($0.name): \($0.notice!)" }
      + [text(palette)]).joined(separator: "\n")
  }

  /// The counts, below them the reasons, what survived and what is unclear.
  func text(_ palette: Palette) -> String {
    let words = counts.filter { $0.0 != "unclear" || $0.1 > 0 }
      .map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    let reasons = Dictionary(grouping: all("excused")) { $0.excuse! }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { "  \($0.value.count) excused: \($0.key)" }
    let survivors = all("survived").map { "  \(palette.bad("survived"))  \($0.name)" }
    let unclear = all("unclear").map {
      "  \(palette.doubtful("unclear"))   \($0.name): a limit was reached"
    }
    return (["\(name): \(entries.count) mutants: \(words)"] + reasons + survivors + unclear)
      .joined(separator: "\n")
  }

  var json: JSON {
    .object(
      [("set", .string(name)), ("mutants", JSON(entries.count))]
        + counts.map { ($0.0, JSON($0.1)) } + [
          (
            "list",
            .array(
              entries.map { entry in
                .object([
                  ("name", .string(entry.name)), ("fate", .string(entry.word)),
                  ("how", JSON(entry.notice)), ("excuse", JSON(entry.excuse)),
                ])
              })
          )
        ])
  }
}
