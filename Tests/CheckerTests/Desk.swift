import Logic
import Specification

/// A desk to which a customer may come; its clerk serves for ever, customer or not.
struct Desk: Structure {
  var isAsked: Formula = false
  var isAnswered: Formula = false
  var isBusy: Formula = false

  static var fields: [Field<Desk>] {
    [
      Field("asked", \.isAsked), Field("answered", \.isAnswered), Field("busy", \.isBusy),
    ]
  }

  static let ask = Action<Desk>("ask") { s, _ in
    !s.isAsked
  } effect: { s, _ in
    s.isAsked = true
  }

  static let serve = Action<Desk>("serve") { _, _ in
  } effect: { s, _ in
    s.isBusy = !s.isBusy
    s.isAnswered = s.isAsked
  }

  static func specification(_ actions: [Action<Desk>] = [ask, serve]) -> Specification<Desk> {
    Specification("desk", shape: Desk(), actions: actions) { s in
      s = Desk()
      return []
    }
  }

  static let serving = Fairness<Desk>("serves", "the clerk serves in the end", of: ["serve"])

  /// Whoever asks is answered.
  static let answers = Property<Desk>.leadsTo(
    { $0.isAsked }, { $0.isAnswered }, under: [serving],
    because: Progress({ _ in [0] }, [.init("serves")]))

  /// It lets the clerk serve as long as nobody asks.
  static let mute = Assumption<Desk>("mute", "nobody is ever answered") { !$0.isAnswered }

  static func theorem(
    of specification: Specification<Desk> = specification(),
    assuming assumptions: [Assumption<Desk>] = [], lemmas: [Invariant<Desk>] = [],
    by method: Method = .automatic, _ property: Property<Desk>
  ) -> Theorem<Desk> {
    Theorem(
      "desk", claims: [], "it is so", .holds, of: specification, assuming: assumptions,
      lemmas: lemmas, depth: 6, by: method, property)
  }
}
