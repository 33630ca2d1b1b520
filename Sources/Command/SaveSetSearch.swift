import Checker
import Report

/// The search for the minimal save set of a processor: first each item, then what remains.
struct SaveSetSearch: Sendable {
  private let sets: SaveSets
  private let processor: String
  private let options: SolverOptions
  private let items: Run

  init(_ sets: SaveSets, _ processor: String, _ options: SolverOptions) {
    self.sets = sets
    self.processor = processor
    self.options = options
    let names = sets.complete(processor)
    items = Run(names.map { sets.theorem(without: $0, processor) }, options)
  }

  func derive() -> SaveSetDerivation {
    let findings = items.decide().findings
    let minimal = SaveSetDerivation(sets, processor, findings, nil).minimal
    let whole = sets.theorem(
      SaveSets.Question(
        id: "minimal-save-set", processor: processor, saved: minimal, declared: .holds))
    let sufficiency = Run([whole], options).decide().findings[0]
    return SaveSetDerivation(sets, processor, findings, sufficiency)
  }

  /// What is known when Ctrl-C comes.
  var interrupted: SaveSetDerivation {
    SaveSetDerivation(sets, processor, items.summary(isInterrupted: true).findings, nil)
  }
}

extension SaveSets {
  /// That a complete save set but for one item is not enough.
  func theorem(without item: String, _ processor: String) -> AnyTheorem {
    theorem(
      Question(
        id: Question.without(item), processor: processor,
        saved: complete(processor).filter { $0 != item }, declared: .fails))
  }
}

extension SaveSets.Question {
  /// The name of the question whether an item may be left out.
  static func without(_ item: String) -> String { "without-\(item)" }
}
