import Foundation
import TestSupport
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

  @Test func anUnknownRunIsToldWithTheNearest() throws {
    let result = try Command.verify.run("system", "os1-send")
    #expect(result.code == 65 && result.out == "")
    #expect(result.err.contains("no run “os1-send”; did you mean “os1-sends”"), "\(result.err)")
  }

  @Test(arguments: [
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

/// `verify run` with a network card.
@Suite("verify run --nic")
struct RunWithCardTests {
  /// Reads the card's Vendor ID and Device ID by CF8h and CFCh, writes Y to port E9h where they are
  /// 10ECh and 8139h, and halts.
  private static let identify =
    "66 BA F8 0C 00 00 66 B8 00 18 00 80 66 EF 66 BA FC 0C 00 00 66 ED "
    + "66 3D EC 10 39 81 75 04 B0 59 E6 E9 F4"

  @Test func theCardIsDevice3() throws {
    try Rom.with(Self.identify) { rom in
      let result = try Command.verify.run("run", rom, "--nic", "RTL8139C", "--limit", "1000")
      #expect(result.code == 0)
      #expect(result.out == "Y")
      #expect(try Command.verify.run("run", rom, "--limit", "1000").out == "")
    }
  }

  @Test func theWholeSystemRunsFromItsImage() throws {
    try Scratch.with { scratch in
      let (image, pcap) = (scratch.appending(path: "s").path, scratch.appending(path: "p").path)
      #expect(try Command.verify.run("system", "os1-sends", "--image", image).code == 0)
      let result = try Command.verify.run(
        "run", image, "--cpu", "pentium", "--nic", "RTL8139C", "--pcap", pcap, "--limit", "4000")
      #expect(result.code == 5)
      let frames = try Data(contentsOf: URL(filePath: pcap))
      #expect(frames.dropFirst(24 + 16 + 14).starts(with: "from OS1".utf8))
    }
  }

  @Test(arguments: [
    (["--pcap", "x"], 64, "--pcap without --nic"),
    (["--nic", "RTL8139C", "--dump", "x"], 64, "--nic excludes --state and --dump"),
    (["--nic", "82540EM"], 64, "RTL8139C"),
  ])
  func usageIsTold(_ arguments: [String], _ code: Int32, _ text: String) throws {
    try Rom.with("F4") { rom in
      let result = try Command.verify.run(["run", rom] + arguments)
      #expect(result.code == code && result.err.contains(text))
    }
  }

  @Test(arguments: [
    ("frame: \"ffffffffffff02000000000308004500\"", "a frame, expected none, or a network card"),
    ("frame: \"0102\"", "14 to 1514 bytes"), ("frame: 5", "14 to 1514 bytes"),
  ])
  func aFrameOfAScheduleIsChecked(_ event: String, _ text: String) throws {
    try Scratch.with { scratch in
      let file = scratch.appending(path: "s.yaml")
      try Data("events:\n  - {before: 5, \(event)}\n".utf8).write(to: file)
      try Rom.with("F4") { rom in
        let result = try Command.verify.run("run", rom, "--schedule", file.path)
        #expect(result.code == 65 && result.err.contains(text))
      }
    }
  }
}
