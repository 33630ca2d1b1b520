import Logic

/// What is taken for true of how a run goes on: certain steps are not passed over for ever.
///
/// A run that stops is one that stutters for ever; so a step that stays possible happens in the
/// end. (Lamport, "The temporal logic of actions", TOPLAS 1994: WF and SF.)
public struct Fairness<S: Value>: Sendable {
  public enum Strength: String, Sendable {
    /// Steps that stay possible from some state on are taken again and again.
    case weak
    /// Steps that are possible again and again are taken again and again.
    case strong
  }

  /// Words joined by hyphens; unique among assumptions.
  public let id: String
  /// What it comes to in one sentence, and why it is taken for true.
  public let says: String
  public let strength: Strength
  /// The names of the actions, one of which is to be taken.
  public let actions: [String]
  /// The inputs, by name, with which one of them is to be taken; any where it names none.
  public let inputs: @Sendable (S) -> [String: Leaf]
  /// Relative to the package.
  public let file: String
  public let line: Int

  /// - Parameter inputs: must name each input that a guard of the actions depends on
  public init(
    _ id: String, _ says: String, _ strength: Strength = .weak, of actions: [String],
    file: String = #filePath, line: Int = #line,
    with inputs: @escaping @Sendable (S) -> [String: Leaf] = { _ in [:] }
  ) {
    self.id = id
    self.says = says
    self.strength = strength
    self.actions = actions
    self.inputs = inputs
    self.file = Place.relative(file)
    self.line = line
  }

  /// Whether a step of it is possible in the state.
  public func isEnabled(_ state: S, in specification: Specification<S>) -> Formula {
    let chosen = self.inputs(state)
    return Formula.any(
      actions.map { name in
        guard let action = specification.actions.first(where: { $0.name == name }) else {
          preconditionFailure("\(id): \(specification.name) has no action “\(name)”")
        }
        let inputs = Inputs { input in
          guard let leaf = chosen[input.path] else {
            preconditionFailure("\(id): which “\(input.path)” does a guard of “\(name)” mean?")
          }
          return leaf
        }
        return Formula.all(action.guards(state, inputs))
      })
  }

  /// Whether the step is one of it.
  public func isTaken(_ step: Transition<S>) -> Formula {
    guard actions.contains(step.action.name) else { return false }
    let taken = step.inputs()
    return Formula.all(
      inputs(step.before).sorted { $0.key < $1.key }.map { name, leaf in
        taken.leaf(named: name, like: LeafName(name, leaf.sort)).isEqual(to: leaf)
      })
  }
}

/// Why what is awaited comes in the end: a measure that no step raises, and at each place a fair
/// step that lowers it.
///
/// While the measure stays the same, so does the first help that applies. The step that it names
/// is possible all the time, or, where its fairness is strong, again and again, for a reason of
/// its own. (Manna and Pnueli, "Completing the temporal picture", TCS 1991: the rules for response
/// under justice and compassion.)
public struct Progress<S: Value>: Sendable {
  /// A fair step that lowers the measure.
  public struct Help: Sendable {
    /// The ``Fairness/id`` of the steps.
    public let fairness: String
    /// Where it helps, as far as no help before it applies.
    public let applies: @Sendable (S) -> Formula
    /// Why a step of it becomes possible where it is not; nil where it always is.
    public let enabling: Progress?

    public init(
      _ fairness: String, enabledBy enabling: Progress? = nil,
      where applies: @escaping @Sendable (S) -> Formula = { _ in true }
    ) {
      self.fairness = fairness
      self.enabling = enabling
      self.applies = applies
    }
  }

  /// The measure, compared from the first number on; lower is nearer.
  public let rank: @Sendable (S) -> [Bits<8>]
  public let helps: [Help]

  public init(_ rank: @escaping @Sendable (S) -> [Bits<8>], _ helps: [Help]) {
    self.rank = rank
    self.helps = helps
  }

  /// Whether a step of this fairness helps somewhere.
  func needs(_ fairness: String) -> Bool {
    helps.contains { $0.fairness == fairness || $0.enabling?.needs(fairness) == true }
  }
}

/// One thing leads to another in every fair run, sooner or later.
public struct Response<S: Value>: Sendable {
  /// What calls for it; nil for the start alone.
  public let trigger: (@Sendable (S) -> Formula)?
  /// What comes of it, at once or later.
  public let goal: @Sendable (S) -> Formula
  public let fairness: [Fairness<S>]
  /// Why it comes; nil where it is to be found out by search.
  public let progress: Progress<S>?

  public init(
    trigger: (@Sendable (S) -> Formula)?, goal: @escaping @Sendable (S) -> Formula,
    fairness: [Fairness<S>], progress: Progress<S>?
  ) {
    self.trigger = trigger
    self.goal = goal
    self.fairness = fairness
    self.progress = progress
  }
}

extension Property {
  /// Wherever the first is true, the second is then or later.
  public static func leadsTo(
    _ trigger: @escaping @Sendable (S) -> Formula, _ goal: @escaping @Sendable (S) -> Formula,
    under fairness: [Fairness<S>], because progress: Progress<S>? = nil
  ) -> Property {
    .response(Response(trigger: trigger, goal: goal, fairness: fairness, progress: progress))
  }

  /// It is true at some time.
  public static func eventually(
    _ goal: @escaping @Sendable (S) -> Formula, under fairness: [Fairness<S>],
    because progress: Progress<S>? = nil
  ) -> Property {
    .response(Response(trigger: nil, goal: goal, fairness: fairness, progress: progress))
  }

  /// It is true again and again.
  public static func infinitelyOften(
    _ goal: @escaping @Sendable (S) -> Formula, under fairness: [Fairness<S>],
    because progress: Progress<S>? = nil
  ) -> Property {
    .leadsTo({ _ in true }, goal, under: fairness, because: progress)
  }
}
