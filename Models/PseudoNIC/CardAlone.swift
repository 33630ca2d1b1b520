import Logic
import Specification

/// How far a driver is with sending a packet, figure 6 (a).
public enum SendPhase: CaseIterable, Sendable {
  case idle
  /// a-1: the packet is in the send buffer.
  case copied
  /// a-2: the card knows its address.
  case addressed
  /// a-3: the card was told to send it.
  case started
}

/// One OS and its NIC: figures 5 to 7 (N1, N3, N4).
public struct CardAlone: Structure {
  /// The memory that driver and card share, by word.
  public var memory = Memory<32, 32>()
  public var sendBuffer = 0 as Bits<32>
  public var receiveBuffer = 0 as Bits<32>

  // The card.
  public var sendAddress = 0 as Bits<32>
  public var receiveAddress = 0 as Bits<32>
  public var sendFIFO = FIFO(0 as Bits<32>, capacity: 4)
  public var receiveFIFO = FIFO(0 as Bits<32>, capacity: 4)
  public var interrupt: Formula = false

  // The driver.
  public var phase = OneOf(SendPhase.idle)
  public var isListening: Formula = false
  /// The receive buffer has room.
  public var isEmpty: Formula = true
  public var isAnswering: Formula = false

  // What the theorems look at: packets by number.
  public var offered = Memory<8, 32>()
  public var offeredCount = 0 as Bits<8>
  public var wire = 0 as Bits<32>
  public var wireCount = 0 as Bits<8>
  public var arrived = Memory<8, 32>()
  public var arrivedCount = 0 as Bits<8>
  public var delivered = 0 as Bits<32>
  public var deliveredCount = 0 as Bits<8>
  public var lostCount = 0 as Bits<8>

  public init() {}

  public static let fields: [Field<CardAlone>] = [
    Field("memory", \.memory), Field("sendBuffer", \.sendBuffer),
    Field("receiveBuffer", \.receiveBuffer), Field("sendAddress", \.sendAddress),
    Field("receiveAddress", \.receiveAddress), Field("sendFIFO", \.sendFIFO),
    Field("receiveFIFO", \.receiveFIFO), Field("interrupt", \.interrupt), Field("phase", \.phase),
    Field("isListening", \.isListening), Field("isEmpty", \.isEmpty),
    Field("isAnswering", \.isAnswering), Field("offered", \.offered),
    Field("offeredCount", \.offeredCount), Field("wire", \.wire), Field("wireCount", \.wireCount),
    Field("arrived", \.arrived), Field("arrivedCount", \.arrivedCount),
    Field("delivered", \.delivered), Field("deliveredCount", \.deliveredCount),
    Field("lostCount", \.lostCount),
  ]
}

extension CardAlone {
  /// Nothing has been sent or received; the two buffers are apart.
  public static let specification = Specification(
    "a NIC of one OS", shape: CardAlone(), actions: sending + receiving
  ) { s in
    s.sendFIFO.count = 0
    s.receiveFIFO.count = 0
    s.phase = OneOf(.idle)
    s.isListening = false
    s.isEmpty = true
    s.isAnswering = false
    s.interrupt = false
    for count in [\CardAlone.offeredCount, \.wireCount, \.arrivedCount, \.deliveredCount] {
      s[keyPath: count] = 0
    }
    s.lostCount = 0
    return [s.sendBuffer != s.receiveBuffer]
  }

  /// Figure 6.
  static let sending: [Action<CardAlone>] = [
    Action("the driver copies a packet to the send buffer", label: "fig.6 a-1") { s, _ in
      s.phase == .idle
    } effect: { s, any in
      s.memory[s.sendBuffer] = any("packet")
      s.offered[s.offeredCount] = any("packet")
      s.offeredCount += 1
      s.phase = OneOf(.copied)
    },
    Action("the driver writes the buffer's address", label: "fig.6 a-2") { s, _ in
      s.phase == .copied
    } effect: { s, _ in
      s.sendAddress = s.sendBuffer
      s.phase = OneOf(.addressed)
    },
    Action("the driver gives the start command", label: "fig.6 a-3") { s, _ in
      s.phase == .addressed
    } effect: { s, _ in
      s.phase = OneOf(.started)
    },
    Action("the engine copies the buffer to the FIFO", label: "fig.6 b-1") { s, _ in
      s.phase == .started
      s.sendFIFO.hasRoom
    } effect: { s, _ in
      s.sendFIFO.put(s.memory[s.sendAddress])
      s.phase = OneOf(.idle)
    },
    Action("the engine sends from the FIFO", label: "fig.6 b-2") { s, _ in
      !s.sendFIFO.isEmpty
    } effect: { s, _ in
      s.wire = s.sendFIFO.take()
      s.wireCount += 1
    },
  ]

  /// Figure 7. The card copies to the buffer whenever there is room.
  static let receiving: [Action<CardAlone>] = [
    Action("the driver writes the receive buffer's address", label: "fig.7 a") { s, _ in
      !s.isListening
    } effect: { s, _ in
      s.receiveAddress = s.receiveBuffer
      s.isListening = true
    },
    Action("a packet arrives", label: "fig.7 b-1") { _, _ in
      []
    } effect: { s, any in
      let packet: Bits<32> = any("packet")
      when(s.receiveFIFO.hasRoom, &s) { s in
        s.receiveFIFO.put(packet)
        s.arrived[s.arrivedCount] = packet
        s.arrivedCount += 1
      } else: { s in
        s.lostCount += 1
      }
    },
    Action("the engine copies a packet to the buffer", label: "fig.7 b-2") { s, _ in
      s.isListening
      s.isEmpty
      !s.receiveFIFO.isEmpty
    } effect: { s, _ in
      s.memory[s.receiveAddress] = s.receiveFIFO.take()
      s.isEmpty = false
    },
    Action("the card raises the receive interrupt", label: "fig.7 b-3") { s, _ in
      !s.isEmpty
      !s.interrupt
      !s.isAnswering
    } effect: { s, _ in
      s.interrupt = true
    },
    Action("the driver answers the interrupt", label: "fig.7 c-1") { s, _ in
      s.interrupt
    } effect: { s, _ in
      s.interrupt = false
      s.isAnswering = true
    },
    Action("the driver copies the packet and empties the buffer", label: "fig.7 c-2") { s, _ in
      s.isAnswering
      !s.isEmpty
    } effect: { s, _ in
      s.delivered = s.memory[s.receiveBuffer]
      s.deliveredCount += 1
      s.isEmpty = true
      s.isAnswering = false
    },
  ]
}
