import Logic
import Models
import Processor

/// The engine that copies between buffers, FIFOs and network (N1 (4)).
extension RTL8139 {
  public var hasWork: Bool { !sendFIFO.isEmpty || canFetch || canStore }

  private var isSending: Bool { registers["CR.RE/TE"] & 1 != 0 }
  private var isReceiving: Bool { registers["CR.RE/TE"] & 2 != 0 }
  private var canFetch: Bool { !started.isEmpty && isSending && mastersBus }
  private var canStore: Bool {
    guard let frame = receiveFIFO.first, isReceiving, mastersBus else { return false }
    return Self.room(frame) < ringSize - usedBytes
  }

  public mutating func work(_ memory: inout PhysicalMemory, at time: UInt64) {
    self.time = time
    if !sendFIFO.isEmpty {
      send()
    } else if canFetch {
      fetch(memory)
    } else if canStore {
      store(&memory)
    }
  }

  // MARK: Sending, figure 6

  private mutating func fetch(_ memory: PhysicalMemory) {
    let slot = started.removeFirst()
    let address = UInt32(truncatingIfNeeded: registers["TSAD\(slot)"])
    let size = registers["TSD\(slot): SIZE/OWN"] & 0x1FFF
    let frame = (0..<UInt32(size)).map { index in
      UInt8((memory[address &+ index] as Bits<8>).known ?? 0)
    }
    registers["TSD\(slot): SIZE/OWN"] |= Self.own
    sendFIFO.append((slot, frame))
    events.append((time, .fetched(slot: slot, address: address, frame: frame)))
  }

  private mutating func send() {
    let (slot, frame) = sendFIFO.removeFirst()
    // TUN is bit 14, TOK bit 15.
    registers["TSD\(slot): TUN/TOK"] = 2
    registers["ISR"] |= Cause.transmitOK
    events.append((time, .sent(frame)))
  }

  // MARK: Receiving, figure 7

  public mutating func receive(_ frame: [UInt8], at time: UInt64) {
    self.time = time
    let frame = frame + Array(repeating: 0, count: max(0, 60 - frame.count))
    if let reason = objection(frame) {
      events.append((time, .dropped(frame, reason: reason)))
      return
    }
    receiveFIFO.append(frame)
    events.append((time, .arrived(frame)))
  }

  private mutating func objection(_ frame: [UInt8]) -> String? {
    guard isReceiving else { return "the receiver is off" }
    guard isLetIn(frame) else { return "the address filter" }
    // The FIFO has 2 KiB.
    guard receiveFIFO.map(\.count).reduce(frame.count, +) <= 2048 else {
      registers["MPC"] = (registers["MPC"] + 1) & 0xFF_FFFF
      return "no room in the FIFO"
    }
    return nil
  }

  /// AAP, APM, AM and AB of RCR.
  private func isLetIn(_ frame: [UInt8]) -> Bool {
    let accept = registers["RCR.accept bits"]
    if accept & 1 != 0 { return true }
    let destination = Array(frame.prefix(6))
    if destination == Array(repeating: 0xFF, count: 6) { return accept & 8 != 0 }
    if destination[0] & 1 != 0 { return accept & 4 != 0 }
    let station = (0..<6).map { UInt8(truncatingIfNeeded: registers["IDR\($0)"]) }
    return accept & 2 != 0 && destination == station
  }

  /// 8 KiB, 16, 32 or 64.
  private var ringSize: UInt64 { 0x2000 << registers["RCR.RBLEN"] }

  /// Bytes of the ring that software has not given back.
  var usedBytes: UInt64 {
    (registers["CBR"] &- (registers["CAPR"] + 16)) & (ringSize - 1)
  }

  /// Header, data and FCS, in whole doublewords.
  private static func room(_ frame: [UInt8]) -> UInt64 { UInt64(frame.count + 8 + 3) & ~3 }

  private mutating func store(_ memory: inout PhysicalMemory) {
    let frame = receiveFIFO.removeFirst()
    let start = UInt32(truncatingIfNeeded: registers["RBSTART"])
    let place = registers["CBR"]
    let bytes = header(frame) + frame + Self.frameCheckSequence(frame)
    let goesOn = registers["RCR.MXDMA/WRAP"] & 1 != 0
    for (index, byte) in bytes.enumerated() {
      let offset = place + UInt64(index)
      let wrapped = goesOn ? offset : offset & (ringSize - 1)
      memory[start &+ UInt32(wrapped)] = Bits<8>(UInt64(byte))
    }
    registers["CBR"] = (place + Self.room(frame)) & (ringSize - 1)
    registers["ISR"] |= Cause.receiveOK
    events.append((time, .stored(address: start &+ UInt32(place), frame: frame)))
  }

  /// Receive status and length: ROK, BAR, PAM or MAR; the length counts the FCS.
  private func header(_ frame: [UInt8]) -> [UInt8] {
    let isBroadcast = frame.prefix(6).allSatisfy { $0 == 0xFF }
    let kind: UInt16 = isBroadcast ? 0x2000 : frame[0] & 1 != 0 ? 0x8000 : 0x4000
    let words = [kind | 1, UInt16(frame.count + 4)]
    return words.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }

  /// CRC-32 of a frame, least significant byte first (IEEE 802.3, 3.2.9).
  static func frameCheckSequence(_ frame: [UInt8]) -> [UInt8] {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in frame {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
    }
    return (0..<4).map { UInt8(truncatingIfNeeded: ~sum >> (8 * $0)) }
  }
}
