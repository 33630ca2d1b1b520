import Foundation
import Testing

/// `verify layout`, `verify routine` and `verify replay` on the examples and on bad input.
@Suite("Layouts, routines and replays from files")
struct RoutineCommandTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  static func example(_ name: String) throws -> String {
    try String(contentsOf: root.appending(path: "Examples/\(name)"), encoding: .utf8)
  }

  /// Runs a command on files that are made of texts.
  static func run(
    _ arguments: [String], _ files: [String: Data]
  ) throws -> Command.Result {
    try Scratch.with { scratch in
      for (name, data) in files { try data.write(to: scratch.appending(path: name)) }
      return try Command.verify.run(
        arguments.map { files[$0] == nil ? $0 : scratch.appending(path: $0).path })
    }
  }

  /// The bytes of an assembler's output; nil where there is no assembler.
  static func assembled(_ text: String, _ command: String, _ flags: [String]) throws -> Data? {
    try Scratch.with { scratch in
      let (source, object) = (scratch.appending(path: "r.s"), scratch.appending(path: "r.o"))
      try Data(text.utf8).write(to: source)
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = [command] + flags + ["-o", object.path, source.path]
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      return process.terminationStatus == 0 ? try Data(contentsOf: object) : nil
    }
  }

  @Test func theExampleLayoutIsContinuous() throws {
    let text = try Self.example("layout.yaml")
    let result = try Self.run(["layout", "l.yaml", "--json"], ["l.yaml": Data(text.utf8)])
    #expect(result.code == 0)
    #expect(try result.json["theorems"] != nil)
  }

  @Test func anUnmappedPageIsNamed() throws {
    let text = try Self.example("layout.yaml").split(
      separator: "\n", omittingEmptySubsequences: false)
    let last = text.lastIndex { $0.contains("linear: 0xF0001000") }!
    let cut = text.enumerated().filter { $0.offset != last }.map(\.element).joined(separator: "\n")
    let result = try Self.run(["layout", "l.yaml"], ["l.yaml": Data(cut.utf8)])
    #expect(result.code == 10)
    #expect(result.out.contains("the switch region at F0001"))
    #expect(result.out.contains("OS2's page tables"))
  }

  @Test func anAddressIsFoundForTheSwitchRegion() throws {
    let text = try Self.example("layout.yaml").split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .filter { !$0.contains("- {linear: 0xF000") }.joined(separator: "\n")
    .replacing("switch: {linear: 0xF0000000, ", with: "switch: {")
    let result = try Self.run(["layout", "l.yaml", "--solve"], ["l.yaml": Data(text.utf8)])
    #expect(result.code == 0)
    #expect(result.out.contains("The switch region fits at 0xFFFFD000"))
  }

  // MARK: Routines

  @Test func theExampleRoutineIsProved() throws {
    guard let object = try Self.assembled(Self.example("routine.s"), "as", ["--32"]) else { return }
    let layout = Data(try Self.example("routine.yaml").utf8)
    let result = try Self.run(
      ["routine", "r.o", "--layout", "l.yaml"], ["r.o": object, "l.yaml": layout])
    #expect(result.code == 0, "\(result.out)\(result.err)")
  }

  @Test func aRoutineOfNASMIsProved() throws {
    let source = try Self.example("routine.asm")
    guard let object = try Self.assembled(source, "nasm", ["-f", "elf32"]) else { return }
    let layout = Data(try Self.example("routine-nasm.yaml").utf8)
    let files = ["r.o": object, "l.yaml": layout]
    let result = try Self.run(["routine", "r.o", "--layout", "l.yaml"], files)
    #expect(result.code == 0, "\(result.out)\(result.err)")
    // What a save set does not ask for may be lost.
    let without = try #require(
      try Self.assembled(
        source.replacing("        mov     [save%1 + 44], gs\n", with: ""), "nasm", ["-f", "elf32"]))
    let lost = try Self.run(
      ["routine", "r.o", "--layout", "l.yaml", "--json"], ["r.o": without, "l.yaml": layout])
    #expect(lost.code == 10)
    let old = try Self.run(["routine", "r.o", "--layout", "l.yaml", "--cpu", "486"], files)
    #expect(old.code == 65)
    #expect(old.err.contains("none: a 486 has no PSE"), "\(old.err)")
  }

  /// The same code as a flat binary: its places are addresses.
  @Test func aFlatBinaryIsTakenWithAddresses() throws {
    let source = try Self.example("routine.asm").replacing(
      "        section .data", with: "align 4096"
    )
    .replacing("        global  from_1, from_2", with: "        org 0xF0000000")
    guard let code = try Self.assembled(source, "nasm", ["-f", "bin"]) else { return }
    let layout = try Self.example("routine-nasm.yaml")
      .replacing("{os1: save1, os2: save2}", with: "{os1: 0xF0001000, os2: 0xF0001100}")
    let symbols = try Self.run(
      ["routine", "r.bin", "--layout", "l.yaml"],
      ["r.bin": code, "l.yaml": Data(layout.utf8)])
    #expect(symbols.code == 65)
    #expect(symbols.err.contains("an address: "), "\(symbols.err)")
    let second = code.firstRange(of: Data([0x36, 0xA3, 0x00, 0x11, 0x00, 0xF0]))
    let start = try #require(second).lowerBound
    let entries = "{os1: 0xF0000000, os2: \(0xF000_0000 + start)}"
    let numbered = layout.replacing("{os1: from_1, os2: from_2}", with: entries)
    let result = try Self.run(
      ["routine", "r.bin", "--layout", "l.yaml"],
      ["r.bin": code, "l.yaml": Data(numbered.utf8)])
    #expect(result.code == 0, "\(result.out)\(result.err)")
  }

  @Test func aSaveSetSaysWhatMustSurvive() throws {
    guard let object = try Self.assembled(Self.example("routine.s"), "as", ["--32"]) else { return }
    let layout = Data(try Self.example("routine.yaml").utf8)
    let arguments = ["routine", "r.o", "--layout", "l.yaml", "--save-set", "s.yaml"]
    let good = try Self.run(
      arguments, ["r.o": object, "l.yaml": layout, "s.yaml": Data("- eax\n- cr3\n".utf8)])
    #expect(good.code == 0)
    let bad = try Self.run(
      arguments, ["r.o": object, "l.yaml": layout, "s.yaml": Data("- eax\n- rax\n".utf8)])
    #expect(bad.code == 65)
    #expect(bad.err.contains("s.yaml:2"), "\(bad.err)")
  }

  @Test func anItemInTheWrongSlotIsNamed() throws {
    let text = try Self.example("routine.s").replacing("pushl   %es", with: "pushl   %ds")
    guard let object = try Self.assembled(text, "as", ["--32"]) else { return }
    let layout = Data(try Self.example("routine.yaml").utf8)
    let result = try Self.run(
      ["routine", "r.o", "--layout", "l.yaml"], ["r.o": object, "l.yaml": layout])
    #expect(result.code == 10)
    #expect(result.out.contains("OS1's es is not in its slot; the slot holds OS1's ds"))
  }

  /// What is changed in the example, and what the error must say.
  static let badLayouts: [(from: String, to: String, says: String)] = [
    ("cr3: 0x00180000", "cr3: 0x00180010", "expected cr3 as a multiple of 0x1000"),
    ("cpu: pentium ", "cpu: pentium-iv ", "expected one of 486, pentium"),
    ("linear: 0x08048000", "linear: 0xC0001000", "expected each linear address mapped once"),
    ("    thread: 0x33", "    threads: 0x33", "expected one of kernel-code"),
    ("ldt: 0x00102C00", "# no LDT", "expected “ldt”"),
    ("lines: [2, 3,", "lines: [0, 2, 3,", "expected one owner of a line"),
    ("size: 0x2000}", "size: 0x1000}", "expected a page of code and one of data"),
  ]

  @Test(arguments: badLayouts.indices)
  func aBadLayoutIsRefused(_ index: Int) throws {
    let bad = Self.badLayouts[index]
    let text = try Self.example("layout.yaml").replacing(bad.from, with: bad.to)
    let result = try Self.run(["layout", "l.yaml"], ["l.yaml": Data(text.utf8)])
    #expect(result.code == 65)
    #expect(result.err.contains(bad.says), "\(result.err)")
    #expect(result.err.contains("l.yaml:"), "\(result.err)")
  }

  /// Changes to the example's routine entry, and what the error must say.
  static let badRoutines: [(from: String, to: String, says: String)] = [
    ("from_1, os2", "from_one, os2", "“from_one”, expected an address or a symbol"),
    ("ebx: {stack: 32}", "ebxx: {stack: 32}", "expected an item of a context"),
    ("save1_cr0,", "save1_cr2,", "a slot for cr2"),
    ("entries:", "entrances:", "expected one of base"),
  ]

  @Test(arguments: badRoutines.indices)
  func aBadRoutineEntryIsRefused(_ index: Int) throws {
    guard let object = try Self.assembled(Self.example("routine.s"), "as", ["--32"]) else { return }
    let bad = Self.badRoutines[index]
    let text = try Self.example("routine.yaml").replacing(bad.from, with: bad.to)
    let result = try Self.run(
      ["routine", "r.o", "--layout", "l.yaml"], ["r.o": object, "l.yaml": Data(text.utf8)])
    #expect(result.code == 65)
    #expect(result.err.contains(bad.says), "\(result.err)")
  }

  @Test func badObjectsAreRefused() throws {
    guard let object = try Self.assembled(Self.example("routine.s"), "as", ["--32"]) else { return }
    let layout = Data(try Self.example("routine.yaml").utf8)
    var wide = object
    wide[4] = 2
    let undefined = try Self.assembled(
      Self.example("routine.s") + "\n.text\ncall elsewhere\n", "as", ["--32"])!
    let cases: [(Data, String)] = [
      (object.prefix(100), "the end of the file"), (wide, "ELF class 2"),
      (undefined, "a relocation by “elsewhere”, which is not defined"), (Data(), "an empty file"),
    ]
    for (bytes, says) in cases {
      let result = try Self.run(
        ["routine", "r.o", "--layout", "l.yaml"], ["r.o": bytes, "l.yaml": layout])
      #expect(result.code == 65)
      #expect(result.err.contains(says), "\(result.err)")
    }
  }

  // MARK: Replay

  @Test func aCounterexampleFailsOnTheProcessorAsTheTraceSays() throws {
    let result = try Command.verify.run("replay", "paper-set-keeps-whole-context")
    #expect(result.code == 0)
    #expect(result.out.contains("⇒ on the processor: fpu is"))
    #expect(result.out.contains("the processor does what the trace says"))
  }

  @Test func aShutdownIsAShutdown() throws {
    let result = try Command.verify.run("replay", "os2-runs-as-if-alone-beside-broken-stacks")
    #expect(result.code == 0)
    #expect(result.out.contains("⇒ the processor has shut down"))
  }
}
