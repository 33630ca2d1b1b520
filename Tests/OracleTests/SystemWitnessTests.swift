import Foundation
import Models
import Replay
import TestSupport
import Testing

/// The whole system's images on QEMU's processor and its RTL8139, beside the same runs on ours.
@Suite(
  "The whole system against QEMU", .serialized, .enabled(if: Oracle.has("qemu-system-i386")))
struct SystemWitnessTests {
  private static func scenario(_ name: String) -> SystemScenario {
    SystemScenario.all.first { $0.name == name }!
  }

  /// A doubleword of an OS's memory, by its linear address.
  private static func word(_ machine: QTest, _ os: OS, _ address: UInt32) throws -> UInt64 {
    try machine.load(UInt64(SystemLayout.layout[os].physical(address)!), 4)
  }

  private static func ticks(_ machine: QTest) throws -> UInt64 {
    try word(machine, .os1, SystemLayout.OS1.ticks)
  }

  /// Waits up to ten seconds.
  private static func wait(_ condition: () throws -> Bool) throws -> Bool {
    for _ in 0..<1000 {
      if try condition() { return true }
      usleep(10_000)
    }
    return false
  }

  /// A machine on which OS1 has begun to run.
  private static func started(_ scenario: SystemScenario) throws -> QTest {
    let machine = try QTest(device: "rtl8139", kernel: try scenario.file())
    #expect(try wait { try ticks(machine) > 2 }, "OS1 runs on QEMU")
    return machine
  }

  @Test func os1sFrameIsTheSame() throws {
    let scenario = Self.scenario("os1-sends")
    let machine = try Self.started(scenario)
    let sent = machine.sentFrames()
    #expect(sent == (try scenario.run().run.sent))
  }

  @Test(arguments: [
    "os1-gives-an-address-of-os2", "os1-gives-an-address-across-its-end",
    "os1-gives-an-address-that-wraps",
  ])
  func nothingIsSentFromAnAddressThatIsNotOS1s(_ name: String) throws {
    let machine = try Self.started(Self.scenario(name))
    #expect(machine.sentFrames().isEmpty)
  }

  @Test func framesReachTheirOS() throws {
    let machine = try Self.started(Self.scenario("os1-receives"))
    func received() throws -> [UInt64] {
      [
        try Self.word(machine, .os1, SystemLayout.OS1.received),
        try Self.word(machine, .os2, SystemLayout.OS2.received),
      ]
    }
    func receive(_ address: [UInt8]) {
      machine.receive(SystemDesign.frame(to: address, from: SystemDesign.peer, "a frame"))
    }
    receive(SystemDesign.address1)
    #expect(try Self.wait { try received() == [1, 0] })
    receive(SystemDesign.address2)
    #expect(try Self.wait { try received() == [1, 1] })
    // OS1 is interrupted at once; OS2's software has its packet when OS2 runs again.
    receive(Array(repeating: 0xFF, count: 6))
    #expect(try Self.wait { try received() == [2, 1] })
    receive(SystemDesign.peer)
    #expect(try Self.wait { try received() == [2, 2] })
  }

  /// Runs in which an OS stops, but those with an NMI: of those with the watchdog's task, that which a
  /// double fault enters.
  private static let stops = SystemScenario.all.filter { scenario in
    let isByDoubleFault = scenario.design.stops[.os2] == .brokenStack
    return !scenario.design.stops.isEmpty && (!scenario.design.hasWatchdog || isByDoubleFault)
  }.map(\.name)

  /// Whether the other OS goes on: OS1 by its timer, OS2 by a frame.
  @Test(arguments: stops)
  func aStopIsTheSame(_ name: String) throws {
    let scenario = Self.scenario(name)
    let os: OS = scenario.design.stops[.os1] != nil ? .os1 : .os2
    let machine = try Self.started(scenario)
    machine.receive(
      SystemDesign.frame(
        to: os == .os1 ? SystemDesign.address1 : SystemDesign.address2, from: SystemDesign.peer,
        type: SystemDesign.stopType, "stop"))
    usleep(300_000)
    let run = try scenario.run().run
    let stopped = try #require(run.stopped)
    if os == .os2 {
      let before = try Self.ticks(machine)
      usleep(200_000)
      #expect(try (Self.ticks(machine) > before) == (run.last.ticks1 > stopped.ticks1))
    } else {
      machine.receive(
        SystemDesign.frame(to: SystemDesign.address2, from: SystemDesign.peer, "for OS2"))
      usleep(200_000)
      let received = try Self.word(machine, .os2, SystemLayout.OS2.received)
      #expect((received > 0) == (run.last.received2 > stopped.received2))
    }
  }
}
