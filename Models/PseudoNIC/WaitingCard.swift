import Logic
import Specification

/// The shared card, with a count of how long a packet that is ready waits for the send FIFO.
public struct WaitingCard: Structure {
  public var card = SharedCard()
  /// Frames that the engine has sent since OS1's packet could have gone but for want of room.
  public var sends1 = 0 as Bits<8>
  /// Likewise for OS2's.
  public var sends2 = 0 as Bits<8>

  public init() {}

  public static let fields: [Field<WaitingCard>] = [
    Field("card", \.card), Field("sends1", \.sends1), Field("sends2", \.sends2),
  ]
}

extension PseudoNICDesign {
  /// ``specification``, counting.
  public var waiting: Specification<WaitingCard> {
    let card = specification
    let actions = card.actions.map { action in
      Action<WaitingCard>(action.name, label: action.label) { s, any in
        action.guards(s.card, any)
      } effect: { s, any in
        let isSend = Formula(action.label == "fig.6 b-2")
        let (waits1, waits2) = (waits1(s.card) && isSend, waits2(s.card) && isSend)
        action.effect(&s.card, any)
        s.sends1 = s.card.slot1.isFull.choose(s.sends1 + waits1.asBits(), 0)
        s.sends2 = s.card.slot2.isFull.choose(s.sends2 + waits2.asBits(), 0)
      }
    }
    return Specification("\(name), with packets that wait", shape: WaitingCard(), actions: actions)
    { s in
      (s.sends1, s.sends2) = (0, 0)
      return card.initial(&s.card)
    }
  }

  /// OS1's packet is in a buffer of OS2's, and the send FIFO has no room for it.
  public func waits1(_ s: SharedCard) -> Formula { s.slot1.isFull && !hasRoom1(s) }

  public func waits2(_ s: SharedCard) -> Formula { s.slot2.isFull && !hasRoom2(s) }
}
