import Models

/// The counts of N6's paths, held against what a run comes to, step by step.
public enum SystemCost {
  /// What a step costs here beyond the model's count, and why; a text where it is for some of them.
  public static let beyond: [(label: String, text: String?, cost: Cost, reason: String)] = [
    (
      "fig.7 c-1", nil, Cost(accesses: 1),
      "the causes of an RTL8139 are read, then cleared by a write"
    ),
    (
      "fig.8 c-2", nil, Cost(accesses: -1),
      "the answer to the interrupt, which the model has in c-2, is a step of its own: fig.7 c-1"
    ),
    (
      "fig.8 c-2", "OS2 passes on a broadcast", Cost(copies: 1),
      "a broadcast is copied for each OS"
    ),
  ]

  static func objections(_ run: SystemRun) -> [String] {
    let labels = Set(PacketPath.all.flatMap(\.labels))
    return labels.sorted().compactMap { label in
      let steps = run.steps.filter { $0.label == label }
      let model = steps.filter { !$0.continues }.map(expected).reduce(Cost(), +)
      let found = steps.map(\.cost).reduce(Cost(), +)
      guard found != model else { return nil }
      return "\(label) costs \(text(found)) in the run, \(text(model)) by the model"
    }
  }

  private static func expected(_ step: SystemRun.Step) -> Cost {
    let more = beyond.filter { $0.label == step.label && $0.text ?? step.text == step.text }
    return more.map(\.cost).reduce(PacketPath.cost(step.label!), +)
  }

  private static func text(_ cost: Cost) -> String {
    "\(cost.copies) copies, \(cost.accesses) accesses, \(cost.switches) switches"
  }
}
