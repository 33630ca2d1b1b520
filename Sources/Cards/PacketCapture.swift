/// Frames as a capture file in the classic pcap format, which tcpdump and Wireshark open.
///
/// Source: draft-ietf-opsawg-pcap, section 3: magic A1B2C3D4h, version 2.4, link type 1 (Ethernet).
public struct PacketCapture: Sendable {
  /// The frames on the network, either way, by time.
  public private(set) var bytes: [UInt8]

  /// - Parameter frames: without their FCS; the time of each in instructions, counted as microseconds
  public init(_ frames: [(time: UInt64, frame: [UInt8])]) {
    bytes = [0xA1B2_C3D4, 4 << 16 | 2, 0, 0, 0xFFFF, 1].flatMap(Self.littleEndian)
    for (time, frame) in frames {
      let words = [
        UInt32(truncatingIfNeeded: time / 1_000_000), UInt32(time % 1_000_000),
        UInt32(frame.count), UInt32(frame.count),
      ]
      bytes += words.flatMap(Self.littleEndian) + frame
    }
  }

  private static func littleEndian(_ word: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * UInt32($0))) }
  }
}

extension RTL8139 {
  /// What was sent and what arrived, by time.
  public var capture: PacketCapture {
    PacketCapture(
      events.compactMap { time, event in
        switch event {
        case .sent(let frame), .arrived(let frame), .dropped(let frame, _): (time, frame)
        default: nil
        }
      })
  }
}
