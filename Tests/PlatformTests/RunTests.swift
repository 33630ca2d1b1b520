import Foundation
import Testing

@testable import Platform

/// A folder for the files of one test.
private final class Folder {
  let url = FileManager.default.temporaryDirectory.appending(path: "platform-\(UUID())")

  init() throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let place = url.appending(path: name)
    try Data(bytes).write(to: place)
    return place.path
  }

  func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }
}

/// What a run wrote.
private final class Capture {
  var output: [UInt8] = []
  var log: [String] = []

  func streams() -> Run.Streams {
    Run.Streams(output: { self.output += $0 }, log: { self.log.append($0) })
  }
}

private func rom(_ code: String, parameter: UInt8 = 0) -> [UInt8] {
  Program.rom(code, parameter: parameter)
}

@Test func runWritesTheDebugPortAloneToItsOutput() throws {
  let folder = try Folder()
  var run = Run(image: try folder.file("rom", rom(Program.interrupts, parameter: 2)))
  run.mebibytes = 1
  let capture = Capture()
  let end = try run(capture.streams())
  #expect(end.exitCode == 0)
  #expect(capture.output == Array("aa".utf8))
  #expect(capture.log.first == "end: HLT with interrupts off")
}

/// Programs and how their runs end: AL is 41h and goes to port E9h first.
private let ends: [(String, String, UInt64, Int32, String)] = [
  ("interrupts off", "FA F4", .max, 0, "end: HLT with interrupts off"),
  // lidt cs:[zeros]; int3: no gate fits in a table of limit 0 in protected mode.
  (
    "triple fault", "0F 20 C0 0C 01 0F 22 C0 2E 0F 01 1E 00 80 CC", .max, 1, "end: triple fault"
  ),
  ("unknown", "0F 0A", .max, 2, "end: unknown instruction at 0x000f0004; the bytes there: 0f0a"),
  ("asleep", "FB F4", .max, 3, "end: HLT with interrupts on and none to come"),
  ("a loop", "EB FE", 5000, 5, "end: limit reached"),
]

@Test("ends", arguments: 0..<ends.count)
func runEnds(_ index: Int) throws {
  let (name, code, limit, status, text) = ends[index]
  let folder = try Folder()
  var run = Run(image: try folder.file("rom", rom("B0 41 E6 E9" + code)))
  run.mebibytes = 1
  run.limit = limit
  let capture = Capture()
  let end = try run(capture.streams())
  #expect(end.exitCode == status, "\(name): \(end)")
  #expect(capture.output == [0x41], "\(name)")
  #expect(capture.log[0].hasPrefix(text), "\(name): \(capture.log[0])")
}

@Test func dumpAndStateContinue() throws {
  let folder = try Folder()
  var first = Run(image: try folder.file("rom", rom(Program.interrupts, parameter: 4)))
  first.mebibytes = 1
  var second = first
  let (whole, parts) = (Capture(), Capture())
  _ = try first(whole.streams())
  first.limit = 700
  first.dump = folder.url.appending(path: "state.json").path
  #expect(try first(parts.streams()) == .limit)
  second.state = first.dump
  #expect(try second(parts.streams()) == .halted)
  #expect(parts.output == whole.output)
  second.generation = .pentium
  #expect(throws: InputError.self) { try second(Capture().streams()) }
  #expect(parts.log.last == whole.log.last)
}

@Test func theEndAndTheStateAreJSONWhereAsked() throws {
  let folder = try Folder()
  var run = Run(image: try folder.file("rom", rom("B0 41 E6 E9 FA F4")))
  run.json = true
  run.dump = folder.url.appending(path: "state.json").path
  let capture = Capture()
  _ = try run(capture.streams())
  let text = try #require(capture.log.first)
  let root = try #require(
    try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  #expect(capture.log.count == 1 && capture.output == [0x41])
  #expect(root["end"] as? String == "HLT with interrupts off" && root["exitCode"] as? Int == 0)
  // The jump at the reset vector comes first.
  #expect(root["instructions"] as? Int == 5)
  let dump = try JSONSerialization.jsonObject(
    with: Data(contentsOf: URL(filePath: run.dump!)))
  #expect(root["state"] as? NSDictionary == dump as? NSDictionary)
}

@Test func traceShowsInstructionsAndChanges() throws {
  let folder = try Folder()
  // mov al, 41h; mov [1234h], al; cli; hlt
  var run = Run(image: try folder.file("rom", rom("B0 41 A2 34 12 FA F4")))
  run.mebibytes = 1
  run.traces = true
  let capture = Capture()
  _ = try run(capture.streams())
  let lines = capture.log.prefix(5)
  #expect(lines[0].hasPrefix("         1 fffffff0  ljmp"))
  #expect(lines[0].contains("; cs.base=000f0000"))
  #expect(lines[1].hasPrefix("         2 000f0000  mov al, 0x41"))
  #expect(lines[1].hasSuffix("; eax=00000041"))
  #expect(lines[2].hasSuffix("; [00001234]=00000041"))
  #expect(lines[3].hasPrefix("         4 000f0005  cli"))
  #expect(lines[4].hasSuffix("; activity=halted"), "\(lines[4])")
}

/// What shuts a processor down whose IDT has room for nothing, and how a trace shows it.
private let shutdowns: [(event: String, code: String, line: String)] = [
  ("nmi: true", "49 EB FD", "-- NMI -> shutdown"),
  // The 8259A's mask is cleared, and interrupts are let in.
  ("interrupt: 0", "30 C0 E6 21 FB 49 EB FD", "-- interrupt -> shutdown"),
  ("{}", "CC", "int3 -> shutdown"),
]

@Test("the trace of a shutdown names what led to it", arguments: 0..<shutdowns.count)
func shutdownsAreNamed(_ index: Int) throws {
  let (event, code, line) = shutdowns[index]
  let folder = try Folder()
  // lidt cs:[zeros]
  var run = Run(image: try folder.file("rom", rom("2E 0F 01 1E 00 80" + code)))
  let text = event == "{}" ? "events: []" : "events:\n- {before: 12, \(event)}"
  run.schedule = try folder.file("s.yaml", text)
  run.traces = true
  run.limit = 100
  let capture = Capture()
  #expect(try run(capture.streams()) == .tripleFault)
  let last = try #require(capture.log.last { $0.contains("shutdown") && !$0.contains("end:") })
  #expect(last.contains("  \(line)"), "\(last)")
}

/// Bad input of every kind is an error with exit status 65 before anything runs.
@Test func badInputIsRefused() throws {
  let folder = try Folder()
  let image = try folder.file("rom", rom("FA F4"))
  func refused(_ change: (inout Run) throws -> Void) throws -> InputError {
    var run = Run(image: image)
    run.mebibytes = 1
    try change(&run)
    let capture = Capture()
    let error = try #require(throws: InputError.self) { try run(capture.streams()) }
    #expect(capture.output.isEmpty && capture.log.isEmpty)
    return error
  }
  for (path, reason) in [("/nowhere/rom", "No such file or directory"), ("/", "Is a directory")] {
    let error = try refused { $0.image = path }
    #expect(error.found == "no file that can be read (\(reason))")
    #expect(error.expected == "a file that can be read")
  }
  #expect(try refused { $0.image = try folder.file("empty", []) }.found == "an empty file")
  let large = try folder.file("large", [UInt8](repeating: 0, count: 1 << 20 + 1))
  #expect(try refused { $0.image = large }.found == "1048577 bytes")
  var elf = ELFFile()
  elf.elfClass = 2
  #expect(try refused { $0.image = try folder.file("elf", elf.bytes) }.found == "ELF class 2")
  let schedule = try folder.file("s.yaml", "events:\n- {before: 1, raise: 99}\n")
  let scheduleError = try refused { $0.schedule = schedule }
  #expect(
    "\(scheduleError)"
      == "\(schedule):2: found '99', expected an interrupt line from 0 to 15")
  let state = try folder.file("s.json", "{\n  \"time\": 3\n}")
  #expect(
    try "\(refused { $0.state = state })"
      == "\(state):2: found '3', expected 0x and a number of instructions up to 0x4000000000000000")
  for time in ["0xffffffffffffffff", "0x4000000000000001"] {
    let late = try folder.file("late.json", "{\"time\": \"\(time)\"}")
    #expect(try refused { $0.state = late }.found == "'\(time)'")
  }
  for (name, value) in [("eflags", "0x20002"), ("cr0", "0x80000000"), ("cr4", "0x20")] {
    let text = "{\"processor\": {\n\"\(name)\": \"\(value)\"}}"
    let wrong = try folder.file("\(name).json", text)
    let error = try refused { $0.state = wrong }
    #expect(error.place == .line(2))
    #expect(error.found == "'\(value)'")
  }
  for (text, line) in [("cpu: '486'", 1), ("{\n# no\n}", 2), ("{\n\"cpu\": \"486\"", 2)] {
    let yaml = try folder.file("yaml.json", text)
    let error = try refused { $0.state = yaml }
    #expect(error.expected == "well-formed JSON" && error.place == .line(line), "\(error)")
  }
  let other = try folder.file("other.json", "{\n\"cpu\": \"486\"}")
  #expect(
    try "\(refused { $0.state = other })"
      == "\(other):2: found '486', expected 'pentium-iii', the processor of this run")
  let cut = try folder.file("cut.json", "{\n\"time\": ")
  #expect(try refused { $0.state = cut }.expected == "well-formed JSON")
  let bytes = try folder.file("binary", [0xFF, 0xFE])
  #expect(try refused { $0.state = bytes }.expected == "text")
}
