import Logic

/// A question to a solver: can all of these be true together?
public struct Query: Sendable {
  /// What it asks, as a path of words fit for a file name.
  public let name: String
  /// Taken for true.
  public let assertions: [Formula]
  /// Taken for true as well; an answer "no" says which of them it used.
  public let tracked: [Formula]

  /// The terms of both, in order; a known formula is a new term each time it is asked for one.
  let roots: [Term]

  public init(_ name: String, _ assertions: [Formula], tracked: [Formula] = []) {
    self.name = name
    self.assertions = assertions.filter { $0.known != true }
    self.tracked = tracked
    roots = (self.assertions + tracked).map(\.asTerm)
  }

  /// The same without what is tracked.
  public var untracked: Query { Query("\(name).untracked", assertions) }

  /// Whether the values make everything in it true; variables that they leave out are zero.
  public func isTrue(under assignment: [String: Constant]) -> Bool {
    var evaluation = Evaluation(assignment)
    return roots.allSatisfy { evaluation.value(of: $0).word == 1 }
  }
}

/// What a solver says to a query.
public enum Answer: Sendable {
  /// The assertions contradict one another; `core` numbers the tracked ones that it took.
  case unsatisfiable(core: [Int])
  /// The assignment, by name of the variable, makes them true: it was re-evaluated.
  case satisfiable([String: Constant])
  /// A limit was reached, or the solver gave up, with its reason.
  case unknown(String)

  /// The word of SMT-LIB 2.
  public var status: String {
    switch self {
    case .unsatisfiable: "unsat"
    case .satisfiable: "sat"
    case .unknown: "unknown"
    }
  }
}

/// What the solver may spend on one query.
public struct Limits: Sendable, Hashable {
  /// Milliseconds; nil for no limit.
  public var milliseconds: UInt32?
  /// Z3's resource units, which are the same on every machine; nil for no limit.
  public var resources: UInt32?
  /// The seed of the solver's random choices.
  public var seed: UInt32

  public init(milliseconds: UInt32? = nil, resources: UInt32? = nil, seed: UInt32 = 0) {
    self.milliseconds = milliseconds
    self.resources = resources
    self.seed = seed
  }
}

/// How words reach the solver.
public enum Translation: Sendable, CaseIterable {
  /// Words that are only moved and compared become an uninterpreted sort.
  case words
  /// Every word is a bit vector of its width.
  case bits
}

/// What queries cost.
public struct Statistics: Sendable {
  /// Queries that Z3 was asked.
  public var queries = 0
  /// Queries whose answer was kept from an earlier process.
  public var kept = 0
  /// Seconds inside the solver's own check.
  public var checkSeconds = 0.0
  /// Processor seconds of the thread inside the solver's own check.
  public var processorSeconds = 0.0
  /// Processor seconds of the thread for making Z3's expressions of terms, all rewriting included.
  public var translation = 0.0
  /// Processor seconds of the thread for carrying out runs, and evaluating models, on known values.
  public var replay = 0.0
  /// Distinct terms translated.
  public var terms = 0
  /// Z3's resource units spent by the context as a whole.
  public var resources: UInt64 = 0
  /// Models that did not make their query true, so that it was asked again in bit vectors. It is
  /// always right to do so, and always a fault of the translation.
  public var secondTries = 0

  public init() {}

  /// What was spent since an earlier count, but for the resource units.
  public static func - (now: Statistics, before: Statistics) -> Statistics {
    var spent = now
    spent.queries -= before.queries
    spent.kept -= before.kept
    spent.checkSeconds -= before.checkSeconds
    spent.processorSeconds -= before.processorSeconds
    spent.translation -= before.translation
    spent.replay -= before.replay
    spent.terms -= before.terms
    spent.secondTries -= before.secondTries
    return spent
  }
}
