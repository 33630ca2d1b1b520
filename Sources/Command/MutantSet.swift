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

    public init(_ name: String, notice: String?, excuse: String?) {
      self.name = name
      self.notice = notice
      self.excuse = excuse
    }

    var word: String { notice != nil ? "noticed" : excuse != nil ? "excused" : "survived" }
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

/// A set of mutants with what became of each.
struct DecidedSet: Sendable {
  let name: String
  let entries: [MutantSet.Entry]

  var survivors: [MutantSet.Entry] { entries.filter { $0.word == "survived" } }

  private var counts: [(String, Int)] {
    ["noticed", "excused", "survived"].map { word in (word, entries.count { $0.word == word }) }
  }

  /// The counts, below them the reasons and the survivors.
  func text(_ palette: Palette) -> String {
    let words = counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
    let reasons = Dictionary(grouping: entries.filter { $0.word == "excused" }) { $0.excuse! }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { "  \($0.value.count) excused: \($0.key)" }
    let survivors = survivors.map { "  \(palette.bad("survived"))  \($0.name)" }
    return (["\(name): \(entries.count) mutants: \(words)"] + reasons + survivors)
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
