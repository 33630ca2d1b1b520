import Logic
import Specification

/// Two threads that share a lock.
struct Mutex: Structure {
  enum Place: CaseIterable { case away, waiting, inside }

  var first = OneOf(Place.away)
  var second = OneOf(Place.away)
  var isLocked: Formula = false

  static var fields: [Field<Mutex>] {
    [Field("first", \.first), Field("second", \.second), Field("locked", \.isLocked)]
  }

  private static func actions(
    _ name: String, _ place: WritableKeyPath<Mutex, OneOf<Place>> & Sendable
  ) -> [Action<Mutex>] {
    [
      Action("\(name) asks") { s, _ in
        s[keyPath: place] == .away
      } effect: { s, _ in
        s[keyPath: place] = OneOf(.waiting)
      },
      Action("\(name) enters") { s, _ in
        s[keyPath: place] == .waiting
        !s.isLocked
      } effect: { s, _ in
        s[keyPath: place] = OneOf(.inside)
        s.isLocked = true
      },
      Action("\(name) leaves") { s, _ in
        s[keyPath: place] == .inside
      } effect: { s, _ in
        s[keyPath: place] = OneOf(.away)
        s.isLocked = false
      },
    ]
  }

  static let specification = Specification(
    "mutex", shape: Mutex(), actions: actions("first", \.first) + actions("second", \.second)
  ) { s in
    s = Mutex()
    return []
  }

  static let leaving = Fairness<Mutex>(
    "leaves", "a thread leaves in the end", of: ["first leaves", "second leaves"])

  static func entering(_ strength: Fairness<Mutex>.Strength) -> Fairness<Mutex> {
    Fairness("enters", "the first thread gets its turn", strength, of: ["first enters"])
  }

  static let lemma = Invariant<Mutex>("the lock is held by one that is inside") { s in
    let one = (s.first == .inside) != (s.second == .inside)
    let none = s.first != .inside && s.second != .inside
    return s.isLocked.choose(one, none)
  }

  /// While the first waits only its own entry helps; that becomes possible when the second leaves.
  static let progress = Progress<Mutex>(
    { _ in [] },
    [
      .init(
        "enters",
        enabledBy: Progress({ s in [s.isLocked.asBits()] }, [.init("leaves") { $0.isLocked }]))
    ])

  static func entersInTheEnd(
    _ declared: Declared, _ fairness: [Fairness<Mutex>], because progress: Progress<Mutex>? = nil,
    by method: Method = .automatic
  ) -> Theorem<Mutex> {
    Theorem(
      "enters-in-the-end", claims: [], "who asks enters", declared, of: specification,
      lemmas: [lemma], depth: 8, by: method,
      .leadsTo(
        { $0.first == .waiting }, { $0.first == .inside }, under: fairness, because: progress))
  }
}
