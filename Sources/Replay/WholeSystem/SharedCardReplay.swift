import Cards
import Logic
import Models
import Processor
import Specification

/// The model of the shared card (figures 6 to 8), taken through the steps that a run comes to, and
/// held against memory and card: which steps may come, and what they do.
///
/// A packet is one word in the model: here a digest of the frame without its addresses, which the
/// pseudo-NIC changes. The model's words are bytes here.
struct SharedCardReplay {
  private var state: SharedCard
  private let byLabel: [String: Action<SharedCard>]
  private let byName: [String: Action<SharedCard>]
  /// The step of the processor under way, if the model has it.
  private var underWay: Action<SharedCard>?
  private var isSettled = false
  private let offered: UInt64

  /// - Parameter offered: where OS1's receive ring is, physical
  init(offered: UInt32) {
    self.offered = UInt64(offered)
    let actions = PseudoNICDesign.repaired.specification.actions
    byLabel = Dictionary(
      actions.compactMap { action in action.label.map { ($0, action) } },
      uniquingKeysWith: { a, _ in a })
    byName = Dictionary(actions.map { ($0.name, $0) }, uniquingKeysWith: { a, _ in a })
    state = SharedCard()
    state.base1 = Bits(UInt64(SystemLayout.memory1.lowerBound))
    state.size1 = Bits(UInt64(SystemLayout.memory1.count))
    state.mac1 = Bits(Self.number(SystemDesign.address1))
    state.mac2 = Bits(Self.number(SystemDesign.address2))
  }

  // MARK: Steps

  /// Steps by the text that the code has for them, where they bear no label.
  private static let names = [
    "the pseudo-NIC refuses OS1's address", "the pseudo-NIC refuses OS1's receive buffer",
    "OS2's software takes its packet",
  ]
  /// Steps after which OS2 has settled what it was asked.
  private static let settling = ["the pseudo-NIC answers OS1", "the pseudo-NIC interrupts OS1"]

  mutating func begin(_ label: String?, _ text: String) {
    underWay = label.flatMap { Self.isProcessors($0) ? byLabel[$0] : nil }
    if Self.names.contains(text) { underWay = byName[text] }
    isSettled = Self.settling.contains(text)
  }

  /// Of b-1 of figure 8 the card does the copy, with which the step ends.
  private static func isProcessors(_ label: String) -> Bool {
    label != "fig.8 b-1" && label != "fig.7 a"
  }

  mutating func end(_ memory: PhysicalMemory) -> [String] {
    defer { underWay = nil }
    if isSettled { return compare(memory) }
    guard let action = underWay else { return [] }
    return take(action, inputs(action.label ?? action.name, memory))
      + copied(action.label, memory)
  }

  /// A step of the card's.
  mutating func card(_ event: RTL8139.Event, _ memory: PhysicalMemory) -> [String] {
    switch event {
    case .read, .written, .dropped: return []
    case .fetched(let slot, _, let frame):
      // OS2's own step ends with the start command.
      let before = slot == 0 ? [] : end(memory)
      let expected = slot == 0 ? state.slot1.frame : state.slot2.frame
      return before + check("the packet fetched", Self.digest(frame), expected.payload)
        + take(byLabel[slot == 0 ? "fig.8 b-1" : "fig.6 b-1"]!, [:])
    case .sent(let frame):
      let differences = take(byLabel["fig.6 b-2"]!, [:])
      return differences + check("the packet on the wire", Self.digest(frame), state.wire.payload)
        + check("its source", Self.number(Array(frame.dropFirst(6).prefix(6))), state.wire.address)
    case .arrived(let frame):
      guard let party = Self.party(frame) else { return [] }
      return take(
        byLabel["fig.7 b-1"]!, ["packet": .word(Self.digest(frame)), "for": .word(party)])
    case .stored(_, let frame):
      return Self.party(frame) == nil ? [] : take(byLabel["fig.7 b-2"]!, [:])
    }
  }

  private mutating func take(
    _ action: Action<SharedCard>, _ inputs: [String: Constant]
  ) -> [String] {
    let (enabled, after) = action.apply(to: state, .known(inputs))
    state = after
    return enabled.known == true
      ? [] : ["the model does not allow “\(action.name)” here"]
  }

  private func inputs(_ label: String, _ memory: PhysicalMemory) -> [String: Constant] {
    switch label {
    case "fig.8 a-1":
      let place = SystemLayout.layout.os1.physical(SystemLayout.OS1.sendBuffer)!
      return [
        "place": .word(UInt64(place)), "packet": .word(Self.digest(SystemDesign.packet1)),
      ]
    case "fig.8 a-2":
      let place = memory.word(SystemLayout.layout.os1.physical(SystemLayout.OS1.sendAddress)!)
      return [
        "address": .word(place), "length": .word(UInt64(SystemDesign.packet1.count)),
      ]
    case "fig.6 a": return ["packet": .word(Self.digest(SystemDesign.packet2))]
    case "fig.8 a":
      // The ring as a whole.
      return [
        "address": .word(offered), "length": .word(UInt64(SystemLayout.OS1.ringRoom)),
      ]
    default: return [:]
    }
  }

  // MARK: Comparison

  /// What the step has copied is there.
  private func copied(_ label: String?, _ memory: PhysicalMemory) -> [String] {
    switch label {
    case "fig.8 b-0":
      let frame = memory.bytes(SystemLayout.OS2.slot, UInt32(SystemDesign.packet1.count))
      return check("the packet in OS2's buffer", Self.digest(frame), state.slot1.frame.payload)
    case "fig.8 c-3":
      let place = WatchedRing.last(memory)
      return check(
        "the packet in OS1's ring", Self.digest(place.frame),
        state.memory[state.virtual.receiveAddress])
        + check("its destination", place.destination, place.expected.map { Bits<48>($0) })
    default: return []
    }
  }

  private func compare(_ memory: PhysicalMemory) -> [String] {
    typealias Two = SystemLayout.OS2
    let causes = memory.word(Two.virtual + UInt32(SystemLayout.offset("ISR"))) & 0xFFFF
    let mask = memory.word(Two.virtual + UInt32(SystemLayout.offset("IMR"))) & 0xFFFF
    return check("an interrupt for OS1", causes & mask != 0, state.interrupt1)
      + check("OS1's buffer has room", memory.word(Two.isReceiving) != 0, state.virtual.isReceiving)
      + check("a packet for OS1 waits", memory.word(Two.inbox1IsFull) != 0, state.inbox1.isFull)
  }

  private func check(_ what: String, _ found: Bool, _ expected: Formula) -> [String] {
    expected.known == found ? [] : ["\(what): \(found) in the run, \(!found) in the model"]
  }

  private func check<let n: Int>(_ what: String, _ found: UInt64, _ expected: Bits<n>?) -> [String]
  {
    guard let known = expected?.known, known != found else { return [] }
    return ["\(what) is \(hex(found)) in the run, \(hex(known)) in the model"]
  }

  // MARK: Frames

  /// A word that stands for a frame without its addresses, without the zeros that pad it.
  static func digest(_ frame: [UInt8]) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let data = frame.dropFirst(12)
    let used = data.dropLast(data.reversed().prefix { $0 == 0 }.count)
    for byte in used { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return (hash ^ hash >> 32) & 0xFFFF_FFFF
  }

  static func number(_ address: [UInt8]) -> UInt64 { address.reduce(0) { $0 << 8 | UInt64($1) } }

  /// Whom a frame is for; nil for a stranger, whose frame the model's filter keeps out and OS2's
  /// driver drops here.
  private static func party(_ frame: [UInt8]) -> UInt64? {
    let addresses: [([UInt8], Party)] = [
      (SystemDesign.address1, .os1), (SystemDesign.address2, .os2),
      (Array(repeating: 0xFF, count: 6), .everyone),
    ]
    return addresses.first { $0.0 == Array(frame.prefix(6)) }
      .map { UInt64(Party.allCases.firstIndex(of: $0.1)!) }
  }
}

/// The frame that was put into OS1's ring last.
struct WatchedRing {
  let frame: [UInt8]
  let destination: UInt64
  /// The address that OS1 has set for itself; nil for a broadcast.
  let expected: UInt64?

  static func last(_ memory: PhysicalMemory) -> WatchedRing {
    typealias Two = SystemLayout.OS2
    func virtual(_ row: String) -> UInt32 {
      UInt32(memory.word(Two.virtual + UInt32(SystemLayout.offset(row))))
    }
    // What the pseudo-NIC copied comes from its inbox, so much it has gone on in the ring.
    let length = UInt32(memory.word(Two.inbox1) >> 16)
    let room = (length + 4 + 3) & ~3
    let start = virtual("RBSTART") &+ ((virtual("CBR") & 0xFFFF) &- room) & 0x1FFF
    let frame = memory.bytes(start &+ 4, length > 4 ? length - 4 : 0)
    let destination = SharedCardReplay.number(Array(frame.prefix(6)))
    let isBroadcast = destination == 0xFFFF_FFFF_FFFF
    let own = SharedCardReplay.number(SystemDesign.ownAddress1)
    return WatchedRing(
      frame: frame, destination: destination, expected: isBroadcast ? nil : own)
  }
}

extension PhysicalMemory {
  /// A known doubleword.
  func word(_ address: UInt32) -> UInt64 { (self[address] as Bits<32>).known ?? 0 }
}
