import Logic
import Models
import Processor

/// A place in memory whose changes a run shows.
struct WatchedPlace {
  let name: String
  /// Physical.
  let address: UInt32
  let size: UInt32

  /// What changed between two moments, a line each.
  static func changes(from old: PhysicalMemory, to new: PhysicalMemory) -> [String] {
    let words = new.differences(from: old).map(\.address).sorted()
    return words.isEmpty
      ? [] : registers(words, old, new) + all.flatMap { $0.changes(words, old, new) }
  }

  private static let all: [WatchedPlace] = {
    typealias One = SystemLayout.OS1
    typealias Two = SystemLayout.OS2
    func of1(_ name: String, _ linear: UInt32, _ size: UInt32 = 4) -> WatchedPlace {
      WatchedPlace(name: name, address: SystemLayout.layout.os1.physical(linear)!, size: size)
    }
    func of2(_ name: String, _ linear: UInt32, _ size: UInt32 = 4) -> WatchedPlace {
      WatchedPlace(name: name, address: SystemLayout.layout.os2.physical(linear)!, size: size)
    }
    return [
      of1("OS1's send buffer", One.sendBuffer, 0x600), of1("OS1's ring", One.ring, One.ringRoom),
      of2("OS2's buffer for OS1's packet", Two.slot, 0x600),
      of2("OS2's send buffer", Two.sendBuffer, 0x600),
      of2("OS2's inbox for OS1", Two.inbox1, 0x600), of2("OS2's inbox", Two.inbox2, 0x600),
      of2("OS1's packet waits", Two.slotIsFull), of2("a packet for OS1 waits", Two.inbox1IsFull),
      of2("a packet for OS2 waits", Two.inbox2IsFull),
      of2("OS1's buffer has room", Two.isReceiving), of2("dropped for OS1", Two.dropped1),
      of1("OS1's ticks", One.ticks), of1("OS1's packets", One.received),
      of2("OS2's packets", Two.received),
    ]
  }()

  private func changes(
    _ words: [UInt32], _ old: PhysicalMemory, _ new: PhysicalMemory
  ) -> [String] {
    let inside = words.filter { $0 >= address && $0 < address + size }
    guard let first = inside.first, let last = inside.last else { return [] }
    if size == 4 {
      return ["\(name)  \(hex(old.word(address))) → \(hex(new.word(address)))"]
    }
    let place = first == address ? name : "\(name) +\(hex(first - address))"
    return Dump.lines(place, new.bytes(first, last + 4 - first))
  }

  /// Virtual registers by name.
  private static func registers(
    _ words: [UInt32], _ old: PhysicalMemory, _ new: PhysicalMemory
  ) -> [String] {
    let place = SystemLayout.OS2.virtual
    guard words.contains(where: { $0 >= place && $0 < place + 256 }) else { return [] }
    let (a, b) = (old.bytes(place, 256), new.bytes(place, 256))
    return RegisterName.all.compactMap { name in
      let range = name.offset..<name.offset + name.bytes
      guard a[range] != b[range] else { return nil }
      let (before, after) = (number(Array(a[range])), number(Array(b[range])))
      return "virtual \(name.name)  \(hex(before)) → \(hex(after))"
    }
  }

  private static func number(_ bytes: [UInt8]) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

extension PhysicalMemory {
  /// Known bytes from a physical address up.
  func bytes(_ address: UInt32, _ count: UInt32) -> [UInt8] {
    (0..<count).map { UInt8((self[address &+ $0] as Bits<8>).known ?? 0) }
  }
}

/// A register of the card by its name in the map, without the fields in it.
struct RegisterName {
  let name: String
  let offset: Int
  let bytes: Int

  static let all: [RegisterName] = {
    var seen: Set<Int> = []
    return RegisterMap.realtekRTL8139C.fields.compactMap { row in
      let offset = Int(row.offset.number)
      guard row.card == "RTL8139C", row.space == .io, seen.insert(offset).inserted else {
        return nil
      }
      let name = row.name.prefix { $0 != ":" && $0 != "." && $0 != " " }
      return RegisterName(name: String(name), offset: offset, bytes: row.width / 8)
    }
  }()

  static func text(_ offset: UInt8) -> String {
    all.first { $0.offset == Int(offset) }?.name ?? hex(offset)
  }
}

/// Bytes as a hex dump.
enum Dump {
  /// Lines of 16 bytes with what they are in ASCII; zeros at the end are left out.
  static func lines(_ name: String, _ bytes: [UInt8]) -> [String] {
    let used = bytes.count - bytes.reversed().prefix { $0 == 0 }.count
    let shown = bytes.prefix(max(16, (used + 15) & ~15))
    let rows = stride(from: 0, to: shown.count, by: 16).map { start -> String in
      let row = shown[start..<min(start + 16, shown.count)]
      let digits = row.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      let text = row.map { 0x20...0x7E ~= $0 ? String(UnicodeScalar($0)) : "." }.joined()
      let gap = String(repeating: " ", count: 3 * (16 - row.count))
      return "  \(digits.joined(separator: " "))\(gap)  \(text)"
    }
    let rest = shown.count < bytes.count ? ", then zeros" : ""
    return ["\(name)  \(bytes.count) bytes\(rest)"] + rows
  }
}
