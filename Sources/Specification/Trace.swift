import Logic

/// A run on known values: where a refutation or a witness is written down.
///
/// A trace of two runs keeps both side by side, `runs.count == 2`, with a step for each; where one
/// run stands still its step is nil.
public struct Trace: Sendable, Codable {
  /// One action taken, with the inputs that it took.
  public struct Step: Sendable {
    public let action: String
    public let label: String?
    public let inputs: [(name: LeafName, value: Constant)]

    public init(action: String, label: String?, inputs: [(name: LeafName, value: Constant)]) {
      self.action = action
      self.label = label
      self.inputs = inputs
    }
  }

  /// One run: its states, and the steps between them.
  public struct Run: Sendable {
    /// The leaves of each state, in the order of `names`; one more than there are steps.
    public var states: [[Constant]]
    public var steps: [Step?]

    public init(states: [[Constant]], steps: [Step?]) {
      self.states = states
      self.steps = steps
    }
  }

  public let specification: String
  public let names: [LeafName]
  public let runs: [Run]
  /// What the last state shows, in a sentence.
  public let conclusion: String
  /// The paths of the leaves that the observer of two runs sees; empty for one run.
  public let observed: Set<String>
  /// The number of the state that the last one repeats, from where the run goes on in the same way
  /// for ever; the last state's own where nothing more happens. Nil for a run that just ends.
  public let loop: Int?

  public init(
    specification: String, names: [LeafName], runs: [Run], conclusion: String,
    observed: Set<String> = [], loop: Int? = nil
  ) {
    self.specification = specification
    self.names = names
    self.runs = runs
    self.conclusion = conclusion
    self.observed = observed
    self.loop = loop
  }

  /// The number of steps.
  public var length: Int { runs[0].steps.count }
}
