import Foundation
import TestSupport
import Testing

@Suite("Ctrl-C")
struct InterruptTests {
  @Test func whatIsKnownIsSaid() throws {
    let (out, err) = (Pipe(), Pipe())
    let process = try Command.example.start(
      ["check", "factors", "separate-stacks", "--jobs", "2"], out: out, err: err)
    var text = ""
    while !text.contains("separate-stacks") {
      let data = out.fileHandleForReading.availableData
      if data.isEmpty { break }
      text += String(decoding: data, as: UTF8.self)
    }
    process.interrupt()
    process.waitUntilExit()
    text += String(decoding: try out.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    #expect(process.terminationReason == .exit && process.terminationStatus == 130)
    #expect(text.contains("interrupted; 1 proved, 1 not decided"), "\(text)")
  }

  /// `mov al, 41h; out E9h, al; mov al, 0Ah; out E9h, al; jmp $`
  @Test func aRunShowsItsOutputAtOnceAndItsEnd() throws {
    try Rom.with("B0 41 E6 E9 B0 0A E6 E9 EB FE") { rom in
      let (out, err) = (Pipe(), Pipe())
      let dump = rom + ".json"
      let process = try Command.verify.start(["run", rom, "--dump", dump], out: out, err: err)
      // It never ends by itself: this is what is seen before.
      #expect(out.fileHandleForReading.availableData == Data("A\n".utf8))
      process.interrupt()
      let log = String(decoding: try err.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 130)
      #expect(log.hasPrefix("end: interrupted\ntime ") && log.contains("eip 00000008"), "\(log)")
      #expect(
        try JSONSerialization.jsonObject(with: Data(contentsOf: URL(filePath: dump)))
          is [String: Any])
    }
  }

  @Test func aMutationSaysHowFarItCame() throws {
    let (out, err) = (Pipe(), Pipe())
    let process = try Command.example.start(
      ["mutate", "two threads", "--jobs", "1"], out: out, err: err)
    var text = String(decoding: out.fileHandleForReading.availableData, as: UTF8.self)
    process.interrupt()
    text += String(decoding: try out.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 130)
    let end = try #require(text.split(separator: "\n").last)
    let match = try #require(end.wholeMatch(of: /interrupted: (\d+) of (\d+) mutants decided: .*/))
    #expect(Int(match.1)! < Int(match.2)!, "\(end)")
  }

  @Test(
    "JSON is whole and says that it was interrupted",
    arguments: [["mutate"], ["saveset"], ["saveset", "--save-set", "SET"]])
  func jsonIsWhole(arguments: [String]) throws {
    try Scratch.with { scratch in
      let set = scratch.appending(path: "set.yaml")
      try Data("- eax\n".utf8).write(to: set)
      let (out, started) = (Pipe(), Date())
      let process = try Command.verify.start(
        arguments.map { $0 == "SET" ? set.path : $0 } + ["--json", "--jobs", "1"], out: out,
        err: FileHandle.nullDevice)
      // Ctrl-C is answered once the second thread is there.
      while process.isRunning, threads(process) < 2, started.timeIntervalSinceNow > -60 {
        usleep(1000)
      }
      process.interrupt()
      let data = try out.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationReason == .exit && process.terminationStatus == 130)
      let root = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let summary = root["summary"] as? [String: Any] ?? root
      #expect(summary["interrupted"] as? Bool == true)
    }
  }

  private func threads(_ process: Process) -> Int {
    Scratch.names(URL(filePath: "/proc/\(process.processIdentifier)/task")).count
  }

  @Test("an export leaves nothing behind", arguments: [SIGINT, SIGTERM])
  func export(signal: Int32) throws {
    try Scratch.with { scratch in
      let output = scratch.appending(path: "queries")
      let process = try Command.example.start(
        ["export", "--output", output.path], out: FileHandle.nullDevice,
        err: FileHandle.nullDevice)
      // The directory beside its place is the first thing made; the wait ends with it.
      while Scratch.names(scratch).isEmpty, process.isRunning { usleep(1000) }
      usleep(200_000)
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      #expect(process.terminationReason == .exit)
      #expect(process.terminationStatus == 128 + signal)
      #expect(Scratch.names(scratch).isEmpty)
    }
  }
}
