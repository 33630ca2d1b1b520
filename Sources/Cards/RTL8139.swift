import Logic
import Models
import Platform
import Processor

/// A Realtek RTL8139C as a device: registers from its map, and an engine that masters the bus (N1).
///
/// The engine sends from four slots, in the order of their start commands, and receives into one
/// ring. Not here: the memory window, EEPROM, PHY and timer, which hold their reset values, C+
/// mode, loopback, and the multicast hash (with AM set every multicast frame is let in).
/// Source: RTL8139C datasheet; for the ring, RTL8139 programming guide, and QEMU rtl8139.c.
public struct RTL8139: BusMaster {
  /// What the card has done or was asked, in order.
  public enum Event: Sendable, Equatable {
    case read(offset: UInt8, bytes: Int, value: UInt32)
    case written(offset: UInt8, bytes: Int, value: UInt32)
    /// b-1 of figure 6: a slot's buffer was copied to the FIFO.
    case fetched(slot: Int, address: UInt32, frame: [UInt8])
    /// b-2 of figure 6: a frame went from the FIFO onto the network.
    case sent([UInt8])
    /// b-1 of figure 7: a frame came into the FIFO.
    case arrived([UInt8])
    /// The address filter kept a frame out, or the FIFO had no room.
    case dropped([UInt8], reason: String)
    /// b-2 of figure 7: a frame was copied to the ring, its header before it.
    case stored(address: UInt32, frame: [UInt8])
  }

  /// Bits of ISR and IMR.
  public enum Cause {
    public static let receiveOK: UInt64 = 1 << 0
    public static let transmitOK: UInt64 = 1 << 2
    public static let transmitError: UInt64 = 1 << 3
  }

  public let configuration: ConfigurationSpace
  public let interruptLine: Int
  public var mastersBus = false
  public internal(set) var registers: RegisterFile
  /// Frames and register accesses, with the time of each in instructions.
  public internal(set) var events: [(time: UInt64, event: Event)] = []

  private let address: [UInt8]
  /// Slots whose start command was given, in order.
  var started: [Int] = []
  /// Frames on their way out, with their slots.
  var sendFIFO: [(slot: Int, frame: [UInt8])] = []
  var receiveFIFO: [[UInt8]] = []
  /// The time of the last step, for what software asks in between.
  var time: UInt64 = 0

  /// - Parameters:
  ///   - address: the station address, 6 bytes, as the EEPROM has it
  ///   - device: number on PCI bus 0
  ///   - base: the first I/O port, as firmware has set it
  public init(
    address: [UInt8] = SystemDesign.address2, device: UInt8 = 3, base: UInt32 = 0xC000,
    interruptLine: Int = 11
  ) {
    precondition(address.count == 6, "a station address of 6 bytes")
    self.address = address
    self.interruptLine = interruptLine
    configuration = ConfigurationSpace(
      device: device, values: RegisterMap.realtekRTL8139CResets, base: base,
      interruptLine: UInt8(interruptLine))
    registers = Self.resetRegisters(address)
  }

  private static func resetRegisters(_ address: [UInt8]) -> RegisterFile {
    var resets = RegisterMap.realtekRTL8139CResets
    for (index, byte) in address.enumerated() { resets["IDR\(index)"] = UInt64(byte) }
    return RegisterFile(.realtekRTL8139C, card: "RTL8139C", resets: resets)
  }

  // MARK: Registers

  public var requestsInterrupt: Bool { registers["ISR"] & registers["IMR"] != 0 }

  public mutating func read(_ offset: UInt8, bytes: Int) -> UInt32 {
    registers["CR.BUFE"] = usedBytes == 0 ? 1 : 0
    registers["TSAD (status of all Tx)"] = statusOfAll
    let value = registers.read(offset, bytes: bytes)
    events.append((time, .read(offset: offset, bytes: bytes, value: value)))
    return value
  }

  public mutating func write(_ offset: UInt8, _ value: UInt32, bytes: Int) {
    events.append((time, .written(offset: offset, bytes: bytes, value: value)))
    let reached = registers.write(offset, value, bytes: bytes)
    registers.isUnlocked = registers["9346CR.EEM (mode)"] == 3
    if reached.contains("CR.RST"), registers["CR.RST"] == 1 { return reset() }
    for slot in 0..<4 where reached.contains("TSD\(slot): SIZE/OWN") {
      registers["TSD\(slot): TUN/TOK"] = 0
      let isGiven = registers["TSD\(slot): SIZE/OWN"] & Self.own == 0
      if isGiven, !started.contains(slot) { started.append(slot) }
    }
  }

  /// Software reset: engine and registers but the station address.
  private mutating func reset() {
    let station = (0..<6).map { UInt8(truncatingIfNeeded: registers["IDR\($0)"]) }
    registers = Self.resetRegisters(station)
    (started, sendFIFO, receiveFIFO) = ([], [], [])
  }

  /// OWN in a slot's SIZE/OWN.
  static let own: UInt64 = 0x2000

  /// TSAD at 60h: OWN of each slot in bits 3:0, TUN in 11:8, TOK in 15:12.
  private var statusOfAll: UInt64 {
    (0..<4).reduce(0) { status, slot in
      let isOwned = registers["TSD\(slot): SIZE/OWN"] & Self.own != 0
      let ended = registers["TSD\(slot): TUN/TOK"]
      let (underrun, isSent) = (ended & 1, ended >> 1)
      let own: UInt64 = isOwned ? 1 : 0
      return status | (own | underrun << 8 | isSent << 12) << UInt64(slot)
    }
  }
}
