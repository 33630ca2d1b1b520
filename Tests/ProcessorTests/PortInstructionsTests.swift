import Logic
import Testing

@testable import Processor

/// Remembers accesses; reads give the port's number in each byte's place, INTR follows reads of 70h.
struct PortRecorder: Ports {
  var log: [String] = []
  var interruptRequest = false

  mutating func read<let width: Int>(_ port: UInt16) -> Bits<width> {
    log.append("read \(port) \(width)")
    if port == 0x70 { interruptRequest = true }
    return Bits(truncating: 0x0101_0101 * UInt64(port & 0xFF))
  }
  mutating func write<let width: Int>(_ port: UInt16, _ value: Bits<width>) {
    log.append("write \(port) \(width) \(value.known!)")
  }
  mutating func acknowledge() -> UInt8 { 0 }
}

@Suite("Ports")
struct PortInstructionsTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let bytes: [UInt8]
    let log: String
    /// EAX afterwards, from 1234_5678h; DX is ABCDh.
    var eax: UInt64 = 0x1234_5678
  }

  /// SDM 2A IN, 2B OUT.
  static let rows: [Row] = [
    Row(testDescription: "IN AL imm8", bytes: [0xE4, 0x21], log: "read 33 8", eax: 0x1234_5621),
    Row(testDescription: "IN EAX imm8", bytes: [0xE5, 0x21], log: "read 33 32", eax: 0x2121_2121),
    Row(
      testDescription: "IN AX imm8", bytes: [0x66, 0xE5, 0x21], log: "read 33 16",
      eax: 0x1234_2121),
    Row(testDescription: "IN AL DX", bytes: [0xEC], log: "read 43981 8", eax: 0x1234_56CD),
    Row(testDescription: "IN EAX DX", bytes: [0xED], log: "read 43981 32", eax: 0xCDCD_CDCD),
    Row(testDescription: "OUT imm8 AL", bytes: [0xE6, 0xE9], log: "write 233 8 120"),
    Row(testDescription: "OUT imm8 AX", bytes: [0x66, 0xE7, 0xE9], log: "write 233 16 22136"),
    Row(testDescription: "OUT DX AL", bytes: [0xEE], log: "write 43981 8 120"),
    Row(testDescription: "OUT DX EAX", bytes: [0xEF], log: "write 43981 32 305419896"),
    Row(testDescription: "OUTSB", bytes: [0x6E], log: "write 43981 8 17"),
    Row(testDescription: "OUTSD", bytes: [0x6F], log: "write 43981 32 1144201745"),
    Row(testDescription: "INSW", bytes: [0x66, 0x6D], log: "read 43981 16"),
  ]

  private func machine(cpl: UInt64 = 0) -> FlatMachine {
    var machine = FlatMachine(cpl: cpl)
    machine.cpu.ports = PortRecorder()
    machine[.eax] = 0x1234_5678
    machine[.edx] = 0xFFFF_ABCD
    (machine[.esi], machine[.edi]) = (0x4000, 0x5000)
    machine.setDword(0x4000, 0x4433_2211)
    return machine
  }

  private func log(_ machine: FlatMachine) -> [String] { (machine.cpu.ports as! PortRecorder).log }

  @Test(arguments: rows)
  func row(_ row: Row) {
    var machine = machine()
    #expect(machine.step(bytes: row.bytes).isCompleted)
    #expect(log(machine) == [row.log])
    #expect(machine[.eax] == row.eax)
  }

  @Test("INSD stores at ES:EDI and moves it")
  func insertsDword() {
    var machine = machine()
    #expect(machine.step(bytes: [0x6D]).isCompleted)
    #expect(machine.dword(0x5000) == 0xCDCD_CDCD)
    #expect((machine[.esi], machine[.edi]) == (0x4000, 0x5004))
  }

  @Test("REP OUTSB goes through memory")
  func repeats() {
    var machine = machine()
    machine[.ecx] = 2
    machine.cpu.memory.load([0xF3, 0x6E], at: 0x1000)
    #expect(machine.cpu.step().isCompleted)
    #expect(machine.cpu.step().isCompleted)
    #expect(log(machine) == ["write 43981 8 17", "write 43981 8 34"])
    #expect((machine[.esi], machine[.ecx], machine.cpu.eip.known) == (0x4002, 0, 0x1002))
  }

  @Test("INS with a fault in memory does not touch the port")
  func faultsFirst() {
    var machine = machine()
    machine.cpu[.es].limit = 0x4FFF
    #expect(machine.step(bytes: [0x6C]).fault == .protection)
    #expect(log(machine).isEmpty)
  }

  @Test("INTR is looked at after each access")
  func request() {
    var machine = machine()
    #expect(machine.step(bytes: [0xE4, 0x70]).isCompleted)
    #expect(machine.cpu.interruptRequest)
  }

  // MARK: Protection

  struct Permission: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var cpl: UInt64 = 3
    var iopl: UInt64 = 0
    var port: UInt64 = 0x21
    var bytes: [UInt8] = [0xEC]
    /// The byte of the map for ports 20h–27h, and the next.
    var map: [UInt8] = [0, 0]
    var tr: UInt64 = 0x8B
    var limit: UInt64 = 0x100
    let isAllowed: Bool
  }

  /// SDM 1 19.5: IOPL, and the map at the offset that the TSS holds at 66h; here 80h.
  static let permissions: [Permission] = [
    Permission(testDescription: "IOPL 3 at level 3", iopl: 3, map: [255, 255], isAllowed: true),
    Permission(testDescription: "level 0", cpl: 0, map: [255, 255], isAllowed: true),
    Permission(
      testDescription: "level 2 above IOPL 1", cpl: 2, iopl: 1, map: [2, 0], isAllowed: false),
    Permission(testDescription: "a clear bit", map: [0xFD, 0xFF], isAllowed: true),
    Permission(testDescription: "a set bit", map: [2, 0], isAllowed: false),
    Permission(
      testDescription: "a word looks at two bits", bytes: [0x66, 0xED], map: [4, 0],
      isAllowed: false),
    Permission(
      testDescription: "a word at no other", bytes: [0x66, 0xED], map: [0xF9, 0xFF], isAllowed: true
    ),
    Permission(
      testDescription: "a dword over a byte's end", port: 0x26, bytes: [0xED], map: [0, 2],
      isAllowed: false),
    Permission(
      testDescription: "a dword over a byte's end, clear", port: 0x26, bytes: [0xED],
      map: [0x3F, 0xFC], isAllowed: true),
    Permission(testDescription: "OUT alike", bytes: [0xEE], map: [2, 0], isAllowed: false),
    Permission(testDescription: "INS alike", bytes: [0x6C], map: [2, 0], isAllowed: false),
    Permission(testDescription: "OUTS alike", bytes: [0x6E], map: [2, 0], isAllowed: false),
    Permission(testDescription: "both bytes inside the limit", limit: 0x85, isAllowed: true),
    Permission(testDescription: "the second byte beyond the limit", limit: 0x84, isAllowed: false),
    Permission(testDescription: "a TSS of 16 bits has no map", tr: 0x83, isAllowed: false),
    Permission(testDescription: "a limit below 67h", limit: 0x66, isAllowed: false),
  ]

  @Test(arguments: permissions)
  func permission(_ row: Permission) {
    var machine = machine(cpl: row.cpl)
    machine[.edx] = row.port
    machine.flags = 2 | row.iopl << 12
    machine.cpu.tr = SegmentRegister(
      selector: 0x28, base: 0x6000, limit: Bits(row.limit), rights: Bits(row.tr))
    machine.cpu.memory.load([0x80, 0], at: 0x6066)
    machine.cpu.memory.load(row.map, at: 0x6084)
    let outcome = machine.step(bytes: row.bytes)
    #expect(outcome.fault == (row.isAllowed ? nil : .protection))
    #expect(outcome.faultCode == (row.isAllowed ? nil : 0))
    #expect(log(machine).count == (row.isAllowed ? 1 : 0))
  }

  @Test("in real-address mode all ports are allowed")
  func realMode() {
    var machine = FlatMachine.real()
    #expect(machine.step(bytes: [0xE4, 0x21]).isCompleted)
    #expect(machine[.eax] == 0xFF)
  }

  @Test(
    "an I/O breakpoint traps after the access where CR4.DE is set (SDM 3B 17.2.4)",
    arguments: [true, false])
  func breakpoint(_ hasExtensions: Bool) {
    var machine = machine()
    machine.cpu.cr4 = hasExtensions ? 8 : 0
    machine.cpu.debug.dr1 = 0x21
    machine.cpu.debug.dr7 = 0x0020_0404
    #expect(machine.step(bytes: [0xE4, 0x21]).isCompleted)
    #expect(machine.cpu.debugHits.known == (hasExtensions ? 2 : 0))
  }
}
