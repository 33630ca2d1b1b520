import Foundation
import Logic
import Models
import Platform
import Replay
import Report
import Specification
import TestSupport
import Testing

/// Traces as images that a bare machine boots: our machine, QEMU and Bochs must print the same.
@Suite("Images of traces", .serialized)
struct ReplayImageTests {
  private static let programs = Oracle.has("unshare", "bochs", "qemu-system-i386")

  private static let golden = Oracle.package.appending(path: "Tests/ProofsTests/Golden")

  private static func trace(_ name: String) throws -> Trace {
    let file = golden.appending(path: "\(name).itf.json")
    return try ITF.trace(String(contentsOf: file, encoding: .utf8), file: file.path)
  }

  /// What the machines print for an image, as text from its first line to its verdict.
  private struct Prints {
    var ours: String
    var end: End
    var others: [(name: String, text: String)] = []
  }

  private static func run(_ trace: Trace, run: Int = 0, bochs: Bool) throws -> Prints {
    let image = try ReplayImage(trace, run: run)
    let directory = try Oracle.temporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    let (kernel, rom) = (
      directory.appending(path: "image.elf"), directory.appending(path: "image.rom")
    )
    try Data(image.multiboot).write(to: kernel)
    if bochs { try Data(try image.rom()).write(to: rom) }
    let (text, end) = try ours(image.multiboot)
    var prints = Prints(ours: text, end: end)
    let qemu = Oracle.scripts.appending(path: "run-qemu")
    prints.others.append(
      ("qemu", said(try Oracle.run(qemu, [kernel.path, "-kernel"]))))
    guard bochs else { return prints }
    prints.others.append(
      ("bochs", said(try Oracle.run(Oracle.scripts.appending(path: "run-bochs"), [rom.path]))))
    return prints
  }

  private static func ours(_ bytes: [UInt8]) throws -> (text: String, end: End) {
    let image = try Image(bytes, file: "image", mebibytes: 16)
    var machine = Machine(.pentiumIII, image: image, mebibytes: 16)
    let end = machine.run(until: 20_000_000)
    return (said(Data(machine.devices.debugOutput.map { UInt8($0.known!) })), end)
  }

  /// The lines of the image among those that Bochs' debugger prints.
  private static func said(_ output: Data) -> String {
    let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
    guard let first = lines.firstIndex(where: { $0.hasPrefix("replay of ") }) else { return "" }
    let last = lines[first...].firstIndex { $0 == "same" || $0.hasPrefix("different: ") }
    return lines[first...(last ?? lines.count - 1)].joined(separator: "\n")
  }

  // MARK: Traces of theorems

  private static let refuted = [
    "a-5-returns-to-user-mode", "hidden-parts-survive-table-edits",
    "os2-cannot-hold-up-os1s-lines", "os2-cannot-mask-os1s-lines",
    "os2-runs-as-if-alone-beside-broken-stacks", "paper-set-hides-os1-from-os2",
    "paper-set-keeps-whole-context", "paper-set-runs-os2-as-if-alone",
  ]

  @Test(.enabled(if: programs), arguments: refuted)
  func counterexamplesComeToTheSameEndOnEveryMachine(_ name: String) throws {
    let trace = try Self.trace(name)
    for number in trace.runs.indices {
      let isFirst = number == 0
      let prints = try Self.run(trace, run: number, bochs: isFirst)
      #expect(prints.ours.hasSuffix("\nsame"), "\(prints.ours)")
      let isDown = name.hasSuffix("broken-stacks")
      #expect(prints.end == (isDown ? .tripleFault : .halted))
      for (machine, text) in prints.others { #expect(text == prints.ours, "\(machine)") }
    }
  }

  /// Three lines (the timer and both serial ports), HLT, traps, masks, descriptors that are edited.
  @Test(.enabled(if: programs), arguments: 1...4 as ClosedRange<UInt64>)
  func anyRunComesToTheSameEndOnEveryMachine(_ seed: UInt64) throws {
    let design: SwitchDesign = seed % 3 == 0 ? .complete(.pentiumIII) : .complete(.pentium)
    let trace = RandomTrace.trace(
      design, steps: 30, lines: seed % 2 == 0 ? 2 : 3, seed: seed)
    let prints = try Self.run(trace, bochs: seed >= 3)
    #expect(prints.ours.hasSuffix("\nsame"), "\(prints.ours)")
    for (machine, text) in prints.others { #expect(text == prints.ours, "\(machine)") }
  }

  // MARK: Wrong traces

  /// One word of the trace changed: the save area's, a register's, a frame's, the controller's, and
  /// one that is nowhere in the machine.
  @Test(arguments: [
    ("saved.os1.fpu", 6), ("cpu.gdtr", 6), ("interrupts", 3), ("stopped.os2.cpu.eax", 4),
    ("os1.memory", 2),
  ])
  func aWrongWordOfTheTraceIsNoticed(_ path: String, _ index: Int) throws {
    let trace = try Self.trace("os2-cannot-mask-os1s-lines")
    let wrong = try trace.changing(path, at: index)
    let report = try Replayer.replay(wrong)
    #expect(!report.agrees)
    #expect(report.steps[index - 1].differences.contains { $0.hasPrefix("\(path) is ") })
    let (text, end) = try Self.ours(ReplayImage(wrong).multiboot)
    #expect(end == .halted)
    #expect(text.hasSuffix("\ndifferent: step \(index), \(path)"), "\(text)")
  }

  @Test(.enabled(if: programs))
  func aWrongWordIsNoticedOnEveryMachine() throws {
    let trace = try Self.trace("paper-set-keeps-whole-context").changing("saved.os1.ebx", at: 5)
    let prints = try Self.run(trace, bochs: true)
    #expect(prints.ours.hasSuffix("\ndifferent: step 5, saved.os1.ebx"))
    #expect(try Self.ours(ReplayImage(trace).rom()).text == prints.ours)
    for (machine, text) in prints.others { #expect(text == prints.ours, "\(machine)") }
  }

  @Test func linesBeyondTheDevicesAreRefused() throws {
    let trace = RandomTrace.trace(.complete(.pentium), steps: 60, lines: 5, seed: 1)
    #expect(throws: ReplayError.self) { try ReplayImage(trace) }
  }
}

extension Trace {
  /// The trace with one word of one state another.
  fileprivate func changing(_ path: String, at state: Int) throws -> Trace {
    let index = try #require(names.firstIndex { $0.path == path })
    var runs = runs
    runs[0].states[state][index] = .word(runs[0].states[state][index].word ^ 1)
    return Trace(
      specification: specification, names: names, runs: runs, conclusion: conclusion)
  }
}
