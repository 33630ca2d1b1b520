import Logic
import Solver
import Specification

/// A theorem of whatever state type, as lists and reports need it.
public struct AnyTheorem: Sendable {
  public let id: String
  public let claims: [String]
  public let says: String
  public let declared: Declared
  public let file: String
  public let line: Int
  public let specification: String
  /// An assumption without its condition.
  public typealias Assumed = (id: String, says: String, file: String, line: Int)
  /// The assumptions that it is stated under, fairness among them, used or not.
  public let assumptions: [Assumed]
  /// Every single change to the specification that ``notices`` can be asked about.
  public let mutations: @Sendable () -> [Mutation]
  public let decide: @Sendable (Session, Solver) throws(CheckerError) -> Outcome
  /// Whether the theorem notices a change to its specification, given how it came out without.
  public let notices: @Sendable (Mutation, Outcome, Session, Solver) throws(CheckerError) -> Notice
  /// The same theorem without the assumption with this id, declared to fail, so that a run which
  /// refutes it is looked for first; nil where it does not assume it, or can't be stated so.
  public let without: @Sendable (String) -> AnyTheorem?

  public init<S>(_ theorem: Theorem<S>) {
    id = theorem.id
    claims = theorem.claims
    says = theorem.says
    declared = theorem.declared
    file = theorem.file
    line = theorem.line
    specification = theorem.specification.name
    assumptions =
      theorem.assumptions.map { ($0.id, $0.says, $0.file, $0.line) }
      + theorem.property.fairness.map { ($0.id, $0.says, $0.file, $0.line) }
    mutations = { theorem.specification.mutations }
    decide = { session, solver throws(CheckerError) in
      try Term.sharing { () throws(CheckerError) in try theorem.decide(in: session, with: solver) }
    }
    notices = { mutation, baseline, session, solver throws(CheckerError) in
      try Term.sharing { () throws(CheckerError) in
        try theorem.notices(mutation, baseline, session, solver)
      }
    }
    without = { id in theorem.without(id).map { AnyTheorem($0) } }
  }

  /// A theorem that is decided in a way of its own, and has no mutants here.
  ///
  /// - Parameter without: the same without an assumption, declared to fail
  public init(
    _ id: String, claims: [String], _ says: String, _ declared: Declared, of specification: String,
    assuming assumptions: [(id: String, says: String)] = [], file: String = #filePath,
    line: Int = #line, without: @escaping @Sendable (String) -> AnyTheorem? = { _ in nil },
    decide: @escaping @Sendable (Session, Solver) throws(CheckerError) -> Outcome
  ) {
    self.id = id
    self.claims = claims
    self.says = says
    self.declared = declared
    let file = Place.relative(file)
    self.file = file
    self.line = line
    self.specification = specification
    self.assumptions = assumptions.map { ($0.id, $0.says, file, line) }
    mutations = { [] }
    self.decide = { session, solver throws(CheckerError) in
      try Term.sharing { () throws(CheckerError) in try decide(session, solver) }
    }
    notices = { _, _, _, _ in .unnoticed }
    self.without = without
  }

  /// Whether the outcome is what was declared.
  public func isAsDeclared(_ outcome: Outcome) -> Bool {
    switch declared {
    case .holds: outcome.verdict == .proved
    case .fails: outcome.verdict == .refuted
    }
  }
}
