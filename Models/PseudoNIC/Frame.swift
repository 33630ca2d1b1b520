import Logic

/// Whom a packet is from, or whom its sender means.
public enum Party: CaseIterable, Sendable {
  case os1, os2
  /// A broadcast.
  case everyone
}

/// A packet on its way, with what only the theorems know: whose it is, and its number among the
/// packets of that OS.
public struct Frame: Structure {
  public var payload = 0 as Bits<32>
  /// The source of a frame sent, the destination of a frame received.
  public var address = 0 as Bits<48>
  public var party = OneOf(Party.os1)
  /// The number among the frames of OS1, from 0, where it is one of them.
  public var serial1 = 0 as Bits<8>
  public var serial2 = 0 as Bits<8>

  public init() {}

  public static let fields: [Field<Frame>] = [
    Field("payload", \.payload), Field("address", \.address), Field("party", \.party),
    Field("serial1", \.serial1), Field("serial2", \.serial2),
  ]

  public var isOS1s: Formula { party != .os2 }
  public var isOS2s: Formula { party != .os1 }

  /// The destination that every card accepts.
  public static let broadcast = ~(0 as Bits<48>)
}

/// Room for one frame.
public struct Slot: Structure {
  public var isFull: Formula = false
  public var frame = Frame()

  public init() {}

  public static let fields: [Field<Slot>] = [Field("isFull", \.isFull), Field("frame", \.frame)]

  mutating func put(_ frame: Frame) {
    self.frame = frame
    isFull = true
  }
}

/// A FIFO on the card; what goes next comes first.
public struct FIFO<Entry: Value>: Structure {
  public var entries: [Entry]
  public var count = 0 as Bits<4>

  public init(_ entry: Entry, capacity: Int) {
    entries = Array(repeating: entry, count: capacity)
  }

  public static var fields: [Field<FIFO>] {
    [Field("entries", \.entries), Field("count", \.count)]
  }

  public var capacity: Bits<4> { Bits(UInt64(entries.count)) }
  public var hasRoom: Formula { count.isBelow(capacity) }
  public var isEmpty: Formula { count == 0 }

  /// Whether the place is taken.
  public func holds(_ place: Int) -> Formula { Bits<4>(UInt64(place)).isBelow(count) }

  /// How many entries satisfy the condition.
  public func count(upTo end: Int? = nil, _ condition: (Entry) -> Formula) -> Bits<8> {
    (0..<(end ?? entries.count)).reduce(0) { sum, place in
      sum + (holds(place) && condition(entries[place])).asBits()
    }
  }

  mutating func put(_ entry: Entry) {
    for place in entries.indices {
      entries[place] = (count == Bits(UInt64(place))).choose(entry, entries[place])
    }
    count += 1
  }

  mutating func take() -> Entry {
    let first = entries[0]
    for place in entries.indices.dropLast() { entries[place] = entries[place + 1] }
    count -= 1
    return first
  }
}
