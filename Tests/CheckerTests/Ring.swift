import Logic
import Specification

/// Three stations that pass a token round; the one that has it may keep it as long as it likes.
struct Ring: Structure {
  var holder: Bits<2> = 0
  var isBusy: Formula = false

  static var fields: [Field<Ring>] { [Field("holder", \.holder), Field("busy", \.isBusy)] }

  static let specification = Specification(
    "ring", shape: Ring(),
    actions: [
      Action("the token is passed on") { s, _ in
      } effect: { s, _ in
        s.holder = (s.holder == 2).choose(0, s.holder + 1)
        s.isBusy = false
      },
      Action("the holder works") { s, any in
        s.holder == any("station")
      } effect: { s, _ in
        s.isBusy = !s.isBusy
      },
    ]
  ) { s in
    s = Ring()
    return []
  }

  static let passing = Fairness<Ring>(
    "passes", "a station passes the token on in the end", of: ["the token is passed on"])

  /// The work of one station, told by an input.
  static let working = Fairness<Ring>(
    "works", "the first station works", of: ["the holder works"]
  ) { _ in ["station": Leaf(.word(0), .bits(2))] }

  static let progress = Progress<Ring>({ s in [(2 - s.holder).zeroExtended()] }, [.init("passes")])

  static let inside = Invariant<Ring>("there are three stations") { $0.holder != 3 }

  static func theorem(
    declared: Declared = .holds, assuming assumptions: [Assumption<Ring>] = [],
    by method: Method = .automatic, _ property: Property<Ring>
  ) -> Theorem<Ring> {
    Theorem(
      "ring", claims: [], "the token comes round", declared, of: specification,
      assuming: assumptions, lemmas: [inside], depth: 8, by: method, property)
  }
}
