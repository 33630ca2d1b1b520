import Foundation
import TestSupport
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
    // What is shown has been judged: the table comes first.
    let parts = result.out.components(separatedBy: "The switch region fits at 0xFFFFD000")
    #expect(parts.count == 2)
    #expect(parts[0].contains("4 proved, all as declared"))
    let json = try Self.run(
      ["layout", "l.yaml", "--solve", "--json"], ["l.yaml": Data(text.utf8)])
    let placed = try #require(try json.json["placed"] as? [String: String])
    #expect(placed["linear"] == "0xFFFFD000" && placed["size"] == "0x2000")
  }

  @Test func whereThereIsNoRoomIsShown() throws {
    let text = try Self.example("layout.yaml").split(
      separator: "\n", omittingEmptySubsequences: false
    )
    .filter { !$0.contains("- {linear: 0xF000") }.joined(separator: "\n")
    .replacing("switch: {linear: 0xF0000000, ", with: "switch: {")
    // The page tables of so much grow beyond what lies behind them.
    .replacing("cr3: 0x00100000", with: "cr3: 0x01000000")
    .replacing(
      "    - {linear: 0xC0000000, physical: 0x00110000, size: 0x8000}",
      with: """
            - {linear: 0xC0000000, physical: 0x00110000, size: 0x8000}
            - {linear: 0x00001000, physical: 0x02000000, size: 0x8047000}
            - {linear: 0x0804C000, physical: 0x02000000, size: 0xB7FB3000}
            - {linear: 0xC0008000, physical: 0x02000000, size: 0x3FFF6000}
        """)
    let files = ["l.yaml": Data(text.utf8)]
    let result = try Self.run(["layout", "l.yaml", "--solve"], files)
    #expect(result.code == 10)
    #expect(result.out.contains("No gap of 0x2000 is free in both OSes; the largest is 0x1000 at"))
    #expect(result.out.contains("OS1  0xC0008000 to 0xFFFFE000"), "\(result.out)")
    #expect(result.out.contains("OS2  0x40000000 to 0x40400000"))
    let json = try Self.run(["layout", "l.yaml", "--solve", "--json"], files)
    #expect(json.code == 10)
    #expect(try (json.json["used"] as? [Any])?.count == 8)
  }

  // MARK: JSON

  /// As of `verify check`: the same fields, and nothing else on standard output.
  @Test func jsonHasTheFormOfCheck() throws {
    let check = try Command.verify.run("check", "no-switch-for-own-interrupt", "--json").json
    let fields = try #require((check["theorems"] as? [[String: Any]])?.first).keys.sorted()
    let text = try Self.example("layout.yaml")
    let refuted = text.replacing("physical: 0x00201000", with: "physical: 0x00300000")
    for (text, code, verdict) in [(text, 0, "proved"), (refuted, 10, "refuted")] {
      let result = try Self.run(["layout", "l.yaml", "--json"], ["l.yaml": Data(text.utf8)])
      #expect(result.code == Int32(code))
      let theorems = try #require(try result.json["theorems"] as? [[String: Any]])
      #expect(theorems.count == 4)
      #expect(theorems.allSatisfy { $0.keys.sorted() == fields })
      #expect(theorems.allSatisfy { $0["verdict"] as? String == verdict })
    }
  }

  // MARK: Routines

  @Test(.enabled(if: Oracle.has("as"))) func theExampleRoutineIsProved() throws {
    let object = try Oracle.assembled(Self.example("routine.s"), "as", ["--32"])
    let layout = Data(try Self.example("routine.yaml").utf8)
    let result = try Self.run(
      ["routine", "r.o", "--layout", "l.yaml"], ["r.o": object, "l.yaml": layout])
    #expect(result.code == 0, "\(result.out)\(result.err)")
  }

  @Test(.enabled(if: Oracle.has("nasm"))) func aRoutineOfNASMIsProved() throws {
    let source = try Self.example("routine.asm")
    let object = try Oracle.assembled(source, "nasm", ["-f", "elf32"])
    #expect(object.contains(0xA3), "a move from EAX to a moffs")
    let layout = Data(try Self.example("routine-nasm.yaml").utf8)
    let files = ["r.o": object, "l.yaml": layout]
    let result = try Self.run(["routine", "r.o", "--layout", "l.yaml"], files)
    #expect(result.code == 0, "\(result.out)\(result.err)")
    // What a save set does not ask for may be lost.
    let without = try Oracle.assembled(
      source.replacing("        mov     [save%1 + 44], gs\n", with: ""), "nasm", ["-f", "elf32"])
    let lost = try Self.run(
      ["routine", "r.o", "--layout", "l.yaml", "--json"], ["r.o": without, "l.yaml": layout])
    #expect(lost.code == 10)
    let old = try Self.run(["routine", "r.o", "--layout", "l.yaml", "--cpu", "486"], files)
    #expect(old.code == 65)
    #expect(old.err.contains("none: a 486 has no PSE"), "\(old.err)")
  }

  /// The same code as a flat binary: its places are addresses.
  @Test(.enabled(if: Oracle.has("nasm"))) func aFlatBinaryIsTakenWithAddresses() throws {
    let source = try Self.example("routine.asm").replacing(
      "        section .data", with: "align 4096"
    )
    .replacing("        global  from_1, from_2", with: "        org 0xF0000000")
    let code = try Oracle.assembled(source, "nasm", ["-f", "bin"])
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

  @Test(.enabled(if: Oracle.has("as"))) func aSaveSetSaysWhatMustSurvive() throws {
    let object = try Oracle.assembled(Self.example("routine.s"), "as", ["--32"])
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

  @Test(.enabled(if: Oracle.has("as"))) func anItemInTheWrongSlotIsNamed() throws {
    let text = try Self.example("routine.s").replacing("pushl   %es", with: "pushl   %ds")
    let object = try Oracle.assembled(text, "as", ["--32"])
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
    ("gdt: 0x00102000", "gdt: 0x00102004", "expected gdt as a multiple of 8"),
    ("idt: 0x00101000", "idt: 0x00101FC8", "expected a place of its own for each"),
    ("tss: 0xC0003000", "tss: 0xF0000000", "expected a place outside it"),
    ("routines: 0x00106000", "routines: 0xFFFFFFF8", "1024 bytes below 4 GiB"),
    ("0x00400000, size: 0x400000,", "0x00400000, size: 0xC0400000,", "expected an end below 4 GiB"),
    ("switch: {linear: 0xF0000000", "switch: {linear: 0xF0000010", "expected linear as a multiple"),
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
    ("entries:", "entrances:", "expected one of assume, base"),
  ]

  @Test(.enabled(if: Oracle.has("as")), arguments: badRoutines.indices)
  func aBadRoutineEntryIsRefused(_ index: Int) throws {
    let object = try Oracle.assembled(Self.example("routine.s"), "as", ["--32"])
    let bad = Self.badRoutines[index]
    let text = try Self.example("routine.yaml").replacing(bad.from, with: bad.to)
    let result = try Self.run(
      ["routine", "r.o", "--layout", "l.yaml"], ["r.o": object, "l.yaml": Data(text.utf8)])
    #expect(result.code == 65)
    #expect(result.err.contains(bad.says), "\(result.err)")
  }

  @Test(.enabled(if: Oracle.has("as"))) func badObjectsAreRefused() throws {
    let object = try Oracle.assembled(Self.example("routine.s"), "as", ["--32"])
    let layout = Data(try Self.example("routine.yaml").utf8)
    let text = try Self.example("routine.s")
    var wide = object
    wide[4] = 2
    var mis = object
    // The alignment of the second section.
    let table = Int(object[32]) + Int(object[33]) << 8
    mis[table + 40 + 32] = 3
    let undefined = try Oracle.assembled(
      Self.example("routine.s") + "\n.text\ncall elsewhere\n", "as", ["--32"])
    let cases: [(Data, String)] = [
      (object.prefix(100), "the end of the file"), (wide, "ELF class 2"),
      (undefined, "a relocation in .text by “elsewhere”, which is not defined"),
      (Data(), "an empty file"), (mis, "expected a power of 2"),
      (try Oracle.assembled(text + "\n.data\n.skip 8192\n", "as", ["--32"]), "section .data of"),
      (try Oracle.assembled(".data\n.quad x\nx:\n", "as", ["--64"]), "ELF class 2"),
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
