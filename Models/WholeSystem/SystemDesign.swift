import Processor

/// Two small OSes with the complete switch between them and one network card, as code.
///
/// OS2 owns the card; OS1 reaches it through the pseudo-NIC in OS2 (N5). A command of OS1 is INT to
/// the vector of one of OS2's lines, so that it takes the way of an interrupt of OS2 through OS1's
/// IDT into the switch (S7), which needs nothing for it; OS1's registers in the save area say which
/// command. The pseudo-NIC answers by INT to the vector of a line of OS1's, and interrupts OS1 by
/// INT to that of another (fig. 8).
public struct SystemDesign: Sendable {
  /// How an OS stops when it finds a frame of type 88B6h.
  public enum Stop: String, CaseIterable, Sendable {
    case haltedInterruptsOn = "halts with interrupts on"
    case haltedInterruptsOff = "halts with interrupts off"
    case loopingInterruptsOff = "loops with interrupts off"
    case brokenStack = "loses its kernel stack"
    case unacknowledged = "halts without ending an interrupt at the controller"
    case masked = "masks all lines and halts with interrupts on"
  }

  public var stops: [OS: Stop] = [:]
  /// The address that OS1 gives for its send buffer, where it is not its own, and how many bytes.
  public var sendAddress: UInt32?
  /// The address that OS1 gives for its receive ring, where it is not its own.
  public var receiveAddress: UInt32?
  /// OS1 sends a packet as soon as it runs.
  public var sendsAtStart = false
  /// An NMI and a double fault in OS2 enter a task of its own, which goes on with OS1.
  public var hasWatchdog = false

  // MARK: What may be left out of it

  /// Checks that OS1's addresses lie in OS1's memory.
  public var checksAddresses = true
  /// Gives a packet of OS1 its address on the network, and one for OS1 the address that it set.
  public var rewritesAddresses = true
  /// Copies OS1's packet to OS2's buffer.
  public var copiesPackets = true
  /// Clears the card's interrupt causes.
  public var acknowledges = true

  public init() {}

  // MARK: What both sides know

  /// The line of OS2's by whose vector OS1 gives a command; no device raises it.
  public static let commandLine: UInt8 = 3
  /// The lines of OS1's by whose vectors the pseudo-NIC interrupts and answers.
  public static let interruptLine: UInt8 = 12
  public static let answerLine: UInt8 = 15
  /// The card's line, and that of a device of each OS's own by which it is asked to send.
  public static let cardLine: UInt8 = 11
  public static let request: [OS: UInt8] = [.os1: 4, .os2: 5]
  /// The type of a frame that makes an OS stop, in network order.
  public static let stopType: UInt16 = 0x88B6
  /// The type of all other frames here: for local experiments (IEEE 802, 9.2).
  public static let frameType: UInt16 = 0x88B5

  /// OS1's address on the network, OS2's (the card's own), and the one that OS1 sets for itself.
  public static let address1: [UInt8] = [0x02, 0, 0, 0, 0, 0x01]
  public static let address2: [UInt8] = [0x52, 0x54, 0, 0x12, 0x34, 0x56]
  public static let ownAddress1: [UInt8] = [0x06, 0x11, 0x22, 0x33, 0x44, 0x99]
  /// Someone on the network.
  public static let peer: [UInt8] = [0x02, 0, 0, 0, 0, 0xFE]

  /// A frame of 64 bytes without its FCS.
  public static func frame(
    to destination: [UInt8], from source: [UInt8], type: UInt16 = frameType, _ text: String
  ) -> [UInt8] {
    let head = destination + source + [UInt8(type >> 8), UInt8(type & 0xFF)] + Array(text.utf8)
    return head + Array(repeating: 0, count: 64 - head.count)
  }

  /// What OS1 sends, as OS1 has it, and what OS2 does.
  public static let packet1 = frame(to: peer, from: ownAddress1, "from OS1 through the pseudo-NIC")
  public static let packet2 = frame(to: peer, from: address2, "from OS2")

  // MARK: The classes

  /// Table 2, with the cause register in class 2-c: under 2-a it would hold what OS1 wrote, and an
  /// acknowledged cause would stay.
  public static let classification = Classification(
    "the pseudo-NIC of the whole system",
    [
      .init(
        row: "ISR", direction: nil, .alteredVirtual,
        reason: "ones that OS1 writes clear causes of its own")
    ])

  /// The class of each byte of the card's window: that of the field there, or of several the one
  /// that a driver is after, which is not refused.
  static func classes(_ direction: Direction) -> [UInt8] {
    var all = [UInt8](repeating: Treatment.refused.number, count: 256)
    for row in RegisterMap.realtekRTL8139C.fields where row.card == "RTL8139C" && row.space == .io {
      guard let (treatment, _) = classification.row(row, direction), treatment != .refused else {
        continue
      }
      for byte in 0..<row.width / 8 { all[Int(row.offset.number) + byte] = treatment.number }
    }
    return all
  }
}
