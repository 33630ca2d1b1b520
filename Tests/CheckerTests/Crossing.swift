import Checker
import Logic
import Solver
import Specification

/// Two roads that cross, and a counter of the cars that passed on the first.
struct Crossing: Structure {
  enum Light: CaseIterable { case red, green }

  var first = OneOf(Light.red)
  var second = OneOf(Light.red)
  var cars: Bits<16> = 0
  var colour: Bits<32> = 0
  /// Nothing reads it.
  var dust: Bits<32> = 0

  static var fields: [Field<Crossing>] {
    [
      Field("first", \.first), Field("second", \.second), Field("cars", \.cars),
      Field("colour", \.colour), Field("dust", \.dust),
    ]
  }

  static let goFirst = Action<Crossing>("first goes", label: "go-1") { s, _ in
    s.second == .red
  } effect: { s, _ in
    s.first = OneOf(.green)
  }

  static let goSecond = Action<Crossing>("second goes", label: "go-2") { s, _ in
    s.first == .red
  } effect: { s, _ in
    s.second = OneOf(.green)
  }

  static let stop = Action<Crossing>("both stop", label: "stop") { _, _ in
  } effect: { s, _ in
    s.first = OneOf(.red)
    s.second = OneOf(.red)
  }

  static let pass = Action<Crossing>("a car passes", label: "pass") { s, _ in
    s.first == .green
    s.cars != 0xFFFF
  } effect: { s, any in
    s.cars += 1
    s.colour = any("colour")
    s.dust = any("dust")
  }

  static let actions = [goFirst, goSecond, stop, pass]

  static func specification(_ actions: [Action<Crossing>] = actions) -> Specification<Crossing> {
    Specification("crossing", shape: Crossing(), actions: actions) { s in
      s.first = OneOf(.red)
      s.second = OneOf(.red)
      s.cars = 0
      s.colour = 0
      return []
    }
  }

  static func theorem(
    _ declared: Declared, of specification: Specification<Crossing> = specification(),
    assuming assumptions: [Assumption<Crossing>] = [], lemmas: [Invariant<Crossing>] = [],
    depth: Int = 6, by method: Method = .automatic, _ property: Property<Crossing>
  ) -> Theorem<Crossing> {
    Theorem(
      "test", claims: [], "it is so", declared, of: specification, assuming: assumptions,
      lemmas: lemmas, depth: depth, by: method, property)
  }
}

extension Theorem {
  /// Decides it in a session of its own.
  func decided(_ session: Session = Session()) throws -> Outcome {
    try decide(in: session, with: Solver(limits: session.limits))
  }
}
