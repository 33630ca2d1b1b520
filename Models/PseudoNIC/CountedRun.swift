import Logic
import Specification

/// A run of a model on known values that follows one packet and counts what each step costs.
enum CountedRun {
  /// The packet: no other word of the model holds this number.
  private static let packet = 0xBEEF as UInt64

  /// Figures 6 and 7: the driver's OS is the owner, OS2's place in the shared card.
  static func alone(_ labels: [String]) -> [CountedStep] {
    var start = CardAlone()
    (start.sendBuffer, start.receiveBuffer) = (0x10, 0x20)
    return run(CardAlone.specification, from: start, labels, ["packet": .word(packet)]) {
      action, before, after in
      let copier = copier(action.name)
      var step = CountedStep(copier.flatMap { hasCopied(before, after) ? $0 : nil })
      if copier == .os2 {
        step.cost.accesses = zip(registers(before), registers(after)).count { !$0.isSame(as: $1) }
      }
      return step
    }
  }

  /// What the driver of figures 6 and 7 changes by accesses to the card.
  private static func registers(_ s: CardAlone) -> [Leaf] {
    s.sendAddress.leaves + (s.phase == .started).leaves + s.isListening.leaves
      + s.interrupt.leaves + s.isEmpty.leaves
  }

  /// Steps of figure 8 in which OS2's driver does what figures 6 and 7 show in several.
  private static let standsFor = [
    "fig.6 a": ["fig.6 a-1", "fig.6 a-2", "fig.6 a-3"],
    "fig.8 b-1": ["fig.6 a-2", "fig.6 a-3", "fig.6 b-1"],
    "fig.8 c-2": ["fig.7 c-1", "fig.7 c-2"],
  ]

  /// Figure 8, with OS1 behind the pseudo-NIC.
  /// - Parameter party: whom a frame that arrives is for
  static func shared(_ labels: [String], to party: Party) -> [CountedStep] {
    var start = SharedCard()
    (start.base1, start.size1) = (0x100, 0x100)
    (start.mac1, start.mac2) = (1, 2)
    let inputs: [String: Constant] = [
      "packet": .word(packet), "place": .word(0x180), "address": .word(0x180), "length": .word(1),
      "for": .word(UInt64(Party.allCases.firstIndex(of: party)!)),
    ]
    return run(PseudoNICDesign.repaired.specification, from: start, labels, inputs) {
      action, before, after in
      if let parts = standsFor[action.label ?? ""] {
        let steps = parts.map { stepsAlone[$0]! }
        return CountedStep(
          cost: steps.map(\.cost).reduce(Cost(), +), copiers: steps.flatMap(\.copiers))
      }
      let copier = copier(action.name)
      var step = CountedStep(copier.flatMap { hasCopied(before, after) ? $0 : nil })
      let isCommand =
        !before.virtual.isEqual(to: after.virtual).isTrue
        || before.interrupt1.known == true && after.interrupt1.known == false
      // OS1 asks by a switch and is answered by one (N5).
      if copier == .os1 { step.cost.switches = isCommand ? 2 : 0 }
      // An interrupt is given to OS1 by a switch, and OS2 goes on after another; that of a packet
      // taken comes with the answer to the command.
      let isRaised = before.interrupt1.known == false && after.interrupt1.known == true
      if isRaised && action.label != "fig.8 b-0" { step.cost.switches += 2 }
      return step
    }
  }

  /// Who takes a step, where it is one who copies packets.
  private static func copier(_ action: String) -> Copier? {
    let starts: [(String, Copier)] = [
      ("the driver ", .os2), ("the pseudo-NIC ", .os2), ("the engine ", .card), ("OS1 ", .os1),
    ]
    return starts.first { action.hasPrefix($0.0) }?.1
  }

  /// Of each step of figures 6 and 7.
  private static let stepsAlone: [String: CountedStep] = {
    let paths = [PacketPath.sendingAlone, .receivingAlone]
    return Dictionary(uniqueKeysWithValues: paths.flatMap { zip($0.labels, $0.steps) })
  }()

  /// Takes the steps one after the other; each must be possible.
  private static func run<S: Value>(
    _ specification: Specification<S>, from start: S, _ labels: [String],
    _ inputs: [String: Constant], count: (Action<S>, S, S) -> CountedStep
  ) -> [CountedStep] {
    var state = start
    let conditions = Formula.all(specification.initial(&state))
    precondition(conditions.isTrue, "\(specification.name) can't start so")
    return labels.map { label in
      let action = specification.actions.first { $0.label == label }!
      let (enabled, after) = action.apply(to: state, .known(inputs))
      precondition(enabled.isTrue, "\(label) is not possible there")
      defer { state = after }
      return count(action, state, after)
    }
  }

  /// Whether the packet is in a place where it was not before; what only theorems look at does not
  /// count.
  private static func hasCopied<S: Value>(_ before: S, _ after: S) -> Bool {
    !places(after).subtracting(places(before)).isEmpty
  }

  private static func places<S: Value>(_ state: S) -> Set<String> {
    let all = zip(state.names(""), state.leaves).flatMap { name, leaf -> [String] in
      switch leaf.known {
      case .word(packet): [name.path]
      case .memory(let cells):
        cells.cells.filter { $0.value == packet }.map { "\(name.path) \($0.key)" }
      default: []
      }
    }
    let ghosts = ["flow1", "flow2", "offered", "arrived", "wire"]
    return Set(all.filter { place in !ghosts.contains { place.hasPrefix($0) } })
  }
}

extension CountedStep {
  fileprivate init(_ copier: Copier?) {
    if let copier { (cost.copies, copiers) = (1, [copier]) }
  }
}

extension Formula {
  fileprivate var isTrue: Bool { known == true }
}
