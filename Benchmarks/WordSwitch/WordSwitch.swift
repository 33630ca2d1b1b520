import Logic
import Specification

/// A switch of two contexts of any number of words, stored and loaded in portions: the shape on
/// which other checkers have been measured.
public struct WordSwitch: Sendable {
  enum Party: CaseIterable, Sendable { case first, second }
  enum Phase: CaseIterable, Sendable { case running, saving, loading, loaded }

  public struct State: Structure {
    var cpu: [Bits<32>]
    var saved1: [Bits<32>]
    var saved2: [Bits<32>]
    var ghost1: [Bits<32>]
    var ghost2: [Bits<32>]
    /// Whether the party has been stopped before.
    var known1: Formula = false
    var known2: Formula = false
    var party = OneOf(Party.first)
    var phase = OneOf(Phase.running)
    var progress: Bits<6> = 0

    public static let fields: [Field<State>] = [
      Field("cpu", \.cpu), Field("saved1", \.saved1), Field("saved2", \.saved2),
      Field("ghost1", \.ghost1), Field("ghost2", \.ghost2), Field("known1", \.known1),
      Field("known2", \.known2), Field("party", \.party), Field("phase", \.phase),
      Field("progress", \.progress),
    ]
  }

  let words: Int
  let portion: Int
  /// A word that the switch does not load; nil for none.
  let forgotten: Int?

  /// - Parameter forgotten: a word that the switch does not load
  public init(words: Int, forgotten: Int? = nil) {
    self.words = words
    portion = max(1, words / 8)
    self.forgotten = forgotten
  }

  private var portions: [Range<Int>] {
    stride(from: 0, to: words, by: portion).map { $0..<min($0 + portion, words) }
  }

  var specification: Specification<State> {
    let zeros = Array(repeating: 0 as Bits<32>, count: words)
    let shape = State(cpu: zeros, saved1: zeros, saved2: zeros, ghost1: zeros, ghost2: zeros)
    let actions = Party.allCases.flatMap { steps(of: $0) }
    return Specification("\(words) words", shape: shape, actions: actions) { s in
      s.known1 = false
      s.known2 = false
      s.party = OneOf(.first)
      s.phase = OneOf(.running)
      s.progress = 0
      return []
    }
  }

  private func steps(of party: Party) -> [Action<State>] {
    let (saved, other): (WritableKeyPath<State, [Bits<32>]> & Sendable, _) =
      party == .first ? (\.saved1, \State.saved2) : (\.saved2, \State.saved1)
    let ghost: WritableKeyPath<State, [Bits<32>]> & Sendable =
      party == .first ? \.ghost1 : \.ghost2
    let known: WritableKeyPath<State, Formula> & Sendable = party == .first ? \.known1 : \.known2
    let next: Party = party == .first ? .second : .first
    return [
      Action("\(party) computes") { s, _ in
        s.party == party
        s.phase == .running
      } effect: { s, any in
        for word in 0..<words { s.cpu[word] = any("\(word)") }
      },
      Action("\(party) is interrupted") { s, _ in
        s.party == party
        s.phase == .running
      } effect: { s, _ in
        s[keyPath: ghost] = s.cpu
        s[keyPath: known] = true
        s.phase = OneOf(.saving)
      },
      Action("\(next) goes on") { s, _ in
        s.party == party
        s.phase == .loaded
      } effect: { s, _ in
        s.party = OneOf(next)
        s.phase = OneOf(.running)
      },
      move("\(party) saves a portion", party, .saving, .loading) { s, word, isItsTurn in
        s[keyPath: saved][word] = isItsTurn.choose(s.cpu[word], s[keyPath: saved][word])
      },
      move("\(next) loads a portion", party, .loading, .loaded) { s, word, isItsTurn in
        if word == forgotten { return }
        s.cpu[word] = isItsTurn.choose(s[keyPath: other][word], s.cpu[word])
      },
    ]
  }

  /// A step that moves the words of the portion that `progress` names, and goes on to the next.
  private func move(
    _ name: String, _ party: Party, _ phase: Phase, _ next: Phase,
    word: @escaping @Sendable (inout State, Int, Formula) -> Void
  ) -> Action<State> {
    Action(name) { s, _ in
      s.party == party
      s.phase == phase
    } effect: { s, _ in
      for (number, words) in portions.enumerated() {
        let isItsTurn = s.progress == Bits(UInt64(number))
        for index in words { word(&s, index, isItsTurn) }
      }
      let isLast = s.progress == Bits(UInt64(portions.count - 1))
      s.progress = isLast.choose(0, s.progress + 1)
      s.phase = isLast.choose(OneOf(next), s.phase)
    }
  }

  /// A party that has been stopped finds its words when it goes on.
  public var theorem: Theorem<State> {
    Theorem(
      "words-are-kept", claims: [], "a resumed party finds its words as they were",
      forgotten == nil ? .holds : .fails, of: specification,
      lemmas: Party.allCases.flatMap { lemmas(of: $0) }, depth: 45,
      .step { step in
        let arrives = step.before.phase == .loaded && step.after.phase == .running
        let first = (step.after.party == .first && step.before.known1)
          .implies(agree(step.after.cpu, step.before.ghost1, 0..<words))
        let second = (step.after.party == .second && step.before.known2)
          .implies(agree(step.after.cpu, step.before.ghost2, 0..<words))
        return arrives.implies(first && second)
      })
  }

  private func agree(_ a: [Bits<32>], _ b: [Bits<32>], _ words: Range<Int>) -> Formula {
    Formula.all(words.map { a[$0] == b[$0] })
  }

  private func lemmas(of party: Party) -> [Invariant<State>] {
    let portions = portions
    @Sendable func parts(_ s: State) -> (saved: [Bits<32>], ghost: [Bits<32>], known: Formula) {
      party == .first
        ? (s.saved1, s.ghost1, s.known1) : (s.saved2, s.ghost2, s.known2)
    }
    return [
      Invariant("\(party) is saved") { s in
        let (saved, ghost, known) = parts(s)
        let own = s.party == party
        return Formula.all(
          portions.enumerated().map { number, words in
            let passed = Bits<6>(UInt64(number)).isBelow(s.progress)
            let partly = own && (s.phase == .saving && passed)
            let whole = !own || s.phase == .loading || s.phase == .loaded
            return (known && (partly || whole)).implies(agree(saved, ghost, words))
          })
      },
      Invariant("\(party) is not changed before it is saved") { s in
        let (_, ghost, known) = parts(s)
        let saving = s.party == party && s.phase == .saving
        return saving.implies(known && agree(s.cpu, ghost, 0..<words))
      },
      Invariant("\(party) is loaded") { s in
        let (_, ghost, known) = parts(s)
        let other = s.party != party
        return Formula.all(
          portions.enumerated().map { number, words in
            let passed = Bits<6>(UInt64(number)).isBelow(s.progress)
            let partly = s.phase == .loading && passed
            return (known && (other && (partly || s.phase == .loaded)))
              .implies(agree(s.cpu, ghost, words))
          })
      },
      Invariant("portions are counted") { s in
        let moves = s.phase == .saving || s.phase == .loading
        let limit = Bits<6>(UInt64(portions.count))
        return moves.choose(s.progress.isBelow(limit), s.progress == 0)
      },
    ]
  }
}
