import Logic
import Models

/// Counts in the words of a theorem, so that its sentence says what its formula does.
extension Counts {
  /// A count that is known, with its noun: “no switch”, “1 switch”, “4 switches”.
  private static func words(_ count: Bits<8>, _ one: String, _ many: String) -> String {
    switch count.known! {
    case 0: "no \(one)"
    case 1: "1 \(one)"
    case let count: "\(count) \(many)"
    }
  }

  var hopWords: String { Self.words(hops, "hop", "hops") }
  var copyWords: String { Self.words(copies, "copy", "copies") }
  var accessWords: String { Self.words(accesses, "register access", "register accesses") }
  var switchWords: String { Self.words(switches, "switch", "switches") }

  /// All of it.
  var words: String { "\(hopWords), \(copyWords), \(accessWords) and \(switchWords)" }
}
