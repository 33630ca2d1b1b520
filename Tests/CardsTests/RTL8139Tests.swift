import Cards
import Logic
import Models
import Platform
import Processor
import Testing

/// The card by its registers, as a driver sees them.
@Suite("RTL8139C as a device")
struct RTL8139Tests {
  private static let station: [UInt8] = [0x52, 0x54, 0, 0x12, 0x34, 0x56]
  private var card = RTL8139(address: station)
  private var memory = PhysicalMemory(mebibytes: 1)

  private static func offset(_ row: String) -> UInt8 {
    UInt8(RegisterMap.realtekRTL8139C.field(row).offset.number)
  }

  private mutating func write(_ row: String, _ value: UInt32, _ bytes: Int) {
    card.write(Self.offset(row), value, bytes: bytes)
  }
  private mutating func read(_ row: String, _ bytes: Int) -> UInt32 {
    card.read(Self.offset(row), bytes: bytes)
  }
  private mutating func work() {
    while card.hasWork { card.work(&memory, at: 0) }
  }
  /// Sender, receiver and bus mastering on, all frames of its own and broadcasts let in.
  private mutating func start(wraps: Bool = false) {
    card.mastersBus = true
    write("CR.RE/TE", 0xC, 1)
    write("RCR.accept bits", wraps ? 0xA : 0x8A, 4)
    write("RBSTART", 0x1_0000, 4)
  }
  private static func frame(_ destination: [UInt8], _ count: Int = 60) -> [UInt8] {
    destination + Array(repeating: 0x5A, count: count - 6)
  }
  private var sent: [[UInt8]] {
    card.events.compactMap { if case .sent(let frame) = $0.event { frame } else { nil } }
  }

  // MARK: Registers

  @Test mutating func aResetValueIsThatOfTheMap() {
    #expect(read("TSD2: SIZE/OWN", 4) == 0x2000)
    #expect(read("CAPR", 2) == 0xFFF0)
    #expect(read("TCR.HWVERID", 4) == 0x7400_0000)
    #expect(read("IDR0", 4) == 0x1200_5452)
  }

  @Test func eachResetValueIsOfARow() {
    let rows = RegisterMap.pci.fields + RegisterMap.realtekRTL8139C.fields
    for (name, value) in RegisterMap.realtekRTL8139CResets {
      let row = rows.first { $0.name == name }
      #expect(row != nil && value >> UInt64(row?.bits.count ?? 0) == 0, "\(name)")
    }
  }

  @Test mutating func onesClearCauses() {
    start()
    card.receive(Self.frame(Self.station), at: 0)
    work()
    #expect(read("ISR", 2) == 1)
    write("ISR", 4, 2)
    #expect(read("ISR", 2) == 1)
    write("ISR", 1, 2)
    #expect(read("ISR", 2) == 0)
  }

  @Test mutating func theInterruptLineFollowsCausesAndMask() {
    start()
    card.receive(Self.frame(Self.station), at: 0)
    work()
    #expect(!card.requestsInterrupt)
    write("IMR", 1, 2)
    #expect(card.requestsInterrupt)
    write("ISR", 1, 2)
    #expect(!card.requestsInterrupt)
  }

  @Test mutating func theStationAddressIsLocked() {
    write("IDR0", 0xFF, 1)
    #expect(read("IDR0", 1) == 0x52)
    write("9346CR.EEM (mode)", 0xC0, 1)
    write("IDR0", 0xFE, 1)
    #expect(read("IDR0", 1) == 0xFE)
  }

  @Test mutating func aByteOfARegisterIsWrittenAlone() {
    write("TSAD0", 0x1234_5678, 4)
    card.write(Self.offset("TSAD0") + 1, 0xAB, bytes: 1)
    #expect(read("TSAD0", 4) == 0x1234_AB78)
    #expect(card.read(Self.offset("TSAD0") + 2, bytes: 2) == 0x1234)
  }

  @Test mutating func aResetLeavesTheStationAddress() {
    start()
    write("TSAD0", 0x1000, 4)
    write("CR.RST", 0x10, 1)
    #expect(read("CR.RST", 1) == 1)
    #expect(read("TSAD0", 4) == 0)
    #expect(read("IDR0", 4) == 0x1200_5452)
  }

  // MARK: Sending

  @Test mutating func aSlotIsSentOnceWhenItsOwnIsCleared() {
    start()
    memory.load([1, 2, 3, 4] as [UInt8], at: 0x8000)
    write("TSAD1", 0x8000, 4)
    #expect(!card.hasWork)
    write("TSD1: SIZE/OWN", 4, 4)
    work()
    #expect(sent == [[1, 2, 3, 4]])
    // OWN and TOK.
    #expect(read("TSD1: SIZE/OWN", 4) == 0xA004)
    #expect(read("ISR", 2) == 4)
    #expect(read("TSAD (status of all Tx)", 2) == 0x200F)
    work()
    #expect(sent.count == 1)
  }

  @Test mutating func nothingIsSentWithoutTheBus() {
    start()
    card.mastersBus = false
    write("TSD0: SIZE/OWN", 60, 4)
    #expect(!card.hasWork)
    card.mastersBus = true
    #expect(card.hasWork)
  }

  @Test mutating func nothingIsSentByASenderThatIsOff() {
    start()
    write("CR.RE/TE", 0x8, 1)
    write("TSD0: SIZE/OWN", 60, 4)
    #expect(!card.hasWork)
  }

  // MARK: Receiving

  @Test mutating func aFrameComesWithHeaderAndFCS() {
    start()
    let frame = Self.frame(Self.station)
    card.receive(frame, at: 0)
    work()
    let bytes = (0..<68).map { UInt8((memory[0x1_0000 + $0] as Bits<8>).known!) }
    // ROK and PAM; 60 bytes and 4.
    #expect(Array(bytes[..<4]) == [0x01, 0x40, 64, 0])
    #expect(Array(bytes[4..<64]) == frame)
    #expect(read("CR.BUFE", 1) & 1 == 0)
    #expect(read("CBR", 2) == 68)
    write("CAPR", 68 - 16, 2)
    #expect(read("CR.BUFE", 1) & 1 == 1)
  }

  @Test mutating func theFCSIsThatOfIEEE802() {
    start()
    card.write(Self.offset("RCR.accept bits"), 0x81, bytes: 4)
    let frame = Array("123456789".utf8) + Array(repeating: UInt8(0), count: 51)
    card.receive(frame, at: 0)
    work()
    let place: UInt32 = 0x1_0000 + 64
    // zlib's crc32 of the frame with the padding.
    #expect((memory[place] as Bits<32>).known == 0x2859_69DB)
  }

  @Test(arguments: [
    (0x2 as UInt32, station, true), (0x8, station, false), (0x1, [2, 0, 0, 0, 0, 9], true),
    (0xA, [2, 0, 0, 0, 0, 9], false), (0x8, Array(repeating: 0xFF, count: 6), true),
    (0x2, Array(repeating: 0xFF, count: 6), false), (0x4, [1, 0, 0x5E, 0, 0, 1], true),
    (0xA, [1, 0, 0x5E, 0, 0, 1], false),
  ])
  mutating func theFilterLetsIn(_ accept: UInt32, _ destination: [UInt8], _ isLetIn: Bool) {
    start()
    write("RCR.accept bits", accept, 4)
    card.receive(Self.frame(destination), at: 0)
    #expect(card.hasWork == isLetIn)
  }

  @Test(arguments: [true, false])
  mutating func aFrameAtTheRingsEnd(_ wraps: Bool) {
    start(wraps: wraps)
    // Five frames of 1514 bytes leave 600 bytes of 8 KiB.
    for count in 0..<6 {
      card.receive(Self.frame(Self.station, 1514), at: 0)
      work()
      write("CAPR", (UInt32(count + 1) * 1524 - 16) & 0x1FFF, 2)
    }
    let beyond = (memory[0x1_0000 + 0x2000] as Bits<8>).known
    #expect(beyond == (wraps ? 0 : 0x5A))
    #expect((memory[0x1_0000 + 8] as Bits<8>).known == (wraps ? 0x5A : 0x34))
    #expect(read("CBR", 2) == 6 * 1524 - 0x2000)
  }

  @Test mutating func aFullRingMakesFramesWaitAndThenMissed() {
    start()
    for _ in 0..<6 {
      card.receive(Self.frame(Self.station, 1514), at: 0)
      work()
    }
    let waiting = card.events.count { if case .stored = $0.event { true } else { false } }
    #expect(waiting == 5)
    card.receive(Self.frame(Self.station, 1514), at: 0)
    #expect(read("MPC", 4) & 0xFF_FFFF == 1)
  }

  // MARK: Configuration space

  @Test func theBaseAddressTellsItsSize() {
    var devices = Devices(functions: [card.configuration])
    devices.write(0xCF8, 0x8000_1810 as Bits<32>)
    devices.write(0xCFC, 0xFFFF_FFFF as Bits<32>)
    #expect((devices.read(0xCFC) as Bits<32>).known == 0xFFFF_FF01)
    devices.write(0xCF8, 0x8000_1800 as Bits<32>)
    #expect((devices.read(0xCFC) as Bits<32>).known == 0x8139_10EC)
  }

  // MARK: Capture

  @Test func aCaptureIsAClassicPcapFile() {
    let capture = PacketCapture([(2_000_003, [1, 2, 3])])
    let words: [[UInt8]] = [
      [0xD4, 0xC3, 0xB2, 0xA1], [2, 0, 4, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0xFF, 0xFF, 0, 0],
      [1, 0, 0, 0], [2, 0, 0, 0], [3, 0, 0, 0], [3, 0, 0, 0], [3, 0, 0, 0], [1, 2, 3],
    ]
    #expect(capture.bytes == words.flatMap { $0 })
  }
}
