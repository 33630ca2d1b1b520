import Foundation
import Testing

@Suite("verify system")
struct SystemCommandTests {
  @Test func runsAreListed() throws {
    let result = try Command.verify.run("system")
    #expect(result.code == 0)
    #expect(result.out.contains("os1-sends "))
    #expect(result.out.contains("OS2 halts with interrupts off: OS1 stops with it"))
  }

  @Test func aRunShowsStepsCostsAndTheWire() throws {
    let result = try Command.verify.run("system", "os1-sends")
    #expect(result.code == 0)
    #expect(result.err == "")
    #expect(result.out.contains("fig.8 b-0   the pseudo-NIC takes OS1's packet  [1 copy]"))
    #expect(result.out.contains("virtual TSAD0  0h → 11A000h"))
    #expect(result.out.contains("02 00 00 00 00 fe 02 00 00 00 00 01 88 b5"))
    #expect(result.out.contains("the run is as the models say"))
  }

  @Test func aRunAsDataWithItsFramesAndImage() throws {
    try Scratch.with { scratch in
      let (pcap, image) = (scratch.appending(path: "a.pcap"), scratch.appending(path: "a.elf"))
      let result = try Command.verify.run(
        "system", "os1-receives", "--json", "--pcap", pcap.path, "--image", image.path)
      #expect(result.code == 0)
      let json = try result.json
      #expect(json["agrees"] as? Bool == true)
      #expect((json["steps"] as? [Any])?.isEmpty == false)
      let frames = try Data(contentsOf: pcap)
      // One frame of 64 bytes.
      #expect(frames.count == 24 + 16 + 64)
      #expect(try Data(contentsOf: image).starts(with: [0x7F, 0x45, 0x4C, 0x46]))
    }
  }

  @Test(arguments: [
    (["system", "nothing"], "found no run “nothing”: expected all or one of os1-sends"),
    (["system", "all", "--pcap", "x"], "expected its name"),
    (["system", "--trace"], "expected its name"),
  ])
  func usageIsTold(_ arguments: [String], _ text: String) throws {
    let result = try Command.verify.run(arguments)
    #expect(result.code == 64)
    #expect(result.err.contains(text))
    #expect(result.out == "")
  }

  @Test func aFileThatCantBeWrittenIsToldBeforeTheRun() throws {
    let result = try Command.verify.run("system", "os1-sends", "--pcap", "/nowhere/a.pcap")
    #expect(result.code == 65)
    #expect(result.err.contains("/nowhere/a.pcap"))
    #expect(result.out == "")
  }
}
