import Logic

/// The registers that OS1 sees: images on OS2's side (N8).
public struct VirtualRegisters: Structure {
  public var sendAddress = 0 as Bits<32>
  /// In words.
  public var sendLength = 0 as Bits<32>
  /// A start command that has not been carried out yet.
  public var isStarted: Formula = false
  public var receiveAddress = 0 as Bits<32>
  public var receiveLength = 0 as Bits<32>
  /// OS1's receive buffer has room, and was offered.
  public var isReceiving: Formula = false

  public init() {}

  public static let fields: [Field<VirtualRegisters>] = [
    Field("sendAddress", \.sendAddress), Field("sendLength", \.sendLength),
    Field("isStarted", \.isStarted), Field("receiveAddress", \.receiveAddress),
    Field("receiveLength", \.receiveLength), Field("isReceiving", \.isReceiving),
  ]
}

/// Packets of one OS by number, as the theorems count them.
public struct Flow: Structure {
  /// What was offered to be sent.
  public var offered = Memory<8, 32>()
  public var offeredCount = 0 as Bits<8>
  /// How many are on the wire, and the last of them.
  public var wireCount = 0 as Bits<8>
  public var wire = Frame()
  /// What has come in from the network for this OS.
  public var arrived = Memory<8, 32>()
  public var arrivedCount = 0 as Bits<8>
  /// How many of them have left OS2's receive buffer.
  public var sortedCount = 0 as Bits<8>
  /// How many of these were dropped for want of room.
  public var droppedCount = 0 as Bits<8>

  public init() {}

  public static let fields: [Field<Flow>] = [
    Field("offered", \.offered), Field("offeredCount", \.offeredCount),
    Field("wireCount", \.wireCount), Field("wire", \.wire), Field("arrived", \.arrived),
    Field("arrivedCount", \.arrivedCount),
    Field("sortedCount", \.sortedCount), Field("droppedCount", \.droppedCount),
  ]
}

/// One NIC, OS2 that owns it, and OS1 that reaches it through the pseudo-NIC: figures 8 and 9.
///
/// The switch is factored out (N7): a command of OS1 is a step, and what the pseudo-NIC does with
/// it later, in OS2's own time, is another.
public struct SharedCard: Structure {
  /// The machine's memory, by word. OS1 owns `size1` words from `base1`; the rest is OS2's.
  public var memory = Memory<32, 32>()
  public var base1 = 0 as Bits<32>
  public var size1 = 0 as Bits<32>
  /// The last word copied from or to on OS1's behalf, counted on beyond 4 Gi words where an
  /// address and a length go there; nothing was before.
  public var touched = 0 as Bits<33>
  public var hasTouched: Formula = false
  /// Any word at all, the same all the time.
  public var probe = 0 as Bits<32>

  public var virtual = VirtualRegisters()
  /// The interrupt that the pseudo-NIC raises at OS1.
  public var interrupt1: Formula = false
  /// A packet of OS1 in a buffer of OS2's.
  public var slot1 = Slot()
  /// A packet of OS2 in its send buffer, with the start command given.
  public var slot2 = Slot()
  /// OS2's receive buffer.
  public var buffer = Slot()
  /// A packet for OS1 in a buffer of OS2's.
  public var inbox1 = Slot()
  /// A packet for OS2 that its driver has passed on.
  public var inbox2 = Slot()

  // The card.
  public var sendFIFO = FIFO(Frame(), capacity: Int(places))
  public var receiveFIFO = FIFO(Frame(), capacity: 3)
  public var interrupt2: Formula = false
  /// The frame that went onto the wire last.
  public var wire = Frame()
  /// Frames that the card's filter has not let in, by number.
  public var filteredCount = 0 as Bits<8>

  /// Addresses of the two OSes on the wire.
  public var mac1 = 0 as Bits<48>
  public var mac2 = 0 as Bits<48>

  public var flow1 = Flow()
  public var flow2 = Flow()

  public init() {}

  public static let fields: [Field<SharedCard>] = [
    Field("memory", \.memory), Field("base1", \.base1), Field("size1", \.size1),
    Field("touched", \.touched), Field("hasTouched", \.hasTouched), Field("probe", \.probe),
    Field("virtual", \.virtual),
    Field("interrupt1", \.interrupt1), Field("slot1", \.slot1), Field("slot2", \.slot2),
    Field("buffer", \.buffer), Field("inbox1", \.inbox1), Field("inbox2", \.inbox2),
    Field("sendFIFO", \.sendFIFO), Field("receiveFIFO", \.receiveFIFO),
    Field("interrupt2", \.interrupt2), Field("wire", \.wire),
    Field("filteredCount", \.filteredCount), Field("mac1", \.mac1), Field("mac2", \.mac2),
    Field("flow1", \.flow1), Field("flow2", \.flow2),
  ]

  /// Places of the send FIFO.
  public static let places = 3 as UInt64

  /// Whether a word is OS1's. Sums take 33 bits, so that none wraps.
  public func isOS1s(_ word: Bits<33>) -> Formula {
    let base: Bits<33> = base1.zeroExtended()
    return base.isAtMost(word) && word.isBelow(end1)
  }

  /// The word behind OS1's memory.
  var end1: Bits<33> { base1.zeroExtended() + size1.zeroExtended() }
}
