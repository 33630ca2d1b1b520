import Checker
import Foundation
import Logic
import Solver

/// What was decided before, kept in a directory from one run of the command to the next.
///
/// There are two kinds of entries. A *verdict*, with its trace and all, belongs to the very program
/// that found it: to its machine code, that of its libraries and of the solver, and to the limits. An
/// *answer* of the solver belongs to the exact text of the question, the solver's version and the
/// limits; where a model is edited the program is another one, but the questions that the edit does
/// not touch are not asked again. What a limit or an interruption cut short is never kept.
public final class Cache: AnswerStore {
  private let entries: Entries

  /// Bytes that the entries may take.
  private static let limit = 256 << 20

  /// - Parameter directory: one that is there
  public init(directory: String) { entries = Entries(directory) }

  /// What its user should know: damage that was found, and what could not be kept.
  public var remarks: [String] {
    let (damaged, failure) = (entries.damaged, entries.failure)
    let entriesWere = damaged == 1 ? "1 entry was" : "\(damaged) entries were"
    return (damaged == 0 ? [] : ["\(entriesWere) damaged in the cache, and ignored"])
      + (failure.map { ["the cache can't be written: \($0)"] } ?? [])
  }

  /// Keeps its size in bounds; to be called once, at the end.
  public func trim() { entries.trim(to: Self.limit) }

  private func read<Body: Decodable>(_ name: String, as type: Body.Type) -> Body? {
    guard let data = entries.read(name) else { return nil }
    guard let body = try? JSONDecoder().decode(type, from: data) else {
      entries.reject(name)
      return nil
    }
    return body
  }

  private func write(_ body: some Encodable, _ name: String) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { entries.write(try encoder.encode(body), name) } catch {
      preconditionFailure("\(name) has no text: \(error)")
    }
  }

  // MARK: - Answers

  private struct KeptAnswer: Codable {
    /// Of a contradiction, the tracked formulas that it took.
    var core: [Int]?
    var model: [String: Constant]?
  }

  private func name(_ question: [UInt8]) -> String {
    Digest([question]).inHexadecimal + ".answer"
  }

  public func answer(to question: [UInt8]) -> Answer? {
    let kept = read(name(question), as: KeptAnswer.self)
    return kept?.core.map { .unsatisfiable(core: $0) } ?? kept?.model.map { .satisfiable($0) }
  }

  public func keep(_ answer: Answer, to question: [UInt8]) {
    switch answer {
    case .unsatisfiable(let core): write(KeptAnswer(core: core), name(question))
    case .satisfiable(let model): write(KeptAnswer(model: model), name(question))
    case .unknown: break
    }
  }

  public func reject(_ question: [UInt8]) { entries.reject(name(question)) }

  // MARK: - Verdicts

  private struct KeptVerdict: Codable {
    let theorem: String
    let outcome: Outcome
  }

  /// The name of a theorem's entry; nil where this program can't be told from others.
  private func name(_ theorem: AnyTheorem, _ limits: Limits) -> String? {
    Program.identity.map { program in
      // Theorems that are made of another, by dropping an assumption say, go by the same name.
      let facts = [
        theorem.id, theorem.says, theorem.declared.rawValue, theorem.specification, theorem.file,
        "\(theorem.line)", "\(limits)",
      ]
      let all = facts + theorem.assumptions.map(\.id)
      return Digest([program, Array(all.joined(separator: "\n").utf8)]).inHexadecimal + ".verdict"
    }
  }

  /// How a theorem came out before; nil where that is not known.
  ///
  /// - Parameter theorem: one that depends on nothing but this program: no file, no option
  public func outcome(of theorem: AnyTheorem, _ limits: Limits) -> Outcome? {
    guard let name = name(theorem, limits) else { return nil }
    let kept = read(name, as: KeptVerdict.self)
    return kept.flatMap { $0.theorem == theorem.id ? $0.outcome : nil }
  }

  /// Keeps how a theorem came out, unless a limit had a part in it.
  public func keep(_ outcome: Outcome, of theorem: AnyTheorem, _ limits: Limits) {
    guard outcome.verdict != .undecided, !outcome.isLimited, let name = name(theorem, limits)
    else { return }
    write(KeptVerdict(theorem: theorem.id, outcome: outcome), name)
  }
}
