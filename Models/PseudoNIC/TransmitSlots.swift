import Logic
import Specification

/// The four transmit slots of an RTL8139, and what a C+ makes of the same offsets.
///
/// In C mode a write to 10h with OWN clear sends slot 0; in C+ mode it asks for a dump of the
/// tallies. Which one it is says a bit of the card, which OS2 sets: OS1 may mean the other.
public struct TransmitSlots: Structure {
  public var memory = Memory<32, 32>()
  /// TSAD0 to TSAD3.
  public var addresses = Memory<2, 32>()
  /// OWN is set: the host may fill the slot.
  public var isOwned = Memory<2, 1>()
  /// The card is in C+ mode.
  public var isPlus: Formula = false
  public var tally = 0 as Bits<32>
  /// Where OS2 has the tallies dumped.
  public var dumped = 0 as Bits<32>
  /// What went onto the wire last, and how many frames did.
  public var wire = 0 as Bits<32>
  public var wireCount = 0 as Bits<8>
  /// What OS1 is told of the tallies.
  public var answer = 0 as Bits<32>

  public init() {}

  public static let fields: [Field<TransmitSlots>] = [
    Field("memory", \.memory), Field("addresses", \.addresses), Field("isOwned", \.isOwned),
    Field("isPlus", \.isPlus), Field("tally", \.tally), Field("dumped", \.dumped),
    Field("wire", \.wire), Field("wireCount", \.wireCount), Field("answer", \.answer),
  ]

  /// What the pseudo-NIC does when OS1 asks for the tallies, as a C+ driver does at 10h.
  public enum Request: String, CaseIterable, Sendable {
    case passed = "class 1: the command goes to the card"
    case answered = "class 2-c: OS2's tallies stand in"
  }

  public static func specification(_ request: Request) -> Specification<TransmitSlots> {
    Specification(
      "RTL8139 transmit slots, \(request.rawValue)", shape: TransmitSlots(),
      actions: [
        Action("OS2 fills a slot") { s, any in
          s.isOwned[any("slot")] == 1
        } effect: { s, any in
          let slot: Bits<2> = any("slot")
          s.addresses[slot] = any("address")
          s.memory[s.addresses[slot]] = any("packet")
        },
        Action("OS2 clears OWN of a slot") { s, _ in
          !s.isPlus
        } effect: { s, any in
          s.isOwned[any("slot")] = 0
        },
        Action("the card sends a slot") { s, any in
          s.isOwned[any("slot")] == 0
        } effect: { s, any in
          let slot: Bits<2> = any("slot")
          s.wire = s.memory[s.addresses[slot]]
          s.wireCount += 1
          s.tally += 1
          s.isOwned[slot] = 1
        },
        Action("OS1 asks for the tallies") { _, _ in
          []
        } effect: { s, _ in
          switch request {
          case .passed: s.writeAt10h()
          case .answered: s.answer = s.tally
          }
        },
      ]
    ) { s in
      s.wireCount = 0
      return []
    }
  }

  /// A write to 10h with OWN clear and the dump command set, by the card's mode.
  private mutating func writeAt10h() {
    when(isPlus, &self) { s in
      s.dumped = s.tally
    } else: { s in
      s.isOwned[0] = 0
    }
  }
}
